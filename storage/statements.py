"""Statements that both engines have in the same words: insert unless there, insert or update."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

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
