"""Statements that both engines have in the same words: insert unless there, insert or update, many rows at once."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Insert,
    String,
    Table,
    Update,
    any_,
    bindparam,
    exists,
    func,
    literal,
    select,
)
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
    """A parameter of a statement that is run for many rows.

    Attributes:
        name: in the statement.
        column: in the rows.
        convert: makes the driver's value of ours.
        usual: the value of rows that don't have the column.
        hashable: whether a table of values can be made, so that each different one is converted once.
    """

    name: str
    column: str
    convert: Callable[[Any], Any]
    usual: Any
    hashable: bool


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A statement as the driver takes it.

    Attributes:
        is_positional: whether the driver wants the values in the order of the parameters, and not by name.
    """

    text: str
    parameters: tuple[_Parameter, ...]
    is_positional: bool


@lru_cache
def _prepared_insert(dialect: Dialect, table: Table, names: tuple[str, ...]) -> _Prepared:
    return _prepared(dialect, table.insert().inline(), {column.name: column for column in table.c}, names)


@lru_cache
def _prepared_update(dialect: Dialect, table: Table, key: tuple[str, ...], names: tuple[str, ...]) -> _Prepared:
    columns = {_bound(name): table.c[name] for name in (*key, *names)}
    statement = (
        table.update()
        .where(*(table.c[name] == bindparam(_bound(name)) for name in key))
        .values({name: bindparam(_bound(name)) for name in names})
    )
    return _prepared(dialect, statement, columns)


def _bound(name: str) -> str:
    return f"the_{name}"  # a column's own name is reserved


def _prepared(
    dialect: Dialect, statement: Insert | Update, columns: Mapping[str, Column[Any]], names: Sequence[str] | None = None
) -> _Prepared:
    compiled = statement.compile(dialect=dialect, column_keys=names)
    bound = compiled.positiontup or compiled.binds
    parameters = tuple(_parameter(dialect, name, columns[name]) for name in bound)
    return _Prepared(str(compiled), parameters, bool(compiled.positional))


def _parameter(dialect: Dialect, name: str, column: Column[Any]) -> _Parameter:
    convert = column.type.dialect_impl(dialect).bind_processor(dialect)
    usual = column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None
    return _Parameter(name, column.name, convert or _as_it_is, usual, column.type.hashable)


def _as_it_is(value: Any) -> Any:
    return value


def insert_many(unit: Unit, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns.

    It is what `execute(table.insert(), rows)` does, column by column instead of row by row: in half the time,
    which is what an import of a hundred thousand rows has most of.
    """
    if rows:
        _run_for(unit, _prepared_insert(unit.connection.dialect, table, tuple(rows[0])), rows)


def update_many(unit: Unit, table: Table, key: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Update the rows of a table that have these keys, each to the values beside its key.

    Args:
        unit: the unit of work.
        table: the table.
        key: the columns that tell its rows apart.
        rows: the keys and the new values; all have the same columns.
    """
    if rows:
        names = tuple(name for name in rows[0] if name not in key)
        _run_for(unit, _prepared_update(unit.connection.dialect, table, tuple(key), names), rows)


def _run_for(unit: Unit, prepared: _Prepared, rows: Sequence[Mapping[str, Any]]) -> None:
    columns = [_values(rows, parameter) for parameter in prepared.parameters]
    values: list[Any] = list(zip(*columns, strict=True))
    if not prepared.is_positional:
        names = [parameter.name for parameter in prepared.parameters]
        values = [dict(zip(names, row, strict=True)) for row in values]
    unit.connection.exec_driver_sql(prepared.text, values)


def _values(rows: Sequence[Mapping[str, Any]], parameter: _Parameter) -> list[Any]:
    convert = parameter.convert
    if parameter.column not in rows[0]:
        return [convert(parameter.usual)] * len(rows)
    values = list(map(itemgetter(parameter.column), rows))
    if convert is _as_it_is:
        return values
    if not parameter.hashable:
        return list(map(convert, values))
    # Days, instants and words are few, and a look into a table is quicker than any conversion.
    converted = {value: convert(value) for value in set(values)}
    return list(map(converted.__getitem__, values))


def among(connection: Connection, column: Column[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """The condition that a column of texts or whole numbers has one of these values, however many they are.

    They are one parameter. With a parameter each, the database and SQLAlchemy would read the statement itself for
    longer than the rows, and there would have to be a statement for every few thousand.
    """
    listed = list(values)
    if connection.dialect.name == "sqlite":
        return column.in_(select(func.json_each(json.dumps(listed)).table_valued("value").c.value))
    return column == any_(literal(listed, postgresql.ARRAY(column.type)))


def has_any(connection: Connection, text: ColumnElement[str], parts: Iterable[str]) -> ColumnElement[bool]:
    """The condition that a text has one of these parts in it, letter by letter, however many they are (`among`)."""
    listed = list(parts)
    if connection.dialect.name == "sqlite":
        part = func.json_each(json.dumps(listed)).table_valued("value")
        return exists(select(literal(1)).select_from(part).where(func.instr(text, part.c.value) > 0))
    part = func.unnest(literal(listed, postgresql.ARRAY(String()))).table_valued("value").render_derived()
    return exists(select(literal(1)).select_from(part).where(func.strpos(text, part.c.value) > 0))
