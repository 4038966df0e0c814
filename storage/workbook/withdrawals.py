"""The column `withdrawn_on` of the sheet `allocations`: from which day on an allocation no longer counts."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from domain.lifecycle import TRANSITIONS, standing
from domain.words import AllocationStatus
from storage.allocations import Withdrawal, withdraw_on_import
from storage.statements import among
from storage.tables.allocations import allocation
from storage.workbook.conflicts import Act, allocation_acts, note, note_replacement
from storage.workbook.problems import Problem
from storage.workbook.sheet import Importing, SheetRows


def write_withdrawals(importing: Importing, rows: SheetRows) -> None:
    """Withdraw what the rows say was withdrawn, once the allocations are there."""
    days = {
        ref: (number, day)
        for number, ref, day in zip(
            rows.numbers, rows.cells["allocation_ref"], rows.column("withdrawn_on"), strict=True
        )
        if day is not None
    }
    changed = [row for row in _as_they_stand(importing, days) if row.withdrawn_on != days[row.ref][1]]
    acts = _done_in_chat(importing, rows, changed)
    withdrawals: list[Withdrawal] = []
    for row in changed:
        number, day = days[row.ref]
        if not _can_be_withdrawn(row.status):
            importing.problems.append(_not_withdrawable(rows, number, row.status))
            continue
        _note_conflict(importing, rows, number, row, acts.get(row.id), day)
        importing.tally(rows).note_change(number)
        withdrawals.append(Withdrawal(row.id, row.status, day))
    withdraw_on_import(importing.unit, withdrawals)


def _as_they_stand(importing: Importing, refs: Iterable[str]) -> list[Any]:
    a = allocation.c
    statement = select(a.id, a.ref, a.status, a.withdrawn_on).where(among(importing.unit.connection, a.ref, refs))
    return list(importing.unit.connection.execute(statement.with_for_update()))


def _can_be_withdrawn(status: AllocationStatus) -> bool:
    # A withdrawn one may have its day put right.
    return status is AllocationStatus.WITHDRAWN or AllocationStatus.WITHDRAWN in TRANSITIONS[status]


def _not_withdrawable(rows: SheetRows, number: int, status: AllocationStatus) -> Problem:
    what = f"this audit {standing(status)}, so it can't be withdrawn"
    return Problem(rows.sheet.name, number, "withdrawn_on", what, "nothing here")


def _done_in_chat(importing: Importing, rows: SheetRows, changed: Iterable[Any]) -> Mapping[int, Act]:
    return allocation_acts(
        importing,
        rows.sheet.name,
        (row.id for row in changed),
        AllocationStatus.ALLOCATED,
        AllocationStatus.STARTED,
        AllocationStatus.SENT_BACK,
        AllocationStatus.EXEMPTED,
        AllocationStatus.WITHDRAWN,
    )


def _note_conflict(importing: Importing, rows: SheetRows, number: int, row: Any, act: Act | None, day: date) -> None:
    if act and row.withdrawn_on is not None:
        note_replacement(importing, rows, number, "withdrawn_on", act, row.withdrawn_on, day)
    elif act:
        note(importing, rows, number, "withdrawn_on", act, "this row would withdraw it", "nothing here")
