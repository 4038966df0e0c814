"""The results of formulas, put back into a report: openpyxl keeps a formula or its result, never both.

Without them the report would have to be opened in a spreadsheet program before it could be imported again.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.datetime import to_excel

from storage.workbook.archives import open_archive
from storage.workbook.raw_cells import Cell, NoValue
from storage.workbook.reading import Workbook
from storage.workbook.sheet_facts import place_of
from storage.workbook.sheet_parts import sheet_parts

# As openpyxl writes a cell with a formula.
_FORMULA_CELL = re.compile(r'<c r="([A-Z]+\d+)"( s="\d+")?>(<f(?: [^<>]*)?(?:/>|>[^<]*</f>))<v ?(?:/>|></v>)</c>')


def put_results_back(place: Path, workbook: Workbook, epoch: datetime) -> None:
    """Write into a workbook that openpyxl has saved what its formulas came to when the workbook was read.

    Args:
        place: the file.
        workbook: what was read.
        epoch: the day from which the file counts its days.
    """
    rows = {sheet.name: sheet.rows for sheet in workbook.sheets}
    with open_archive(place.name, place.read_bytes()) as archive:
        parts = {part: rows[sheet] for sheet, part in sheet_parts(archive).items() if sheet in rows}
        with ZipFile(place, "w", ZIP_DEFLATED) as new:
            for part in archive.zipped.infolist():
                content = archive.zipped.read(part)
                if part.filename in parts and b"<f" in content:
                    content = _with_results(content.decode(), parts[part.filename], epoch).encode()
                new.writestr(part, content)


def _with_results(xml: str, rows: Sequence[Sequence[Cell]], epoch: datetime) -> str:
    def filled(found: re.Match[str]) -> str:
        row, column = place_of(found[1]) or (0, 0)
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
        sort, result = _result(value, epoch)
        return f'<c r="{found[1]}"{found[2] or ""}{sort}>{found[3]}{result}</c>'

    return _FORMULA_CELL.sub(filled, xml)


def _result(value: Cell, epoch: datetime) -> tuple[str, str]:
    """The type and the result of a formula's cell, as XML."""
    match value:
        case NoValue():
            return (' t="e"', f"<v>{escape(value.shown)}</v>") if value.shown.startswith("#") else ("", "<v/>")
        case bool():
            return ' t="b"', f"<v>{int(value)}</v>"
        case str():
            return ' t="str"', f"<v>{escape(ILLEGAL_CHARACTERS_RE.sub('', value))}</v>"
        case date() | time() | timedelta():
            return "", f"<v>{to_excel(value, epoch)}</v>"  # type: ignore[no-untyped-call]
        case _:
            return "", f"<v>{value}</v>"
