"""A pass reads what is due: by an index on both databases, and the same lines however much else is open."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, event

from benchmarks.chasing.__main__ import one_pass, times
from benchmarks.chasing.council import DUE, POLICY, TODAY, TUESDAY, fill
from bot.days_off import calendar_for
from domain.ladder import ItemKind
from duties.chasing import record
from storage.chase_days import look_at_all_again, reckon_actions
from storage.chasing import items_due, some_due
from storage.store import Actor, Store, Unit
from storage.tables.audits import agreed_action
from storage.tables.chasing import nudge_line

DUTY = Actor("duty")
CALENDAR = calendar_for(POLICY)


@contextmanager
def statements_of(connection: Connection) -> Iterator[list[tuple[str, Any]]]:
    """What a connection is asked meanwhile, as the driver gets it."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        seen.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    yield seen
    event.remove(connection, "before_cursor_execute", note)


def plans(unit: Unit, asked: list[tuple[str, Any]]) -> str:
    """How the database goes about these statements."""
    explain = "EXPLAIN QUERY PLAN" if unit.connection.dialect.name == "sqlite" else "EXPLAIN"
    rows = [unit.connection.exec_driver_sql(f"{explain} {one}", values).all() for one, values in asked]
    return "\n".join(str(row) for some in rows for row in some)


def test_what_is_due_is_found_by_its_index(store: Store) -> None:
    fill(store, 30_000, looked_at=True)
    with store.unit(TUESDAY, DUTY) as unit:
        with statements_of(unit.connection) as asked:
            reckon_actions(unit, POLICY, TODAY, CALENDAR)
            looked = items_due(unit, POLICY, TODAY)
        told = plans(unit, asked)
    assert len(looked.items) == DUE
    assert told.count("ix_agreed_action_chase_on_due_on") == 2, told
    assert "ix_allocation_chase_on" in told or "Seq Scan on allocation" in told, "one audit needs no index"


def test_a_piece_of_a_large_pass_reads_by_the_same_index(sqlite_store: Store) -> None:
    fill(sqlite_store, 3_000, looked_at=False)
    with sqlite_store.unit(TUESDAY, DUTY) as unit:
        with statements_of(unit.connection) as asked:
            look_at_all_again(unit, 10)
            assert reckon_actions(unit, POLICY, TODAY, CALENDAR, 10) == 10
            assert some_due(unit, POLICY, TODAY, 10) is not None
        told = plans(unit, [one for one in asked if "agreed_action" in one[0]])
    assert "SCAN agreed_action" not in told, told
    assert "completed_on=?" not in told, told


def test_a_pass_owes_the_same_however_much_else_is_open(store: Store) -> None:
    fill(store, 3_000, looked_at=True)
    with store.unit(TUESDAY, DUTY) as unit:
        done = record(unit, POLICY, CALENDAR)
        rows = unit.connection.execute(nudge_line.select().where(nudge_line.c.digest_on == TODAY)).all()
    # The roll-up goes to nobody: this council has no director.
    assert (done.lines, len(rows)) == (DUE, DUE)
    assert {(row.kind, row.rung) for row in rows} == {(ItemKind.ACTION, "-3")}


def test_what_an_import_brings_is_put_off_by_its_due_day_in_one_go(store: Store) -> None:
    fill(store, 3_000, looked_at=False)
    with store.unit(TUESDAY, DUTY) as unit:
        reckon_actions(unit, POLICY, TODAY, CALENDAR)
        days = {row.due_on: row.chase_on for row in unit.connection.execute(agreed_action.select())}
    assert days[date(2026, 12, 11)] == date.min, "owed now"
    assert days[date(2027, 1, 4)] == date(2026, 12, 29), "three working days before"


def test_the_benchmark_takes_its_pass_back(sqlite_store: Store) -> None:
    fill(sqlite_store, DUE, looked_at=True)
    assert one_pass(sqlite_store) > 0
    assert one_pass(sqlite_store) > 0
    with sqlite_store.unit(TUESDAY, DUTY) as unit:
        assert unit.connection.execute(nudge_line.select()).all() == []


def test_the_benchmark_compares_round_by_round() -> None:
    seconds = {"auditbot_bench_alone": [1.0, 2.0, 4.0], "auditbot_bench_among": [2.0, 3.0, 4.0]}
    assert times(seconds).median == pytest.approx(1.5)
