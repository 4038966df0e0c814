"""Allocations as they are made: each row with the first row of its history, and withdrawals of earlier days."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import select

from domain.words import AllocationKind, AllocationStatus
from storage.statements import among, insert_many, update_many
from storage.store import Unit
from storage.tables.allocations import allocation, allocation_transition


@dataclass(frozen=True, slots=True)
class NewAllocation:
    """One record to be given to one auditor for one month (`2026-11`).

    Team, service, locality and legal status are the case's at this moment, and stay.
    """

    ref: str
    month: str
    case_id: int
    auditor_id: int
    allocated_on: date
    due_on: date
    team_id: int
    service: str
    legal_status: str
    locality: str | None = None
    kind: AllocationKind = AllocationKind.CORE
    loop_ref: str | None = None
    replaced_by: str | None = None


_COLUMNS = tuple(field.name for field in fields(NewAllocation))


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """An allocation that an import says was withdrawn: from which state, and from which London day on."""

    allocation_id: int
    old: AllocationStatus
    on_day: date


def make_allocation(unit: Unit, new: NewAllocation) -> int:
    """Make an allocation with its history row; its id (see `make_allocations`)."""
    return make_allocations(unit, [new])[new.ref]


def make_allocations(unit: Unit, new: Sequence[NewAllocation]) -> dict[str, int]:
    """Make up to a thousand allocations, each with its history row of the day it was allocated; ids by ref.

    Nothing else inserts into `allocation`.
    """
    if not new:
        return {}
    insert_many(unit, allocation, [_row(one) for one in new])
    rows = unit.connection.execute(
        select(allocation.c.ref, allocation.c.id).where(
            among(unit.connection, allocation.c.ref, [one.ref for one in new])
        )
    )
    ids = dict(rows.all())
    _append_history(unit, [_history(ids[one.ref], None, AllocationStatus.ALLOCATED, one.allocated_on) for one in new])
    return ids


def withdraw_on_import(unit: Unit, withdrawals: Sequence[Withdrawal]) -> None:
    """Record withdrawals of earlier days: current columns and history rows together.

    The caller has checked that the lifecycle allows each. Where the allocation was withdrawn already, its
    day is put right, and the history row (from withdrawn to withdrawn) says so.
    """
    withdrawn = AllocationStatus.WITHDRAWN
    update_many(
        unit,
        allocation,
        ["id"],
        [{"id": one.allocation_id, "status": withdrawn, "withdrawn_on": one.on_day} for one in withdrawals],
    )
    _append_history(
        unit,
        [_history(one.allocation_id, one.old, withdrawn, one.on_day) for one in withdrawals],
    )


def _row(new: NewAllocation) -> dict[str, Any]:
    return {"status": AllocationStatus.ALLOCATED, **{name: getattr(new, name) for name in _COLUMNS}}


def _history(allocation_id: int, old: AllocationStatus | None, new: AllocationStatus, on_day: date) -> dict[str, Any]:
    return {"allocation_id": allocation_id, "from_status": old, "to_status": new, "on_day": on_day}


def _append_history(unit: Unit, changes: Sequence[dict[str, Any]]) -> None:
    by = {"at": unit.now, "actor_id": unit.actor.person_id, "source": unit.actor.source}
    insert_many(unit, allocation_transition, [{**change, **by} for change in changes])
