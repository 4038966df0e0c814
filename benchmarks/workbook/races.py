"""What is timed: our import and export, and what the same rows cost with nothing of ours in the way."""

import gc
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.servers import BenchmarkError
from benchmarks.workbook.files import Files
from benchmarks.workbook.stores import Databases, Tables
from bot.clock import Stopwatch
from storage.store import Actor, Store
from storage.workbook.exporting import export_workbook
from storage.workbook.importing import import_workbook
from storage.workbook.reading import read_workbook

BARE_INSERT = "bare-insert"
IMPORT_CSV = "import-csv"
IMPORT_AGAIN = "import-again"
EXPORT_CSV = "export-csv"
EXPORT_XLSX = "export-xlsx"
BARE_PARSE = "bare-parse"
IMPORT_XLSX = "import-xlsx"

# The seconds of one round by what was timed.
Seconds = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Races:
    """All that is timed, on the same rows.

    Attributes:
        tables: what the store holds after the workbook was imported.
        now: the instant of every import.
    """

    files: Files
    databases: Databases
    tables: Tables
    now: datetime

    @classmethod
    def prepared(cls, files: Files, databases: Databases, now: datetime) -> "Races":
        """Import once beforehand: it warms up, and what it leaves is what the bare insert gets."""
        databases.prepare()
        cls(files, databases, {}, now).import_from(files.folder)
        return cls(files, databases, databases.tables(), now)

    def all(self) -> Mapping[str, Callable[[], float]]:
        """Each thing that is timed, by its name, in the order of a round; each gives its seconds."""
        return {
            BARE_INSERT: lambda: time_bare_insert(self.databases, self.tables),
            IMPORT_CSV: lambda: self.import_from(self.files.folder),
            # These three find what the import before them has left.
            IMPORT_AGAIN: lambda: time_import(self.databases, self.files.folder, self.now, adds=0),
            EXPORT_CSV: lambda: self.export_to(self.files.folder.parent / "exported"),
            EXPORT_XLSX: lambda: self.export_to(self.files.folder.parent / "exported.xlsx"),
            BARE_PARSE: self.parse_bare,
            IMPORT_XLSX: lambda: self.import_from(self.files.spreadsheet),
        }

    def import_from(self, source: Path) -> float:
        """`auditbot import`, from the file to the commit, into an empty database."""
        self.databases.copy()
        return time_import(self.databases, source, self.now, adds=self.files.rows)

    def export_to(self, place: Path) -> float:
        """`auditbot export`, of what was imported."""
        with _opened(self.databases) as store, store.snapshot(self.now, Actor("command")) as unit:
            seconds = timed(lambda: self._export(lambda: sum(export_workbook(unit, place).rows.values())))
        shutil.rmtree(place) if place.is_dir() else place.unlink()
        return seconds

    def _export(self, export: Callable[[], int]) -> None:
        if (rows := export()) != self.files.rows:
            raise BenchmarkError(f"{rows} rows went out of the {self.files.rows} that came in.")

    def parse_bare(self) -> float:
        """Every cell of the spreadsheet as Python values, by the fastest parser there is."""
        return timed(self._parse)

    def _parse(self) -> None:
        book = CalamineWorkbook.from_path(self.files.spreadsheet)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def time_import(databases: Databases, source: Path, now: datetime, *, adds: int) -> float:
    """The seconds of an import into the last copy, from the file to the commit; all it does is to add so many rows."""
    with _opened(databases) as store:
        return timed(lambda: _import(store, source, now, adds))


def _import(store: Store, source: Path, now: datetime, adds: int) -> None:
    workbook = read_workbook(source)
    report = store.do(lambda unit: import_workbook(unit, workbook), now, Actor("import"))
    counts = report.counts.values()
    if not report.is_written or any(one.changed for one in counts) or sum(one.added for one in counts) != adds:
        raise BenchmarkError(f"Not {adds} rows came in: {report.counts}; {'; '.join(map(str, report.problems[:3]))}")


def time_bare_insert(databases: Databases, rows: Tables) -> float:
    """The seconds of inserting rows into a fresh copy by the driver's own bulk insert."""
    databases.copy()
    before = _sizes(databases.tables())
    seconds = timed(lambda: databases.insert_bare(rows))
    there = _sizes(databases.tables())
    if there != before | {name: before.get(name, 0) + size for name, size in _sizes(rows).items()}:
        raise BenchmarkError("The bare insert did not leave the rows that the import leaves.")
    return seconds


def _sizes(tables: Tables) -> dict[str, int]:
    return {name: len(rows) for name, rows in tables.items()}


@contextmanager
def _opened(databases: Databases) -> Iterator[Store]:
    store = Store.open(databases.url)
    try:
        yield store
    finally:
        store.close()


def timed(work: Callable[[], None]) -> float:
    """The seconds that some work takes, with nothing left over to tidy away from what ran before."""
    gc.collect()
    watch = Stopwatch()
    begun = watch.seconds()
    work()
    return watch.seconds() - begun
