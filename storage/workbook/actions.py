"""The sheet `actions`: each action with the history of its raising and its completion."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import or_, select

from domain.words import ActionStatus
from storage.imported_history import FirstStep, append_first_steps, last_id
from storage.statements import insert_many
from storage.tables.audits import action_transition, agreed_action
from storage.workbook.conflicts import Act, done_since, note_overwritten, rows_for, subject_acts
from storage.workbook.references import batches
from storage.workbook.sheet import Importing, Record, SheetRows
from storage.workbook.writing import Change, compare, insert_added, records_of, update_changed

_DONE = {
    ActionStatus.OPEN: "this action was raised or opened again",
    ActionStatus.COMPLETED: "this action was completed",
    ActionStatus.REMOVED: "this action was taken out of its audit",
}
_AGREED = ("allocation_id", "owner_id", "description", "raised_on", "due_on")
_STEPS = (
    FirstStep(None, ActionStatus.OPEN, "raised_on"),
    FirstStep(ActionStatus.OPEN, ActionStatus.COMPLETED, "completed_on"),
)


def write_actions(importing: Importing, rows: SheetRows) -> list[Record]:
    """Write the actions; what was completed in chat stays completed on its day."""
    compared = compare(importing, rows, records_of(importing, rows))
    ids = [change.old["id"] for change in compared.changes]
    acts = subject_acts(importing, rows.sheet.name, action_transition, "action_id", ids, _DONE)
    note_overwritten(importing, rows, compared.changes, acts, ("completed_on", "completion_note"))
    agreed = _agreed_in_chat(importing, rows, ids)
    note_overwritten(importing, rows, compared.changes, agreed, _AGREED)
    before = last_id(importing.unit, agreed_action)
    insert_added(importing, rows, compared.added)
    append_first_steps(importing.unit, agreed_action, action_transition, before, _STEPS, {})
    update_changed(importing, rows, compared.changes)
    _append_completions(importing, compared.changes)
    return compared.standing


def _agreed_in_chat(importing: Importing, rows: SheetRows, ids: Iterable[int]) -> Mapping[int, Act]:
    """The actions that were raised in chat since, or got other words, another owner or another day there."""
    t = action_transition.c
    agreed = t.to_status == ActionStatus.OPEN, or_(t.from_status.is_(None), t.from_status == ActionStatus.OPEN)
    statement = select(t.action_id, t.at).where(done_since(importing, rows.sheet.name, t.source, t.at), *agreed)
    found = rows_for(importing, statement.order_by(t.id), t.action_id, ids)
    return {key: Act("this action was agreed", at) for key, at in found}


def _append_completions(importing: Importing, changes: Sequence[Change]) -> None:
    by = {"at": importing.unit.now, "actor_id": importing.unit.actor.person_id, "source": importing.unit.actor.source}
    completed = [
        {
            "action_id": change.old["id"],
            "on_day": change.new["completed_on"],
            # From completed to completed: its day is put right.
            "from_status": ActionStatus.COMPLETED if change.old["completed_on"] else ActionStatus.OPEN,
            "to_status": ActionStatus.COMPLETED,
            **by,
        }
        for change in changes
        if change.new.get("completed_on") != change.old["completed_on"] and change.new.get("completed_on")
    ]
    for batch in batches(completed):
        insert_many(importing.unit, action_transition, batch)
