"""An alarm that nobody acknowledges goes up the line, hour by hour, and again; the weekly review comes once a week."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.calendar import WorkingCalendar, months_after
from domain.chasing_facts import Known
from domain.concern_alarms import reached, to_alarm
from duties.concern_review import decide as week_of
from duties.escalate_concerns import decide
from storage.concern_alarms import Alarm, Had

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
# 1 is led by 2, who has nobody but a head of service, 3; 4 and 5 lead each other; 6 leads themself; 9 has left.
PEOPLE: Mapping[int, Known] = {
    1: Known(1, line_manager_id=2),
    2: Known(2, head_id=3),
    3: Known(3),
    4: Known(4, line_manager_id=5),
    5: Known(5, line_manager_id=4),
    6: Known(6, line_manager_id=6, head_id=6),
    7: Known(7),
    9: Known(9, is_here=False),
}


def alarm(
    *had: Had,
    acknowledged: frozenset[int] = frozenset(),
    posted: Mapping[tuple[int, int], datetime | None] | None = None,
) -> Alarm:
    return Alarm(100, 10, 1, AT, had, acknowledged, posted or {})


def owed(one: Alarm, hours: float, deputies: Mapping[int, tuple[int, ...]] | None = None) -> list[tuple[int, int, int]]:
    found = decide([one], PEOPLE, deputies or {}, AT + timedelta(hours=hours), 2)
    return [(had.for_id, had.person_id, had.round) for some in found for had in some.again]


def nobody(one: Alarm, hours: float) -> tuple[int, ...]:
    found = decide([one], PEOPLE, {}, AT + timedelta(hours=hours), 2)
    return tuple(who for some in found for who in some.nobody_above)


@pytest.mark.parametrize(
    ("first", "hours", "chain", "ends"),
    [
        (1, 1.99, (1,), False),
        (1, 2, (1, 2), False),
        (1, 4, (1, 2, 3), False),
        (1, 6, (1, 2, 3), True),
        (4, 6, (4, 5), True),  # in a circle nobody is alarmed in their own place
        (6, 2, (6,), True),  # never to themself
        (1, -1, (1,), False),  # a clock put back
    ],
)
def test_it_goes_a_step_up_each_time_the_hours_have_passed(
    first: int, hours: float, chain: tuple[int, ...], *, ends: bool
) -> None:
    found = reached(first, AT, AT + timedelta(hours=hours), 2, PEOPLE)
    assert (found.people, found.is_at_its_end) == (chain, ends)


def test_two_real_hours_are_two_hours_in_the_nights_in_which_the_clocks_change() -> None:
    for instant in (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 0, 30, tzinfo=UTC)):
        assert reached(1, instant, instant + timedelta(hours=1, minutes=59), 2, PEOPLE).round == 0
        assert reached(1, instant, instant + timedelta(hours=2), 2, PEOPLE).round == 1


def test_whoever_has_not_acknowledged_it_gets_it_again_with_those_above_and_their_deputies() -> None:
    first = alarm(Had(1, 1, 0), Had(1, 7, 0))
    assert owed(first, 1, {1: (7,)}) == []
    assert owed(first, 2, {1: (7,), 2: (6, 9)}) == [(1, 1, 1), (1, 7, 1), (1, 2, 1), (1, 6, 1)]


def test_a_deputy_named_meanwhile_gets_it_at_once() -> None:
    assert owed(alarm(Had(1, 1, 0)), 0.5, {1: (7,)}) == [(1, 7, 0)]


def test_one_round_is_owed_once_and_after_a_stop_only_the_latest() -> None:
    first = alarm(Had(1, 1, 0))
    assert owed(first, 7) == [(1, 1, 3), (1, 2, 3), (1, 3, 3)]
    again = alarm(Had(1, 1, 0), Had(1, 1, 3), Had(1, 2, 3), Had(1, 3, 3))
    assert owed(again, 7.5) == []


def test_after_an_outage_the_round_that_waited_counts_for_the_one_that_has_come() -> None:
    had = (Had(1, 1, 0), Had(1, 1, 1), Had(1, 2, 1))
    everybody = [(1, 1, 2), (1, 2, 2), (1, 3, 2)]
    assert owed(alarm(*had, posted={(1, 1): None}), 4.1) == everybody[1:], "still on its way"
    came = AT + timedelta(hours=4, minutes=1)
    assert owed(alarm(*had, posted={(1, 1): came, (2, 1): came}), 4.1) == everybody[2:], "came late, in this round"
    just_before = AT + timedelta(hours=3, minutes=50)
    assert owed(alarm(*had, posted={(1, 1): just_before, (2, 1): just_before}), 4.1) == everybody[2:]
    assert owed(alarm(*had, posted={(1, 1): AT + timedelta(hours=2)}), 4.1) == everybody, "came in its own time"
    more = (*had, Had(4, 1, 2))
    assert (4, 4, 2) in owed(alarm(*more, Had(4, 4, 0), posted={(1, 1): None}), 4.1), "on behalf of somebody else"


@pytest.mark.parametrize("who", [1, 7, 2])
def test_an_acknowledgement_by_anybody_of_a_chain_ends_that_chain_and_no_other(who: int) -> None:
    both = alarm(Had(1, 1, 0), Had(1, 7, 0), Had(4, 4, 0), acknowledged=frozenset({who}))
    assert {for_id for for_id, _, _ in owed(both, 2)} == {4}


def test_qa_hears_where_nobody_is_above() -> None:
    assert nobody(alarm(Had(6, 6, 0)), 1.9) == ()
    assert nobody(alarm(Had(6, 6, 0)), 2) == (6,)
    assert nobody(alarm(Had(1, 1, 0)), 4) == ()
    assert nobody(alarm(Had(1, 1, 0)), 6) == (1,)
    assert nobody(alarm(Had(9, 9, 0)), 0) == (9,), "nobody of the chain works here any more"


def test_those_who_have_left_are_not_alarmed() -> None:
    assert to_alarm([1, 9], {1: (9, 7)}, PEOPLE) == [1, 7]


@pytest.mark.parametrize(
    ("today", "nominal", "day"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 26), date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 12, 28), date(2026, 12, 21), date(2026, 12, 21)),  # the bank holiday itself
        (date(2026, 12, 29), date(2026, 12, 28), date(2026, 12, 29)),
        (date(2027, 1, 4), date(2027, 1, 4), date(2027, 1, 4)),
    ],
)
def test_the_weekly_review_moves_off_a_day_off_once(today: date, nominal: date, day: date) -> None:
    assert week_of(today, 0, WorkingCalendar(frozenset({date(2026, 12, 25), date(2026, 12, 28)}))) == (nominal, day)


@pytest.mark.parametrize(
    ("day", "months", "review"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 10, 1), 3, date(2027, 1, 1)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_a_review_falls_on_the_same_day_of_the_month_or_its_last(day: date, months: int, review: date) -> None:
    assert months_after(day, months) == review
