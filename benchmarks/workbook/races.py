"""What is timed: our import, and what the same rows cost with nothing of ours in the way."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.servers import BenchmarkError
from benchmarks.workbook.files import Files
from benchmarks.workbook.stores import Databases, Tables, insert_bare, tables_of
from bot.clock import Stopwatch
from storage.store import Actor, Store
from storage.workbook.importing import import_workbook
from storage.workbook.reading import read_workbook

BARE_INSERT = "bare-insert"
IMPORT_CSV = "import-csv"
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
        cls(files, databases, {}, now).import_from(files.folder)()
        return cls(files, databases, tables_of(databases.used), now)

    def all(self) -> Mapping[str, Callable[[], float]]:
        """Each thing that is timed, by its name, in the order of a round; each gives its seconds."""
        return {
            BARE_INSERT: self.insert_bare,
            IMPORT_CSV: self.import_from(self.files.folder),
            BARE_PARSE: self.parse_bare,
            IMPORT_XLSX: self.import_from(self.files.spreadsheet),
        }

    def insert_bare(self) -> float:
        """Every row that an import leaves in the store, by the driver's own bulk insert."""
        path = self.databases.copy_empty()
        seconds = timed(lambda: insert_bare(path, self.tables))
        if {name: len(rows) for name, rows in tables_of(path).items()} != {n: len(r) for n, r in self.tables.items()}:
            raise BenchmarkError("The bare insert did not leave the rows that the import leaves.")
        return seconds

    def parse_bare(self) -> float:
        """Every cell of the spreadsheet as Python values, by the fastest parser there is."""
        return timed(self._parse)

    def _parse(self) -> None:
        book = CalamineWorkbook.from_path(self.files.spreadsheet)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()

    def import_from(self, source: Path) -> Callable[[], float]:
        """`auditbot import`, from the file to the commit, into an empty database."""

        def run() -> float:
            with self.databases.opened(self.databases.copy_empty()) as store:
                return timed(lambda: self._import(store, source))

        return run

    def _import(self, store: Store, source: Path) -> None:
        workbook = read_workbook(source)
        report = store.do(lambda unit: import_workbook(unit, workbook), self.now, Actor("import"))
        added = sum(counts.added for counts in report.counts.values())
        if not report.is_written or added != self.files.rows:
            raise BenchmarkError(
                f"{added} of {self.files.rows} rows came in: {'; '.join(map(str, report.problems[:3]))}"
            )


def timed(work: Callable[[], None]) -> float:
    """The seconds that some work takes, with nothing left over to tidy away from what ran before."""
    gc.collect()
    watch = Stopwatch()
    begun = watch.seconds()
    work()
    return watch.seconds() - begun
