"""Rows that would undo what was done in chat since the last import (WORKBOOK, rules).

"The last import" is the last one whose workbook held the same sheet: an import of the teams alone says nothing of
what its sender knew about audits. What was done in chat is told by the history rows, and by rows that name their
source. A row that says the same as the store, or leaves the cell blank, undoes nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column as StoredColumn
from sqlalchemy import ColumnElement, Table, and_, or_, select, true

from domain.calendar import london_day, spoken_day, spoken_time
from domain.words import AllocationStatus, Change
from storage import record
from storage.statements import among
from storage.tables.allocations import allocation_act, allocation_transition
from storage.tables.service import import_run
from storage.workbook.cells import FREE_TEXT, quoted
from storage.workbook.problems import Breach, Fault, Problem, Warned
from storage.workbook.sheet import Column, Importing, SheetRows
from storage.workbook.writing import Change as RowChange

CHAT = "chat"

DONE: Mapping[AllocationStatus | Change, str] = {
    AllocationStatus.ALLOCATED: "this audit was allocated",
    AllocationStatus.STARTED: "this audit was started",
    AllocationStatus.RETURNED: "this audit was returned",
    AllocationStatus.SENT_BACK: "this audit was sent back",
    AllocationStatus.MODERATED: "this audit was moderated",
    AllocationStatus.UPLOADED: "this audit was noted as on the child's record",
    AllocationStatus.EXEMPTED: "this audit was exempted",
    AllocationStatus.WITHDRAWN: "this audit was withdrawn",
    Change.REINSTATE: "this audit was brought back",
    Change.REASSIGN: "this audit was given to another auditor",
    Change.REOPEN: "this audit was opened again",
    Change.RETURN_AGAIN: "this audit was returned again",
    Change.CORRECT_DUE_DAY: "this audit's due day was put right",
    Change.CORRECT_RETURN_DAY: "the day of this audit's return was put right",
}


@dataclass(frozen=True, slots=True)
class Act:
    """Something done in chat since the last import.

    Attributes:
        what: such as "this audit was returned".
        at: when, where that is known.
        clears: whether it took something away, so that to fill the blank again undoes it too.
        in_teams: whether it was done there; else `what` says when by itself.
    """

    what: str
    at: datetime | None
    clears: bool = False
    in_teams: bool = True


def done_since(
    importing: Importing, sheet: str, source: ColumnElement[Any] | None, at: ColumnElement[Any]
) -> ColumnElement[bool]:
    """The condition for what was done in chat since the last import that held a sheet.

    Args:
        importing: the import.
        sheet: its name.
        source: the column that says how a row came about; None where all of them are from chat.
        at: the column that says when.
    """
    last = _last_import(importing, sheet)
    from_chat = true() if source is None else source == CHAT
    return from_chat if last is None else and_(from_chat, at >= last)


def _last_import(importing: Importing, sheet: str) -> datetime | None:
    if importing.last_imports is None:
        importing.last_imports = {}
        runs = select(import_run.c.at, import_run.c.changes).order_by(import_run.c.at, import_run.c.id)
        for at, changes in importing.unit.connection.execute(runs):
            importing.last_imports.update(dict.fromkeys(changes, at))
    return importing.last_imports.get(sheet)


def allocation_acts(
    importing: Importing, sheet: str, allocations: Iterable[int], *done: AllocationStatus | Change
) -> dict[int, Act]:
    """The last change into one of these states, or the last of these acts, made in chat since, by allocation."""
    ids = set(allocations)
    acts = {**_states_entered(importing, sheet, ids, done)}
    for key, act in _acts_done(importing, sheet, ids, done).items():
        before = acts.get(key)
        if before is None or before.at is None or act.at is None or act.at >= before.at:
            acts[key] = act
    return acts


def _states_entered(
    importing: Importing, sheet: str, ids: Collection[int], done: Iterable[AllocationStatus | Change]
) -> dict[int, Act]:
    h = allocation_transition.c
    statuses = [one for one in done if isinstance(one, AllocationStatus)]
    statement = select(h.allocation_id, h.from_status, h.to_status, h.at).where(
        done_since(importing, sheet, h.source, h.at), h.to_status.in_(statuses)
    )
    found = rows_for(importing, statement.order_by(h.id), h.allocation_id, ids)
    return {key: _entered(old, new, at) for key, old, new, at in found}


def _entered(old: AllocationStatus | None, new: AllocationStatus, at: datetime) -> Act:
    # To bring an audit back takes the day of its withdrawal and its replacement away.
    is_back = old is AllocationStatus.WITHDRAWN and new is not AllocationStatus.WITHDRAWN
    return Act(DONE[Change.REINSTATE if is_back else new], at, clears=is_back)


def _acts_done(
    importing: Importing, sheet: str, ids: Collection[int], done: Iterable[AllocationStatus | Change]
) -> dict[int, Act]:
    changes = [one for one in done if isinstance(one, Change)]
    if not changes:
        return {}
    t = allocation_act.c
    # A second due day is in no column of the workbook.
    is_shown = or_(t.what != Change.CORRECT_DUE_DAY, t.new.startswith("due_on "))
    statement = select(t.allocation_id, t.what, t.at).where(
        done_since(importing, sheet, t.source, t.at), t.what.in_(changes), is_shown
    )
    found = rows_for(importing, statement.order_by(t.id), t.allocation_id, ids)
    return {key: Act(DONE[what], at) for key, what, at in found}


def subject_acts(
    importing: Importing, sheet: str, history: Table, subject: str, ids: Iterable[int], what: Mapping[Any, str]
) -> dict[int, Act]:
    """The last change of state of an action or a concern that was made in chat since, by its id.

    Args:
        importing: the import.
        sheet: the sheet whose last import counts.
        history: the table of its changes of state.
        subject: its column for the subject's id.
        ids: the subjects.
        what: what each change into a state is called.
    """
    h = history.c
    statement = select(h[subject], h.from_status, h.to_status, h.at).where(done_since(importing, sheet, h.source, h.at))
    found = rows_for(importing, statement.order_by(h.id), h[subject], ids)
    acts: dict[int, Act] = {}
    for key, old, new, at in found:
        before = acts.get(key)
        # To raise a thing takes nothing away; to complete it, or to open it again, may have emptied a cell.
        clears = old is not None or bool(before and before.clears)
        acts[key] = Act(what[new], at, clears)
    return acts


def rows_for(importing: Importing, statement: Any, key: StoredColumn[Any], ids: Iterable[int]) -> list[Any]:
    """The rows of a statement for these ids."""
    wanted = set(ids)
    if not wanted:
        return []  # most imports change nothing of what chat wrote
    connection = importing.unit.connection
    return list(connection.execute(statement.where(among(connection, key, wanted))))


def note_overwritten(
    importing: Importing,
    rows: SheetRows,
    changes: Sequence[RowChange],
    acts: Mapping[int, Act],
    columns: Iterable[str],
    subject: str = "id",
) -> None:
    """Note every change of what chat has written.

    Args:
        importing: the import.
        rows: the sheet's rows.
        changes: what its rows change.
        acts: what was done in chat, by the value of the stored row's column `subject`.
        columns: the table's columns that chat writes.
        subject: see `acts`.
    """
    guarded = [column for column in rows.sheet.columns if column.stored_as in columns]
    for change in changes:
        act = acts.get(change.old[subject])
        for column in guarded if act else ():
            before, after = change.old[column.stored_as], change.new.get(column.stored_as)
            if act and after not in {None, before} and (before is not None or act.clears):
                note_replacement(importing, rows, change.number, column.name, act, before, after)


def note_replacement(
    importing: Importing, rows: SheetRows, number: int, name: str, act: Act, before: Any, after: Any
) -> None:
    """Note that a row would put one value in the place of another."""
    (column,) = (one for one in rows.sheet.columns if one.name == name)
    old, new = _shown(importing, column, before), _shown(importing, column, after)
    effect = (
        f"this row would put {new} in the place of {old}" if before is not None else f"this row would put {new} there"
    )
    allowed = f"{old} or nothing here" if before is not None and column.kind is not FREE_TEXT else "nothing here"
    note(importing, rows, number, name, act, effect, allowed)


def note(importing: Importing, rows: SheetRows, number: int, column: str, act: Act, effect: str, allowed: str) -> None:
    """Note a conflict: a problem, or where the workbook wins a warning and a line in the record."""
    sheet = rows.sheet.name
    when = f" at {spoken_time(act.at)} on {spoken_day(london_day(act.at))}" if act.at else ""
    what = f"{act.what}{' in Teams' if act.in_teams else ''}{when}, and {effect}"
    if importing.workbook_wins:
        importing.warnings.append(Warned(Breach.OVERRULED, sheet, number, column, what))
        record.write(importing.unit, "workbook_won", sheet, None, row=number, column=column)
    else:
        allowed = f"{allowed}, or import with --workbook-wins"
        importing.problems.append(Problem(sheet, number, column, what, allowed, Fault.CONFLICT))


def _shown(importing: Importing, column: Column, value: Any) -> str:
    """A value as the sheet shows it; a text about a child is not repeated."""
    if value is None:
        return "nothing"
    if column.kind is FREE_TEXT:
        return "another text"
    if column.names and isinstance(value, int):
        return quoted(importing.references.name(column.names, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else quoted(value)
