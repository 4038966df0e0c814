"""The export of the workbook: all that an import would bring in, as the store has it at one moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.errors import BadInputError
from storage.store import Unit
from storage.workbook.contract import SHEETS
from storage.workbook.export_cells import OutgoingCell, OutgoingCells
from storage.workbook.export_files import CsvFolder, Spreadsheet, WorkbookFile
from storage.workbook.export_rows import count_rows, stored_rows_of
from storage.workbook.importing import silent
from storage.workbook.sheet import Progress, Sheet

_TOLD_EVERY = 1_000
# What somebody who names a single file of another sort can't have meant.
_OTHER_SORTS = frozenset({".csv", ".ods", ".xls", ".xlsb", ".xlsm", ".zip"})
FOLDER_FILES = tuple(f"{sheet.name}.csv" for sheet in SHEETS)


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote.

    Attributes:
        rows: how many rows each sheet has, in the contract's order.
        replaced: how many characters no spreadsheet can hold and were written as `�`.
    """

    rows: dict[str, int]
    replaced: int


def is_spreadsheet(path: Path) -> bool:
    """Whether an export to this name is an .xlsx file; otherwise it is a folder of .csv files.

    Raises:
        BadInputError: the name is that of a single file of another sort.
    """
    suffix = path.suffix.lower()
    if suffix in _OTHER_SORTS and not path.is_dir():
        raise BadInputError(f"{path.name} can't be written. Name an .xlsx file, or a folder for a .csv file a sheet.")
    return suffix == ".xlsx"


def export_workbook(unit: Unit, place: Path, progress: Progress = silent) -> ExportReport:
    """Write the workbook to a place where nothing is yet, readable by this account only.

    An import of it into an empty store, exported again, is the same content.

    Args:
        unit: a unit of work whose statements all see the same store (`Store.snapshot`).
        place: an .xlsx file, or the folder to make for the .csv files.
        progress: called as rows are written.

    Raises:
        BadInputError: the content is more than a spreadsheet can hold.
        OSError: the place can't be written.
    """
    file: WorkbookFile = Spreadsheet(place, unit.now) if is_spreadsheet(place) else CsvFolder(place)
    cells = OutgoingCells()
    try:
        rows = {sheet.name: file.add(sheet, _rows(unit, sheet, cells, progress)) for sheet in SHEETS}
        file.close()
    except BaseException:
        file.abandon()
        raise
    return ExportReport(rows, cells.replaced)


def _rows(unit: Unit, sheet: Sheet, cells: OutgoingCells, progress: Progress) -> Iterator[list[OutgoingCell]]:
    total = count_rows(unit, sheet)
    progress(sheet.name, 0, total)
    for done, values in enumerate(stored_rows_of(unit, sheet), 1):
        if done % _TOLD_EVERY == 0:
            progress(sheet.name, done, total)
        yield cells.row(values)
    progress(sheet.name, total, total)
