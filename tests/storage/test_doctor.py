"""What `auditbot doctor` finds, and what it says to do."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from bot import doctor_checks as checks
from bot.app import check_database, prepare_database
from bot.clock import Clock
from bot.doctor import findings, notes
from bot.leadership import TIMETABLE
from bot.settings_record import record_settings
from bot.timetable import run_due
from bot.unreachable import unreachable_database
from domain.errors import BadInputError
from domain.words import SendClass
from storage import leases, outbox, record
from storage.addresses import address_of, mark_unreachable
from storage.store import Actor, Store, Unit, make_engine
from storage.tables.people import person
from tests.fakes_door import settings_of
from tests.fakes_messenger import StandingClock

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DUTY = Actor("duty")
# A file stands for the clock, or the database server of these tests would not agree with it.
TRIAL = settings_of(AUDITBOT_LOCAL_TRIAL="1", AUDITBOT_CLOCK_FILE="a-clock.txt")


@pytest.fixture
async def well(store: Store) -> Store:
    """A store whose jobs have all run, with one person."""
    clock = StandingClock(NOW)
    await run_due(store, clock, NOW)
    with store.unit(NOW, DUTY) as unit:
        unit.connection.execute(person.insert().values(email="rosa@council.example", name="Rosa Adeyemi"))
    return store


def led_until(unit: Unit) -> None:
    leases.hold(unit, TIMETABLE, "the first machine", timedelta(seconds=30), 0.0)


def owed(send_class: SendClass) -> Callable[[Unit], None]:
    def owe(unit: Unit) -> None:
        outbox.owe(unit, send_class, "allocation", 1, 1)

    return owe


def a_trigger_goes(unit: Unit) -> None:
    unit.connection.execute(text("DROP TRIGGER event_append_only_delete"))


def nothing(_unit: Unit) -> None:
    """Nothing has happened."""


@pytest.mark.parametrize(
    ("happened", "later", "said"),
    [
        (nothing, 5, ""),
        (a_trigger_goes, 5, "Nothing keeps rows of history from being changed: triggers of event are missing"),
        (led_until, 1, ""),
        (led_until, 2, "Nobody has kept the timetable since Friday 20 November 2026, 09:00, when the first machine"),
        (owed(SendClass.ALARM), 9, ""),
        (owed(SendClass.ALARM), 11, "1 messages of the class alarm wait, the oldest for 11 min."),
        (owed(SendClass.NOTICE), 11, ""),
    ],
)
async def test_it_finds_what_has_gone_wrong_in_the_rows(
    sqlite_store: Store, happened: Callable[[Unit], None], later: int, said: str
) -> None:
    store, now = sqlite_store, NOW + timedelta(minutes=later)
    await run_due(store, StandingClock(NOW), NOW)
    with store.unit(NOW, DUTY) as unit:
        unit.connection.execute(person.insert().values(email="rosa@council.example", name="Rosa Adeyemi"))
        happened(unit)
    found = await findings(TRIAL, store, StandingClock(now))
    assert [one for one in found if said and said in one] == found


async def test_where_all_is_well_it_says_how_things_stand(well: Store) -> None:
    clock = StandingClock(NOW)
    assert await findings(TRIAL, well, clock) == []
    with well.unit(NOW, DUTY) as unit:
        led_until(unit)
        owed(SendClass.NOTICE)(unit)
        rosa = address_of(unit, 1)
        assert rosa is not None
        mark_unreachable(unit, rosa, "BotNotInConversationRoster")
        record.write(unit, "backed_up", "database", account="auditbot", digest="", rows=1)
        record_settings(unit, TRIAL, "auditbot")
        record_settings(unit, TRIAL.model_copy(update={"port": 8080}), "auditbot")
    started = "Started on Friday 20 November 2026, 09:00 under the account auditbot"
    assert notes(well, clock) == [
        "the first machine keeps the timetable, since Friday 20 November 2026, 09:00.",
        "People were last chased on Friday 20 November 2026, 09:00.",
        "Messages that wait: 1.",
        "People whom Teams refuses or who have removed the app: 1.",
        "The last backup by 'auditbot backup' was made on Friday 20 November 2026, 09:00.",
        f"{started} with other settings: AUDITBOT_PORT: 3978 → 8080.",
        f"{started}: the settings were kept for the first time.",
    ]


def test_it_tries_whether_it_may_write_and_leaves_nothing(sqlite_store: Store, postgresql_store: Store) -> None:
    for store in (sqlite_store, postgresql_store):
        assert checks.rights(store, NOW) == []
        assert store.do(lambda unit: leases.holding(unit, "doctor"), NOW, DUTY) is None
    with postgresql_store.engine.begin() as connection:
        connection.execute(
            text(f'ALTER DATABASE "{postgresql_store.engine.url.database}" SET default_transaction_read_only = on')
        )
    postgresql_store.engine.dispose()
    [sentence] = checks.rights(postgresql_store, NOW)
    assert "Give its role the rights that deploy/database-role.sql names" in sentence


def test_clocks_that_differ_are_found_unless_a_file_stands_for_one(postgresql_store: Store) -> None:
    [sentence] = checks.clocks(postgresql_store, NOW - timedelta(days=400), stands_in=False)
    assert "Have both keep the time by a time service" in sentence
    assert checks.clocks(postgresql_store, NOW - timedelta(days=400), stands_in=True) == []


def test_a_disk_that_fills_up_is_named_where_it_is_this_machines(
    sqlite_store: Store, postgresql_store: Store, tmp_path: Path
) -> None:
    [sentence] = checks.room(sqlite_store, 10**18)
    assert f"MB are free where the database lies ({tmp_path})." in sentence
    assert "Make room for 1,000,000,000,000 MB or more" in sentence
    assert checks.room(sqlite_store, 1) == []
    assert checks.room(postgresql_store, 10**18) == []


def sqlite_at(file: Path) -> Store:
    return Store(make_engine(f"sqlite:///{file}", busy_seconds=0.01, makes=False))


async def test_of_a_database_that_cannot_be_had_it_says_what_stands_in_the_way_and_leaves_nothing(
    sqlite_store: Store, postgresql_store: Store, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("This is no database at all." * 100, encoding="utf-8")
    own = tmp_path / "own"
    own.mkdir()
    held = Path(str(sqlite_store.engine.url.database))
    with sqlite_store.unit(NOW, DUTY):
        for file, said in (
            (
                own / "misspelt.db",
                f"There is no database at {own}/misspelt.db. Check AUDITBOT_DATABASE_URL; to make one",
            ),
            (own / "no/folder.db", f"There is no database at {own}/no/folder.db."),
            (tmp_path / "notes.txt", f"{tmp_path}/notes.txt is no database of SQLite, or is damaged."),
        ):
            store = sqlite_at(file)
            [sentence] = await findings(TRIAL, store, StandingClock(NOW))
            assert sentence.startswith(said)
            assert notes(store, StandingClock(NOW)) == []
            with pytest.raises(BadInputError, match=f"^{re.escape(said)}"):
                check_database(store)
            store.close()
        beside = sqlite_at(held)
        with pytest.raises(BadInputError, match=r"^Another process has held the database"):
            prepare_database(beside, Clock())
        beside.close()
    assert list(own.iterdir()) == []
    with sqlite_store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(OperationalError) as refused:
            connection.exec_driver_sql("DELETE FROM person")
    with postgresql_store.engine.connect() as connection, pytest.raises(ProgrammingError) as missing:
        connection.execute(text("SELECT * FROM not_yet_there"))
    assert "'auditbot db upgrade'" in str(unreachable_database(postgresql_store.engine, missing.value))
    here, there = (str(unreachable_database(one.engine, refused.value)) for one in (sqlite_store, postgresql_store))
    assert "see that their disk is not only for reading" in here
    assert "(server, port, name, account," in there


NOWHERE = "http://127.0.0.1:1"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"AUDITBOT_TOKEN_URL": NOWHERE},
            "MicrosoftAppPassword, MicrosoftAppTenantId and the way out to the internet.",
        ),
        ({"HTTPS_PROXY": NOWHERE, "AUDITBOT_TOKEN_URL": NOWHERE}, "Check AUDITBOT_TOKEN_URL, MicrosoftAppId, "),
        ({"HTTPS_PROXY": NOWHERE}, "and the way out to the internet by HTTPS_PROXY."),
        (
            {"MicrosoftAppType": "UserAssignedMSI", "IDENTITY_ENDPOINT": NOWHERE, "IDENTITY_HEADER": "invented"},
            "Check MicrosoftAppId, and that this machine has the managed identity of that id.",
        ),
    ],
)
async def test_where_there_is_no_token_it_names_what_goes_into_one(
    sqlite_store: Store, changes: dict[str, str], said: str
) -> None:
    usual = {
        "MicrosoftAppId": "0a1b2c3d-0000-4000-8000-000000000001",
        "MicrosoftAppPassword": "an-invented-secret",
        "MicrosoftAppTenantId": "7e7a0000-0000-4000-8000-000000000001",
    }
    await run_due(sqlite_store, StandingClock(NOW), NOW)
    [sentence] = await findings(settings_of(**usual | changes), sqlite_store, StandingClock(NOW))
    assert sentence.startswith("Microsoft gave no token (")
    assert said in sentence
