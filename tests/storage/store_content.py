"""What a store holds, told without its row numbers, so that two stores can be compared."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import zip_longest
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint, select
from sqlmodel import SQLModel

from storage.store import Unit

# What was done to the store rather than what it holds: each import and export adds to these by itself.
DEEDS = frozenset({"import_run", "event", "event_digest", "event_seal"})
TABLES = [table for table in SQLModel.metadata.sorted_tables if table.name not in DEEDS]

Row = Mapping[Any, Any]


def rows_of(unit: Unit) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table with its row numbers: equal only while nothing at all is written."""
    found = {table.name: unit.connection.execute(select(table)).all() for table in SQLModel.metadata.sorted_tables}
    return {name: sorted((tuple(row) for row in rows), key=repr) for name, rows in found.items()}


def content(unit: Unit) -> dict[str, list[Any]]:
    """Every row of every table, in no order, with names (an address, a reference) in place of row numbers."""
    named = _Named({table.name: unit.connection.execute(select(table)).mappings().all() for table in TABLES})
    return {
        table.name: sorted((named.told(table, row) for row in named.rows[table.name]), key=repr) for table in TABLES
    }


def differences(one: Mapping[str, Sequence[Any]], other: Mapping[str, Sequence[Any]]) -> dict[str, tuple[Any, Any]]:
    """By table or sheet, the first row that only one of the two has: a whole diff of them would take minutes."""
    return {
        name: next(pair for pair in zip_longest(one[name], other[name]) if pair[0] != pair[1])
        for name in one
        if one[name] != other[name]
    }


class _Named:
    def __init__(self, rows: Mapping[str, Sequence[Row]]) -> None:
        self.rows = rows
        self._by_number = cache(self._all_by_number)

    def told(self, table: Table, row: Row) -> dict[str, Any]:
        """A row by its columns, without its own number, names instead of others'."""
        return {column.name: self._value(column, row) for column in table.columns if column.name != "id"}

    def _value(self, column: Column[Any], row: Row) -> Any:
        value = row[column.name]
        for key in column.foreign_keys:
            return None if value is None else self._name(key.column, value)
        return value

    def _name(self, key: Column[Any], number: Any) -> Any:
        row = self._by_number(key)[number]
        columns = _name_of(key.table)
        return tuple(self._value(column, row) for column in columns) if columns else self.told(key.table, row)

    def _all_by_number(self, key: Column[Any]) -> Mapping[Any, Row]:
        return {row[key.name]: row for row in self.rows[key.table.name]}


@cache
def _name_of(table: Table) -> tuple[Column[Any], ...]:
    """The columns that tell a table's rows apart without a number; none where nothing does."""
    for column in table.columns:
        if column.unique:
            return (column,)
    unique = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    if unique:
        return tuple(unique[0].columns)
    return () if "id" in table.columns else tuple(table.primary_key.columns)
