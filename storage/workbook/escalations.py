"""The sheet `escalations`: each dispute with the history of its raising, its stages and its end."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from domain.calendar import london_day
from domain.words import EscalationStatus
from storage.imported_history import last_id
from storage.tables.escalations import escalation_transition
from storage.tables.registers import escalation
from storage.workbook.conflicts import Act, done_since, note_overwritten, rows_for
from storage.workbook.references import batches
from storage.workbook.sheet import Importing, Record, SheetRows
from storage.workbook.writing import Change, compare, insert_added, records_of, update_changed

_WRITTEN_IN_CHAT = ("case_id", "route", "theme", "stage", "status", "raised_on", "resolved_on", "about", "resolution")
_DONE = {
    EscalationStatus.IN_PROCESS: "this dispute was moved on",
    EscalationStatus.RESOLVED: "this dispute was resolved",
}
_T = escalation_transition.c


def write_escalations(importing: Importing, rows: SheetRows) -> list[Record]:
    """Write the disputes; of one that is new its raising and its end are its history, of another what a row moves."""
    compared = compare(importing, rows, records_of(importing, rows))
    note_overwritten(importing, rows, compared.changes, _acts(importing, compared.changes), _WRITTEN_IN_CHAT)
    before = last_id(importing.unit, escalation)
    insert_added(importing, rows, compared.added)
    update_changed(importing, rows, compared.changes)
    moved = (step for change in compared.changes for step in _moved(importing, change))
    for batch in batches([*_first_steps(importing, before), *moved]):
        importing.unit.connection.execute(escalation_transition.insert(), batch)
    return compared.standing


def _acts(importing: Importing, changes: Sequence[Change]) -> dict[int, Act]:
    """The last thing done to each of these disputes in chat since the last import."""
    statement = select(_T.escalation_id, _T.from_stage, _T.to_status, _T.at).where(
        done_since(importing, "escalations", _T.source, _T.at)
    )
    found = rows_for(importing, statement.order_by(_T.id), _T.escalation_id, (one.old["id"] for one in changes))
    return {key: Act("this dispute was raised" if old is None else _DONE[new], at) for key, old, new, at in found}


def _by(importing: Importing) -> dict[str, Any]:
    unit = importing.unit
    return {"at": unit.now, "actor_id": unit.actor.person_id, "source": unit.actor.source}


def _first_steps(importing: Importing, after_id: int) -> Iterator[Record]:
    e = escalation.c
    for row in importing.unit.connection.execute(select(escalation).where(e.id > after_id).order_by(e.id)):
        raised = {"from_stage": None, "from_status": None, "to_status": EscalationStatus.IN_PROCESS}
        known = {"escalation_id": row.id, "to_stage": row.stage, **_by(importing)}
        yield {**known, **raised, "on_day": row.raised_on, "words": row.about}
        if row.status is EscalationStatus.RESOLVED:
            ended = {"from_stage": row.stage, "from_status": EscalationStatus.IN_PROCESS, "to_status": row.status}
            yield {**known, **ended, "on_day": row.resolved_on or row.raised_on, "words": row.resolution}


def _moved(importing: Importing, change: Change) -> Iterator[Record]:
    """What a row changes of where a dispute stands. Its stage has no day in the sheet: the day of the import counts."""
    old, new = change.old, {**change.old, **change.new}
    if (old["stage"], old["status"]) == (new["stage"], new["status"]):
        return
    day = new["resolved_on"] if new["status"] is EscalationStatus.RESOLVED else None
    yield {
        "escalation_id": old["id"],
        "from_stage": old["stage"],
        "from_status": old["status"],
        "to_stage": new["stage"],
        "to_status": new["status"],
        "on_day": day or london_day(importing.unit.now),
        "words": new["resolution"] if day else None,
        **_by(importing),
    }
