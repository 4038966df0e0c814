"""The sheets of an .xlsx file, with what the parser leaves out put into its place."""

import io
import re
from collections.abc import Iterator, Sequence
from zipfile import ZIP_DEFLATED, ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from domain.errors import BadInputError
from storage.workbook.archives import Archive, open_archive, too_large
from storage.workbook.problems import Fault
from storage.workbook.raw_cells import Cell, NoValue
from storage.workbook.sheet_facts import MergedRange, Place, SheetFacts
from storage.workbook.sheet_parts import PREFIX, inspect_sheet, sheet_parts

Rows = list[Sequence[Cell]]

_MOST_VALUES = 20_000_000  # in all sheets together: 1,400,000 rows of the widest one
_MOST_MERGED = 5_000_000  # cells of the headings' width in merged ranges
_MOST_TEXT = 2**30  # bytes, every text counted as often as cells show it
_STRINGS = "xl/sharedStrings.xml"
_STRING = re.compile(rb"<" + PREFIX + rb"si[\s/>]")
_STRING_CELL = re.compile(rb"<" + PREFIX + rb"c(\s[^<>]*+)>\s*+<" + PREFIX + rb"v[^<>]*+>\s*+(\d{1,10})")
_IS_SHARED = re.compile(rb"""\st=["']s["']""")
_NEWER_ERROR = re.compile(r"Unsupported cell error value '([^']+)'")
_NOTHING: Sequence[Cell] = ()


def read_spreadsheet(name: str, content: bytes) -> list[tuple[str, Rows]]:
    """The sheets of an .xlsx file by name, in their order, hidden ones too; row 1 is the first.

    Args:
        name: what the messages call the file.
        content: its bytes.

    Raises:
        BadInputError: it is no .xlsx file, is damaged, has a password, or is larger than any council's workbook.
    """
    with open_archive(name, content) as archive:
        facts = _inspect(archive)
    sheets = []
    for sheet in _parsed(name, content):
        rows = _rows(sheet)
        _put_in_place(name, rows, facts.get(sheet.name, SheetFacts()))
        sheets.append((sheet.name, rows))
    return sheets


def _inspect(archive: Archive) -> dict[str, SheetFacts]:
    parts = sheet_parts(archive)
    facts = {sheet: inspect_sheet(archive, part) for sheet, part in parts.items()}
    values = sum(one.values for one in facts.values())
    if values > _MOST_VALUES:
        raise too_large(archive.name)
    if _STRINGS in archive.zipped.NameToInfo:
        plain_parts = [parts[sheet] for sheet, one in facts.items() if one.is_plain]
        _bound_texts(archive, plain_parts, values, is_plain=len(plain_parts) == len(parts))
    _check_others(archive, {*parts.values(), _STRINGS})
    return facts


def _check_others(archive: Archive, checked: set[str]) -> None:
    """Unpack the rest of the XML once, to see that it is whole and bounded."""
    for part in archive.zipped.namelist():
        if part in checked or not part.endswith((".xml", ".rels")):
            continue
        if part.startswith("xl/worksheets/"):
            inspect_sheet(archive, part)  # the parser may find it by a name that `sheet_parts` did not
        else:
            for _ in archive.pieces(part):
                pass


def _bound_texts(archive: Archive, parts: Sequence[str], values: int, *, is_plain: bool) -> None:
    """Refuse long texts that many cells share: the file holds each once, the parser makes one for each cell."""
    lengths = _text_lengths(archive)
    if values * max(lengths or [0]) <= _MOST_TEXT:
        return
    if not is_plain or len(lengths) == 1:
        raise too_large(archive.name)  # which cell has which text can't be found out quickly
    total = 0
    for part in parts:
        for piece in archive.pieces(part, b"row"):
            total += sum(lengths[at] for at in _shared_texts(piece) if at < len(lengths))
            if total > _MOST_TEXT:
                raise too_large(archive.name)


def _text_lengths(archive: Archive) -> list[int]:
    """How long the XML of each shared text is, in bytes; all of them as one where they can't be told apart."""
    lengths: list[int] = []
    total, are_plain = 0, True
    for piece in archive.pieces(_STRINGS, b"si"):
        lengths += [len(one) for one in _STRING.split(piece)[1:]]
        total += len(piece)
        are_plain = are_plain and b"<!" not in piece
    return lengths if are_plain else [total]


def _shared_texts(piece: bytes) -> Iterator[int]:
    """The numbers of the shared texts that the cells of a piece of a sheet show."""
    return (int(cell[2]) for cell in _STRING_CELL.finditer(piece) if _IS_SHARED.search(cell[1]))


def _parsed(name: str, content: bytes) -> list[CalamineSheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        worksheets = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        return [book.get_sheet_by_name(sheet) for sheet in worksheets]
    except PasswordError as problem:
        raise BadInputError(f"{name} has a password. Save it without one and import that.") from problem
    except (CalamineError, OSError, ValueError, OverflowError) as problem:
        newer = _NEWER_ERROR.search(str(problem))
        known = _with_known_error(content, newer[1].encode()) if newer else content
        if known == content:
            raise _unreadable(name, str(problem)) from problem
        return _parsed(name, known)
    except BaseException as problem:
        # The parser is written in Rust; what it did not expect ends in a panic, which is no `Exception`.
        if type(problem).__name__ != "PanicException":
            raise
        raise _unreadable(name, "its parts contradict each other") from problem


def _with_known_error(content: bytes, newer: bytes) -> bytes:
    """The file with #N/A for an error of newer spreadsheets that the parser would refuse the whole file for.

    Its cells have their `NoValue` already, with the error as it is shown.
    """
    copy = io.BytesIO()
    is_changed = False
    with ZipFile(io.BytesIO(content)) as old, ZipFile(copy, "w", ZIP_DEFLATED, compresslevel=1) as new:
        for part in old.namelist():
            parts = old.read(part)
            known = parts.replace(b">" + newer + b"<", b">#N/A<") if part.startswith("xl/worksheets/") else parts
            is_changed |= known != parts
            new.writestr(part, known)
    return copy.getvalue() if is_changed else content


def _unreadable(name: str, why: str) -> BadInputError:
    return BadInputError(
        f"{name} can't be read as a workbook ({why}). Open it in the spreadsheet program and save it as .xlsx again."
    )


def _rows(sheet: CalamineSheet) -> Rows:
    before: list[Cell] = [""] * (sheet.start[1] if sheet.start else 0)
    # A value far below the table would otherwise cost a list for each of a million rows.
    rows: Rows = [row if any(row) or row.count("") < len(row) else _NOTHING for row in sheet.iter_rows()]
    return [[*before, *row] if row else row for row in rows] if before else rows


def _put_in_place(name: str, rows: Rows, facts: SheetFacts) -> None:
    for place, no_value in facts.no_values.items():
        _put(rows, place, no_value)
    cells_left = _MOST_MERGED
    for merged in facts.merged:
        if _at(rows, merged.first) == "":
            continue  # nothing is lost
        down, across = _covered(rows, merged)
        cells_left -= len(down) * len(across)
        if cells_left < 0:
            raise too_large(name)
        _put_over(rows, merged, ((row, column) for row in down for column in across))


def _covered(rows: Rows, merged: MergedRange) -> tuple[range, range]:
    """The rows and columns of a merged range that are below the headings and under one of them."""
    down = range(max(merged.first[0], 1), min(merged.last[0] + 1, len(rows)))
    return down, range(merged.first[1], min(merged.last[1] + 1, len(rows[0])))


def _put_over(rows: Rows, merged: MergedRange, places: Iterator[Place]) -> None:
    what = f"the cells {merged.name} are merged, so that only the first of them holds the value"
    no_value = NoValue(Fault.MERGED, what, "the value into each of these cells, no longer merged")
    for place in places:
        if _at(rows, place) == "":
            _put(rows, place, no_value)


def _at(rows: Rows, place: Place) -> Cell:
    row, column = place
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


def _put(rows: Rows, place: Place, no_value: NoValue) -> None:
    row, column = place
    rows.extend([_NOTHING] * (row + 1 - len(rows)))
    cells = list(rows[row])
    cells.extend([""] * (column + 1 - len(cells)))
    cells[column] = no_value
    rows[row] = cells
