"""Statements that both engines have in the same words: insert unless there, insert or update."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from storage.store import Unit


def insert(unit: Unit, table: Table) -> Any:
    """An INSERT of this engine, which has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return _dialect(unit.connection.dialect.name).insert(table)


def _dialect(engine: str) -> Any:
    return sqlite if engine == "sqlite" else postgresql


@lru_cache
def _insert_unless_there(engine: str, table: Table) -> Any:
    # Built once: building a statement costs more than running it.
    return _dialect(engine).insert(table).on_conflict_do_nothing()


def insert_unless_there(unit: Unit, table: Table, **values: Any) -> bool:
    """Insert a row unless its key is taken; whether it was inserted.

    On PostgreSQL a second writer waits here until the first has committed or rolled back.
    """
    statement = _insert_unless_there(unit.connection.dialect.name, table)
    # Of an INSERT, SQLAlchemy drops the count on PostgreSQL unless it is asked to keep it.
    result = unit.connection.execute(statement, values, execution_options={"preserve_rowcount": True})
    return bool(result.rowcount == 1)


def insert_returning_id(unit: Unit, table: Table, **values: Any) -> int:
    """Insert a row and give its new id."""
    result = unit.connection.execute(table.insert(), values)
    key: int = result.inserted_primary_key[0]  # type: ignore[index]  # an INSERT of one row has a key
    return key


@dataclass(frozen=True, slots=True)
class _Parameter:
    """A column of an INSERT: what makes the driver's value of ours, and the value of rows that have none."""

    name: str
    convert: Callable[[Any], Any]
    usual: Any


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An INSERT as the driver takes it.

    Attributes:
        columns: in the order of the parameters; columns with a value of their own are among them.
        is_positional: whether the driver wants the values in that order, and not by name.
    """

    text: str
    columns: tuple[_Parameter, ...]
    is_positional: bool


@lru_cache
def _prepared(dialect: Dialect, table: Table, names: tuple[str, ...]) -> _Prepared:
    compiled = table.insert().inline().compile(dialect=dialect, column_keys=names)
    columns = tuple(_parameter(dialect, table.c[name]) for name in compiled.positiontup or compiled.binds)
    return _Prepared(str(compiled), columns, bool(compiled.positional))


def _parameter(dialect: Dialect, column: Column[Any]) -> _Parameter:
    convert = column.type.dialect_impl(dialect).bind_processor(dialect)
    usual = column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None
    return _Parameter(column.name, convert or _as_it_is, usual)


def _as_it_is(value: Any) -> Any:
    return value


def insert_many(unit: Unit, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns.

    It is what `execute(table.insert(), rows)` does, column by column instead of row by row: in half the time,
    which is what an import of a hundred thousand rows has most of.
    """
    if not rows:
        return
    prepared = _prepared(unit.connection.dialect, table, tuple(rows[0]))
    columns = [_values(rows, column) for column in prepared.columns]
    values: list[Any] = list(zip(*columns, strict=True))
    if not prepared.is_positional:
        names = [column.name for column in prepared.columns]
        values = [dict(zip(names, row, strict=True)) for row in values]
    unit.connection.exec_driver_sql(prepared.text, values)


def _values(rows: Sequence[Mapping[str, Any]], column: _Parameter) -> list[Any]:
    if column.name not in rows[0]:
        return [column.convert(column.usual)] * len(rows)
    values = map(itemgetter(column.name), rows)
    return list(values) if column.convert is _as_it_is else list(map(column.convert, values))
