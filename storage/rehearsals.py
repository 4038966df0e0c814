"""A rehearsal: work that writes, tried where nothing of it stays and nobody waits for it.

To try an import and roll it back would do on an empty machine. Where people are at work, SQLite's one writer would be
taken for as long as it lasts, and PostgreSQL's row locks would hold up whoever answers an audit of the workbook.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from sqlalchemy import Connection, Engine, StaticPool, Table, create_engine, event
from sqlmodel import SQLModel

# The rows of these are nothing that an import goes by, and may be many; an empty table of each takes what is written.
_WITHOUT_ROWS = frozenset(
    {
        "audit_answer_revision",
        "audit_card",
        "audit_version",
        "channel_address",
        "chat_file",
        "event",
        "event_digest",
        "event_seal",
        "handled_activity",
        "handled_press",
        "job_run",
        "outbox",
        "outbox_attempt",
    }
)


@contextmanager
def rehearsing(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the store as it is now and on which anything may be written: at the end it is gone."""
    rehearse = _on_a_copy if engine.dialect.name == "sqlite" else _beside_the_tables
    with rehearse(engine) as connection:
        yield connection


@contextmanager
def _on_a_copy(engine: Engine) -> Iterator[Connection]:
    """SQLite: a copy of the database in a file without a name, which the system takes away whatever happens."""
    with closing(sqlite3.connect("", check_same_thread=False, isolation_level=None)) as copy:
        with closing(engine.raw_connection()) as original:
            _driver(original).backup(copy)
        copy.execute("PRAGMA foreign_keys=ON")
        copy.execute("PRAGMA synchronous=OFF")
        on_the_copy = create_engine("sqlite://", creator=_always(copy), poolclass=StaticPool)
        event.listen(on_the_copy, "begin", _begin)
        with on_the_copy.connect() as connection, connection.begin() as transaction:
            yield connection
            transaction.rollback()


def _driver(pooled: object) -> sqlite3.Connection:
    driver = getattr(pooled, "driver_connection", None)
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - `engine` is of SQLite
    return driver


def _always(copy: sqlite3.Connection) -> Callable[[], sqlite3.Connection]:
    return lambda: copy


def _begin(connection: Connection) -> None:
    # The driver is told to open no transactions of its own, as in `storage.store`.
    connection.exec_driver_sql("BEGIN")


@contextmanager
def _beside_the_tables(engine: Engine) -> Iterator[Connection]:
    """PostgreSQL: temporary tables of this connection alone, which stand before the store's under the same names."""
    with engine.connect() as connection:
        of_one_moment = connection.execution_options(isolation_level="REPEATABLE READ")
        with of_one_moment.begin() as transaction:
            schema = of_one_moment.exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
            for table in SQLModel.metadata.sorted_tables:
                _shadow(of_one_moment, table, schema)
            yield of_one_moment
            transaction.rollback()


def _shadow(connection: Connection, table: Table, schema: str) -> None:
    name = connection.dialect.identifier_preparer.format_table(table)
    like = f"CREATE TEMPORARY TABLE {name} (LIKE {schema}.{name} INCLUDING ALL) ON COMMIT DROP"
    connection.exec_driver_sql(like)
    if table.name not in _WITHOUT_ROWS:
        # The names are those of our own tables.
        connection.exec_driver_sql(f"INSERT INTO {name} SELECT * FROM {schema}.{name}")  # noqa: S608
        connection.exec_driver_sql(f"ANALYZE {name}")
