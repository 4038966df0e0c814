"""`auditbot import FILE [--dry-run] [--workbook-wins]`: a workbook into the store, and what a person reads of it."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TextIO

from sqlalchemy.exc import DBAPIError

from domain.errors import BadInputError
from storage import record
from storage.store import Actor, Store, Unit
from storage.workbook.checking import check_workbook
from storage.workbook.importing import Counts, ImportReport, import_workbook, silent
from storage.workbook.listing import note_lines, problem_lines, summed_up, warning_lines
from storage.workbook.own_files import is_report
from storage.workbook.placing import check_place
from storage.workbook.raw_cells import visible
from storage.workbook.reading import Workbook, read_workbook
from storage.workbook.sheet import Progress
from storage.workbook.taking_turns import OVERTAKEN, is_overtaken

DONE = 0
REFUSED = 1


def run_import(
    store: Store,
    path: Path,
    *,
    dry_run: bool,
    workbook_wins: bool = False,
    account: str | None = None,
    now: datetime,
    out: TextIO,
    err: TextIO,
    report_to: Path | None = None,
    progress: Progress | None = None,
) -> int:
    """Import a workbook and say what came of it; the exit code, 0 or 1.

    Args:
        store: where to.
        path: the .xlsx file, or the folder of .csv files.
        dry_run: write nothing.
        workbook_wins: let rows undo what was done in Teams since the last import.
        account: who imports, by their account on this machine, for the record.
        now: the instant of the import.
        out: takes what was imported.
        err: takes the problems, warnings and notes, a line each.
        report_to: an .xlsx file that gives the workbook back with what was found marked in it.
        progress: draws the progress bar for a person; leave it out in a pipe.
    """
    try:
        if report_to is not None:
            _check_report_place(report_to, path)
        # Read and checked before the transaction begins: on SQLite nobody else can write while it lasts.
        workbook = read_workbook(path)
        checked = check_workbook(workbook)
        with (store.rehearsal if dry_run else store.unit)(now, Actor(source="import")) as unit:
            report = import_workbook(
                unit, checked, dry_run=dry_run, workbook_wins=workbook_wins, progress=progress or silent
            )
            if report.is_written and account is not None:
                _keep_record(unit, account, checked.digest, workbook_wins=workbook_wins)
    except BadInputError as problem:
        print(visible(str(problem)), file=err)
        return REFUSED
    except DBAPIError as problem:
        if not is_overtaken(problem):
            raise
        print(OVERTAKEN, file=err)
        return REFUSED
    code = _tell(report, path, out, err)
    if report_to is not None:
        _write_report(report_to, path, workbook, report, err)
    return code


def _keep_record(unit: Unit, account: str, digest: str, *, workbook_wins: bool) -> None:
    facts = {"account": account, "digest": digest, "workbook_wins": workbook_wins}
    record.write(unit, "gave_import_command", "workbook", None, **facts)


def _check_report_place(report_to: Path, source: Path) -> None:
    if report_to.suffix.lower() != ".xlsx":
        raise BadInputError(f"The report is a workbook: give it a name that ends in .xlsx, not {report_to.name}.")
    if report_to.resolve() == source.resolve():
        raise BadInputError("The report would replace the workbook itself. Give it another name.")
    check_place(report_to, is_ours=is_report)


def _write_report(report_to: Path, path: Path, workbook: Workbook, report: ImportReport, err: TextIO) -> None:
    # openpyxl takes a third of a second to import: only whoever asks for a report waits for it.
    from storage.workbook.report import write_report

    try:
        marked = write_report(report_to, path, workbook, report)
        print(f"{report_to} has the workbook with {_places(marked)} marked. It is personal data too.", file=err)
    except BadInputError as problem:
        # The import itself is done, or refused, whatever becomes of its report.
        print(problem, file=err)


def _places(count: int) -> str:
    return "no place" if count == 0 else "one place" if count == 1 else f"{count:,} places"


def _tell(report: ImportReport, path: Path, out: TextIO, err: TextIO) -> int:
    _print_findings(report, err)
    if report.problems:
        print(_refusal(report), file=err)
        return REFUSED
    _print_counts(report, path, out)
    return DONE


def _print_findings(report: ImportReport, err: TextIO) -> None:
    for line in (*note_lines(report.left_aside), *warning_lines(report.warnings), *problem_lines(report.problems)):
        print(line, file=err)
    if report.warnings:
        sorts = Counter(warned.breach.value for warned in report.warnings)
        print(f"{summed_up(len(report.warnings), 'warning', sorts)}.", file=err)


def _refusal(report: ImportReport) -> str:
    sorts = Counter(problem.fault.value for problem in report.problems)
    problems = summed_up(len(report.problems), "problem", sorts)
    return f"{problems}, so nothing was written. Put the rows right in the workbook and import it again."


def _print_counts(report: ImportReport, path: Path, out: TextIO) -> None:
    heading = "Imported" if report.is_written else "Nothing was written: a dry run. An import would bring in"
    print(f"{heading} {path.name}:", file=out)
    for sheet, counts in report.counts.items():
        print(f"  {sheet}: {_sentence(counts)}", file=out)


def _sentence(counts: Counts) -> str:
    return f"{counts.added} added, {counts.changed} changed, {counts.unchanged} unchanged"
