"""Chasing over invented weeks: whatever is due, silenced, stopped or done, nobody is chased twice, or too late."""

from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.days_off import calendar_for
from domain.calendar import london_instant
from domain.chasing import decide
from domain.chasing_facts import Decision, Facts, Hold, HoldReason, Item, Key, Known, OwedLine, Stops, Told
from domain.ladder import ItemKind, Party
from domain.policy import Policy

POLICY = Policy(council_closure_days=(date(2026, 12, 29),))
CALENDAR = calendar_for(POLICY)
FIRST = date(2026, 12, 1)  # over Christmas and the turn of the year
DAYS = [FIRST + timedelta(days=number) for number in range(45)]
AUDITORS, MANAGERS, HEAD = range(1, 5), (11, 12), 21
PEOPLE = {
    **{one: Known(one, MANAGERS[one % 2], HEAD, one % 2) for one in AUDITORS},
    **{one: Known(one, HEAD, HEAD, 0) for one in MANAGERS},
    HEAD: Known(HEAD, None, HEAD, 0),
}
days = st.sampled_from(DAYS)
items = st.lists(
    st.builds(
        Item,
        st.sampled_from([ItemKind.RETURN, ItemKind.ACTION, ItemKind.UPLOAD, ItemKind.APPROVAL]),
        st.integers(1, 40),
        st.sampled_from(AUDITORS),
        days,
        is_exempt=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda one: one.key,
)


@dataclass(slots=True)
class Weeks:
    """A council going through its days: what is open, and what was sent."""

    facts: Facts
    done_on: dict[int, date] = field(default_factory=dict)
    sent: list[tuple[date, OwedLine]] = field(default_factory=list)

    def goes_through(self, day: date, at: time = time(8)) -> Decision:
        """One morning: what is owed is sent."""
        still = tuple(one for one in self.facts.items if self.done_on.get(one.id, date.max) > day)
        self.facts = replace(self.facts, items=still)
        decision = decide(self.facts, london_instant(day, at), POLICY, CALENDAR)
        lines = [line for some in decision.digests.values() for line in some]
        told = {Told(one.key, one.due_on, one.person_id, one.party, one.reached_on) for one in lines}
        self.facts = replace(self.facts, told=self.facts.told | told)
        self.sent += [(day, line) for line in lines]
        return decision


@settings(max_examples=60, deadline=None)
@given(items, st.dictionaries(st.integers(1, 40), days), st.data())
def test_nobody_is_told_of_a_rung_twice_nor_of_what_is_done(
    some: list[Item], done_on: dict[int, date], data: st.DataObject
) -> None:
    weeks = Weeks(Facts(items=tuple(some), people=PEOPLE), done_on)
    running = data.draw(st.sets(days, min_size=5))
    for day in sorted(running):
        weeks.goes_through(day)
        # Decided again at the same instant, or later that day, there is nothing more.
        assert weeks.goes_through(day).digests == {}
        assert weeks.goes_through(day, time(15)).digests == {}
    rungs = [(line.person_id, line.key, line.due_on, line.rung) for _, line in weeks.sent]
    assert len(rungs) == len(set(rungs))
    for day, line in weeks.sent:
        assert day < done_on.get(line.key[1], date.max)
        assert CALENDAR.is_working_day(day)
        assert line.reached_on <= day


@settings(max_examples=60, deadline=None)
@given(items, st.dictionaries(st.integers(1, 40), days), days)
def test_after_a_stop_of_any_length_one_digest_says_what_is_owed_now(
    some: list[Item], done_on: dict[int, date], back_on: date
) -> None:
    stopped = Weeks(Facts(items=tuple(some), people=PEOPLE), done_on)
    decision = stopped.goes_through(back_on)
    for person, lines in decision.digests.items():
        keys = [line.key for line in lines]
        assert len(keys) == len(set(keys)), person  # of each item one line, however many rungs were missed
    # An item that went on all the while has told everybody whom the one digest tells now.
    served = Weeks(Facts(items=tuple(some), people=PEOPLE), done_on)
    for day in DAYS:
        if day <= back_on:
            served.goes_through(day)
    told = {(line.person_id, line.key) for _, line in served.sent}
    assert {(line.person_id, line.key) for _, line in stopped.sent} <= told


@settings(max_examples=60, deadline=None)
@given(items)
def test_what_is_looked_at_only_on_its_day_owes_the_same_as_what_is_looked_at_every_day(some: list[Item]) -> None:
    every_day = Weeks(Facts(items=tuple(some), people=PEOPLE))
    on_its_day = Weeks(Facts(people=PEOPLE))
    next_look: dict[Key, date | None] = {item.key: FIRST for item in some}
    for day in DAYS:
        every_day.goes_through(day)
        due = tuple(item for item in some if (look := next_look[item.key]) is not None and look <= day)
        on_its_day.facts = replace(on_its_day.facts, items=due)
        next_look.update(on_its_day.goes_through(day).looks)
    assert on_its_day.sent == every_day.sent


@settings(max_examples=60, deadline=None)
@given(items, st.sets(st.sampled_from([*AUDITORS, *MANAGERS, HEAD])), st.sets(st.sampled_from(AUDITORS)), days)
def test_whoever_is_away_or_stopped_gets_nothing_and_never_less_is_silenced_by_less(
    some: list[Item], away: set[int], stopped: set[int], day: date
) -> None:
    whole = Facts(items=tuple(some), people=PEOPLE)
    less = replace(whole, away=frozenset(away), stops=Stops(people=frozenset(stopped)))
    told, told_less = Weeks(whole).goes_through(day).digests, Weeks(less).goes_through(day).digests
    assert not told_less.keys() & (away | stopped)
    for person, lines in told_less.items():
        assert {line.key for line in lines} <= {line.key for line in told[person]}


@settings(max_examples=40, deadline=None)
@given(items, days, days)
def test_nothing_is_said_of_what_is_paused_or_exempt(some: list[Item], until: date, day: date) -> None:
    holds = tuple(Hold(item.key, until, HoldReason.NEED_UNTIL) for item in some[::2])
    weeks = Weeks(Facts(items=tuple(some), people=PEOPLE, holds=holds))
    weeks.goes_through(day)
    paused = {hold.key for hold in holds} if day <= until else set()
    exempt = {item.key for item in some if item.is_exempt}
    assert not {line.key for _, line in weeks.sent} & (paused | exempt)
    owners = {item.key: item.owner_id for item in some}
    for _, line in weeks.sent:  # nobody is told of their own item as somebody above themself
        assert (line.person_id == owners[line.key]) is (line.party is Party.OWNER)
