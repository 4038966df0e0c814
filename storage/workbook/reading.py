"""A workbook as it comes: the sheets of an .xlsx file, or a folder of .csv files with the sheets' names."""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from domain.errors import BadInputError
from storage.workbook.cells import Cell

_LONGEST_CELL = 1_000_000  # signs: far above Excel's 32,767, far below what would fill the memory


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as it came: `rows[0]` is what the spreadsheet shows as row 1."""

    name: str
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets in the order in which they came, and a digest of the bytes (SHA-256, hexadecimal)."""

    sheets: tuple[RawSheet, ...]
    digest: str


def read_workbook(path: Path) -> Workbook:
    """Read an .xlsx file or a folder of .csv files (UTF-8 or Windows-1252; commas or semicolons).

    Raises:
        BadInputError: there is no such file, or it can't be read as a workbook.
    """
    if path.is_dir():
        return _read_folder(path)
    if path.suffix.lower() != ".xlsx":
        raise BadInputError(f"{path.name} is no workbook. Give an .xlsx file, or a folder of .csv files.")
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise BadInputError(f"{path} can't be opened: {problem.strerror}. Check its name.") from problem
    return Workbook(_spreadsheet(path.name, content), _digest([content]))


def _spreadsheet(name: str, content: bytes) -> tuple[RawSheet, ...]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            book.get_sheet_by_name(sheet.name) for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet
        ]
        # Without the empty area the row numbers would not be the spreadsheet's.
        return tuple(RawSheet(sheet.name, sheet.to_python(skip_empty_area=False)) for sheet in sheets)
    except PasswordError as problem:
        raise BadInputError(f"{name} has a password. Save it without one and import that.") from problem
    except CalamineError as problem:
        raise BadInputError(
            f"{name} can't be read as a workbook ({problem}). Open it in the spreadsheet program and save it "
            "as .xlsx again."
        ) from problem


def _read_folder(folder: Path) -> Workbook:
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() == ".csv" and file.is_file())
    if not files:
        raise BadInputError(f"There is no .csv file in {folder}. Give the folder that holds the sheets.")
    contents = [file.read_bytes() for file in files]
    sheets = [
        RawSheet(file.stem, _comma_separated(file.name, content)) for file, content in zip(files, contents, strict=True)
    ]
    named = (part for pair in zip((file.name.encode() for file in files), contents, strict=True) for part in pair)
    return Workbook(tuple(sheets), _digest(named))


def _comma_separated(name: str, content: bytes) -> list[list[str]]:
    text = _decoded(name, content)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        return list(reader)
    except csv.Error as problem:
        raise BadInputError(
            f"{name} can't be read from line {reader.line_num} on ({problem}). Look for a quotation mark that "
            "is not closed."
        ) from problem


def _decoded(name: str, content: bytes) -> str:
    # UTF-8 proves itself: text in Windows-1252 with anything beyond ASCII is hardly ever valid UTF-8.
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadInputError(f"{name} is not text in UTF-8 or Windows-1252. Save it as 'CSV UTF-8'.")


def _delimiter(text: str) -> str:
    headings = text.split("\n", 1)[0]
    return ";" if headings.count(";") > headings.count(",") else ","


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
