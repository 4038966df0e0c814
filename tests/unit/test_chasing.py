"""What the ladder owes whom, decided from facts alone: each rung, those above, and what silences it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.days_off import calendar_for
from domain.calendar import london_instant
from domain.chasing import decide
from domain.chasing_facts import (
    Decision,
    Facts,
    Hold,
    HoldReason,
    Item,
    Known,
    OwedLine,
    Stops,
    Told,
    Untold,
)
from domain.chasing_recheck import why_lapsed
from domain.ladder import ItemKind, Party, read_ladder
from domain.policy import LeaveSilences, Policy

ROSA, MOIRA, HAL, MINA, DEE = 1, 2, 3, 4, 5
NORTH = 10
PEOPLE = {
    ROSA: Known(ROSA, MOIRA, HAL, NORTH),
    MOIRA: Known(MOIRA, HAL, HAL, NORTH),
    HAL: Known(HAL, MINA, HAL, NORTH),
    MINA: Known(MINA),
    DEE: Known(DEE, MOIRA, HAL, NORTH),
}
DUE = date(2026, 12, 4)
AUDIT = Item(ItemKind.RETURN, 7, ROSA, DUE)
ACTION = Item(ItemKind.ACTION, 70, ROSA, DUE)
POLICY = Policy()


def facts(*items: Item, **changes: Any) -> Facts:
    return replace(Facts(items=items or (AUDIT,), people=PEOPLE), **changes)


def on(day: date, what: Facts, at: time = time(8), policy: Policy = POLICY) -> Decision:
    """The decision of a London day."""
    return decide(what, london_instant(day, at), policy, calendar_for(policy))


def owed(decision: Decision) -> dict[int, list[str]]:
    """By person, the rungs of their lines."""
    return {person: [line.rung for line in lines] for person, lines in decision.digests.items()}


def after(what: Facts, decision: Decision) -> Facts:
    """The facts once everything owed was sent."""
    new = {
        Told(line.key, line.due_on, line.person_id, line.party, line.reached_on)
        for lines in decision.digests.values()
        for line in lines
    }
    return replace(what, told=what.told | new)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 26), {}),
        (date(2026, 11, 27), {ROSA: ["-5"]}),
        (date(2026, 12, 3), {ROSA: ["-1"]}),
        (date(2026, 12, 7), {ROSA: ["+1"]}),
        (date(2026, 12, 9), {ROSA: ["+3"]}),
        (date(2026, 12, 11), {ROSA: ["+5"], MOIRA: ["+5"]}),
        (date(2026, 12, 16), {ROSA: ["+8"], MOIRA: ["+8"], HAL: ["+8"]}),
        (date(2027, 1, 29), {ROSA: ["+8"], MOIRA: ["+8"], HAL: ["+8"]}),
    ],
)
def test_a_late_return_owes_the_latest_rung_reached(day: date, expected: dict[int, list[str]]) -> None:
    assert owed(on(day, facts())) == expected


def test_each_rung_is_owed_once_and_on_its_own_day() -> None:
    what, seen = facts(), []
    for number in range(23, 31):
        decision = on(date(2026, 11, number), what)
        seen += [(number, line.rung) for lines in decision.digests.values() for line in lines]
        what = after(what, decision)
    assert seen == [(27, "-5")]


def test_missed_rungs_lapse_and_whoever_they_would_have_told_is_told() -> None:
    was_told = frozenset({Told(AUDIT.key, DUE, ROSA, Party.OWNER, date(2026, 11, 27))})
    decision = on(date(2026, 12, 16), facts(told=was_told))
    assert decision.digests[ROSA][0].missed == ("-1", "+1", "+3", "+5")
    assert decision.digests[MOIRA][0].missed == ("+5",)
    assert decision.digests[HAL][0].missed == ()


def test_those_of_a_missed_rung_are_told_even_where_the_latest_one_would_not_tell_them() -> None:
    text = POLICY.ladder.text.replace('["owner", "up_the_line", "head_of_service"]', '["owner", "head_of_service"]')
    policy = replace(POLICY, ladder=read_ladder(text))
    assert owed(on(date(2026, 12, 16), facts(), policy=policy)) == {ROSA: ["+8"], MOIRA: ["+5"], HAL: ["+8"]}


def test_a_manager_who_comes_new_is_not_told_of_a_rung_that_went_to_the_one_before() -> None:
    told = frozenset(
        {
            Told(AUDIT.key, DUE, ROSA, Party.OWNER, date(2026, 12, 11)),
            Told(AUDIT.key, DUE, DEE, Party.UP_THE_LINE, date(2026, 12, 11)),
        }
    )
    assert owed(on(date(2026, 12, 14), facts(told=told))) == {}


def test_an_auditor_who_comes_new_is_asked_for_what_the_one_before_was_asked_for() -> None:
    told = frozenset({Told(AUDIT.key, DUE, DEE, Party.OWNER, date(2026, 12, 9))})
    assert owed(on(date(2026, 12, 10), facts(told=told))) == {ROSA: ["+3"]}


def test_another_due_day_begins_the_ladder_anew() -> None:
    told = frozenset({Told(AUDIT.key, DUE, ROSA, Party.OWNER, date(2026, 12, 9))})
    moved = replace(AUDIT, due_on=date(2026, 12, 17))
    assert owed(on(date(2026, 12, 10), facts(moved, told=told))) == {ROSA: ["-5"]}


def test_a_clock_that_goes_back_owes_no_earlier_rung() -> None:
    told = frozenset({Told(AUDIT.key, DUE, ROSA, Party.OWNER, date(2026, 12, 9))})
    assert owed(on(date(2026, 12, 7), facts(told=told))) == {}


@pytest.mark.parametrize(
    ("rosa", "line", "head"),
    [
        (Known(ROSA, MOIRA, HAL, NORTH), MOIRA, HAL),
        (Known(ROSA, None, HAL, NORTH), HAL, HAL),
        (Known(ROSA, ROSA, HAL, NORTH), HAL, HAL),  # never themself
        (Known(ROSA, MOIRA, ROSA, NORTH), MOIRA, MOIRA),  # a head of service who audits
        (Known(ROSA, MOIRA, None, NORTH), MOIRA, None),
        (Known(ROSA, None, None, None), None, None),
        (Known(ROSA, ROSA, ROSA, NORTH), None, None),
    ],
)
def test_up_the_line_is_the_line_manager_else_the_head_of_service_else_qa(
    rosa: Known, line: int | None, head: int | None
) -> None:
    decision = on(date(2026, 12, 16), facts(people={**PEOPLE, ROSA: rosa}))
    assert decision.digests.keys() == {ROSA} | ({line, head} - {None})
    missing = {(Party.UP_THE_LINE, line), (Party.HEAD_OF_SERVICE, head)}
    assert decision.untold == {Untold(ROSA, party) for party, who in missing if who is None}


def test_somebody_who_is_manager_and_head_at_once_gets_one_line() -> None:
    people = {**PEOPLE, ROSA: Known(ROSA, HAL, HAL, NORTH)}
    assert owed(on(date(2026, 12, 16), facts(people=people)))[HAL] == ["+8"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 1), {ROSA: ["-3"]}),
        (date(2026, 12, 4), {ROSA: ["-3"]}),
        (date(2026, 12, 7), {ROSA: ["week 2026-12-07"], MOIRA: ["week 2026-12-07"]}),
        (date(2026, 12, 9), {ROSA: ["week 2026-12-07"], MOIRA: ["week 2026-12-07"]}),
        (date(2026, 12, 21), {ROSA: ["week 2026-12-21"], MOIRA: ["week 2026-12-21"], HAL: ["week 2026-12-21"]}),
        # Monday 28 December is a bank holiday: weekly jobs come on Tuesday, once.
        (date(2026, 12, 28), {}),
        (date(2026, 12, 29), {ROSA: ["week 2026-12-28"], MOIRA: ["week 2026-12-28"], HAL: ["week 2026-12-28"]}),
    ],
)
def test_an_action_owes_its_owner_and_weekly_those_above(day: date, expected: dict[int, list[str]]) -> None:
    assert owed(on(day, facts(ACTION))) == expected


def test_a_week_that_has_moved_comes_once() -> None:
    what = facts(ACTION)
    tuesday = on(date(2026, 12, 29), what)
    assert owed(on(date(2026, 12, 30), after(what, tuesday))) == {}
    assert owed(on(date(2027, 1, 4), after(what, tuesday)))[ROSA] == ["week 2027-01-04"]


def test_directors_get_the_months_roll_up_on_its_first_working_day_and_once() -> None:
    what = Facts(people=PEOPLE, directors=(MINA,), has_overdue_actions=True)
    first = on(date(2027, 1, 4), what)
    assert first.digests[MINA][0].rung == "month 2027-01-01"
    assert owed(on(date(2027, 1, 5), after(what, first))) == {}
    assert owed(on(date(2027, 1, 4), replace(what, has_overdue_actions=False))) == {}


def test_everything_for_one_person_is_in_one_digest() -> None:
    items = [replace(AUDIT, id=number) for number in range(5)] + [ACTION]
    decision = on(date(2026, 12, 7), facts(*items))
    assert len(decision.digests[ROSA]) == 6


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 12, 7, 7, 59, tzinfo=UTC),
        datetime(2026, 12, 7, 18, 0, tzinfo=UTC),
        datetime(2026, 12, 5, 9, 0, tzinfo=UTC),  # a Saturday
        datetime(2026, 12, 28, 9, 0, tzinfo=UTC),  # a bank holiday
        datetime(2027, 3, 30, 6, 59, tzinfo=UTC),  # 07:59 in London, since the clocks went forward
    ],
)
def test_nothing_is_owed_out_of_hours(instant: datetime) -> None:
    assert decide(facts(), instant, POLICY, calendar_for(POLICY)) == Decision()


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 12, 7, 8, 0, tzinfo=UTC),
        datetime(2026, 12, 7, 17, 59, tzinfo=UTC),
        datetime(2027, 3, 30, 7, 0, tzinfo=UTC),  # 08:00 in London, since the clocks went forward
    ],
)
def test_it_is_owed_from_eight_in_london_whatever_the_offset(instant: datetime) -> None:
    assert decide(facts(), instant, POLICY, calendar_for(POLICY)).digests


def test_a_later_hour_can_be_set() -> None:
    policy = replace(POLICY, digest_from=time(9, 30))
    day = date(2026, 12, 7)
    assert not on(day, facts(), time(9, 29), policy).digests
    assert on(day, facts(), time(9, 30), policy).digests


def test_an_hour_after_closing_keeps_nobody_from_their_digest() -> None:
    policy = replace(POLICY, digest_from=time(19))
    assert on(date(2026, 12, 7), facts(), time(8), policy).digests
    assert not on(date(2026, 12, 7), facts(), time(19), policy).digests


def test_an_exemption_silences_the_months_return_and_nothing_else() -> None:
    exempt = replace(AUDIT, is_exempt=True)
    decision = on(date(2026, 12, 16), facts(exempt, ACTION, replace(AUDIT, id=8)))
    assert {line.key[1] for lines in decision.digests.values() for line in lines} == {70, 8}


def test_leave_silences_nudges_to_that_person_but_not_those_above() -> None:
    assert owed(on(date(2026, 12, 11), facts(away=frozenset({ROSA})))) == {MOIRA: ["+5"]}
    assert owed(on(date(2026, 12, 11), facts(away=frozenset({MOIRA})))) == {ROSA: ["+5"]}


def test_the_council_can_have_leave_silence_those_above_as_well() -> None:
    policy = replace(POLICY, leave_silences=LeaveSilences.LADDER)
    assert owed(on(date(2026, 12, 11), facts(away=frozenset({ROSA})), policy=policy)) == {}


def test_after_leave_the_latest_rung_is_owed_once() -> None:
    what = facts(away=frozenset({ROSA}))
    what = after(what, on(date(2026, 12, 11), what))
    assert owed(on(date(2026, 12, 14), replace(what, away=frozenset()))) == {ROSA: ["+5"]}


@pytest.mark.parametrize(
    ("stops", "expected"),
    [
        (Stops(everybody=True), {}),
        (Stops(people=frozenset({ROSA})), {}),
        (Stops(teams=frozenset({NORTH})), {}),
        (Stops(people=frozenset({MOIRA})), {ROSA: ["+5"]}),
        (Stops(teams=frozenset({99})), {ROSA: ["+5"], MOIRA: ["+5"]}),
    ],
)
def test_what_qa_has_stopped_is_not_chased(stops: Stops, expected: dict[int, list[str]]) -> None:
    assert owed(on(date(2026, 12, 11), facts(stops=stops))) == expected


def test_a_pause_silences_everybody_until_its_last_day_and_then_the_ladder_goes_on() -> None:
    hold = Hold(AUDIT.key, date(2026, 12, 11), HoldReason.NEED_UNTIL)
    assert owed(on(date(2026, 12, 11), facts(holds=(hold,)))) == {}
    assert owed(on(date(2026, 12, 14), facts(holds=(hold,)))) == {ROSA: ["+5"], MOIRA: ["+5"]}


def test_what_somebody_put_off_comes_back_to_them_alone_on_the_working_day_after() -> None:
    hold = Hold(AUDIT.key, date(2026, 12, 11), HoldReason.SNOOZE, ROSA)
    sent = frozenset({Told(AUDIT.key, DUE, ROSA, Party.OWNER, date(2026, 12, 9))})
    assert owed(on(date(2026, 12, 11), facts(holds=(hold,), told=sent))) == {MOIRA: ["+5"]}
    monday = on(date(2026, 12, 14), facts(holds=(hold,), told=sent))
    assert monday.digests[ROSA][0].rung == "snooze 2026-12-11"
    told = after(facts(holds=(hold,), told=sent), monday)
    assert owed(on(date(2026, 12, 15), told)) == {}
    assert owed(on(date(2026, 12, 16), told))[ROSA] == ["+8"]


def test_an_approval_is_asked_of_the_approver_and_of_their_deputy() -> None:
    approval = Item(ItemKind.APPROVAL, 3, MINA, DUE)
    what = facts(approval, deputies={MINA: (DEE,)})
    assert owed(on(date(2026, 12, 8), what)) == {MINA: ["day 2026-12-08"], DEE: ["day 2026-12-08"]}
    assert owed(on(date(2026, 12, 8), replace(what, away=frozenset({MINA})))) == {DEE: ["day 2026-12-08"]}


def test_a_deputy_is_not_asked_for_somebody_elses_audit() -> None:
    assert owed(on(date(2026, 12, 8), facts(deputies={ROSA: (DEE,)}))) == {ROSA: ["+1"]}


def test_whoever_has_left_is_not_told_but_those_above_them_are() -> None:
    people = {**PEOPLE, ROSA: replace(PEOPLE[ROSA], is_here=False)}
    assert owed(on(date(2026, 12, 11), facts(people=people))) == {MOIRA: ["+5"]}


def test_an_item_is_looked_at_again_when_its_next_rung_comes() -> None:
    looks = on(date(2026, 12, 11), facts(AUDIT, ACTION)).looks
    assert looks == {AUDIT.key: date(2026, 12, 16), ACTION.key: date(2026, 12, 14)}
    assert on(date(2026, 12, 16), facts()).looks == {AUDIT.key: None}


def test_what_is_held_is_looked_at_again_on_the_next_working_day() -> None:
    looks = on(date(2026, 12, 11), facts(away=frozenset({ROSA}))).looks
    assert looks == {AUDIT.key: date(2026, 12, 14)}


LINE = OwedLine(AUDIT.key, DUE, ROSA, Party.OWNER, "+1", date(2026, 12, 7))
TODAY = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, ""),
        ({"items": ()}, "done"),
        ({"items": (replace(AUDIT, due_on=date(2026, 12, 18)),)}, "another_day"),
        ({"items": (replace(AUDIT, owner_id=DEE),)}, "somebody_else"),
        ({"items": (replace(AUDIT, is_exempt=True),)}, "exempt"),
        ({"away": frozenset({ROSA})}, "on_leave"),
        ({"stops": Stops(everybody=True)}, "stopped"),
        ({"holds": (Hold(AUDIT.key, TODAY, HoldReason.NEED_UNTIL),)}, "paused"),
        ({"holds": (Hold(AUDIT.key, TODAY, HoldReason.SNOOZE, MOIRA),)}, ""),
        ({"people": {ROSA: replace(PEOPLE[ROSA], is_here=False)}}, "left"),
    ],
)
def test_at_the_moment_of_sending_a_line_is_checked_again(changes: dict[str, Any], reason: str) -> None:
    assert why_lapsed(LINE, facts(**changes), TODAY, POLICY) == reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"has_overdue_actions": True}, ""),
        ({"has_overdue_actions": False}, "done"),
        ({"has_overdue_actions": True, "away": frozenset({MINA})}, "on_leave"),
        ({"has_overdue_actions": True, "stops": Stops(people=frozenset({MINA}))}, "stopped"),
    ],
)
def test_a_roll_up_is_checked_again_as_well(changes: dict[str, Any], reason: str) -> None:
    line = OwedLine(
        (ItemKind.ROLL_UP, 202612), date(2026, 12, 1), MINA, Party.DIRECTORS, "month 2026-12-01", date(2026, 12, 1)
    )
    assert why_lapsed(line, Facts(people=PEOPLE, **changes), TODAY, POLICY) == reason
