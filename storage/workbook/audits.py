"""The sheet `audits`: what came back, its moderation and its upload, each moving the allocation through its history."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select

from domain.words import AllocationStatus as S
from storage.imported_history import ImportedState, record_states
from storage.statements import among
from storage.tables.allocations import allocation
from storage.workbook.audit_conflicts import note_conflicts, note_overwritten_returns
from storage.workbook.audit_days import AuditRow, Step
from storage.workbook.moderations import write_moderations
from storage.workbook.references import batches
from storage.workbook.sheet import Importing, Record, SheetRows
from storage.workbook.writing import compare, insert_added, records_of, update_changed

# How far an audit has come: an import takes it forward only.
_ORDER = (S.ALLOCATED, S.STARTED, S.EXEMPTED, S.RETURNED, S.SENT_BACK, S.MODERATED, S.UPLOADED, S.WITHDRAWN)
_RANK = {status: rank for rank, status in enumerate(_ORDER)}
# Where an audit stood before a change that comes in late, when it has gone further already.
_BEFORE = {S.RETURNED: S.ALLOCATED, S.MODERATED: S.RETURNED, S.UPLOADED: S.MODERATED}


def write_audits(importing: Importing, rows: SheetRows) -> list[Record]:
    """Write what came back; what was answered in chat stays beside it."""
    compared = compare(importing, rows, records_of(importing, rows))
    allocations = [one["allocation_id"] for one in compared.standing]
    stored = _as_they_stand(importing, allocations)
    judged = write_moderations(importing, rows, allocations)
    note_overwritten_returns(importing, rows, compared.changes)
    insert_added(importing, rows, compared.added)
    update_changed(importing, rows, compared.changes)
    columns = (rows.numbers, allocations, rows.column("returned_on"), judged, rows.column("uploaded_on"))
    beside = [
        AuditRow(number, stored[allocation_id], returned_on, one, uploaded_on)
        for number, allocation_id, returned_on, one, uploaded_on in zip(*columns, strict=True)
    ]
    refused = note_conflicts(importing, rows, beside)
    _bring_forward(importing, rows, [one for one in beside if one.number not in refused])
    return [{**one, "row": row} for one, row in zip(compared.standing, beside, strict=True)]


def _as_they_stand(importing: Importing, allocations: Iterable[int]) -> dict[int, Any]:
    a = allocation.c
    columns = (a.id, a.status, a.auditor_id, a.allocated_on, a.returned_on, a.uploaded_on, a.withdrawn_on)
    statement = select(*columns).where(among(importing.unit.connection, a.id, set(allocations))).with_for_update()
    return {row.id: row for row in importing.unit.connection.execute(statement).all()}


def _bring_forward(importing: Importing, rows: SheetRows, beside: Sequence[AuditRow]) -> None:
    states: list[ImportedState] = []
    tally = importing.tally(rows)
    for one in beside:
        steps = list(_steps(one))
        if steps:
            tally.note_change(one.number)
            states.append(_state(one, steps))
    for batch in batches(states):
        record_states(importing.unit, batch)


def _steps(one: AuditRow) -> Iterator[tuple[S, Step]]:
    """The changes of state that a row brings, each with the state it comes from: late ones from the usual one."""
    status = S.ALLOCATED if one.overrules_withdrawal else one.allocation.status
    for step in one.days:
        if not step.is_new:
            continue
        if step.before is not None:
            yield step.to, step  # its day is put right
        elif _RANK[status] < _RANK[step.to]:
            yield (one.allocation.status if step.to is S.RETURNED else status), step
            status = step.to
        else:
            yield _BEFORE[step.to], step


def _state(one: AuditRow, steps: Sequence[tuple[S, Step]]) -> ImportedState:
    is_back = one.overrules_withdrawal
    stands = S.ALLOCATED if is_back else one.allocation.status
    new = [step.to for _, step in steps if step.before is None]
    return ImportedState(
        one.allocation.id,
        max([stands, *new], key=_RANK.__getitem__),
        one.returned_on,
        one.uploaded_on or one.allocation.uploaded_on,
        None if is_back else one.allocation.withdrawn_on,
        tuple((old, step.to, step.now) for old, step in steps if step.now is not None),
    )
