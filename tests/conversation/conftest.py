"""A council to talk with: on SQLite, and on each engine where engines differ."""

from collections.abc import AsyncIterator

import pytest

from storage.store import Store
from tests.conversation.council import Council, council_of


@pytest.fixture
async def council(sqlite_store: Store) -> AsyncIterator[Council]:
    """A council whose service is running, on SQLite."""
    async with council_of(sqlite_store) as running:
        yield running


@pytest.fixture
async def council_on_each(store: Store) -> AsyncIterator[Council]:
    """The same on each engine in turn."""
    async with council_of(store) as running:
        yield running
