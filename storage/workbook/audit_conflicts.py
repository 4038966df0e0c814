"""Where a row of the sheet `audits` would undo what was done in chat, or can't stand beside the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select

from domain.calendar import spoken_day
from domain.words import AllocationStatus as S
from domain.words import Change as Done
from storage.tables.audits import audit_answer
from storage.workbook.audit_days import AuditRow
from storage.workbook.conflicts import (
    Act,
    allocation_acts,
    done_since,
    note,
    note_overwritten,
    note_replacement,
    rows_for,
)
from storage.workbook.problems import Problem
from storage.workbook.sheet import Importing, SheetRows
from storage.workbook.writing import Change

_WRITTEN_AT_RETURN = ("overall", "at_risk", "concern_category", "strengths", "areas_for_improvement")


def note_overwritten_returns(importing: Importing, rows: SheetRows, changes: Sequence[Change]) -> None:
    """Note the columns that would change what an audit said when it was returned in chat."""
    allocations = (one.old["allocation_id"] for one in changes)
    acts = allocation_acts(importing, rows.sheet.name, allocations, S.RETURNED, Done.REOPEN, Done.RETURN_AGAIN)
    note_overwritten(importing, rows, changes, acts, _WRITTEN_AT_RETURN, "allocation_id")


@dataclass(frozen=True, slots=True)
class _Done:
    """What was done in chat to the audits of some rows, by allocation."""

    returned: Mapping[int, Act]
    sent_back: Mapping[int, Act]
    uploaded: Mapping[int, Act]
    withdrawn: Mapping[int, Act]
    answered: Mapping[int, Act]


def note_conflicts(importing: Importing, rows: SheetRows, beside: Sequence[AuditRow]) -> set[int]:
    """Note what the rows' days would undo; the numbers of the rows that can't be written."""
    # What was only allocated has nothing that could be undone: most of an import of new history.
    touched = (one for one in beside if one.allocation.status is not S.ALLOCATED)
    moving = [one for one in touched if any(step.is_new for step in one.days)]
    done = _done_to(importing, rows.sheet.name, [one.allocation.id for one in moving])
    refused: set[int] = set()
    for one in moving:
        _note_changed_days(importing, rows, one, done)
        _note_taken_away(importing, rows, one, done)
        if one.overrules_withdrawal and not _may_overrule(importing, rows, one, done):
            refused.add(one.number)
    return refused


def _done_to(importing: Importing, sheet: str, allocations: Sequence[int]) -> _Done:
    sent_back, uploaded, withdrawn = (
        allocation_acts(importing, sheet, allocations, status) for status in (S.SENT_BACK, S.UPLOADED, S.WITHDRAWN)
    )
    returned = allocation_acts(importing, sheet, allocations, S.RETURNED, Done.CORRECT_RETURN_DAY)
    return _Done(returned, sent_back, uploaded, withdrawn, _answers(importing, sheet, allocations))


def _answers(importing: Importing, sheet: str, allocations: Sequence[int]) -> dict[int, Act]:
    """The last answer given in chat since, by allocation: they are given nowhere else."""
    t = audit_answer.c
    last = func.max(t.answered_at, type_=t.answered_at.type)
    statement = select(t.allocation_id, last).group_by(t.allocation_id)
    statement = statement.where(done_since(importing, sheet, None, t.answered_at))
    found = rows_for(importing, statement, t.allocation_id, allocations)
    return {key: Act("this audit was answered", at) for key, at in found}


def _note_changed_days(importing: Importing, rows: SheetRows, one: AuditRow, done: _Done) -> None:
    acts: dict[Any, Mapping[int, Act]] = {S.RETURNED: done.returned, S.UPLOADED: done.uploaded}
    for step in one.days:
        act = acts.get(step.to, {}).get(one.allocation.id)
        # What was noted as on the record, and stands there no longer, was taken off again.
        if act and step.to is S.UPLOADED and step.before is None:
            act = replace(act, what="this audit was noted as on the child's record, and taken off again")
        elif step.before is None:
            continue
        if act and step.is_new:
            note_replacement(importing, rows, one.number, step.column, act, step.before, step.now)


def _note_taken_away(importing: Importing, rows: SheetRows, one: AuditRow, done: _Done) -> None:
    """Note what would take an audit out of the hands of an auditor who is at it."""
    sent_back, answered = done.sent_back.get(one.allocation.id), done.answered.get(one.allocation.id)
    for step in one.days if one.allocation.status is S.SENT_BACK and sent_back else ():
        if sent_back and step.is_new and step.before is None:
            effect = "this row would take it out of the auditor's hands"
            note(importing, rows, one.number, step.column, sent_back, effect, "nothing here")
    if answered and one.allocation.status is S.STARTED:
        effect = "this row would close it before its auditor returns it"
        note(importing, rows, one.number, "returned_on", answered, effect, "no row for this audit")


def _may_overrule(importing: Importing, rows: SheetRows, one: AuditRow, done: _Done) -> bool:
    act = done.withdrawn.get(one.allocation.id)
    if act:
        effect = "this row would bring it back"
        note(importing, rows, one.number, "returned_on", act, effect, "no row for this audit")
        return importing.workbook_wins
    what = f"this audit was withdrawn from {spoken_day(one.allocation.withdrawn_on)} on, before it came back"
    allowed = "no row for this audit, or the day on which it came back before that"
    importing.problems.append(Problem(rows.sheet.name, one.number, "returned_on", what, allowed))
    return False
