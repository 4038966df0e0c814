"""What a backup knows of a table: its columns, what sort of value each holds, and the key that orders its rows.

Shapes are read from the database itself, so that one of an earlier version is backed up as it is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    DateTime,
    Double,
    Float,
    Integer,
    LargeBinary,
    Numeric,
    String,
    TableClause,
    Text,
    column,
    inspect,
    table,
)
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.types import JSON, TypeEngine
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - importing the package is what registers the tables

# Alembic's own: the revision stands in the backup's heading.
_NOT_OURS = frozenset({"alembic_version"})
# The tables of this version; an earlier one may have had others.
OURS = frozenset(SQLModel.metadata.tables)


class Kind(StrEnum):
    """What sort of value a column holds, on either engine."""

    WHOLE = "whole number"
    NUMBER = "number"
    YES_NO = "yes or no"
    TEXT = "text"
    JSON = "json"
    DAY = "day"
    INSTANT = "instant"
    BYTES = "bytes"


# The first that fits: a day with its time is no day, and a number with places no whole one.
_KINDS: tuple[tuple[tuple[type[TypeEngine[Any]], ...], Kind], ...] = (
    ((JSON,), Kind.JSON),
    ((Boolean,), Kind.YES_NO),
    ((DateTime,), Kind.INSTANT),
    ((Date,), Kind.DAY),
    ((LargeBinary,), Kind.BYTES),
    ((Integer,), Kind.WHOLE),
    ((Float, Numeric), Kind.NUMBER),
    ((String,), Kind.TEXT),
)
# JSON is read as the text that was written, to the letter.
_READ_AS: dict[Kind, TypeEngine[Any]] = {
    Kind.WHOLE: Integer(),
    Kind.NUMBER: Double(),
    Kind.YES_NO: Boolean(),
    Kind.TEXT: Text(),
    Kind.JSON: Text(),
    Kind.DAY: Date(),
    Kind.INSTANT: DateTime(timezone=True),
    Kind.BYTES: LargeBinary(),
}


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table: its columns by name with their kinds, in the order of the alphabet, and the columns of its key."""

    name: str
    columns: tuple[tuple[str, Kind], ...]
    key: tuple[str, ...]

    def table(self) -> TableClause:
        """The table, to be read from."""
        return table(self.name, *(column(name, _READ_AS[kind]) for name, kind in self.columns))


def shapes_of(connection: Connection, only: Collection[str] | None = None) -> list[TableShape]:
    """The tables of a database; each after those that it refers to.

    Args:
        connection: the database.
        only: their names, where somebody else may have made tables in it as well.
    """
    inspector = inspect(connection)
    ordered = [name for name, _ in inspector.get_sorted_table_and_fkc_names() if name is not None]
    wanted = [one for one in ordered if one not in _NOT_OURS and (only is None or one in only)]
    columns = {name: found for (_, name), found in inspector.get_multi_columns(filter_names=wanted).items()}
    keys = {name: found for (_, name), found in inspector.get_multi_pk_constraint(filter_names=wanted).items()}
    return [TableShape(one, _columns(one, columns[one]), tuple(keys[one]["constrained_columns"])) for one in wanted]


def has_tables(connection: Connection) -> bool:
    """Whether there is any table at all in a database."""
    return bool(inspect(connection).get_table_names())


def _columns(table: str, found: list[ReflectedColumn]) -> tuple[tuple[str, Kind], ...]:
    return tuple(sorted((one["name"], _kind(table, one)) for one in found))


def _kind(table: str, column: ReflectedColumn) -> Kind:
    for types, kind in _KINDS:
        if isinstance(column["type"], types):
            return kind
    message = f"{table}.{column['name']} is {column['type']!r}, which no backup can hold: add it to `Kind`."
    raise TypeError(message)
