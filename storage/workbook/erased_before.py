"""Rows of an old workbook that would bring back a child's record, or somebody, that was erased on request."""

from collections.abc import Iterator

from sqlalchemy import select

from storage.erased_words import subject_digest
from storage.tables.erasures import HoldKind, erasure
from storage.workbook.cells import quoted
from storage.workbook.checking import CheckedWorkbook
from storage.workbook.problems import Fault, Problem
from storage.workbook.sheet import Importing

# Whoever names them elsewhere in the workbook names nobody who is in the store.
_NAMED_IN = {"cases": ("case_ref", HoldKind.CASE), "people": ("email", HoldKind.PERSON)}


def rows_erased_before(importing: Importing, checked: CheckedWorkbook) -> Iterator[Problem]:
    """The rows of what was erased on request; none where QA says that the workbook wins (docs/retention.md)."""
    if importing.workbook_wins:
        return
    statement = select(erasure.c.subject_digest).where(erasure.c.subject_digest.is_not(None))
    erased = set(importing.unit.connection.execute(statement).scalars())
    if not erased:
        return
    for rows in checked.sheets:
        if rows.sheet.name not in _NAMED_IN:
            continue
        column, kind = _NAMED_IN[rows.sheet.name]
        for number, cell in zip(rows.numbers, rows.column(column), strict=True):
            if cell is not None and subject_digest(kind, str(cell)) in erased:
                what = f"{quoted(cell)} was erased on request, and this row would bring it back"
                allowed = "no such row: take it out, or import with --workbook-wins if it is to be here again"
                yield Problem(rows.sheet.name, number, column, what, allowed, Fault.CONFLICT)
