"""Two rows in every table there is, with whatever its columns can hold: what no copy of them may lose."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Double, Float, Integer, LargeBinary, insert
from sqlmodel import SQLModel

from storage.store import Unit
from storage.tables.columns import Instant, Word

ODD = "ü “odd” \\ ' \" \t\r\n \N{GRINNING FACE}"
_DAYS = {1: date(1, 1, 1), 2: date(2026, 11, 20)}


def fill(unit: Unit) -> None:
    """Two rows a table. Where a row may refer to another of its own table, the first refers to the second."""
    for table in SQLModel.metadata.sorted_tables:
        counted = {table.autoincrement_column}  # by the database, as ever
        rows = [{one.name: _value(one, n) for one in table.columns if one not in counted} for n in (1, 2)]
        unit.connection.execute(insert(table).values(rows))


def _value(column: Column[Any], number: int) -> Any:
    for key in column.foreign_keys:
        return _value(key.column, 3 - number if key.column.table is column.table else number)
    if isinstance(column.type, JSON):
        return [{"k": ["", None, "ü\n", 0.1, number]}] if number == 1 else None
    if column.nullable and number == 2:
        return None
    return _of_kind(column, number)


def _of_kind(column: Column[Any], number: int) -> Any:
    match column.type:
        case Word() as word:
            return list(word.vocabulary)[number % len(word.vocabulary)]
        case Instant():
            return datetime(2026, 3, 29, 0, 59, 59, 999_999 - number, tzinfo=UTC)
        case Date():
            return _DAYS[number]
        case Boolean():
            return number == 1
        case LargeBinary():
            return bytes(range(256))
        case Float() | Double():
            return 0.1 + number
        case Integer():
            return number
        case _:
            return "" if column.nullable else f"{number} {ODD}"
