"""A council to talk with: on SQLite, and on each engine where engines differ."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from domain.policy import Setting
from storage.policies import set_policy
from storage.store import Store
from tests.conversation.council import FRIDAY_MORNING, TESTER, Council, council_of
from tests.conversation.moderators import sets_policy, with_moderator
from tests.fakes_people import FakePerson


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
