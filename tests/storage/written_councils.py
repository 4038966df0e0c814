"""A council of plain rows as the workbook it would be read from."""

from collections.abc import Mapping, Sequence
from typing import Any

from storage.workbook.contract import SHEETS
from storage.workbook.reading import RawSheet, Workbook
from tests.storage.recount import Row


def workbook_of(sheets: Mapping[str, Sequence[Row]]) -> Workbook:
    """The rows under the contract's headings."""
    return Workbook(tuple(_raw(name, rows) for name, rows in sheets.items()), "a digest")


def _raw(name: str, rows: Sequence[Row]) -> RawSheet:
    headings = [column.name for sheet in SHEETS if sheet.name == name for column in sheet.columns]
    return RawSheet(name, [headings, *([_cell(row[heading]) for heading in headings] for row in rows)])


def _cell(value: Any) -> Any:
    if isinstance(value, frozenset):
        return ";".join(sorted(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value
