"""The sheet `concerns`: each child of concern with the history of its raising, its response and its end."""

from collections.abc import Iterator, Sequence

from domain.words import ConcernStatus
from storage.imported_history import FirstStep, append_first_steps, last_id
from storage.tables.concerns import concern, concern_transition
from storage.workbook.conflicts import note_overwritten, subject_acts
from storage.workbook.references import batches
from storage.workbook.sheet import Importing, Record, SheetRows
from storage.workbook.writing import Change, compare, insert_added, records_of, update_changed

_DAYS = {
    ConcernStatus.OPEN: "raised_on",
    ConcernStatus.RESPONDED: "responded_on",
    ConcernStatus.RESOLVED: "resolved_on",
}
_ORDER = tuple(ConcernStatus)
_STEPS = (
    FirstStep(None, ConcernStatus.OPEN, "raised_on"),
    FirstStep(ConcernStatus.OPEN, ConcernStatus.RESPONDED, "responded_on"),
    FirstStep(ConcernStatus.RESPONDED, ConcernStatus.RESOLVED, "resolved_on"),
)
_DONE = {
    ConcernStatus.OPEN: "this concern was raised",
    ConcernStatus.RESPONDED: "this concern was responded to",
    ConcernStatus.REVIEWED: "this concern was reviewed",
    ConcernStatus.SIGNED_OFF: "this concern was signed off",
    ConcernStatus.RESOLVED: "this concern was resolved",
}
_WRITTEN_IN_CHAT = (
    "category",
    "raised_on",
    "responded_on",
    "resolved_on",
    "signed_off_by_id",
    "immediate_risk",
    "what_is_wrong",
)


def write_concerns(importing: Importing, rows: SheetRows) -> list[Record]:
    """Write the concerns; an entry that was opened again in chat stays open."""
    compared = compare(importing, rows, records_of(importing, rows))
    ids = [change.old["id"] for change in compared.changes]
    acts = subject_acts(importing, rows.sheet.name, concern_transition, "concern_id", ids, _DONE)
    note_overwritten(importing, rows, compared.changes, acts, _WRITTEN_IN_CHAT)
    before = last_id(importing.unit, concern)
    for record in compared.added:
        record.update(status=_furthest(record), immediate=False)
    insert_added(importing, rows, compared.added)
    append_first_steps(importing.unit, concern, concern_transition, before, _STEPS, {"category": concern.c.category})
    _write_changes(importing, rows, compared.changes)
    return compared.standing


def _furthest(record: Record) -> ConcernStatus:
    return [status for status, day in _DAYS.items() if record.get(day)][-1]


def _write_changes(importing: Importing, rows: SheetRows, changes: Sequence[Change]) -> None:
    history = [step for change in changes for step in _new_steps(importing, change)]
    update_changed(importing, rows, changes)
    for batch in batches(history):
        importing.unit.connection.execute(concern_transition.insert(), batch)


def _new_steps(importing: Importing, change: Change) -> Iterator[Record]:
    """The changes of state that new days tell; the record gets the furthest of them as its status."""
    status = change.old["status"]
    unit = importing.unit
    by = {"at": unit.now, "actor_id": unit.actor.person_id, "source": unit.actor.source}
    for to, day in _DAYS.items():
        now = change.new.get(day)
        if now is None or now == change.old[day]:
            continue
        was_there = change.old[day] is not None
        yield {
            "concern_id": change.old["id"],
            "on_day": now,
            "from_status": to if was_there else _before(status, to),
            "to_status": to,
            "category": change.new["category"],
            **by,
        }
        status = max(status, to, key=_ORDER.index)
    change.new["status"] = status


def _before(status: ConcernStatus, to: ConcernStatus) -> ConcernStatus:
    """The state before a new step; where it comes in late, the one that comes before it in the usual course."""
    late = _ORDER.index(to) <= _ORDER.index(status)
    with_a_day = tuple(_DAYS)
    return with_a_day[with_a_day.index(to) - 1] if late else status
