"""The benchmark's workbook as files, made once: a folder of .csv, and an .xlsx with dates and shared strings."""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter import Workbook

from benchmarks.workbook import rows
from benchmarks.workbook.rows import Council, Row
from storage.workbook.contract import SHEETS

_STAMP = "made-from"


@dataclass(frozen=True, slots=True)
class Files:
    """The same rows twice.

    Attributes:
        sheets: how many rows each sheet has, headings left out.
    """

    folder: Path
    spreadsheet: Path
    sheets: dict[str, int]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(self.sheets.values())


def files_in(folder: Path) -> Files:
    """The files below `folder`, made unless they are there from the same rows and columns."""
    council = Council()
    sheets = {sheet.name: list(rows.SHEETS[sheet.name](council)) for sheet in SHEETS}
    files = Files(folder / "csv", folder / "workbook.xlsx", {name: len(of) for name, of in sheets.items()})
    stamp, made_from = folder / _STAMP, _fingerprint()
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != made_from:
        write_folder(files.folder, sheets)
        _write_spreadsheet(files.spreadsheet, sheets)
        stamp.write_text(made_from, encoding="utf-8")
    return files


def _fingerprint() -> str:
    headings = [(sheet.name, _headings(sheet.name)) for sheet in SHEETS]
    sources = [Path(source).read_bytes() for source in (rows.__file__, __file__)]
    return hashlib.sha256(b"".join([*sources, repr(headings).encode()])).hexdigest()


def _headings(name: str) -> list[str]:
    (columns,) = [sheet.columns for sheet in SHEETS if sheet.name == name]
    return [column.name for column in columns]


def write_folder(folder: Path, sheets: Mapping[str, Sequence[Row]]) -> None:
    """A folder with a .csv file a sheet and nothing besides."""
    folder.mkdir(parents=True, exist_ok=True)
    for left_over in folder.glob("*.csv"):
        left_over.unlink()
    for name, of in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(_with_headings(name, of))


def _write_spreadsheet(path: Path, sheets: dict[str, list[Row]]) -> None:
    with Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, of in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(_with_headings(name, of)):
                sheet.write_row(number, 0, row)


def _with_headings(name: str, of: Sequence[Row]) -> Sequence[Sequence[object]]:
    return [_headings(name), *of]
