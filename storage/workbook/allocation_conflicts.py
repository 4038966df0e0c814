"""Where a row of the sheet `allocations` would undo what was done in chat, or give a begun audit to somebody else."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from domain.calendar import spoken_day
from domain.words import AllocationStatus as S
from domain.words import Change as Done
from storage.tables.allocations import allocation_transition
from storage.workbook.conflicts import CHAT, DONE, Act, allocation_acts, note_overwritten, rows_for
from storage.workbook.sheet import Importing, SheetRows
from storage.workbook.writing import Change

_BEGUN = (S.STARTED, S.RETURNED)
# By what was done in chat, the columns that it fixed.
_FIXED: Sequence[tuple[Sequence[S | Done], Sequence[str]]] = (
    ((S.ALLOCATED, *_BEGUN), ("case_id", "month")),
    ((S.ALLOCATED, *_BEGUN, Done.REASSIGN), ("auditor_id",)),
    ((S.ALLOCATED, Done.CORRECT_DUE_DAY), ("due_on",)),
)


def note_conflicts(importing: Importing, rows: SheetRows, changes: Sequence[Change]) -> None:
    """Note the rows that would change what chat has fixed, or who was at an audit that was begun."""
    ids = [change.old["id"] for change in changes]
    for done, columns in _FIXED:
        acts = allocation_acts(importing, rows.sheet.name, ids, *done)
        note_overwritten(importing, rows, changes, acts, columns)
        if "auditor_id" in columns:
            _note_reassigned(importing, rows, [change for change in changes if change.old["id"] not in acts])
    note_overwritten(importing, rows, changes, _withdrawn_or_back(importing, rows, ids), ("replaced_by",))


def _withdrawn_or_back(importing: Importing, rows: SheetRows, ids: Sequence[int]) -> Mapping[int, Act]:
    acts = allocation_acts(importing, rows.sheet.name, ids, *S)
    return {key: act for key, act in acts.items() if act.what in {DONE[S.WITHDRAWN], DONE[Done.REINSTATE]}}


def _note_reassigned(importing: Importing, rows: SheetRows, changes: Sequence[Change]) -> None:
    """Note another auditor of an audit that was begun before the last import, or is known by import alone.

    Who carried an audit out is what its figures are counted by: that is never changed by the way.
    """
    given_to_another = [one for one in changes if one.new.get("auditor_id") not in {None, one.old["auditor_id"]}]
    begun = _begun(importing, (change.old["id"] for change in given_to_another))
    note_overwritten(importing, rows, given_to_another, begun, ("auditor_id",))


def _begun(importing: Importing, allocations: Iterable[int]) -> Mapping[int, Act]:
    """That an audit was started or came back, however long ago and however that is known, by allocation."""
    h = allocation_transition.c
    statement = select(h.allocation_id, h.to_status, h.at, h.on_day, h.source).where(h.to_status.in_(_BEGUN))
    found = rows_for(importing, statement.order_by(h.id), h.allocation_id, allocations)
    return {
        row.allocation_id: Act(DONE[row.to_status], row.at)
        if row.source == CHAT
        else Act(f"{DONE[row.to_status]} on {spoken_day(row.on_day)}", None, in_teams=False)
        for row in found
    }
