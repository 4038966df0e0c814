"""A council to talk with: on SQLite, and on each engine where engines differ.

Every such council begins alike, with the same people and with everything done that the timetable owes at its start. So
that is done once a session, and copied for each test.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path

import pytest

from domain.policy import Setting
from storage.policies import set_policy
from storage.store import Store
from tests.conftest import MIGRATED, open_store, postgresql_database
from tests.conversation.council import FRIDAY_MORNING, TESTER, Council, council_of
from tests.conversation.moderators import sets_policy, with_moderator
from tests.fakes_people import FakePerson

_BEGUN = "begun"


@pytest.fixture(scope="session")
def begun_sqlite(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file to copy in which the council has begun."""
    file = Path(shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("council") / f"{_BEGUN}.db"))
    _begin(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def begun_postgresql(postgresql_server: str) -> Iterator[str]:
    """The name of a database of the PostgreSQL to copy in which the council has begun."""
    with postgresql_database(postgresql_server, name=_BEGUN) as url:
        _begin(url)
        yield _BEGUN


def _begin(url: str) -> None:
    async def begins_and_ends(store: Store) -> None:
        async with council_of(store):
            pass

    store = open_store(url)
    asyncio.run(begins_and_ends(store))
    store.close()


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A SQLite database of the test's own, in which a test that asks for a council has it begun."""
    has_council = {"council", "council_on_each"} & set(request.fixturenames)
    template: Path = request.getfixturevalue("begun_sqlite" if has_council else "migrated_sqlite")
    return f"sqlite:///{shutil.copy(template, tmp_path / 'auditbot.db')}"


@pytest.fixture
def postgresql_url(request: pytest.FixtureRequest, postgresql_server: str) -> Iterator[str]:
    """The same on PostgreSQL, where a test may have an empty database beside a council on SQLite."""
    has_council = "council_on_each" in request.fixturenames
    template = request.getfixturevalue("begun_postgresql") if has_council else MIGRATED
    with postgresql_database(postgresql_server, template=template) as url:
        yield url


def _as_its_tests_want(request: pytest.FixtureRequest, store: Store) -> Store:
    """A store in which audits are moderated as the module says: tests of what follows an outcome say `none`."""
    moderated = getattr(request.module, "MODERATED", None)
    if moderated is not None:
        with store.unit(FRIDAY_MORNING, TESTER) as unit:
            set_policy(unit, Setting("moderated", moderated, date(2026, 1, 1)))
    return store


@pytest.fixture
async def council(request: pytest.FixtureRequest, sqlite_store: Store) -> AsyncIterator[Council]:
    """A council whose service is running, on SQLite."""
    async with council_of(_as_its_tests_want(request, sqlite_store)) as running:
        yield running


@pytest.fixture
async def council_on_each(request: pytest.FixtureRequest, store: Store) -> AsyncIterator[Council]:
    """The same on each engine in turn."""
    async with council_of(_as_its_tests_want(request, store)) as running:
        yield running


@pytest.fixture
def mo(council: Council) -> FakePerson:
    """A moderator who may moderate what the council's auditors return, where all of it is moderated."""
    sets_policy(council, "moderated", "all")
    return with_moderator(council)
