"""The import of a workbook: all of it, or nothing and every reason why."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from domain.calendar import london_day
from storage import record
from storage.leavers import ask_for_leavers_items
from storage.statements import insert_returning_id
from storage.store import Unit
from storage.tables.service import import_run
from storage.workbook.cells import quoted
from storage.workbook.checking import CheckedWorkbook, check_workbook
from storage.workbook.contract import SHEETS
from storage.workbook.erased_before import rows_erased_before
from storage.workbook.odd_days import warn_of_odd_days
from storage.workbook.problems import Breach, Fault, LeftAside, Problem, Warned
from storage.workbook.reading import Workbook, read_workbook
from storage.workbook.references import References
from storage.workbook.sheet import Column, Importing, Progress, Record, SheetRows
from storage.workbook.spellings import nearest, warn_of_spellings
from storage.workbook.taking_turns import told_when_overtaken, wait_for_turn
from storage.workbook.unhurried import collecting_rarely

_DOUBLED = frozenset({Fault.HEADING_TWICE, Fault.SHEET_TWICE})


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of a sheet's rows."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with problems or as a dry run, would have done.

    Attributes:
        is_written: whether it was written; never with problems, never in a dry run.
        counts: by sheet, in the contract's order; empty where the workbook itself had problems.
        problems: every one of them, in the order of the sheets and rows.
        warnings: rows that were imported although they breach the policy or look wrong.
        left_aside: sheets and columns that are not imported.
    """

    is_written: bool
    counts: dict[str, Counts] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Warned, ...] = ()
    left_aside: tuple[LeftAside, ...] = ()

    @property
    def breaches(self) -> Counter[Breach]:
        """How many warnings there are of each sort."""
        return Counter(warned.breach for warned in self.warnings)


def silent(sheet: str, done: int, total: int) -> None:
    """The progress of an import that nobody watches."""
    del sheet, done, total


@collecting_rarely()
def import_workbook(
    unit: Unit,
    source: Path | Workbook | CheckedWorkbook,
    *,
    dry_run: bool = False,
    workbook_wins: bool = False,
    progress: Progress = silent,
) -> ImportReport:
    """Import a workbook. The unit may be committed afterwards whatever came of it.

    With problems, or in a dry run, everything is taken back to where it was before: a savepoint inside the
    unit's transaction holds the import together.

    Args:
        unit: the transaction; its actor's source should be `import`.
        source: where the workbook is, or the workbook already read, or read and checked: what a transaction that
            others wait for needn't do.
        dry_run: write nothing, and say what would have been done.
        workbook_wins: let rows undo what was done in chat since the last import, each with a warning; otherwise
            each is a problem.
        progress: called as rows are written.

    Raises:
        BadInputError: the workbook can't be read, has no sheet of the contract, or somebody else wrote the same
            things meanwhile.
    """
    checked = _checked(source)
    if not dry_run:
        wait_for_turn(unit.connection)
    importing = Importing(unit, progress, References(unit.connection), workbook_wins)
    importing.problems += checked.problems
    importing.problems += _dangling(checked, importing.references)
    importing.problems += rows_erased_before(importing, checked)
    is_written = False
    if not importing.problems:
        savepoint = unit.connection.begin_nested()
        try:
            with told_when_overtaken():
                _write(importing, checked)
        except BaseException:  # also where `progress` has had enough of it
            savepoint.rollback()
            raise
        is_written = not importing.problems and not dry_run
        savepoint.commit() if is_written else savepoint.rollback()
    return _report(importing, checked, is_written=is_written)


def _checked(source: Path | Workbook | CheckedWorkbook) -> CheckedWorkbook:
    if isinstance(source, CheckedWorkbook):
        return source
    return check_workbook(read_workbook(source) if isinstance(source, Path) else source)


def _dangling(checked: CheckedWorkbook, references: References) -> Iterator[Problem]:
    """The names that resolve neither in the workbook nor in the store."""
    by_name = {rows.sheet.name: rows for rows in checked.sheets}
    doubled = {(one.sheet, one.column) for one in checked.problems if one.fault in _DOUBLED}
    for rows in checked.sheets:
        for column in rows.sheet.columns:
            if column.names and column.name in rows.cells:
                target = by_name.get(column.names)
                is_doubtful = target is not None and (target.sheet.name, target.sheet.key[0]) in doubled
                yield from _dangling_in(rows, column, target, references, is_doubtful=is_doubtful)


def _dangling_in(
    rows: SheetRows, column: Column, target: SheetRows | None, references: References, *, is_doubtful: bool
) -> Iterator[Problem]:
    listed: set[object] = set()
    if target is not None:
        key = target.cells.get(target.sheet.key[0])
        if key is None or is_doubtful:
            return  # its key column is missing or there twice, which is said once
        listed = set(key)
    cells = rows.cells[column.name]
    wanted = {cell for cell in cells if cell is not None and cell not in listed}
    missing = wanted - references.ids(column.names, wanted).keys()
    if not missing:
        return
    known = [*sorted(map(str, listed - {None})), *references.all_names(column.names)]
    near = nearest(map(str, missing), known)
    for number, cell in zip(rows.numbers, cells, strict=True):
        if cell in missing:
            what = f"{quoted(cell)} is neither in the sheet '{column.names}' nor in the store{near[cell]}"
            allowed = f"one that is, or add it to the sheet '{column.names}'"
            yield Problem(rows.sheet.name, number, column.name, what, allowed, Fault.DANGLING)


def _write(importing: Importing, checked: CheckedWorkbook) -> None:
    standing: dict[str, list[Record]] = {}
    for rows in checked.sheets:
        importing.tally(rows)
        importing.progress(rows.sheet.name, 0, len(rows.numbers))
        standing[rows.sheet.name] = rows.sheet.write(importing, rows)
        importing.progress(rows.sheet.name, len(rows.numbers), len(rows.numbers))
    for rows in checked.sheets:
        if rows.sheet.finish:
            rows.sheet.finish(importing, rows)
    ask_for_leavers_items(importing.unit, importing.leaving)
    today = london_day(importing.unit.now)
    for rows in checked.sheets:
        if rows.sheet.warn:
            importing.warnings += rows.sheet.warn(importing, rows, standing[rows.sheet.name])
        importing.warnings += warn_of_odd_days(rows, today)
        importing.warnings += warn_of_spellings(importing, rows)
    _keep_record(importing, checked)


def _keep_record(importing: Importing, checked: CheckedWorkbook) -> None:
    counts = {sheet: asdict(one) for sheet, one in _counts(importing).items()}
    run = insert_returning_id(
        importing.unit,
        import_run,
        at=importing.unit.now,
        by_id=importing.unit.actor.person_id,
        digest=checked.digest,
        changes=counts,
    )
    record.write(importing.unit, "workbook_imported", "import_run", run, **counts)


def _counts(importing: Importing) -> dict[str, Counts]:
    return {
        sheet: Counts(len(one.added), len(one.changed), one.rows - len(one.added) - len(one.changed))
        for sheet, one in importing.tallies.items()
    }


def _report(importing: Importing, checked: CheckedWorkbook, *, is_written: bool) -> ImportReport:
    sheets = [sheet.name for sheet in SHEETS]
    return ImportReport(
        is_written,
        _counts(importing),
        tuple(sorted(importing.problems, key=lambda one: (sheets.index(one.sheet), one.row, one.column))),
        tuple(sorted(importing.warnings, key=lambda one: (sheets.index(one.sheet), one.row))),
        tuple(checked.left_aside),
    )
