"""A workbook as it comes: the sheets of an .xlsx file, or a folder of .csv files with the sheets' names."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import BadInputError
from storage.workbook.archives import LARGEST_FILE, is_archive
from storage.workbook.csv_folder import read_text_sheet, sheet_files
from storage.workbook.raw_cells import Cell
from storage.workbook.spreadsheets import read_spreadsheet
from storage.workbook.unhurried import collecting_rarely


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


@collecting_rarely()
def read_workbook(path: Path) -> Workbook:
    """Read an .xlsx file, or a folder of .csv files (docs/workbook.md says what is read how).

    Raises:
        BadInputError: there is no such file, it can't be read as a workbook, or it would take more memory than
            any council's workbook does.
    """
    if path.is_dir():
        return _read_folder(path)
    content = _bytes_of(path)
    if path.suffix.lower() in {".csv", ".tsv", ".txt"} and not is_archive(content):
        raise BadInputError(
            f"{path.name} is one sheet as text. Put each sheet into a .csv file with the sheet's name, and give "
            "the folder that holds them."
        )
    sheets = tuple(RawSheet(name, rows) for name, rows in read_spreadsheet(path.name, content))
    return Workbook(sheets, _digest([content]))


def _bytes_of(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise BadInputError(f"{path} is no file. Give an .xlsx file, or a folder of .csv files.")
        if path.stat().st_size > LARGEST_FILE:
            raise BadInputError(
                f"{path} is larger than {LARGEST_FILE // 2**20} MB. Import it in parts: any sheet may be left out."
            )
        return path.read_bytes()
    except OSError as problem:
        raise BadInputError(f"{path} can't be opened: {problem.strerror}. Check its name.") from problem


def _read_folder(folder: Path) -> Workbook:
    files = sheet_files(folder)
    contents = [_bytes_of(file) for file in files]
    sheets = [
        RawSheet(file.stem, read_text_sheet(file.name, content)) for file, content in zip(files, contents, strict=True)
    ]
    named = (part for pair in zip((file.name.encode() for file in files), contents, strict=True) for part in pair)
    return Workbook(tuple(sheets), _digest(named))


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()
