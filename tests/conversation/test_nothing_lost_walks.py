"""Whole audits at random by several auditors, each on two devices, through everything that may go wrong."""

import pytest

from storage.store import Store
from tests.conversation.long_walk import walk
from tests.conversation.scenes import staged


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_walk_at_random_loses_nothing_and_doubles_nothing(sqlite_store: Store, seed: int) -> None:
    async with staged(sqlite_store) as stage:
        await walk(stage, audits=2, seed=seed, at_once=2)


async def test_a_walk_at_random_loses_nothing_on_postgresql(postgresql_store: Store) -> None:
    async with staged(postgresql_store) as stage:
        await walk(stage, audits=2, seed=3, at_once=2)
