"""Workbooks between their bytes and the store: read, given back marked, exported. Slow work, for a thread of its own.

What reads and writes workbooks wants files: they are in a folder that nobody else can open, for as long as it takes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from dialogs.workbook_errands import Contents
from storage.store import Actor, Store
from storage.workbook.checking import CheckedWorkbook, check_workbook
from storage.workbook.exporting import ExportReport, export_workbook
from storage.workbook.importing import ImportReport, import_workbook
from storage.workbook.reading import Workbook, read_workbook
from storage.workbook.sheet import Progress


@dataclass(frozen=True, slots=True)
class ReadWorkbook:
    """A workbook as it came, and as it was read cell by cell: what an import needs no transaction for."""

    raw: Workbook
    checked: CheckedWorkbook


@contextmanager
def _laid_out(contents: Contents) -> Iterator[Path]:
    # Under its own name: what can't be read is named so.
    with TemporaryDirectory(prefix="auditbot-") as folder:
        path = Path(folder) / contents.file.name
        path.write_bytes(contents.content)
        yield path


def read(contents: Contents) -> ReadWorkbook:
    """The workbook in the bytes that are kept.

    Raises:
        BadInputError: it is none that can be read, or has no sheet of the contract.
    """
    with _laid_out(contents) as path:
        raw = read_workbook(path)
    return ReadWorkbook(raw, check_workbook(raw))


def rehearse(store: Store, book: ReadWorkbook, now: datetime, actor: Actor, progress: Progress) -> ImportReport:
    """What importing a workbook would do; nothing of it stays, and nobody waits for it."""
    with store.rehearsal(now, actor) as unit:
        return import_workbook(unit, book.checked, dry_run=True, progress=progress)


def marked(contents: Contents, workbook: Workbook, report: ImportReport) -> bytes:
    """The same workbook with every place marked that the import has something to say of.

    Raises:
        BadInputError: it can't be written.
    """
    # The library that changes workbooks takes a while to load, and few ever ask for this.
    from storage.workbook.report import write_report

    with _laid_out(contents) as path:
        report_to = path.with_name(f"marked {path.name}")
        write_report(report_to, path, workbook, report)
        return report_to.read_bytes()


def export(store: Store, name: str, now: datetime, actor: Actor) -> tuple[bytes, ExportReport]:
    """Everything in the store as the bytes of a workbook, all of it of one moment.

    Raises:
        BadInputError: it is more than a spreadsheet can hold.
    """
    with TemporaryDirectory(prefix="auditbot-") as folder, store.snapshot(now, actor) as unit:
        path = Path(folder) / name
        report = export_workbook(unit, path)
        return path.read_bytes(), report
