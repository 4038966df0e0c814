"""Rows of a backup into the tables of an empty database, by its driver: a million of them fill no memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, cast

import psycopg
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from domain.errors import BadInputError
from storage.backup_lines import ROWS_AT_ONCE, stored_on
from storage.backup_shapes import Kind, TableShape

# How many rows of a table are in by now.
Loaded = Callable[[int], None]


def let_references_wait(connection: Connection) -> None:
    """Have SQLite ask only at the end whether each row that is referred to is there: a person's manager comes later.

    PostgreSQL asks at the end of a table's rows, which all come in one statement.
    """
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))


def load_rows(connection: Connection, shape: TableShape, rows: Iterable[Sequence[Any]], loaded: Loaded) -> None:
    """Put rows into a table, as `storage.backup_lines` has them.

    Raises:
        BadInputError: a row can't be held by this engine; it says which.
    """
    place = _Place(shape, connection.dialect.name, loaded)
    try:
        if connection.dialect.name == "sqlite":
            _insert(connection, shape, place.stored(rows))
        else:
            _copy(connection, shape, place.stored(rows))
    except (SQLAlchemyError, psycopg.Error, ValueError, TypeError) as problem:
        raise place.refused() from problem


class _Place:
    """Which row is on its way in."""

    def __init__(self, shape: TableShape, dialect: str, loaded: Loaded) -> None:
        self._shape = shape
        self._dialect = dialect
        self._loaded = loaded
        self._texts = [place for place, (_, kind) in enumerate(shape.columns) if kind is Kind.TEXT]
        self._row = 0

    def stored(self, rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
        for self._row, row in enumerate(rows, 1):
            self._check_texts(row)
            yield stored_on(self._dialect, self._shape, row)
            if self._row % ROWS_AT_ONCE == 0:
                self._loaded(self._row)

    def _check_texts(self, row: Sequence[Any]) -> None:
        if self._dialect == "postgresql" and any("\0" in (row[place] or "") for place in self._texts):
            raise BadInputError(
                f"Row {self._row:,} of the table {self._shape.name} holds the character NUL, which PostgreSQL can't "
                "hold, so nothing was restored. Restore into SQLite, put the text right there, and back that up."
            )

    def refused(self) -> BadInputError:
        return BadInputError(
            f"The database would not take the table {self._shape.name} (about its row {self._row:,}), so nothing was "
            "restored. Check that it has room, and that the backup was made by auditbot alone."
        )


def _names(connection: Connection, shape: TableShape) -> tuple[str, str]:
    quote = connection.dialect.identifier_preparer.quote_identifier
    return quote(shape.name), ", ".join(quote(name) for name, _ in shape.columns)


def _insert(connection: Connection, shape: TableShape, rows: Iterator[list[Any]]) -> None:
    table, columns = _names(connection, shape)
    marks = ", ".join("?" for _ in shape.columns)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our own tables, quoted
    while batch := [tuple(row) for row in islice(rows, ROWS_AT_ONCE)]:
        connection.exec_driver_sql(statement, batch)


def _copy(connection: Connection, shape: TableShape, rows: Iterator[list[Any]]) -> None:
    table, columns = _names(connection, shape)
    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    statement = f"COPY {table} ({columns}) FROM STDIN".encode()
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def go_on_counting(connection: Connection, shape: TableShape) -> None:
    """Have PostgreSQL give new rows the numbers after those that were loaded, as SQLite does by itself."""
    if connection.dialect.name != "postgresql" or len(shape.key) != 1:
        return
    table, (key,) = _names(connection, shape)[0], shape.key
    owned = {"table": table, "key": key}
    sequence = connection.execute(text("SELECT pg_get_serial_sequence(:table, :key)"), owned).scalar()
    if sequence is None:
        return
    column = connection.dialect.identifier_preparer.quote_identifier(key)
    highest = connection.execute(text(f"SELECT max({column}) FROM {table}")).scalar()  # noqa: S608 - as above
    values = {"sequence": sequence, "next": (highest or 0) + 1}
    connection.execute(text("SELECT setval(CAST(:sequence AS regclass), :next, false)"), values)
