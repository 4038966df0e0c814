"""Actions in the store: figures of a closure that was taken back, and the workbook that goes out and comes back."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.chasing_facts import HoldReason
from domain.errors import NotAllowedError
from domain.ladder import ItemKind
from domain.policy import Policy
from domain.words import Role
from duties import closures
from metrics.figures import count_figures
from metrics.periods import ever, month_named
from metrics.query import Query
from metrics.scope import Viewer
from storage.actions import action_by_ref, complete, reopen
from storage.audits import allocated_audit
from storage.chase_holds import hold, put_off
from storage.closures import closures_of, draw_of, to_check
from storage.owned_actions import Sight, count_led_actions, give_action, leads, led_actions, open_action
from storage.qa_changes import reassign
from storage.statements import insert_returning_id
from storage.store import Store
from storage.tables.allocations import allocation
from storage.tables.audits import agreed_action
from storage.workbook.contract import SHEETS
from storage.workbook.export_rows import stored_rows_of
from tests.storage.small_council import DUE, NOW, TODAY, SmallCouncil

QA = Viewer(1, "qa@council.example", frozenset({Role.QA}))
DAY = timedelta(days=1)
DONE_ON, OPEN_AGAIN, DONE_AT_LAST = DUE - DAY, DUE + 3 * DAY, DUE + 9 * DAY


@pytest.fixture
def council(store: Store) -> SmallCouncil:
    made = SmallCouncil(store)
    for name in ("rosa", "sam", "moira"):
        made.employs(name)
    made.has_team(team_manager="moira")
    made.allocates("rosa")
    asks(made, "AC-1")
    return made


def asks(council: SmallCouncil, ref: str, owner: str = "sam") -> int:
    """An action of the council's audit, due with it."""
    with council.unit() as unit:
        audit_id = unit.connection.execute(allocation.select()).first()
        assert audit_id is not None
        values = {"ref": ref, "allocation_id": audit_id.id, "owner_id": council.people[owner], "description": "Visit."}
        return insert_returning_id(unit, agreed_action, **values, raised_on=TODAY, due_on=DUE)


def does(council: SmallCouncil, day: date, ref: str = "AC-1") -> None:
    with council.unit("sam", NOW + (day - TODAY)) as unit:
        action = action_by_ref(unit, ref)
        assert action is not None
        complete(unit, action, "Seen.", day)


def opens_again(council: SmallCouncil, day: date, ref: str = "AC-1") -> None:
    with council.unit("moira", NOW + (day - TODAY)) as unit:
        action = action_by_ref(unit, ref)
        assert action is not None
        reopen(unit, action, "One visit was missed.", day)


def stands(council: SmallCouncil, as_at: date) -> str:
    """The standing of the one action as at a day, as the figure has it."""
    with council.unit() as unit:
        lines = count_figures(unit, Query("action_status", (month_named("2026-11"),), as_at), QA).lines
        open_ = count_figures(unit, Query("open_actions", (ever(as_at),), as_at), QA).total.value
        overdue = count_figures(unit, Query("overdue_actions", (ever(as_at),), as_at), QA).total.value
    [standing] = [str(next(iter(line.group.values()))) for line in lines if line.figure.numerator]
    assert open_ == (standing in {"overdue", "not_yet_due"})
    assert overdue == (standing == "overdue")
    return standing


def test_a_closure_that_was_taken_back_counts_on_the_days_in_between(council: SmallCouncil) -> None:
    assert stands(council, TODAY) == "not_yet_due"
    does(council, DONE_ON)
    opens_again(council, OPEN_AGAIN)
    expected = {
        DONE_ON - DAY: "not_yet_due",
        DONE_ON: "on_time",
        OPEN_AGAIN - DAY: "on_time",
        OPEN_AGAIN: "overdue",
        DONE_AT_LAST: "overdue",
    }
    assert {day: stands(council, day) for day in expected} == expected
    does(council, DONE_AT_LAST)
    assert {day: stands(council, day) for day in expected} == {**expected, DONE_AT_LAST: "late"}


def test_a_late_closure_that_was_taken_back_was_late_and_leaves_no_trace_on_its_own_day(council: SmallCouncil) -> None:
    does(council, OPEN_AGAIN)
    opens_again(council, OPEN_AGAIN)
    assert stands(council, OPEN_AGAIN) == "overdue"
    does(council, OPEN_AGAIN)
    opens_again(council, DONE_AT_LAST)
    assert stands(council, DONE_AT_LAST - DAY) == "late"


def test_nothing_is_done_twice_or_opened_again_twice(council: SmallCouncil) -> None:
    with council.unit("sam") as unit:
        before = action_by_ref(unit, "ac-1")
        assert before is not None
        complete(unit, before, "Seen.", TODAY)
        with pytest.raises(NotAllowedError, match="changed this action just now"):
            complete(unit, before, "Seen again.", TODAY)
        with pytest.raises(NotAllowedError, match="changed this action just now"):
            reopen(unit, before, "Not yet.", TODAY)


def test_a_new_owner_starts_with_nothing_put_off(council: SmallCouncil) -> None:
    with council.unit("sam") as unit:
        owned = open_action(unit, 1)
        assert owned is not None
        key = (ItemKind.ACTION, owned.id)
        for _ in range(2):
            hold(unit, key, DUE, HoldReason.MORE_TIME)
        assert put_off(unit, [key], TODAY)[key].times == 2
        give_action(unit, owned, council.people["rosa"], "Rosa", "She knows them.", TODAY)
        assert put_off(unit, [key], TODAY) == {}
        assert not put_off(unit, [], TODAY)


def test_an_audit_given_to_another_auditor_starts_with_nothing_put_off(council: SmallCouncil) -> None:
    with council.unit("rosa") as unit:
        given = allocated_audit(unit, 1)
        assert given is not None
        key = (ItemKind.RETURN, given.id)
        hold(unit, key, DUE, HoldReason.NEED_UNTIL)
        reassign(unit, given, council.people["sam"], "Away.", DUE, TODAY)
        assert put_off(unit, [key], TODAY) == {}


def test_those_who_lead_see_the_actions_of_their_own(council: SmallCouncil) -> None:
    with council.unit() as unit:
        moira, rosa = (Sight(council.people[name]) for name in ("moira", "rosa"))
        assert [one.ref for one in led_actions(unit, moira, 10)] == ["AC-1"], "of an audit of her team"
        assert count_led_actions(unit, moira, DUE + DAY) == (1, 1)
        assert (led_actions(unit, rosa, 10), leads(unit, rosa, 1)) == ([], False)
        assert count_led_actions(unit, Sight(council.people["rosa"], is_all=True), TODAY) == (1, 0)


def test_a_month_is_drawn_once_from_a_seed_that_is_kept(council: SmallCouncil) -> None:
    for number in range(2, 12):
        asks(council, f"AC-{number}")
        does(council, TODAY, f"AC-{number}")
    does(council, date(2026, 12, 1))
    later = NOW + timedelta(days=12)
    with council.unit(now=later) as unit:
        assert closures.record(unit, Policy(), "a seed") == 2
        assert closures.record(unit, Policy(), "another") == 0
        draw, drawn = draw_of(unit, "2026-11"), to_check(unit, 10)
        assert draw is not None
        assert (draw.seed, draw.closures, draw.wanted, len(drawn)) == ("a seed", 10, 2, 2)
        assert draw_of(unit, "2026-10") is None
        assert closures_of(unit, "2026-12")[0].ref == "AC-1"


def test_history_has_every_step_of_an_action(council: SmallCouncil) -> None:
    does(council, DONE_ON)
    opens_again(council, OPEN_AGAIN)
    with council.unit() as unit:
        steps = unit.connection.exec_driver_sql(
            "SELECT from_status, to_status, note FROM action_transition ORDER BY id"
        )
        assert [tuple(step) for step in steps] == [
            ("open", "completed", "Seen."),
            ("completed", "open", "One visit was missed."),
        ]


def _exported(council: SmallCouncil) -> list[tuple[Any, ...]]:
    [sheet] = (one for one in SHEETS if one.name == "actions")
    names = [column.name for column in sheet.columns]
    with council.unit() as unit:
        rows = [dict(zip(names, row, strict=True)) for row in stored_rows_of(unit, sheet)]
    return [(row["action_ref"], row["owner"], row["completed_on"], row["completion_note"]) for row in rows]


def test_what_was_done_in_chat_goes_out_with_its_note(council: SmallCouncil) -> None:
    does(council, DONE_ON)
    assert _exported(council) == [("AC-1", "sam@council.example", DONE_ON, "Seen.")]
    opens_again(council, OPEN_AGAIN)
    assert _exported(council) == [("AC-1", "sam@council.example", None, None)]
