"""The sheet `exemptions`: one row a person and month, and what becomes of the allocations it falls on."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import and_, exists, select

from domain.exemptions import RequestStatus
from domain.words import AllocationStatus, ExemptionKind
from storage.imported_history import ImportedState, record_states
from storage.tables.allocations import allocation, allocation_transition, exemption
from storage.tables.exemptions import exemption_request, exemption_step
from storage.workbook.conflicts import Act, allocation_acts, done_since, note, note_overwritten, rows_for
from storage.workbook.problems import Breach, Warned
from storage.workbook.references import batches
from storage.workbook.sheet import Importing, Record, SheetRows
from storage.workbook.writing import Compared, compare, insert_added, records_of, update_changed

_DECIDED = ("kind", "reason", "authorised_by_id", "authorised_on")
_NOT_RETURNED = (AllocationStatus.ALLOCATED, AllocationStatus.STARTED)


def write_exemptions(importing: Importing, rows: SheetRows) -> list[Record]:
    """Write the exemptions; their allocations follow in `exempt_allocations`."""
    records = records_of(importing, rows)
    _warn_of_health(importing, rows, records)
    compared = compare(importing, rows, records)
    note_overwritten(importing, rows, compared.changes, _decided_in_chat(importing, compared), _DECIDED)
    _note_put_back(importing, rows, compared)
    by = {"source": importing.unit.actor.source, "recorded_at": importing.unit.now}
    for record in (*compared.added, *(change.new for change in compared.changes)):
        record.update(by)
    insert_added(importing, rows, compared.added)
    update_changed(importing, rows, compared.changes)
    return compared.standing


def _warn_of_health(importing: Importing, rows: SheetRows, records: Iterable[Record]) -> None:
    """Chat asks for no reason of health (DOMAIN, 6); one in a workbook is history, and stays until its time is over."""
    what = "nobody has to say why; it is shown in no card, but kept and exported: take it out of the file if you can"
    for number, record in zip(rows.numbers, records, strict=True):
        if record.get("reason") and record["kind"] is ExemptionKind.HEALTH:
            importing.warnings.append(Warned(Breach.HEALTH_REASON, rows.sheet.name, number, "reason", what))


def _decided_in_chat(importing: Importing, compared: Compared) -> dict[int, Act]:
    e = exemption.c
    statement = select(e.id, e.recorded_at).where(done_since(importing, "exemptions", e.source, e.recorded_at))
    found = rows_for(importing, statement, e.id, (change.old["id"] for change in compared.changes))
    return {key: Act("this exemption was decided", at) for key, at in found}


def _note_put_back(importing: Importing, rows: SheetRows, compared: Compared) -> None:
    """Note every new row whose exemption was declined or ended in chat since the last import."""
    added = {id(record) for record in compared.added}
    new = {
        (record["person_id"], record["month"]): number
        for number, record in zip(rows.numbers, compared.standing, strict=True)
        if id(record) in added
    }
    r, s = exemption_request.c, exemption_step.c
    statement = (
        select(r.person_id, r.month, s.from_status, s.to_status, s.at)
        .join_from(exemption_step, exemption_request)
        .where(done_since(importing, "exemptions", s.source, s.at))
        .order_by(s.id)
    )
    found = rows_for(importing, statement, r.person_id, {key[0] for key in new})
    last = {(person_id, month): step for person_id, month, *step in found}
    for key in sorted(new.keys() & last.keys(), key=new.__getitem__):
        old, to, at = last[key]
        if to is RequestStatus.DECLINED or old is RequestStatus.APPROVED:
            act = Act("this exemption was " + ("declined" if to is RequestStatus.DECLINED else "ended"), at)
            allowed = "no row for this person and month"
            note(importing, rows, new[key], "month", act, "this row would put it back", allowed)


def exempt_allocations(importing: Importing, rows: SheetRows) -> None:
    """Move what has not been returned in an exempted month to `exempted`, once, whichever of the two came first."""
    waiting = importing.unit.connection.execute(_waiting()).all()
    numbers = _numbers(importing, rows)
    ids = [row.id for row in waiting if row.status is AllocationStatus.STARTED]
    started = allocation_acts(importing, rows.sheet.name, ids, AllocationStatus.STARTED)
    states: list[ImportedState] = []
    for row in waiting:
        act, number = started.get(row.id), numbers.get((row.person_id, row.month))
        if act and number:
            allowed = "no row for this person and month"
            note(importing, rows, number, "month", act, "this row would exempt its auditor from it", allowed)
        if not act or (number and importing.workbook_wins):
            states.append(_exempted(row))
    for batch in batches(states):
        record_states(importing.unit, batch)


def _waiting() -> Any:
    a, h = allocation.c, allocation_transition.c
    was_exempted = exists().where(h.allocation_id == a.id, h.to_status == AllocationStatus.EXEMPTED, ~_ended_since())
    columns = (a.id, a.status, a.allocated_on, exemption.c.person_id, exemption.c.month, exemption.c.authorised_on)
    falls_on = and_(exemption.c.person_id == a.auditor_id, exemption.c.month == a.month)
    return (
        select(*columns)
        .join_from(exemption, allocation, falls_on)
        .where(a.status.in_(_NOT_RETURNED), a.returned_on.is_(None), ~was_exempted)
        .order_by(a.id)
    )


def _ended_since() -> Any:
    """Whether an exemption was ended in chat after it had fallen on the allocation: a new one falls on it again."""
    a, h, r, s = allocation.c, allocation_transition.c, exemption_request.c, exemption_step.c
    ended = and_(s.request_id == r.id, s.from_status == RequestStatus.APPROVED, s.at >= h.at)
    return (
        exists()
        .where(ended, r.person_id == a.auditor_id, r.month == a.month)
        .correlate(allocation, allocation_transition)
    )


def _numbers(importing: Importing, rows: SheetRows) -> Mapping[tuple[int, str], int]:
    if rows.sheet.table is not exemption:
        return {}
    people = importing.references.ids("people", rows.cells["email"])
    cells = zip(rows.cells["email"], rows.cells["month"], rows.numbers, strict=True)
    return {(people[email], month): number for email, month, number in cells}


def _exempted(row: Any) -> ImportedState:
    # Somebody who was exempt beforehand and is allocated all the same is exempted from that day on.
    day = max(row.authorised_on, row.allocated_on)
    step = (row.status, AllocationStatus.EXEMPTED, day)
    return ImportedState(row.id, AllocationStatus.EXEMPTED, None, None, None, (step,))
