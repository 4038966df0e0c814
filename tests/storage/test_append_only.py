"""What the database itself refuses: no test here goes by way of the service's own statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import JSON, Boolean, Column, Connection, Date, Engine, Float, Integer, Table, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from storage.append_only import APPEND_ONLY, AppendOnly, guard, row_id, unguarded
from storage.schema import upgrade
from storage.store import Store
from storage.tables.columns import Instant, Word
from storage.tables.erasures import erased_row, erasure
from storage.tables.service import event

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
_INTO_ITS_PLACE = "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"
_ENDINGS = ("_transition", "_revision", "_act", "_spell", "_version", "_alarm", "_acknowledgement", "_digest", "_seal")
# What looks like history by its name or its words, and is none.
_NO_HISTORY = {
    "framework_version": "QA may put a version right until the day from which it holds",
    "audit_acknowledgement": "an acknowledgement says what each reader has seen so far, and its history is the record",
}


def _history() -> set[str]:
    models = (one.class_ for one in SQLModel._sa_registry.mappers)
    said = {str(one.__tablename__) for one in models if "never changed" in " ".join(str(one.__doc__).split())}
    named = {table for table in SQLModel.metadata.tables if table.endswith(_ENDINGS)}
    return (said | named) - set(_NO_HISTORY)


def test_every_table_of_history_is_append_only_and_the_database_holds_it_to_that(store: Store) -> None:
    assert set(_NO_HISTORY) <= set(SQLModel.metadata.tables)
    assert _history() <= {one.table.name for one in APPEND_ONLY}
    with store.engine.begin() as connection:
        assert unguarded(connection) == []


def _value(column: Column[Any], number: int) -> Any:
    kinds: list[tuple[type, Any]] = [
        (Boolean, False),
        (Integer, number),
        (Float, 1.0),
        (Date, date(2026, 11, 20)),
        (JSON, {}),
        (Instant, NOW),
    ]
    if isinstance(column.type, Word):
        return next(iter(column.type.vocabulary))
    return next((value for kind, value in kinds if isinstance(column.type, kind)), str(number))


def _add_a_row(connection: Connection, table: Table, number: int = 1) -> None:
    connection.execute(table.insert().values({column.name: _value(column, number) for column in table.columns}))


@contextmanager
def _rows_of_nobody(engine: Engine) -> Iterator[Connection]:
    """A transaction in which a row may refer to one that is not there."""
    with engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        raw = connection.connection.cursor()
        raw.execute("PRAGMA foreign_keys=OFF" if is_sqlite else "SET session_replication_role = replica")
        yield connection
        connection.commit()
        raw = connection.connection.cursor()
        raw.execute("PRAGMA foreign_keys=ON" if is_sqlite else "SET session_replication_role = origin")
        connection.connection.commit()


def _is_refused(connection: Connection, statement: str) -> bool:
    try:
        with connection.begin_nested():
            connection.execute(text(statement))
    except IntegrityError as problem:
        return "are added and never changed" in str(problem)
    return False


def _attempts(connection: Connection, one: AppendOnly) -> list[str]:
    name, column = one.table.name, list(one.table.columns)[-1].name
    acts = [f"UPDATE {name} SET {column} = {column}", f"DELETE FROM {name}"]  # noqa: S608 - our own tables' names
    if connection.dialect.name == "postgresql":
        return [*acts, f"TRUNCATE {name} CASCADE"]
    again = _INTO_ITS_PLACE.format(name)
    return acts if one.is_met_again else [*acts, again]


def test_no_statement_changes_takes_away_or_replaces_a_row_of_any_of_them(store: Store) -> None:
    with _rows_of_nobody(store.engine) as connection:
        for one in APPEND_ONLY:
            _add_a_row(connection, one.table)
    with store.engine.begin() as connection:
        before = _counts(connection)
        tried = {
            statement: _is_refused(connection, statement)
            for one in APPEND_ONLY
            for statement in _attempts(connection, one)
        }
        assert [statement for statement, refused in tried.items() if not refused] == []
        assert _counts(connection) == before
    assert min(before) > 0


def _counts(connection: Connection) -> list[int]:
    return [connection.execute(select(func.count()).select_from(one.table)).scalar_one() for one in APPEND_ONLY]


def test_what_is_met_again_on_purpose_is_neither_refused_nor_replaced(sqlite_store: Store) -> None:
    met = [one.table for one in APPEND_ONLY if one.is_met_again]
    with _rows_of_nobody(sqlite_store.engine) as connection:
        for table in met:
            _add_a_row(connection, table)
            whole = connection.execute(select(table)).one()
            connection.execute(text(_INTO_ITS_PLACE.format(table.name)))
            connection.execute(table.insert().prefix_with("OR IGNORE").values(**whole._mapping))
            assert connection.execute(select(table)).all() == [whole]


def _erase(connection: Connection, table: str, *keys: str) -> None:
    connection.execute(
        erasure.insert().values(id=1, at=NOW, reason="asked for", ground="case", counts={}, certificate_digest="0")
    )
    for key in keys:
        connection.execute(erased_row.insert().values(table_name=table, row_id=key, erasure_id=1, at=NOW))


def test_a_row_that_an_erasure_names_may_be_emptied_or_taken_away_and_no_other(store: Store) -> None:
    with _rows_of_nobody(store.engine) as connection:
        for number in (1, 2, 3):
            _add_a_row(connection, event, number)
        _erase(connection, "event", row_id(1), row_id(2))
    with store.engine.begin() as connection:
        emptied = "UPDATE event SET detail = '{}', salt = NULL, actor_object_id = NULL WHERE id = 1"
        connection.execute(text(emptied))
        connection.execute(text("DELETE FROM event WHERE id = 2"))
        # Who did what, and when, is in no erasure: nobody's deed is put down to somebody else afterwards.
        for change in ("actor_id = 5", "what = 'another'", "at = '2026-12-24 09:00:00.000000'", "subject_id = NULL"):
            assert _is_refused(connection, f"UPDATE event SET {change} WHERE id = 1")  # noqa: S608 - from the row above
        # A row that may be emptied can't be put in another's place, nor take one along.
        assert _is_refused(connection, "UPDATE event SET id = 2 WHERE id = 1")
        assert _is_refused(connection, "UPDATE event SET salt = NULL WHERE id = 3")
        assert _is_refused(connection, "DELETE FROM event")
        assert _is_refused(connection, "DELETE FROM erased_row")
        assert connection.execute(select(event.c.id).order_by(event.c.id)).scalars().all() == [1, 3]


def test_a_key_of_several_parts_is_named_part_by_part(store: Store) -> None:
    table = next(one.table for one in APPEND_ONLY if one.table.name == "audit_answer_revision")
    with _rows_of_nobody(store.engine) as connection:
        for number in (1, 2):
            _add_a_row(connection, table, number)
        _erase(connection, table.name, row_id(1, "1", 1))
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_answer_revision WHERE allocation_id = 1"))
        assert _is_refused(connection, "DELETE FROM audit_answer_revision WHERE allocation_id = 2")


def test_a_trigger_that_was_taken_away_is_seen_and_the_next_upgrade_puts_it_back(store: Store) -> None:
    with store.engine.begin() as connection:
        on = " ON event" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER event_append_only{'' if on else '_update'}{on}"))
        assert unguarded(connection) == ["event"]
    upgrade(store.engine)
    with store.engine.begin() as connection:
        assert unguarded(connection) == []


def test_a_trigger_that_was_switched_off_or_does_nothing_is_seen(postgresql_store: Store) -> None:
    with postgresql_store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE event DISABLE TRIGGER event_append_only"))
        assert unguarded(connection) == ["event"]
        guard(connection)
        assert unguarded(connection) == []
        for name in ("auditbot_append_only", "auditbot_append_only_whole"):
            does_nothing = (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$"
            )
            connection.execute(text(does_nothing))
            assert "event" in unguarded(connection)
            guard(connection)
            assert unguarded(connection) == []


def test_a_table_that_a_later_revision_builds_anew_is_held_again(sqlite_store: Store) -> None:
    with sqlite_store.engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("event", recreate="always") as batch:
            batch.add_column(Column("nobody_declared", Integer, nullable=True))
        assert unguarded(connection) == ["event"]
    upgrade(sqlite_store.engine)
    with sqlite_store.engine.begin() as connection:
        assert unguarded(connection) == []


@pytest.mark.parametrize(("key", "named"), [((7,), "7"), ((7, "overall", 2), "7/overall/2")])
def test_the_key_of_a_row_is_written_with_strokes(key: tuple[Any, ...], named: str) -> None:
    assert row_id(*key) == named
