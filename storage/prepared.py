"""Statements on the way of every turn, written once and then run by the driver itself (docs/decisions/0014).

`Connection.execute` takes some ten times as long as SQLite does to find a row. A statement that is always the same but
for its values needs none of that: SQLAlchemy writes it, and says how its values are converted both ways.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Delete, Dialect, Insert, Select, Table, Update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from storage.store import Unit

Statement = Select[Any] | Insert | Update | Delete
Row = tuple[Any, ...]
_Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement in the words of one engine.

    Attributes:
        parameters: name, conversion to what the driver takes, and what it is where no value is given.
        is_positional: whether the driver wants the values in this order, and not by name.
        converted: which columns of a row are converted, and how.
    """

    text: str
    parameters: tuple[tuple[str, _Convert | None, Any], ...]
    is_positional: bool
    converted: tuple[tuple[int, _Convert], ...]

    def values(self, given: Mapping[str, Any]) -> list[Any] | dict[str, Any]:
        found = [
            (name, given.get(name, usual) if convert is None else convert(given.get(name, usual)))
            for name, convert, usual in self.parameters
        ]
        return [value for _, value in found] if self.is_positional else dict(found)

    def read(self, row: Row) -> Row:
        if not self.converted:
            return row
        read = list(row)
        for place, convert in self.converted:
            read[place] = convert(read[place])
        return tuple(read)


class Prepared:
    """A statement that is always the same but for its values, each of them a `bindparam` or a column's own.

    Args:
        statement: or one for each engine, by its name. It has no list of values and leaves no column to a default.
    """

    def __init__(self, statement: Statement | Mapping[str, Statement]) -> None:
        self._statement = statement
        self._written: dict[str, _Written] = {}

    def rows(self, unit: Unit, **values: Any) -> list[Row]:
        """The rows of a SELECT.

        Raises:
            sqlalchemy.exc.DBAPIError: what the driver raised, as `Connection.execute` would raise it.
        """
        written, cursor = self._run(unit, values)
        return [written.read(row) for row in cursor.fetchall()]

    def change(self, unit: Unit, **values: Any) -> int:
        """Run an INSERT, UPDATE or DELETE; how many rows it changed.

        Raises:
            sqlalchemy.exc.DBAPIError: as `rows`.
        """
        return int(self._run(unit, values)[1].rowcount)

    def _run(self, unit: Unit, values: Mapping[str, Any]) -> tuple[_Written, Any]:
        dialect = unit.connection.dialect
        written = self._written.get(dialect.name) or self._write(dialect)
        cursor = unit.connection.connection.cursor()
        try:
            cursor.execute(written.text, written.values(values))
        except dialect.loaded_dbapi.Error as problem:
            raise _as_raised(dialect, written.text, problem) from problem
        return written, cursor

    def _write(self, dialect: Dialect) -> _Written:
        statement = self._statement[dialect.name] if isinstance(self._statement, Mapping) else self._statement
        self._written[dialect.name] = _written(dialect, statement)
        return self._written[dialect.name]


def _written(dialect: Dialect, statement: Statement) -> _Written:
    compiled: Any = statement.compile(dialect=dialect)
    names = compiled.positiontup or list(compiled.binds)
    parameters = tuple(
        (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect), compiled.binds[name].value)
        for name in names
    )
    columns = statement.selected_columns if isinstance(statement, Select) else ()
    readings = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    converted = tuple((place, convert) for place, convert in enumerate(readings) if convert is not None)
    return _Written(str(compiled), parameters, bool(compiled.positional), converted)


def _as_raised(dialect: Dialect, text: str, problem: Exception) -> BaseException:
    # Its values are about people: they stay out of the error, as the engine keeps them out.
    return DBAPIError.instance(
        text,
        None,
        problem,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        dialect=dialect,
    )


def unless_there(table: Table) -> Prepared:
    """An INSERT of a whole row that does nothing where its key is taken."""
    return Prepared(
        {
            "sqlite": sqlite.insert(table).on_conflict_do_nothing(),
            "postgresql": postgresql.insert(table).on_conflict_do_nothing(),
        }
    )
