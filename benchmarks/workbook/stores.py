"""The databases of the benchmark: empty ones to import into, and the bare bulk insert of what an import left."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel

from storage.schema import upgrade
from storage.store import Store

# The rows of each table as the driver gives them, in the order in which they may be inserted.
Tables = Mapping[str, Sequence[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Databases:
    """SQLite files in one folder: an empty one that is kept, and a copy of it for each thing that is measured."""

    folder: Path

    @property
    def _empty(self) -> Path:
        return self.folder / "empty.db"

    @property
    def used(self) -> Path:
        """The copy that was made last."""
        return self.folder / "used.db"

    def prepare(self) -> None:
        """Make the empty one."""
        _remove(self._empty)
        store = Store.open(f"sqlite:///{self._empty}")
        upgrade(store.engine)
        store.close()

    def copy_empty(self) -> Path:
        """An empty database in place of the last one."""
        _remove(self.used)
        shutil.copy(self._empty, self.used)
        return self.used

    @contextmanager
    def opened(self, path: Path) -> Iterator[Store]:
        """The store on one of the files."""
        store = Store.open(f"sqlite:///{path}")
        try:
            yield store
        finally:
            store.close()


def tables_of(path: Path) -> Tables:
    """Everything that a database holds, table by table."""
    with closing(sqlite3.connect(path)) as connection:
        names = [table.name for table in SQLModel.metadata.sorted_tables]
        found = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}  # noqa: S608 - our own names
    return {name: rows for name, rows in found.items() if rows}


def insert_bare(path: Path, tables: Tables) -> None:
    """Insert the rows with nothing but the driver's `executemany`, as safely committed as ours are."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # As storage/store.py sets them; names that point ahead within a table are checked at the commit.
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA defer_foreign_keys=ON")
        for name, rows in tables.items():
            places = ", ".join("?" * len(rows[0]))
            connection.executemany(f'INSERT INTO "{name}" VALUES ({places})', rows)  # noqa: S608 - our own names
        connection.execute("COMMIT")


def _remove(path: Path) -> None:
    for left_over in path.parent.glob(f"{path.name}*"):
        left_over.unlink()
