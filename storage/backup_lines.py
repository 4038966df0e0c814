"""A table's rows as the lines of a backup, and back: the same on SQLite and on PostgreSQL, to the letter.

A line is a JSON list with a value a column. Instants are `2026-11-20T09:00:00.000000Z`, days `2026-11-20`, bytes in
base 64, JSON the text that was stored. NULL is null, which an empty text is not.
"""

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, cast, func, select, text

from storage.backup_shapes import Kind, TableShape

ROWS_AT_ONCE = 1_000
_compact = json.JSONEncoder(separators=(",", ":")).encode


def line_of(value: object) -> bytes:
    """A value as a line of JSON."""
    return _compact(value).encode("ascii") + b"\n"


def table_lines(connection: Connection, shape: TableShape) -> Iterator[bytes]:
    """The rows of a table as lines, by its key; never more than a handful in memory."""
    table = shape.table()
    read = [_readable(connection, table.c[name], kind) for name, kind in shape.columns]
    statement = select(*read).order_by(*(_order(connection, table.c[name]) for name in shape.key))
    changed = [(place, _OUT[kind]) for place, (_, kind) in enumerate(shape.columns) if kind in _OUT]
    for row in connection.execute(statement, execution_options={"yield_per": ROWS_AT_ONCE}):
        values = list(row)
        for place, out in changed:
            if values[place] is not None:
                values[place] = out(values[place])
        yield line_of(values)


def digest_of(connection: Connection, shape: TableShape) -> str:
    """The SHA-256 of a table's rows, hexadecimal: that of a restored table is that of the one backed up."""
    digest = sha256()
    for line in table_lines(connection, shape):
        digest.update(line)
    return digest.hexdigest()


def take_as_long_as_it_takes(connection: Connection) -> None:
    """Have PostgreSQL end no statement of this transaction for its length: a table's rows may take minutes."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))


def rows_in(connection: Connection, shape: TableShape) -> int:
    """How many rows a table has."""
    return connection.execute(select(func.count()).select_from(shape.table())).scalar_one()


def _readable(connection: Connection, column: ColumnElement[Any], kind: Kind) -> ColumnElement[Any]:
    is_postgresql = connection.dialect.name == "postgresql"
    return cast(column, Text) if kind is Kind.JSON and is_postgresql else column


def _order(connection: Connection, column: ColumnElement[Any]) -> ColumnElement[Any]:
    # SQLite orders texts by their bytes, PostgreSQL as its locale does unless it is told otherwise.
    is_text = isinstance(column.type, Text)
    return column.collate("C") if is_text and connection.dialect.name == "postgresql" else column


def _instant_out(value: datetime) -> str:
    aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return aware.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


_OUT: dict[Kind, Callable[[Any], Any]] = {
    Kind.INSTANT: _instant_out,
    Kind.DAY: date.isoformat,
    Kind.BYTES: lambda value: base64.b64encode(value).decode("ascii"),
}


def stored_on(dialect: str, shape: TableShape, row: Sequence[Any]) -> list[Any]:
    """A line's values as an engine's driver takes them.

    Raises:
        ValueError: a value is none of its column's kind.
    """
    if len(row) != len(shape.columns):
        message = f"{len(row)} values for {len(shape.columns)} columns"
        raise ValueError(message)
    return [_stored(dialect, kind, value) for (_, kind), value in zip(shape.columns, row, strict=True)]


def _stored(dialect: str, kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    if kind is Kind.BYTES:
        return base64.b64decode(value, validate=True)
    if kind is Kind.INSTANT and dialect == "sqlite":
        return f"{value[:10]} {value[11:26]}"  # as SQLAlchemy writes it there, without a zone
    return value
