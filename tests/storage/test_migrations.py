from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlmodel import SQLModel

from storage import schema, tables
from storage.schema import Fit


def _differences(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))


def test_the_migrations_make_exactly_the_tables_that_the_models_describe(empty_engine: Engine) -> None:
    assert tables.__all__
    schema.upgrade(empty_engine)
    assert _differences(empty_engine) == []


def test_a_table_that_a_model_lacks_is_seen_as_a_difference(empty_engine: Engine) -> None:
    schema.upgrade(empty_engine)
    with empty_engine.begin() as connection:
        connection.execute(text("ALTER TABLE team ADD COLUMN nobody_declared INTEGER"))
    assert _differences(empty_engine) != []


def test_an_empty_database_is_at_no_revision_and_not_current(empty_engine: Engine) -> None:
    assert schema.current_revision(empty_engine) is None
    assert schema.fit(empty_engine) is Fit.EMPTY_OR_OLDER


def test_after_an_upgrade_the_database_is_current(empty_engine: Engine) -> None:
    schema.upgrade(empty_engine)
    assert schema.current_revision(empty_engine) == schema.head_revision()
    assert schema.fit(empty_engine) is Fit.CURRENT


def test_upgrading_twice_changes_nothing(empty_engine: Engine) -> None:
    schema.upgrade(empty_engine)
    with empty_engine.begin() as connection:
        connection.execute(text("INSERT INTO team (name, service) VALUES ('Larch', 'North')"))
    schema.upgrade(empty_engine)
    with empty_engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM team")).scalars().all() == ["Larch"]


def test_an_upgrade_that_fails_leaves_nothing_behind(empty_engine: Engine) -> None:
    with empty_engine.begin() as connection:
        connection.execute(text("CREATE TABLE concern_acknowledgement (id INTEGER)"))  # the last one to be made
    with pytest.raises(Exception, match="concern_acknowledgement"):
        schema.upgrade(empty_engine)
    assert inspect(empty_engine).get_table_names() == ["concern_acknowledgement"]


def test_every_constraint_has_a_name_so_that_a_later_revision_can_change_it() -> None:
    unnamed = [table.name for table in SQLModel.metadata.sorted_tables for one in table.constraints if not one.name]
    assert unnamed == []


def test_a_database_of_an_unknown_version_is_left_alone_and_named(empty_engine: Engine) -> None:
    schema.upgrade(empty_engine)
    with empty_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.UnknownRevisionError, match="9999"):
        schema.upgrade(empty_engine)
    assert schema.fit(empty_engine) is Fit.FOREIGN
