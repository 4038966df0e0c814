"""Sheets as text: the .csv files of a folder, in the forms that spreadsheet programs save."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from domain.errors import BadInputError
from storage.workbook.problems import Fault
from storage.workbook.raw_cells import Cell, NoValue

_LONGEST_CELL = 1_000_000  # signs: far above Excel's 32,767, far below what would fill the memory
_UTF_8 = b"\xef\xbb\xbf"  # its mark
_REPLACED = "\N{REPLACEMENT CHARACTER}"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = (",", ";", "\t")
# What Excel writes first when it is told which separator to use; it shows no such row.
_SEPARATOR_LINE = re.compile(r'\A"?sep=([,;\t|])"?\r?\n', re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
# Excel's, Google's (#ERROR!) and LibreOffice's (Err:502), and what Excel saves of a column that is too narrow.
_ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|ERROR!|BUSY!|FIELD!|BLOCKED!|CONNECT!)"
    r"|#{3,}|Err:\d{3}"
)
# What Excel makes of a long number in a narrow column.
_SHORTENED = re.compile(r"-?\d(?:\.\d+)?E\+\d+")


def sheet_files(folder: Path) -> list[Path]:
    """The files of a folder that are sheets: .csv, .tsv, and .txt where Excel's "Unicode text" wrote it.

    Raises:
        BadInputError: the folder can't be looked into, or holds none.
    """
    try:
        files = sorted(file for file in folder.iterdir() if file.is_file() and _is_sheet(file))
    except OSError as problem:
        raise BadInputError(f"{folder} can't be opened: {problem.strerror}. Ask whoever owns it.") from problem
    if not files:
        raise BadInputError(f"There is no .csv file in {folder}. Give the folder that holds the sheets.")
    return files


def _is_sheet(file: Path) -> bool:
    if file.name.startswith("."):  # what systems and programs leave there
        return False
    match file.suffix.lower():
        case ".csv" | ".tsv":
            return True
        case ".txt":
            with file.open("rb") as opened:
                return opened.read(2) in _UTF_16
        case _:
            return False


def read_text_sheet(name: str, content: bytes) -> list[Sequence[Cell]]:
    """The rows of a sheet that is text: UTF-8, UTF-16 or Windows-1252; commas, semicolons or tabs.

    Raises:
        BadInputError: it is in another encoding, or a quotation mark is not closed.
    """
    text = _decoded(name, content)
    told = _SEPARATOR_LINE.match(text)
    text = text[told.end() :] if told else text
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=told[1] if told else _delimiter(text), strict=True)
    try:
        rows: list[Sequence[Cell]] = list(reader)
    except csv.Error as problem:
        raise BadInputError(
            f"{name} can't be read from line {reader.line_num} on ({problem}). Look for a quotation mark that "
            "is not closed."
        ) from problem
    return _with_errors(text, rows)


def _with_errors(text: str, rows: list[Sequence[Cell]]) -> list[Sequence[Cell]]:
    # Hardly any file has one of these signs, so that the cells of most need not be looked at.
    if "#" in text or "E+" in text or "Err:" in text:
        return [[_no_value(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    return rows


def _no_value(cell: str) -> Cell:
    if _ERROR.fullmatch(cell.strip()):
        return NoValue(Fault.FAILED, f"the cell shows the error {cell.strip()[:20]}", shown=cell.strip()[:20])
    if _SHORTENED.fullmatch(cell):
        what = f"the spreadsheet has shortened a long number to {cell}"
        allowed = "the whole number, in a column that the spreadsheet formats as text"
        return NoValue(Fault.UNREADABLE, what, allowed, cell)
    return cell


def _decoded(name: str, content: bytes) -> str:
    # UTF-8 proves itself: text in Windows-1252 with anything beyond ASCII is hardly ever valid UTF-8.
    encodings = ("utf-16",) if content.startswith(_UTF_16) else ("utf-8-sig", "cp1252")
    _refuse_broken_utf_8(name, content)
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadInputError(f"{name} is not text in UTF-8, UTF-16 or Windows-1252. Save it as 'CSV UTF-8'.")


def _refuse_broken_utf_8(name: str, content: bytes) -> None:
    """Refuse what is UTF-8 but for a byte or a few: read in another encoding, all its other letters would change."""
    if content.startswith(_UTF_16):
        return
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as problem:
        text = content.decode("utf-8", errors="replace")
        whole = sum(sign != _REPLACED and not sign.isascii() for sign in text)
        # Letters of Windows-1252 form whole signs of UTF-8 by chance only.
        if content.startswith(_UTF_8) or whole > text.count(_REPLACED):
            line = content.count(b"\n", 0, problem.start) + 1
            raise BadInputError(
                f"{name} is text in UTF-8, but for a byte in its line {line}. Open it in the spreadsheet program, look "
                "for a letter that is wrong there, and save it as 'CSV UTF-8' again."
            ) from problem


def _delimiter(text: str) -> str:
    headings = _QUOTED.sub("", re.split(r"[\r\n]", text, maxsplit=1)[0])
    return max(_DELIMITERS, key=headings.count)  # a comma where there is none
