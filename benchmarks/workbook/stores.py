"""The databases of the benchmark: copies to import into, and the bare bulk insert of what an import left."""

import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Table
from sqlmodel import SQLModel

from storage.schema import upgrade
from storage.store import make_engine

# The rows of each table as the driver gives them, in the order in which they may be inserted.
Tables = Mapping[str, Sequence[tuple[Any, ...]]]


class Databases(Protocol):
    """One database that is kept, and a copy of it for each thing that is measured."""

    @property
    def url(self) -> str:
        """The copy that was made last."""

    def prepare(self) -> None:
        """Let what is kept be an empty database, and make a copy of it."""

    def copy(self) -> None:
        """Make a copy of what is kept, in place of the last one."""

    def keep(self) -> None:
        """Let what is kept be the last copy as it is now."""

    def tables(self) -> Tables:
        """Everything that the last copy holds, table by table."""

    def insert_bare(self, tables: Tables) -> None:
        """Insert rows into the last copy with nothing but the driver's `executemany`, as safely as ours are."""


@dataclass(frozen=True, slots=True)
class SQLiteFiles:
    """Databases as files in one folder."""

    folder: Path

    @property
    def _kept(self) -> Path:
        return self.folder / "kept.db"

    @property
    def _used(self) -> Path:
        return self.folder / "used.db"

    @property
    def url(self) -> str:
        """The copy that was made last."""
        return f"sqlite:///{self._used}"

    def prepare(self) -> None:
        """Begin with an empty one."""
        _remove(self._used)
        migrate(self.url)
        self.keep()

    def copy(self) -> None:
        """Copy the file."""
        _remove(self._used)
        shutil.copy(self._kept, self._used)

    def keep(self) -> None:
        """Copy the file the other way."""
        _remove(self._kept)
        shutil.copy(self._used, self._kept)

    def tables(self) -> Tables:
        """The rows in the order in which they came in."""
        with closing(sqlite3.connect(self._used)) as connection:
            found = {table.name: connection.execute(select_all(table)).fetchall() for table in _tables()}
        return {name: rows for name, rows in found.items() if rows}

    def insert_bare(self, tables: Tables) -> None:
        """Insert rows in one transaction, with the settings of storage/store.py."""
        with closing(sqlite3.connect(self._used, isolation_level=None)) as connection:
            for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN IMMEDIATE")
            # Names that point ahead within a table are checked at the commit.
            connection.execute("PRAGMA defer_foreign_keys=ON")
            for name, rows in tables.items():
                connection.executemany(insert_into(name, "?"), rows)
            connection.execute("COMMIT")


def migrate(url: str) -> None:
    """Bring a database to the tables of today."""
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()


def added(before: Tables, after: Tables) -> Tables:
    """The rows of `after` whose primary keys are not in `before`."""
    new = {}
    for table in _tables():
        places = [place for place, column in enumerate(table.c) if column.primary_key]
        there = {tuple(row[place] for place in places) for row in before.get(table.name, ())}
        rows = [row for row in after.get(table.name, ()) if tuple(row[place] for place in places) not in there]
        if rows:
            new[table.name] = rows
    return new


def select_all(table: Table) -> str:
    """The statement that reads a table, its columns in their declared order."""
    return f'SELECT {_columns(table)} FROM "{table.name}"'  # noqa: S608 - our own names


def insert_into(name: str, parameter: str) -> str:
    """The statement that inserts a row of a table, in a driver's own words for a parameter."""
    table = SQLModel.metadata.tables[name]
    places = ", ".join([parameter] * len(table.c))
    return f'INSERT INTO "{name}" ({_columns(table)}) VALUES ({places})'  # noqa: S608 - our own names


def _columns(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.c)


def _tables() -> list[Table]:
    return list(SQLModel.metadata.sorted_tables)


def _remove(path: Path) -> None:
    for left_over in path.parent.glob(f"{path.name}*"):
        left_over.unlink()
