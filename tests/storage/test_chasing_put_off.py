"""What silences a nudge, as it is recorded: putting off, leave, stops; and what of it chasing sees."""

from datetime import date
from typing import Any

import pytest

from domain.chasing_facts import HoldReason
from domain.ladder import ItemKind
from storage.absences import cancel_leave, leave_from, record_leave
from storage.chase_holds import hold, lift_holds, times_put_off
from storage.chasing import people_away, stops_now
from storage.chasing_stops import standing_stops, start_chasing, stop_chasing
from storage.store import Store
from storage.tables.service import event
from tests.storage.chased_council import ChasedCouncil

FRIDAY, MONDAY, TUESDAY = date(2026, 12, 4), date(2026, 12, 7), date(2026, 12, 8)


@pytest.fixture
def council(store: Store) -> ChasedCouncil:
    council = ChasedCouncil(store)
    council.opens()
    return council


def test_an_item_that_was_looked_at_already_is_put_off_and_comes_back(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    key = (ItemKind.RETURN, audit)
    council.decides(FRIDAY)  # looked at again on Monday
    with council.unit("rosa") as unit:
        hold(unit, key, MONDAY, HoldReason.NEED_UNTIL, note="Waiting for the school.")
    council.decides(MONDAY)
    assert council.ledger(MONDAY) == {}
    council.decides(TUESDAY)
    assert council.ledger(TUESDAY) == {"rosa": [f"return {audit} +1"]}


def test_what_was_put_off_for_days_comes_back_although_a_pass_has_looked_at_it_meanwhile(
    council: ChasedCouncil,
) -> None:
    audit = council.allocates("rosa")
    told, quiet, back = date(2026, 12, 11), date(2026, 12, 14), date(2026, 12, 15)
    council.decides(told)
    council.goes_out(told)
    with council.unit("rosa") as unit:
        hold(unit, (ItemKind.RETURN, audit), quiet, HoldReason.SNOOZE, person_id=council.people["rosa"])
    council.decides(quiet)
    assert council.ledger(quiet).get("rosa") is None
    council.decides(back)
    assert council.ledger(back)["rosa"] == [f"return {audit} snooze 2026-12-14"]


def test_what_was_put_off_too_far_can_be_lifted(council: ChasedCouncil) -> None:
    audit = council.allocates("rosa")
    key = (ItemKind.RETURN, audit)
    with council.unit("rosa") as unit:
        hold(unit, key, date(2027, 3, 1), HoldReason.MORE_TIME)
    council.decides(FRIDAY)
    with council.unit("rosa") as unit:
        assert lift_holds(unit, key, HoldReason.MORE_TIME) == 1
        assert lift_holds(unit, key, HoldReason.MORE_TIME) == 0
    council.decides(MONDAY)
    assert council.ledger(MONDAY) == {"rosa": [f"return {audit} +1"]}


def test_it_is_counted_how_often_somebody_put_an_item_off(council: ChasedCouncil) -> None:
    key = (ItemKind.RETURN, council.allocates("rosa"))
    rosa, moira = council.people["rosa"], council.people["moira"]
    with council.unit("rosa") as unit:
        for _ in range(2):
            hold(unit, key, FRIDAY, HoldReason.SNOOZE, person_id=rosa)
        hold(unit, key, FRIDAY, HoldReason.NEED_UNTIL)
        assert (times_put_off(unit, key, rosa), times_put_off(unit, key, moira)) == (2, 0)


def test_somebody_is_away_on_both_days_of_their_leave_until_it_is_taken_back(council: ChasedCouncil) -> None:
    rosa = council.people["rosa"]
    with council.unit("moira") as unit:
        key = record_leave(unit, rosa, FRIDAY, MONDAY)
        away = [day for day in range(1, 10) if rosa in people_away(unit, date(2026, 12, day))]
        assert away == [4, 5, 6, 7]
        assert [one.id for one in leave_from(unit, rosa, MONDAY)] == [key]
        assert leave_from(unit, rosa, TUESDAY) == []
        assert key is not None
        assert cancel_leave(unit, key)
        assert not cancel_leave(unit, key)
        assert people_away(unit, FRIDAY) == frozenset()


@pytest.mark.parametrize("whom", ["everybody", "person", "team"])
def test_a_stop_stands_once_until_it_is_started_and_both_are_on_record(council: ChasedCouncil, whom: str) -> None:
    names: dict[str, dict[str, Any]] = {
        "everybody": {},
        "person": {"person_id": council.people["rosa"]},
        "team": {"team_id": council.team_id},
    }
    with council.unit("dan") as unit:
        assert stop_chasing(unit, "Inspection week.", **names[whom]) is not None
        assert stop_chasing(unit, "Again.", **names[whom]) is None
        [stop] = standing_stops(unit)
        stops = stops_now(unit)
    assert stop.reason == "Inspection week."
    assert (stops.everybody, bool(stops.people), bool(stops.teams)) == tuple(
        whom == one for one in ("everybody", "person", "team")
    )
    with council.unit("dan") as unit:
        assert start_chasing(unit, **names[whom])
        assert not start_chasing(unit, **names[whom])
        assert standing_stops(unit) == []
    assert [row.what for row in council.rows(event)] == ["chasing_stopped", "chasing_started"]


def test_to_start_one_person_does_not_start_everybody(council: ChasedCouncil) -> None:
    with council.unit("dan") as unit:
        stop_chasing(unit, "Inspection week.")
        assert not start_chasing(unit, person_id=council.people["rosa"])
        assert stops_now(unit).everybody
