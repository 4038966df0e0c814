"""The template's example rows, known again in a workbook that was filled in: they are about nobody."""

from storage.workbook.cells import CellError
from storage.workbook.sheet import SheetRows
from storage.workbook.template_rows import EXAMPLES


def example_rows(rows: SheetRows) -> set[int]:
    """Which of a sheet's rows, counted from 0, have the key of the template's example."""
    example = EXAMPLES[rows.sheet.name]
    kinds = {column.name: column.kind for column in rows.sheet.columns}
    found: set[int] | None = None
    for name in rows.sheet.key:
        if name not in rows.cells:
            return set()
        try:
            wanted = kinds[name].read(example[name] or "")
        except CellError:
            return set()
        at = {place for place, value in enumerate(rows.cells[name]) if value == wanted}
        found = at if found is None else found & at
        if not found:
            return set()
    return found or set()
