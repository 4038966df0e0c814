"""Statements that both engines have in the same words: insert unless there, insert or update."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.store import Unit


def insert(unit: Unit, table: Table) -> Any:
    """An INSERT of this engine, which has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    dialect = sqlite if unit.connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def insert_unless_there(unit: Unit, table: Table, **values: Any) -> bool:
    """Insert a row unless its key is taken; whether it was inserted.

    On PostgreSQL a second writer waits here until the first has committed or rolled back.
    """
    statement = insert(unit, table).values(**values).on_conflict_do_nothing()
    # Of an INSERT, SQLAlchemy drops the count on PostgreSQL unless it is asked to keep it.
    result = unit.connection.execute(statement, execution_options={"preserve_rowcount": True})
    return bool(result.rowcount == 1)


def insert_returning_id(unit: Unit, table: Table, **values: Any) -> int:
    """Insert a row and give its new id."""
    result = unit.connection.execute(table.insert().values(**values))
    key: int = result.inserted_primary_key[0]  # type: ignore[index]  # an INSERT of one row has a key
    return key
