"""What the store held when the council was built: what has changed since, and everything put back as it was.

The copy lies beside the tables: in a database of its own in memory on SQLite, in a schema of its own on PostgreSQL.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlmodel import SQLModel

TABLES = tuple(table.name for table in SQLModel.metadata.sorted_tables)
Row = tuple[Any, ...]
Rows = dict[str, frozenset[Row]]


@dataclass(frozen=True, slots=True)
class Change:
    """A row that has come or gone; one that has changed is one that has gone and one that has come."""

    table: str
    row: Mapping[str, Any]
    has_come: bool

    def __repr__(self) -> str:
        return f"{'+' if self.has_come else '-'} {self.table} {dict(self.row)}"


class Kept:
    """A store as it was.

    Args:
        engine: of a connection of its own, so that nothing here stands in the way of the service.
    """

    def __init__(self, engine: Engine) -> None:
        self._is_sqlite = engine.dialect.name == "sqlite"
        # The driver's own connection: SQLAlchemy would begin a transaction with each statement.
        self._pooled = engine.raw_connection()
        open_: Any = self._pooled.driver_connection
        if not self._is_sqlite:
            open_.autocommit = True
        self._open = open_
        self._columns = {name: [one.name for one in SQLModel.metadata.tables[name].columns] for name in TABLES}
        self._forget()
        self._keep()
        self._version = self._data_version()
        self.base = self._rows(TABLES)

    def changes(self) -> list[Change]:
        """What is otherwise than it was, by table."""
        touched = self._touched()
        now = self._rows(touched)
        found = []
        for name in touched:
            pairs = ((self.base[name] - now[name], False), (now[name] - self.base[name], True))
            found += [Change(name, self.named(name, row), has) for rows, has in pairs for row in sorted(rows, key=str)]
        return found

    def named(self, table: str, row: Row) -> dict[str, Any]:
        """A row by the names of its columns."""
        return dict(zip(self._columns[table], row, strict=True))

    def put_back(self, changes: list[Change]) -> None:
        """Have every table that has changed as it was."""
        names = [name for name in TABLES if name in {change.table for change in changes}]
        with self._unhindered(names):
            for name in names:
                columns = ", ".join(f'"{one}"' for one in self._columns[name])
                self._do(f'DELETE FROM "{name}"')  # noqa: S608 - names of our own tables
                self._do(f'INSERT INTO "{name}" ({columns}) SELECT {columns} FROM kept."{name}"')  # noqa: S608 - likewise
        self._version = self._data_version()

    def close(self) -> None:
        """Let go of the connection."""
        self._pooled.invalidate()  # it is not as the pool's others are

    def _forget(self) -> None:
        # How it came to be as it is would be read through again after each act, and no act looks at it.
        ways = [name for name in TABLES if name.startswith(("event", "handled_activity"))]
        with self._unhindered(ways):
            for name in ways:
                self._do(f'DELETE FROM "{name}"')  # noqa: S608 - names of our own tables

    def _keep(self) -> None:
        self._do("ATTACH DATABASE ':memory:' AS kept" if self._is_sqlite else "CREATE SCHEMA kept")
        for name in TABLES:
            self._do(f'CREATE TABLE kept."{name}" AS SELECT * FROM "{name}"')  # noqa: S608 - names of our own tables

    def _touched(self) -> list[str]:
        """The tables that may have changed: on SQLite none where nobody has committed anything."""
        if self._is_sqlite:
            return [] if self._data_version() == self._version else list(TABLES)
        return [name for name, is_same in self._do(_SAME) if not is_same]

    def _data_version(self) -> int:
        return int(self._do("PRAGMA main.data_version").fetchone()[0]) if self._is_sqlite else 0

    def _rows(self, names: list[str] | tuple[str, ...]) -> Rows:
        return {name: frozenset(self._rows_of(name)) for name in names}

    def _rows_of(self, name: str) -> list[Row]:
        # PostgreSQL's driver makes lists and objects of JSON, which no set can hold.
        columns = ", ".join(f'"{one}"' if self._is_sqlite else f'"{one}"::text' for one in self._columns[name])
        rows = self._do(f'SELECT {columns} FROM "{name}"').fetchall()  # noqa: S608 - names of our own tables
        return rows if self._is_sqlite else [tuple(map(_number, row)) for row in rows]

    @contextmanager
    def _unhindered(self, names: list[str]) -> Iterator[None]:
        """Without regard to what refers to what, and to what is never changed."""
        if not self._is_sqlite:
            with self._all_or_nothing("SET LOCAL session_replication_role = replica"):
                yield
            return
        self._do("PRAGMA foreign_keys = OFF")
        with self._all_or_nothing("SELECT 1"):
            triggers = [(one, sql) for one, table, sql in self._do(_TRIGGERS) if table in names]
            for one, _ in triggers:
                self._do(f'DROP TRIGGER "{one}"')
            yield
            for _, sql in triggers:
                self._do(sql)

    @contextmanager
    def _all_or_nothing(self, first: str) -> Iterator[None]:
        self._do("BEGIN IMMEDIATE" if self._is_sqlite else "BEGIN")
        try:
            self._do(first)
            yield
        except BaseException:
            self._do("ROLLBACK")
            raise
        self._do("COMMIT")

    def _do(self, statement: str) -> Any:
        return self._open.execute(statement)


_TRIGGERS = "SELECT name, tbl_name, sql FROM main.sqlite_master WHERE type = 'trigger'"


def _sum(table: str) -> str:
    # The rows in no order: what adds up to the same is the same, but for a chance that no test will live to see.
    return f"(SELECT (count(*), sum(hashtextextended(one::text, 0)))::text FROM {table} one)"  # noqa: S608 - our tables


def _is_same(name: str) -> str:
    now, then = _sum(f'public."{name}"'), _sum(f'kept."{name}"')
    return f"SELECT '{name}', {now} = {then}"


_SAME = " UNION ALL ".join(map(_is_same, TABLES))


def _number(text: str | None) -> Any:
    return int(text) if text is not None and text.lstrip("-").isdigit() and len(text) < 10 else text
