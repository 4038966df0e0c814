"""`auditbot export FILE`: the workbook back out of the store, and what a person reads of it."""

from datetime import datetime
from pathlib import Path
from typing import TextIO

from storage import record
from storage.store import Actor, Store
from storage.workbook.exporting import FOLDER_FILES, ExportReport, export_workbook, is_spreadsheet
from storage.workbook.importing import silent
from storage.workbook.own_files import is_export
from storage.workbook.placing import placed
from storage.workbook.sheet import Progress


def run_export(
    store: Store,
    path: Path,
    *,
    account: str,
    now: datetime,
    out: TextIO,
    err: TextIO,
    progress: Progress | None = None,
) -> None:
    """Export the workbook and say what is in it. An earlier export at `path` is replaced once this one is complete.

    Args:
        store: where from.
        path: an .xlsx file by its name, otherwise a folder of .csv files.
        account: who exports, by their account on this machine: the record of who saw what keeps it.
        now: the instant of the export.
        out: takes what was exported.
        err: takes what could not be written as it is.
        progress: draws the progress bar for a person; leave it out in a pipe.

    Raises:
        BadInputError: it can't be written, would replace what is no export, or is more than a spreadsheet can hold.
    """
    actor = Actor(source="command")
    sort = "xlsx" if is_spreadsheet(path) else "csv"
    with placed(path, () if sort == "xlsx" else FOLDER_FILES, is_export) as place:
        with store.snapshot(now, actor) as unit:
            report = export_workbook(unit, place, progress or silent)
        # Before anybody can read it: what could not be recorded is not handed out.
        with store.unit(now, actor) as unit:
            record.write(unit, "workbook_exported", "workbook", account=account, sort=sort, rows=report.rows)
    _tell(report, path, out, err)


def _tell(report: ExportReport, path: Path, out: TextIO, err: TextIO) -> None:
    if report.replaced:
        characters = "one character" if report.replaced == 1 else f"{report.replaced:,} characters"
        print(f"Note: {characters} that no spreadsheet can hold went out as �.", file=err)
    print(f"Exported {path.name}:", file=out)
    for sheet, count in report.rows.items():
        print(f"  {sheet}: {count:,} {'row' if count == 1 else 'rows'}", file=out)
    print("It is personal data: keep it where only those who need it can read it.", file=out)
