"""Open actions in any number, of which a thousand are due on one Tuesday, as earlier passes would have left them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.days_off import calendar_for
from domain.ladder import ItemKind, Party
from domain.policy import Policy
from domain.words import AllocationKind, AllocationStatus, Post
from storage.chase_days import basis_of, note_basis
from storage.schema import upgrade
from storage.statements import insert_many
from storage.store import Actor, Store, Unit
from storage.tables.allocations import allocation, case_record
from storage.tables.audits import agreed_action
from storage.tables.chasing import LineStatus, chasing_pass, nudge_line
from storage.tables.columns import NOT_LOOKED_AT
from storage.tables.people import person, team, team_post

TUESDAY = datetime(2026, 12, 8, 8, 0, tzinfo=UTC)
TODAY = TUESDAY.date()
LAST_MONDAY, NEXT_MONDAY = date(2026, 12, 7), date(2026, 12, 14)
DUTY = Actor("duty")
POLICY = Policy()
DUE = 1_000
OWNERS, MANAGERS = 900, 90
_BATCH = 10_000
_FIRST_OWNER = 100


def fill(store: Store, actions: int, *, looked_at: bool) -> None:
    """Fill an empty database with so many open actions; without `looked_at` they come as an import leaves them."""
    upgrade(store.engine)
    with store.unit(TUESDAY - timedelta(days=1), DUTY) as unit:
        _people(unit)
        _audit(unit)
        _in_batches(unit, agreed_action, _actions(actions, looked_at=looked_at))
        if looked_at:
            _in_batches(unit, nudge_line, _told(unit, actions))
            basis = basis_of(unit, POLICY, calendar_for(POLICY))
            values = {"day": LAST_MONDAY, "decided_at": unit.now, "basis": basis, "digests": 0, "lines": 0}
            unit.connection.execute(chasing_pass.insert().values(values))
            note_basis(unit, basis)
    _analyse(store)


def _people(unit: Unit) -> None:
    rows: list[dict[str, Any]] = [{"id": 1, "email": "head@council.example", "name": "Head", "line_manager_id": None}]
    rows += [_person(number, 1) for number in range(2, 2 + MANAGERS)]
    rows += [_person(_FIRST_OWNER + number, 2 + number % MANAGERS) for number in range(OWNERS)]
    insert_many(unit, team, [{"id": 1, "name": "Alder", "service": "Assessment"}])
    insert_many(unit, person, rows)
    insert_many(unit, team_post, [{"team_id": 1, "post": Post.HEAD_OF_SERVICE, "person_id": 1}])


def _person(number: int, manager: int) -> dict[str, Any]:
    return {
        "id": number,
        "email": f"p{number}@council.example",
        "name": f"Person {number}",
        "line_manager_id": manager,
    }


def _audit(unit: Unit) -> None:
    insert_many(unit, case_record, [{"id": 1, "case_ref": "CS-1", "team_id": 1, "legal_status": "CIN"}])
    one = {
        "id": 1,
        "ref": "A-1",
        "month": "2026-11",
        "case_id": 1,
        "auditor_id": 1,
        "kind": AllocationKind.CORE,
        "allocated_on": date(2026, 11, 2),
        "due_on": date(2026, 11, 27),
        "team_id": 1,
        "service": "Assessment",
        "legal_status": "CIN",
        "status": AllocationStatus.UPLOADED,
    }
    insert_many(unit, allocation, [one])


def _actions(count: int, *, looked_at: bool) -> Iterator[dict[str, Any]]:
    for number in range(count):
        due_on, chase_on = _days(number) if looked_at else (_due_as_imported(number), NOT_LOOKED_AT)
        yield {
            "id": number + 1,
            "ref": f"N-{number}",
            "allocation_id": 1,
            "owner_id": _FIRST_OWNER + number % OWNERS,
            "description": f"Visit each week and write down what was seen, number {number}.",
            "raised_on": date(2026, 9, 1),
            "due_on": due_on,
            "chase_on": chase_on,
        }


def _days(number: int) -> tuple[date, date]:
    """When an action is due, and on which day it is looked at next: the first thousand today, others some other day."""
    if number < DUE:
        return date(2026, 12, 11), TODAY
    if _is_overdue(number):
        return date(2026, 10, 1) + timedelta(days=number % 50), NEXT_MONDAY
    later = date(2027, 1, 4) + timedelta(days=number % 300)
    return later, later - timedelta(days=7)


def _due_as_imported(number: int) -> date:
    """When an action is due that no pass has looked at: a thousand of them now, the others some other day."""
    return _days(number)[0] if number < DUE else date(2027, 1, 4) + timedelta(days=number % 300)


def _is_overdue(number: int) -> bool:
    return number >= DUE and number % 2 == 0


def _told(unit: Unit, count: int) -> Iterator[dict[str, Any]]:
    for number in filter(_is_overdue, range(count)):
        yield {
            "digest_on": LAST_MONDAY,
            "person_id": _FIRST_OWNER + number % OWNERS,
            "kind": ItemKind.ACTION,
            "subject_id": number + 1,
            "due_on": _days(number)[0],
            "rung": f"week {LAST_MONDAY}",
            "reached_on": LAST_MONDAY,
            "party": Party.OWNER,
            "status": LineStatus.SENT,
            "decided_at": unit.now,
        }


def _in_batches(unit: Unit, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            insert_many(unit, table, batch)
            batch = []
    insert_many(unit, table, batch)


def _analyse(store: Store) -> None:
    """What PostgreSQL does by itself within a minute of such a change."""
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
