"""The store: which databases, one transaction a unit of work, kept whole or not at all."""

import asyncio
import sqlite3
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from domain.errors import BadInputError
from domain.words import QaTaskKind
from storage.database_urls import database_url
from storage.policies import policy_on_day
from storage.qa_tasks import raise_task
from storage.statements import insert_returning_id, insert_unless_there
from storage.store import Actor, Store, Unit, make_engine
from storage.tables.people import person, person_role, team
from storage.tables.service import policy_setting, qa_task

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TESTER = Actor("command")


def add_team(unit: Unit, name: str = "Alder") -> int:
    return insert_returning_id(unit, team, name=name, service="Safeguarding")


def teams(store: Store) -> list[str]:
    statement = select(team.c.name).order_by(team.c.name)
    return store.do(lambda unit: list(unit.connection.execute(statement).scalars()), NOW, TESTER)


@pytest.mark.parametrize(
    ("written", "driver", "database"),
    [
        ("sqlite:///data/auditbot.db", "sqlite", "data/auditbot.db"),
        ("sqlite:////srv/data/auditbot.db", "sqlite", "/srv/data/auditbot.db"),
        ("postgresql://bot:secret@db.example/audits", "postgresql+psycopg", "audits"),
        ("postgresql+psycopg://bot@db.example/audits", "postgresql+psycopg", "audits"),
    ],
)
def test_the_two_databases_are_named_by_their_urls(written: str, driver: str, database: str) -> None:
    url = database_url(written)
    assert (url.drivername, url.database) == (driver, database)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "can't be read. Write sqlite:///path/to/file.db or postgresql://user:password@host/name."),
        ("auditbot.db", "can't be read. Write sqlite:///path/to/file.db or postgresql://user:password@host/name."),
        ("sqlite://", "must name a file: write sqlite:///path/to/file.db."),
        ("sqlite:///:memory:", "must name a file: write sqlite:///path/to/file.db."),
        ("postgresql://db.example/audits?sslmode=foo", "says sslmode=foo. Write verify-full, or another of its modes."),
        ("mysql://db.example/audits", "names 'mysql'. Use sqlite:///… or postgresql://…."),
    ],
)
def test_another_url_is_refused_with_what_to_write(written: str, said: str) -> None:
    with pytest.raises(BadInputError) as refused:
        make_engine(written)
    assert str(refused.value) == f"AUDITBOT_DATABASE_URL {said}"


def test_a_password_is_not_said_again_when_a_url_is_refused() -> None:
    with pytest.raises(BadInputError) as refused:
        make_engine("mysql://bot:secret@db.example/audits")
    assert "secret" not in str(refused.value)


def test_the_folder_of_a_database_is_made(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/new/folder/auditbot.db")
    assert store.do(lambda unit: unit.connection.execute(text("SELECT 1")).scalar_one(), NOW, TESTER) == 1
    store.close()
    assert (tmp_path / "new/folder/auditbot.db").exists()


def test_what_only_looks_at_a_database_makes_none_and_one_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/new/auditbot.db", makes=False)
    with pytest.raises(OperationalError, match="unable to open database file"):
        store.do(lambda unit: unit.connection.execute(text("SELECT 1")), NOW, TESTER)
    store.close()
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").touch()
    with pytest.raises(BadInputError, match=r"^No database can be made at .*/file/auditbot\.db: File exists\."):
        Store.open(f"sqlite:///{tmp_path}/file/auditbot.db")


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("foreign_keys", 1), ("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 11_000), ("secure_delete", 1)],
)
def test_sqlite_keeps_its_promises_on_every_connection(sqlite_store: Store, pragma: str, value: object) -> None:
    def ask(unit: Unit) -> object:
        return unit.connection.execute(text(f"PRAGMA {pragma}")).scalar_one()

    assert sqlite_store.do(ask, NOW, TESTER) == value
    assert asyncio.run(sqlite_store.run(ask, NOW, TESTER)) == value


def test_a_row_that_points_nowhere_is_refused(store: Store) -> None:
    with pytest.raises(IntegrityError):
        store.do(
            lambda unit: unit.connection.execute(person_role.insert().values(person_id=4711, role="auditor")),
            NOW,
            TESTER,
        )


def test_what_others_point_to_cannot_be_deleted(store: Store) -> None:
    def employ(unit: Unit) -> None:
        insert_returning_id(unit, person, email="rosa@council.example", name="Rosa", team_id=add_team(unit))

    store.do(employ, NOW, TESTER)
    with pytest.raises(IntegrityError):
        store.do(lambda unit: unit.connection.execute(team.delete()), NOW, TESTER)
    assert teams(store) == ["Alder"]


def test_a_unit_knows_its_instant_in_utc_and_who_acts(store: Store) -> None:
    summer = datetime(2026, 7, 1, 9, 0, tzinfo=timezone(timedelta(hours=1)))
    actor = Actor("chat", 7, "object-1")
    at, by = store.do(lambda unit: (unit.now, unit.actor), summer, actor)
    assert (at, at.utcoffset(), by) == (summer, timedelta(0), actor)


def test_an_instant_comes_back_as_it_was_stored(store: Store) -> None:
    summer = datetime(2026, 7, 1, 9, 30, 15, 123456, tzinfo=timezone(timedelta(hours=1)))

    def keep(unit: Unit) -> datetime:
        raise_task(unit, QaTaskKind.FAILED_JOB, "job:1", "A job did not finish.")
        raised_at: datetime = unit.connection.execute(select(qa_task.c.raised_at)).scalar_one()
        return raised_at

    kept = store.do(keep, summer, TESTER)
    assert (kept, kept.utcoffset()) == (summer, timedelta(0))


@pytest.mark.parametrize(
    "values",
    [
        {"kind": QaTaskKind.FAILED_JOB, "raised_at": datetime(2026, 7, 1, 9, 0)},  # noqa: DTZ001 - what must be refused
        {"kind": "rumour", "raised_at": NOW},
    ],
    ids=["an instant without offset", "a word that the vocabulary has not"],
)
def test_what_cannot_be_read_back_rightly_is_not_stored(store: Store, values: dict[str, object]) -> None:
    with pytest.raises(StatementError, match=r"no offset|rumour"):
        store.do(lambda unit: insert_returning_id(unit, qa_task, dedupe="x", about="x", **values), NOW, TESTER)
    assert store.do(lambda unit: unit.connection.execute(select(qa_task)).all(), NOW, TESTER) == []


class Stop(Exception):  # noqa: N818 - it stops a unit of work half way, and is no error of the store
    pass


def half_done(unit: Unit) -> None:
    add_team(unit)
    raise Stop


def test_an_error_undoes_the_whole_unit(store: Store) -> None:
    with pytest.raises(Stop):
        store.do(half_done, NOW, TESTER)
    assert teams(store) == []


async def test_an_error_undoes_the_whole_unit_on_its_thread_too_and_reaches_the_caller(store: Store) -> None:
    with pytest.raises(Stop):
        await store.run(half_done, NOW, TESTER)
    await store.run(lambda unit: add_team(unit, "Beech"), NOW, TESTER)
    assert teams(store) == ["Beech"]


def test_nobody_sees_a_unit_before_its_end(postgresql_store: Store) -> None:
    with postgresql_store.unit(NOW, TESTER) as unit:
        add_team(unit)
        assert teams(postgresql_store) == []
    assert teams(postgresql_store) == ["Alder"]


async def test_many_units_at_once_are_all_kept(store: Store) -> None:
    names = [f"Team {number:02}" for number in range(40)]
    ids = await asyncio.gather(*(store.run(partial(add_team, name=name), NOW, TESTER) for name in names))
    assert teams(store) == names
    assert len(set(ids)) == len(names)


async def test_a_caller_that_goes_away_stops_nothing_half_way(store: Store) -> None:
    begun, may_end = Event(), Event()

    def slow(unit: Unit) -> None:
        add_team(unit, "Alder")
        begun.set()
        assert may_end.wait(timeout=30)
        add_team(unit, "Beech")

    asked = asyncio.create_task(store.run(slow, NOW, TESTER))
    await asyncio.to_thread(begun.wait, 30)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    may_end.set()
    await asyncio.to_thread(store.close)
    assert teams(store) == ["Alder", "Beech"]


def test_closing_waits_for_what_is_under_way(store: Store) -> None:
    async def ask_and_close() -> None:
        asked = asyncio.ensure_future(store.run(add_team, NOW, TESTER))
        await asyncio.sleep(0)
        await asyncio.to_thread(store.close)
        await asked

    asyncio.run(ask_and_close())
    assert teams(store) == ["Alder"]


@pytest.mark.parametrize("asked_by", ["do", "run"])
def test_sqlite_waits_its_turn_while_another_process_writes(
    sqlite_store: Store, sqlite_url: str, asked_by: str
) -> None:
    held, may_end = Event(), Event()

    def other_process() -> None:
        connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO team (name, service) VALUES ('Beech', 'Safeguarding')")
        held.set()
        may_end.wait(timeout=1.5)  # the lock is held for as long: nothing is asserted about time
        connection.execute("COMMIT")
        connection.close()

    thread = Thread(target=other_process)
    thread.start()
    assert held.wait(timeout=30)
    if asked_by == "do":
        sqlite_store.do(add_team, NOW, TESTER)
    else:
        asyncio.run(sqlite_store.run(add_team, NOW, TESTER))
    thread.join()
    assert teams(sqlite_store) == ["Alder", "Beech"]


def test_a_unit_that_reads_and_then_writes_never_finds_the_ground_moved(sqlite_store: Store, sqlite_url: str) -> None:
    # A deferred transaction would fail here at once: the other's write comes between its read and its own.
    other = Store.open(sqlite_url)
    begun = Event()

    def write() -> None:
        assert begun.wait(timeout=30)
        other.do(lambda unit: add_team(unit, "Beech"), NOW, TESTER)

    thread = Thread(target=write)
    thread.start()
    with sqlite_store.unit(NOW, TESTER) as unit:
        before = unit.connection.execute(select(team.c.name)).all()
        begun.set()
        thread.join(timeout=0.2)  # the other waits for us, for as long as we like
        add_team(unit)
    thread.join()
    assert before == []
    assert teams(sqlite_store) == ["Alder", "Beech"]
    other.close()


def test_a_key_that_is_taken_is_left_alone(store: Store) -> None:
    def twice(unit: Unit) -> list[bool]:
        return [
            insert_unless_there(unit, team, name="Alder", service="Safeguarding"),
            insert_unless_there(unit, team, name="Alder", service="Another"),
        ]

    assert store.do(twice, NOW, TESTER) == [True, False]
    services = select(team.c.service)
    assert store.do(lambda unit: unit.connection.execute(services).scalars().all(), NOW, TESTER) == ["Safeguarding"]


def test_a_new_row_gives_its_id(store: Store) -> None:
    first, second = store.do(lambda unit: (add_team(unit), add_team(unit, "Beech")), NOW, TESTER)
    ids = select(team.c.id).order_by(team.c.name)
    assert store.do(lambda unit: unit.connection.execute(ids).scalars().all(), NOW, TESTER) == [first, second]


def test_a_changed_setting_is_a_row_of_its_own_and_holds_from_its_day(store: Store) -> None:
    def change(unit: Unit, value: str, day: date) -> None:
        values = {"name": "qa_contact", "value": value, "effective_from": day, "set_at": unit.now}
        unit.connection.execute(policy_setting.insert().values(**values))

    store.do(lambda unit: change(unit, "Moira Fenn", date(2026, 12, 1)), NOW, TESTER)
    store.do(lambda unit: change(unit, "Rosa Vale", date(2026, 11, 1)), NOW, TESTER)
    store.do(lambda unit: change(unit, "Sam Ade", date(2026, 12, 1)), NOW, TESTER)
    days = [date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 1)]
    found = store.do(lambda unit: [policy_on_day(unit, day).qa_contact for day in days], NOW, TESTER)
    assert found == ["the quality assurance team", "Rosa Vale", "Sam Ade"]
