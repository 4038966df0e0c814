"""A framework's versions: added by a file, dated, recorded, and fixed from their day on."""

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.errors import BadInputError
from storage.frameworks import add_shipped_frameworks, framework_on, framework_version_by_id, shipped_frameworks
from storage.frameworks.versions import Kept, all_versions, keep_version, version_on
from storage.store import Actor, Store
from storage.tables.audits import audit, framework_version
from storage.tables.service import event
from tests.storage.small_council import NOW as COUNCIL_NOW
from tests.storage.small_council import SmallCouncil

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY, APRIL = date(2026, 11, 20), date(2027, 4, 1)
COMMAND = Actor("command")
SEVEN = next(one for one in shipped_frameworks() if one["name"] == "seven-domains")


@pytest.fixture
def stocked(store: Store) -> Store:
    store.do(add_shipped_frameworks, NOW, COMMAND)
    return store


def version(since: date, title: str = "Ours", **changes: Any) -> dict[str, Any]:
    return {**deepcopy(SEVEN), "effective_from": since, "title": title, **changes}


def keep(store: Store, content: dict[str, Any], now: datetime = NOW) -> Kept:
    return store.do(lambda unit: keep_version(unit, content, "qa-desk"), now, COMMAND)


def titles(store: Store, name: str = "seven-domains") -> list[tuple[str, date, date | None]]:
    versions = store.do(all_versions, NOW, COMMAND)
    return [(one.framework.title, one.effective_from, one.until) for one in versions if one.framework.name == name]


def given_on(store: Store, day: date) -> str:
    return store.do(
        lambda unit: framework_version_by_id(unit, framework_on(unit, None, "seven-domains", day)).title, NOW, COMMAND
    )


def recorded(store: Store) -> list[tuple[str, str, dict[str, Any]]]:
    statement = select(event.c.what, event.c.subject, event.c.detail).order_by(event.c.id)
    return store.do(lambda unit: [tuple(row) for row in unit.connection.execute(statement)], NOW, COMMAND)


def test_a_later_version_takes_over_from_its_day(stocked: Store) -> None:
    assert keep(stocked, version(APRIL)) is Kept.ADDED
    before = date(2027, 3, 31)
    assert titles(stocked) == [("Seven domains", date(2000, 1, 1), before), ("Ours", APRIL, None)]
    assert (given_on(stocked, before), given_on(stocked, APRIL)) == ("Seven domains", "Ours")


def test_what_is_added_is_kept_on_record_with_who_added_it(stocked: Store) -> None:
    keep(stocked, version(APRIL))
    detail = {"name": "seven-domains", "effective_from": "2027-04-01", "account": "qa-desk"}
    assert recorded(stocked) == [("added_framework", "framework_version", detail)]


def test_the_same_content_and_day_twice_change_nothing(stocked: Store) -> None:
    keep(stocked, version(APRIL))
    before = titles(stocked)
    assert keep(stocked, version(APRIL)) is Kept.SAME
    assert keep(stocked, deepcopy(SEVEN)) is Kept.SAME
    assert titles(stocked) == before
    assert len(recorded(stocked)) == 1


def test_a_version_whose_day_is_to_come_can_be_changed_and_that_is_recorded(stocked: Store) -> None:
    keep(stocked, version(APRIL))
    assert keep(stocked, version(APRIL, "Ours, put right")) is Kept.CHANGED
    assert given_on(stocked, APRIL) == "Ours, put right"
    assert [what for what, _, _ in recorded(stocked)] == ["added_framework", "changed_framework"]


@pytest.mark.parametrize("days", [0, 1, 400])
def test_a_version_stays_as_it_is_from_its_day_on(stocked: Store, days: int) -> None:
    keep(stocked, version(APRIL))
    later = datetime(2027, 4, 1, 8, tzinfo=UTC) + timedelta(days=days)
    with pytest.raises(BadInputError, match="from Thursday 1 April 2027 holds already, so it stays as it is"):
        keep(stocked, version(APRIL, "Too late"), later)
    assert given_on(stocked, APRIL) == "Ours"
    assert len(recorded(stocked)) == 1


def test_the_day_begins_at_midnight_in_london(stocked: Store) -> None:
    keep(stocked, version(APRIL))
    # 1 April 2027 begins in British Summer Time: at 23:00 the evening before in UTC.
    assert (
        keep(stocked, version(APRIL, "At the last minute"), datetime(2027, 3, 31, 22, 59, tzinfo=UTC)) is Kept.CHANGED
    )
    with pytest.raises(BadInputError):
        keep(stocked, version(APRIL, "Too late"), datetime(2027, 3, 31, 23, 0, tzinfo=UTC))


def test_a_version_that_an_audit_was_started_with_stays_whatever_the_clock_says(store: Store) -> None:
    council = SmallCouncil(store)
    council.employs("rosa")
    council.has_team()
    council.starts("rosa", council.allocates("rosa"))
    keep(store, version(APRIL))
    with council.unit() as unit:
        key = unit.connection.execute(select(framework_version.c.id).where(framework_version.c.effective_from == APRIL))
        unit.connection.execute(audit.update().values(framework_id=key.scalar_one()))
    with pytest.raises(BadInputError, match="audits are started with it"):
        keep(store, version(APRIL, "Another"), COUNCIL_NOW)
    started = [one.audits for one in store.do(all_versions, NOW, COMMAND) if one.effective_from == APRIL]
    assert started == [1]


def test_a_new_framework_stands_beside_the_others(stocked: Store) -> None:
    assert keep(stocked, version(APRIL, name="our-own")) is Kept.ADDED
    assert titles(stocked, "our-own") == [("Ours", APRIL, None)]
    assert titles(stocked) == [("Seven domains", date(2000, 1, 1), None)]


@pytest.mark.parametrize(
    ("day", "title"),
    [(date(1999, 1, 1), "Seven domains"), (TODAY, "Seven domains"), (APRIL, "Ours"), (date(2030, 1, 1), "Ours")],
)
def test_the_version_of_a_day_is_found(stocked: Store, day: date, title: str) -> None:
    keep(stocked, version(APRIL))
    found = stocked.do(lambda unit: version_on(unit, "Seven Domains", day), NOW, COMMAND)
    assert found.framework.title == title


def test_a_framework_that_is_not_there_is_answered_with_those_that_are(stocked: Store) -> None:
    with pytest.raises(BadInputError) as refused:
        stocked.do(lambda unit: version_on(unit, "ten", TODAY), NOW, COMMAND)
    assert str(refused.value) == "There is no framework 'ten'. The frameworks are: nine-elements, seven-domains."
