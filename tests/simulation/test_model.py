"""The simulation's own arithmetic: it is worth something only where it is right by itself, and can say no."""

from datetime import date, timedelta

import pytest

from bot.days_off import calendar_for
from domain.ladder import DEFAULT_LADDER, ItemKind, reached, read_ladder
from domain.policy import Policy
from simulation import expected
from simulation.days import is_working, working_day
from simulation.facts import Facts, Key, Known, Line, Open, Pause
from simulation.ladders import ALL, USUAL, ladder_of

MONDAY, FRIDAY = date(2026, 12, 7), date(2026, 12, 4)
RETURN, ACTION = Key("return", 1), Key("action", 1)
ROSA, MOIRA, HAL, MINA = 1, 2, 3, 4


def facts(today: date, *items: Open) -> Facts:
    """Rosa has these in hand, whom Moira manages; Hal is head of service, Mina the director."""
    known = Facts(today, {one.key: one for one in items}, heads={7: HAL}, directors=[MINA])
    for number, manager in ((ROSA, MOIRA), (MOIRA, HAL), (HAL, None), (MINA, None)):
        known.people[number] = Known(number, f"{number}@council.example", manager, 7, None, f"oid-{number}")
    return known


def owed(known: Facts) -> set[tuple[int, str, str]]:
    return {(line.person, line.kind, line.party) for line in expected.owed(known)}


def test_it_works_on_the_same_days_as_the_service() -> None:
    calendar = calendar_for(Policy())
    for number in range(20 * 366):
        day = date(2024, 1, 1) + timedelta(days=number)
        assert is_working(day) == calendar.is_working_day(day), day
    for count in (-5, -1, 1, 8):
        assert working_day(date(2026, 12, 24), count) == calendar.working_day_after(date(2026, 12, 24), count)


def test_the_usual_ladder_is_that_of_the_service() -> None:
    usual, default = read_ladder(USUAL), read_ladder(DEFAULT_LADDER)
    assert (usual.weekday, usual.rungs) == (default.weekday, default.rungs)


@pytest.mark.parametrize("text", ALL, ids=["usual", "gentle", "strict"])
def test_it_reads_each_ladder_as_the_service_does(text: str) -> None:
    ladder, calendar = read_ladder(text), calendar_for(Policy())
    assert ladder_of(text).rolls_up == ladder.rolls_up
    for day in filter(is_working, (MONDAY + timedelta(days=number) for number in range(-20, 40))):
        known = Facts(day, ladder=ladder_of(text))
        for kind in set(ItemKind) - {ItemKind.ROLL_UP}:
            item = Open(Key(kind, 1), ROSA, MONDAY, "CS-00001")
            rungs = reached(ladder.of(kind), ladder.weekday, MONDAY, day, calendar)
            for party in (expected.OWNER, expected.LINE_ABOVE, expected.HEAD):
                theirs = max((one.on for one in rungs if party in one.tells), default=None)
                assert max(expected.reached(item, party, known), default=None) == theirs, (day, kind, party)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 11, 26), set()),
        (date(2026, 11, 27), {(ROSA, "return", "owner")}),
        (MONDAY, {(ROSA, "return", "owner")}),
        (date(2026, 12, 11), {(ROSA, "return", "owner"), (MOIRA, "return", "up_the_line")}),
        (
            date(2026, 12, 16),
            {(ROSA, "return", "owner"), (MOIRA, "return", "up_the_line"), (HAL, "return", "head_of_service")},
        ),
    ],
)
def test_a_late_audit_goes_up_the_line_rung_by_rung(day: date, told: set[tuple[int, str, str]]) -> None:
    assert owed(facts(day, Open(RETURN, ROSA, FRIDAY, "CS-00001"))) == told


def test_an_overdue_action_is_told_on_mondays_and_rolled_up_for_directors() -> None:
    action = Open(ACTION, ROSA, date(2026, 11, 27), "Step 1")
    everyone = {(ROSA, "action", "owner"), (MOIRA, "action", "up_the_line"), (MINA, "roll_up", "directors")}
    assert owed(facts(MONDAY, action)) == everyone
    assert owed(facts(date(2026, 12, 14), action)) == everyone | {(HAL, "action", "head_of_service")}


def test_what_was_told_exempt_paused_stopped_or_away_is_not_owed() -> None:
    audit = Open(RETURN, ROSA, FRIDAY, "CS-00001")
    silent = [facts(MONDAY, audit) for _ in range(5)]
    silent[0].told[RETURN] = [Line(ROSA, *RETURN, FRIDAY, "owner", MONDAY)]
    silent[1].items[RETURN] = Open(RETURN, ROSA, FRIDAY, "CS-00001", is_exempt=True)
    silent[2].pauses[RETURN] = [Pause(RETURN, MONDAY, None, is_snooze=False)]
    silent[3].all_stopped = True
    silent[4].away = frozenset({ROSA})
    assert [owed(one) for one in silent] == [set()] * 5


def test_leave_silences_those_above_only_where_the_council_says_so() -> None:
    known = facts(date(2026, 12, 11), Open(RETURN, ROSA, FRIDAY, "CS-00001"))
    known.away = frozenset({ROSA})
    assert owed(known) == {(MOIRA, "return", "up_the_line")}
    known.leave_silences = "ladder"
    assert owed(known) == set()


def test_a_line_is_owed_no_longer_once_its_item_is_done_or_another_s() -> None:
    line = Line(ROSA, *RETURN, FRIDAY, "owner", MONDAY)
    known = facts(MONDAY, Open(RETURN, ROSA, FRIDAY, "CS-00001"))
    assert expected.why_not_now(line, known) == ""
    known.items[RETURN] = Open(RETURN, HAL, FRIDAY, "CS-00001")
    assert expected.why_not_now(line, known)
    del known.items[RETURN]
    assert expected.why_not_now(line, known)
