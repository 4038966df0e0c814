"""What the ladder owes whom: facts and an instant in, one digest a person out (DOMAIN, "What is sent, and when")."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TypeVar

from domain.calendar import LONDON, WorkingCalendar, london_day
from domain.chasing_facts import (
    Decision,
    Facts,
    Hold,
    HoldReason,
    Item,
    Key,
    OwedLine,
    Told,
    Untold,
    Withheld,
    head_of_service,
    up_the_line,
)
from domain.chasing_recheck import EXEMPT, LEFT, ON_LEAVE, PAUSED, STOPPED
from domain.ladder import ItemKind, Ladder, Party, Reached, month_by, moved, next_day, reached
from domain.policy import LeaveSilences, Policy

_About = TypeVar("_About", Told, Hold)
# Of all that is chased, only these can be answered by somebody else.
_ANSWERED_BY_DEPUTIES = (ItemKind.APPROVAL, ItemKind.CONCERN)


def is_time(now: datetime, policy: Policy, calendar: WorkingCalendar) -> bool:
    """Whether the day's digests may be decided at an aware instant: within working hours, from the setting on.

    A setting out of working hours is as good as none: digests are decided from their opening.
    """
    first = policy.digest_from if policy.digest_from < calendar.closes else calendar.opens
    return calendar.is_open(now) and now.astimezone(LONDON).time() >= first


def decide(facts: Facts, now: datetime, policy: Policy, calendar: WorkingCalendar) -> Decision:
    """What is owed at an aware instant, one digest a person; nothing outside hours (see `is_time`).

    An item owes each of those it concerns the latest rung reached that tells them, unless they had it: so that
    whoever the missed rungs would have told is told now, and nobody gets a backlog.
    """
    if not is_time(now, policy, calendar) or facts.stops.everybody:
        return Decision()
    return _Deciding(facts, london_day(now), policy, calendar).decision()


class _Deciding:
    """One decision on its way: the facts by what they are asked for."""

    def __init__(self, facts: Facts, today: date, policy: Policy, calendar: WorkingCalendar) -> None:
        self._facts = facts
        self._today = today
        self._policy = policy
        self._calendar = calendar
        self._ladder: Ladder = policy.ladder
        self._told: dict[Key, list[Told]] = _by_key(facts.told)
        self._holds: dict[Key, list[Hold]] = _by_key(facts.holds)
        # Many items are due on one day: what that comes to is worked out once.
        self._reached: dict[tuple[ItemKind, date], list[Reached]] = {}
        self._next: dict[tuple[ItemKind, date], date | None] = {}
        self._untold: set[Untold] = set()
        self._withheld: list[Withheld] = []
        self._is_held = False

    def decision(self) -> Decision:
        lines: dict[int, list[OwedLine]] = defaultdict(list)
        looks: dict[Key, date | None] = {}
        for item in self._facts.items:
            self._is_held = False
            for line in self._lines_of(item):
                lines[line.person_id].append(line)
            looks[item.key] = self._next_look(item)
        for line in self._roll_up():
            lines[line.person_id].append(line)
        digests = {person_id: tuple(some) for person_id, some in sorted(lines.items())}
        return Decision(digests, frozenset(self._untold), tuple(self._withheld), looks)

    def _lines_of(self, item: Item) -> list[OwedLine]:
        """The lines that an item owes, one a person: as whatever they are to it that was reached last."""
        silent = self._why_silent(item)
        self._is_held = bool(silent)
        by_person: dict[int, OwedLine] = {}
        for party in (Party.OWNER, Party.UP_THE_LINE, Party.HEAD_OF_SERVICE):
            for line in self._lines_to(item, party, silent):
                known = by_person.get(line.person_id)
                if known is None or known.reached_on < line.reached_on:
                    by_person[line.person_id] = line
        return list(by_person.values())

    def _why_silent(self, item: Item) -> str:
        """Why nobody at all is told of an item today; empty where they are."""
        owner = self._facts.people.get(item.owner_id)
        is_away = item.owner_id in self._facts.away and self._policy.leave_silences is LeaveSilences.LADDER
        is_paused = any(one.person_id is None and one.until >= self._today for one in self._holds.get(item.key, ()))
        reasons = (
            (item.is_exempt, EXEMPT),
            (owner is None, LEFT),
            (owner is not None and self._facts.stops.cover(owner), STOPPED),
            (is_away, ON_LEAVE),
            (is_paused, PAUSED),
        )
        return next((reason for applies, reason in reasons if applies), "")

    def _lines_to(self, item: Item, party: Party, silent: str) -> Iterator[OwedLine]:
        telling = [one for one in self._rungs_reached(item) if party in one.tells]
        if not telling or item.owner_id not in self._facts.people:
            return
        people = self._people(item, party)
        nobody = not people and party is not Party.OWNER and not silent
        if nobody and not self._had(item, party, None, telling[-1].on):
            self._untold.add(Untold(item.owner_id, party))
        for person_id in people:
            own = [*telling, *self._put_off(item, person_id)]
            latest = max(own, key=lambda one: one.on)
            if self._had(item, party, person_id, latest.on):
                continue
            line = self._line(item, party, person_id, own, latest)
            why_not = silent or self._why_untold(item, person_id)
            if not why_not:
                yield line
                continue
            self._is_held = True
            self._withheld.append(Withheld(line, why_not))

    def _line(self, item: Item, party: Party, person_id: int, own: list[Reached], latest: Reached) -> OwedLine:
        missed = tuple(one.rung for one in own if one.on < latest.on and not self._had(item, party, person_id, one.on))
        return OwedLine(item.key, item.due_on, person_id, party, latest.rung, latest.on, missed)

    def _rungs_reached(self, item: Item) -> list[Reached]:
        place = (item.kind, item.due_on)
        if place not in self._reached:
            self._reached[place] = reached(
                self._ladder.of(item.kind), self._ladder.weekday, item.due_on, self._today, self._calendar
            )
        return self._reached[place]

    def _put_off(self, item: Item, person_id: int) -> Iterator[Reached]:
        """What somebody put off comes back to them on the working day after."""
        for hold in self._holds.get(item.key, ()):
            if hold.why is HoldReason.SNOOZE and hold.person_id == person_id and hold.until < self._today:
                back_on = moved(hold.until + timedelta(days=1), self._calendar)
                if back_on <= self._today:
                    yield Reached(back_on, f"snooze {hold.until}", (Party.OWNER,))

    def _had(self, item: Item, party: Party, person_id: int | None, reached_on: date) -> bool:
        """Whether that rung, or a later one, has been sent: to this person, or to another of those above.

        A rung that went up the line to one manager is not told again to the next one.
        """
        return any(
            one.due_on == item.due_on
            and one.reached_on >= reached_on
            and (one.person_id == person_id or (party is one.party and party is not Party.OWNER))
            for one in self._told.get(item.key, ())
        )

    def _people(self, item: Item, party: Party) -> list[int]:
        owner = self._facts.people[item.owner_id]
        if party is Party.OWNER:
            people = [owner.id] if owner.is_here else []
            asked = [*people, *self._deputies(owner.id)] if item.kind in _ANSWERED_BY_DEPUTIES else people
            return [one for one in asked if one != item.asker_id]
        above = up_the_line(owner) if party is Party.UP_THE_LINE else head_of_service(owner)
        return [] if above is None else [above]

    def _deputies(self, person_id: int) -> list[int]:
        return [one for one in self._facts.deputies.get(person_id, ()) if one != person_id]

    def _why_untold(self, item: Item, person_id: int) -> str:
        """Why one person is not told of an item today; empty where they are."""
        person = self._facts.people.get(person_id)
        has_put_off = any(
            one.person_id == person_id and one.until >= self._today for one in self._holds.get(item.key, ())
        )
        reasons = (
            (person is None or not person.is_here, LEFT),
            (person is not None and self._facts.stops.cover(person), STOPPED),
            (person_id in self._facts.away, ON_LEAVE),
            (has_put_off, PAUSED),
        )
        return next((reason for applies, reason in reasons if applies), "")

    def _next_look(self, item: Item) -> date | None:
        if self._is_held:  # by what may end on any day: leave, a stop, a pause
            return self._calendar.working_day_after(self._today, 1)
        days = [day for day in (self._next_rung(item), *self._come_back(item)) if day is not None]
        return min(days, default=None)

    def _come_back(self, item: Item) -> Iterator[date]:
        """When what somebody has put off comes back to them: they may have been told of it as it stands."""
        for hold in self._holds.get(item.key, ()):
            if hold.why is HoldReason.SNOOZE and hold.until >= self._today:
                yield moved(hold.until + timedelta(days=1), self._calendar)

    def _next_rung(self, item: Item) -> date | None:
        place = (item.kind, item.due_on)
        if place not in self._next:
            self._next[place] = next_day(
                self._ladder.of(item.kind), self._ladder.weekday, item.due_on, self._today, self._calendar
            )
        return self._next[place]

    def _roll_up(self) -> Iterator[OwedLine]:
        """The month's roll-up of overdue actions, to each director."""
        if not (self._ladder.rolls_up and self._facts.has_overdue_actions):
            return
        first, day = month_by(self._today, self._calendar)
        item = Item(ItemKind.ROLL_UP, first.year * 100 + first.month, 0, first)
        for person_id in self._facts.directors:
            is_told = self._had(item, Party.OWNER, person_id, day)
            if not is_told and not self._why_untold(item, person_id):
                yield OwedLine(item.key, first, person_id, Party.DIRECTORS, f"month {first}", day)


def _by_key(facts: Iterable[_About]) -> dict[Key, list[_About]]:
    found: dict[Key, list[_About]] = defaultdict(list)
    for one in facts:
        found[one.key].append(one)
    return found
