"""`auditbot import FILE [--dry-run]`: a workbook into the store, and what a person reads of it."""

from datetime import datetime
from pathlib import Path
from typing import TextIO

from domain.errors import BadInputError
from storage.store import Actor, Store
from storage.workbook.importing import Counts, ImportReport, import_workbook, silent
from storage.workbook.reading import read_workbook
from storage.workbook.sheet import Progress

DONE = 0
REFUSED = 1


def run_import(
    store: Store,
    path: Path,
    *,
    dry_run: bool,
    now: datetime,
    out: TextIO,
    err: TextIO,
    progress: Progress | None = None,
) -> int:
    """Import a workbook and say what came of it; the exit code, 0 or 1.

    Args:
        store: where to.
        path: the .xlsx file, or the folder of .csv files.
        dry_run: write nothing.
        now: the instant of the import.
        out: takes what was imported.
        err: takes every problem, warning and note, a line each.
        progress: draws the progress bar for a person; leave it out in a pipe.
    """
    try:
        report = _import(store, path, now, dry_run=dry_run, progress=progress or silent)
    except BadInputError as problem:
        print(problem, file=err)
        return REFUSED
    return _tell(report, path, out, err)


def _import(store: Store, path: Path, now: datetime, *, dry_run: bool, progress: Progress) -> ImportReport:
    # Read before the transaction begins: on SQLite nobody else can write while it lasts.
    workbook = read_workbook(path)
    with store.unit(now, Actor(source="import")) as unit:
        return import_workbook(unit, workbook, dry_run=dry_run, progress=progress)


def _tell(report: ImportReport, path: Path, out: TextIO, err: TextIO) -> int:
    _print_findings(report, err)
    if report.problems:
        print(_refusal(report), file=err)
        return REFUSED
    _print_counts(report, path, out)
    return DONE


def _print_findings(report: ImportReport, err: TextIO) -> None:
    for left in report.left_aside:
        print(f"Note: {left}", file=err)
    for warned in report.warnings:
        print(f"Warning: {warned}", file=err)
    for problem in report.problems:
        print(problem, file=err)
    if report.warnings:
        each = ", ".join(f"{breach} {count}" for breach, count in report.breaches.most_common())
        print(f"{_counted(len(report.warnings), 'warning')} ({each}).", file=err)


def _refusal(report: ImportReport) -> str:
    problems = _counted(len(report.problems), "problem")
    return f"{problems}, so nothing was written. Put the rows right in the workbook and import it again."


def _print_counts(report: ImportReport, path: Path, out: TextIO) -> None:
    heading = "Imported" if report.is_written else "Nothing was written: a dry run. An import would bring in"
    print(f"{heading} {path.name}:", file=out)
    for sheet, counts in report.counts.items():
        print(f"  {sheet}: {_sentence(counts)}", file=out)


def _sentence(counts: Counts) -> str:
    return f"{counts.added} added, {counts.changed} changed, {counts.unchanged} unchanged"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
