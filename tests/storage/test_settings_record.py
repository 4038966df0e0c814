"""Settings that changed between two starts are on record: by their names, and a secret's never."""

import json
from datetime import UTC, datetime

from sqlalchemy import select

from bot.settings import Settings
from bot.settings_record import record_settings
from storage import record
from storage.settings_seen import SettingChange, last_seen
from storage.store import Actor, Store
from storage.tables.service import event
from tests.fakes_door import settings_of

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
COMMAND = Actor("command")
SECRETS = ("hunter-two-of-nine", "Pa55-of-the-database", "proxy-pa55", "another-secret", "key=of-a-certificate")
FIRST = {
    "MicrosoftAppId": "0a1b2c3d-0000-4000-8000-000000000001",
    "MicrosoftAppPassword": "hunter-two-of-nine",
    "AUDITBOT_DATABASE_URL": "postgresql://bot:Pa55-of-the-database@db.example:5432/audits?sslpassword=key=of-a-certificate",
    "IDENTITY_HEADER": "made anew at each start",
}


def starts(store: Store, **environment: str) -> Settings:
    settings = settings_of(**environment)
    store.do(lambda unit: record_settings(unit, settings, "auditbot"), NOW, COMMAND)
    return settings


def changes(store: Store) -> tuple[SettingChange, ...]:
    with store.unit(NOW, COMMAND) as unit:
        return last_seen(unit)[0].changed


def lines(store: Store) -> int:
    with store.unit(NOW, COMMAND) as unit:
        return len(last_seen(unit, 100))


def test_a_start_under_other_settings_is_on_record_and_one_under_the_same_is_not(sqlite_store: Store) -> None:
    starts(sqlite_store, **FIRST)
    assert (lines(sqlite_store), changes(sqlite_store)) == (1, ()), "there is nothing to compare the first start with"
    starts(sqlite_store, **FIRST | {"IDENTITY_HEADER": "another one"})
    assert lines(sqlite_store) == 1

    moved = FIRST | {"AUDITBOT_PORT": "8080", "HTTPS_PROXY": "http://council:proxy-pa55@proxy.example:8080"}
    starts(sqlite_store, **moved)
    assert changes(sqlite_store) == (
        SettingChange("AUDITBOT_PORT", "3978", "8080"),
        SettingChange("HTTPS_PROXY", "not set", "http://council@proxy.example:8080"),
    )

    rotated = moved | {"MicrosoftAppPassword": "another-secret"}
    rotated["AUDITBOT_DATABASE_URL"] = FIRST["AUDITBOT_DATABASE_URL"].replace("Pa55", "Pa66")
    starts(sqlite_store, **rotated)
    assert changes(sqlite_store) == (
        SettingChange("AUDITBOT_DATABASE_URL", "postgresql://bot@db.example:5432/audits", "set to something else"),
        SettingChange("MicrosoftAppPassword", "set", "set to something else"),
    )
    starts(sqlite_store, **{name: value for name, value in rotated.items() if name != "MicrosoftAppPassword"})
    assert changes(sqlite_store) == (SettingChange("MicrosoftAppPassword", "set", "not set"),)
    assert lines(sqlite_store) == 4

    with sqlite_store.unit(NOW, COMMAND) as unit:
        kept = list(unit.connection.execute(select(event.c.detail)).scalars())
    written = json.dumps(kept)
    assert not [secret for secret in (*SECRETS, "Pa66") if secret in written]


def test_a_line_that_an_erasure_has_emptied_stops_no_start(sqlite_store: Store) -> None:
    starts(sqlite_store, **FIRST)
    with sqlite_store.unit(NOW, COMMAND) as unit:
        record.write(unit, "settings_changed", "settings")
    starts(sqlite_store, **FIRST | {"AUDITBOT_PORT": "8080"})
    assert changes(sqlite_store) == (), "there is nothing left to compare with"


def test_two_secrets_of_the_same_words_are_kept_differently(sqlite_store: Store) -> None:
    starts(sqlite_store, MicrosoftAppPassword="the-same", HTTPS_PROXY="http://u:the-same@proxy.example")
    with sqlite_store.unit(NOW, COMMAND) as unit:
        kept = last_seen(unit)[0].kept
    assert len(kept["MicrosoftAppPassword"]["salt"]) == 32
    assert kept["MicrosoftAppPassword"]["salt"] != kept["HTTPS_PROXY"]["salt"]
