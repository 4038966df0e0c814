"""An upgrade beside instances of the version before: who may start, who waits for whom, and what stays."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from bot.app import check_database, prepare_database, readiness
from bot.clock import Clock
from bot.doctor import notes
from domain.errors import BadInputError
from storage import schema
from storage.schema import Fit
from storage.store import Store, make_engine
from tests.storage.next_version import BREAKS, next_version


def test_a_database_tells_a_version_that_is_older_whether_it_may_serve(empty_engine: Engine, tmp_path: Path) -> None:
    assert schema.fit(empty_engine) is Fit.EMPTY_OR_OLDER
    schema.upgrade(empty_engine)
    assert schema.fit(empty_engine) is Fit.CURRENT
    newer = next_version(tmp_path)
    assert schema.fit(empty_engine, newer) is Fit.EMPTY_OR_OLDER
    assert schema.upgrade(empty_engine, versions=newer) is Fit.CURRENT
    assert schema.fit(empty_engine) is Fit.NEWER
    assert schema.upgrade(empty_engine) is Fit.NEWER, "an old version that is started again leaves it as it is"
    assert schema.current_revision(empty_engine) == "0002"
    # A version after that which serves the second alone ends the first one's time, and so does all that follows it.
    schema.upgrade(empty_engine, versions=next_version(tmp_path, BREAKS, serves_from="0003"))
    schema.upgrade(empty_engine, versions=next_version(tmp_path, "    pass", serves_from="0001"))
    assert schema.fit(empty_engine) is Fit.FOREIGN
    with pytest.raises(schema.UnknownRevisionError, match="0004"):
        schema.upgrade(empty_engine)


async def test_what_is_started_or_runs_on_a_database_of_another_version_says_what_is_the_matter(
    sqlite_url: str, tmp_path: Path
) -> None:
    empty, store, clock = Store.open(f"sqlite:///{tmp_path / 'new.db'}"), Store.open(sqlite_url), Clock()
    ready = readiness(store, clock)
    try:
        with pytest.raises(BadInputError, match=r"^The database is not at this version. Run 'auditbot db upgrade'"):
            check_database(empty)
        assert await ready() == []
        schema.upgrade(store.engine, versions=next_version(tmp_path))
        assert check_database(store) is prepare_database(store, clock) is Fit.NEWER
        assert await ready() == []
        assert notes(store, clock)[0].startswith("The database is at a newer version of auditbot, under which this one")
        schema.upgrade(store.engine, versions=next_version(tmp_path, BREAKS, serves_from="0003"))
        assert await ready() == ["The database is at a version of auditbot that this one can't run on."]
        for refused in (check_database, lambda store: prepare_database(store, clock)):
            with pytest.raises(BadInputError, match=r"another version of auditbot \(revision 0003\).* Start that vers"):
                refused(store)
    finally:
        empty.close()
        store.close()


def test_of_two_upgrades_at_once_one_makes_the_tables_and_both_end_well(empty_engine: Engine) -> None:
    other = make_engine(empty_engine.url.render_as_string(hide_password=False))
    with ThreadPoolExecutor(2) as threads:
        ended = list(threads.map(schema.upgrade, (empty_engine, other)))
    other.dispose()
    assert ended == [Fit.CURRENT, Fit.CURRENT]
    with empty_engine.connect() as connection:
        assert connection.execute(text("SELECT revision, serves_from FROM schema_revision")).all() == [("0001", "0001")]


def test_a_table_in_use_is_waited_for_only_briefly_so_that_nobody_queues_behind(
    postgresql_url: str, tmp_path: Path
) -> None:
    engine = make_engine(postgresql_url)
    busy = engine.connect()
    busy.execute(text("SELECT count(*) FROM allocation"))
    waited: list[float] = []

    def meanwhile(seconds: float) -> None:
        """Between two tries whoever else comes is served; the third try finds the table free."""
        waited.append(seconds)
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL lock_timeout = 1"))
            connection.execute(text("UPDATE allocation SET due_on = due_on"))
        assert schema.fit(engine) is Fit.CURRENT
        if len(waited) == 2:
            busy.rollback()

    schema.upgrade(engine, versions=next_version(tmp_path), lock_seconds=0.01, wait=meanwhile)
    assert len(waited) == 2
    assert schema.fit(engine) is Fit.NEWER
    busy.execute(text("SELECT count(*) FROM allocation"))
    third = next_version(tmp_path, BREAKS.replace("team", "allocation").replace("locality", "mood"))
    with pytest.raises(schema.BusyDatabaseError):
        schema.upgrade(engine, versions=third, lock_seconds=0.001, wait=lambda _: None)
    busy.close()
    engine.dispose()


def test_a_revision_that_copies_a_table_of_sqlite_keeps_what_refers_to_it(sqlite_url: str, tmp_path: Path) -> None:
    engine = make_engine(sqlite_url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO team (id, name, service) VALUES (1, 'Larch', 'North')"))
        connection.execute(text("INSERT INTO person (id, email, name, team_id) VALUES (1, 'a@b.example', 'Al', 1)"))
    schema.upgrade(engine, versions=next_version(tmp_path, BREAKS, serves_from="0002"))
    assert "place" in {column["name"] for column in inspect(engine).get_columns("team")}
    with engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM team JOIN person USING (name)")).all() == []
        assert connection.execute(text("SELECT team_id FROM person")).scalars().all() == [1]
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    broken = next_version(tmp_path, '    op.execute("DELETE FROM team")', serves_from="0003")
    with pytest.raises(schema.BrokenReferenceError):
        schema.upgrade(engine, versions=broken)
    assert schema.current_revision(engine) == "0002"
    engine.dispose()
