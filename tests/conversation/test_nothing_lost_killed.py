"""`kill -9` in the middle of a press, at every place of an audit: once the service is begun again, it is kept once."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from random import Random

import pytest
import pytest_asyncio
from aiohttp import ClientError

from bot.clock import Clock
from storage.store import Store
from tests.conversation.audit_places import PLACES
from tests.conversation.council import new_council
from tests.conversation.killing import Forked
from tests.conversation.on_paper import exported, hold_to
from tests.conversation.scenes import Scene, anew
from tests.conversation.test_nothing_lost import goes_on_to_the_return, set_up
from tests.fakes_teams import FakeBotConnector
from tests.fakes_tokens import TokenIssuer

pytestmark = pytest.mark.asyncio(loop_scope="module")
# In seconds: a press takes about ten milliseconds, so that it dies before, within and after its transaction.
LATEST = 0.02
# How long an answer is waited for that may not come; what was kept is read from the export afterwards.
SILENCE = 1.5


@asynccontextmanager
async def forked(store: Store, folder: Path) -> AsyncIterator[Forked]:
    """A council, by the real clock, whose service is a process of its own."""
    async with FakeBotConnector(TokenIssuer(Clock())) as teams:
        teams.asks_for_tokens = False  # a local trial has none
        running = Forked(new_council(store, teams), folder)
        await running.begin()
        try:
            yield running
        finally:
            await running.ends()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def serving(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Forked]:
    """One council for all places: its service is begun again at each."""
    folder = tmp_path_factory.mktemp("killed")
    store = Store.open(f"sqlite:///{shutil.copy(migrated_sqlite, folder / 'auditbot.db')}")
    async with forked(store, folder) as running:
        yield running
    store.close()


async def is_killed_amid(scene: Scene, serving: Forked, after: float) -> None:
    """The process ends so many seconds into a press, whose answer is lost; begun again, it is pressed again."""
    act = scene.act(scene.one)
    sending = asyncio.create_task(scene.walker.who.delivers(act))
    await asyncio.sleep(after)
    serving.is_killed()
    with suppress(ClientError):
        await sending
    await serving.begin()
    before = len(scene.walker.who.messages)
    await scene.sends(anew(act))
    if scene.place.is_typed:
        # Kept before the kill, the same message is taken in silence; not kept, it is answered.
        with suppress(TimeoutError):
            await scene.walker.who.next_message(before, seconds=SILENCE)
    scene.writes(scene.one)


@pytest.mark.parametrize("place", PLACES)
async def test_kill_9_loses_nothing_and_doubles_nothing(serving: Forked, place: str) -> None:
    after = Random(place).uniform(0, LATEST)  # noqa: S311 - the same moments each time, told by the place's name
    scene = await set_up(serving, place)
    await is_killed_amid(scene, serving, after)
    await goes_on_to_the_return(scene)
    hold_to(serving.council, [scene.walker.paper], exported(serving.council))


@pytest.mark.parametrize("place", ["typed answer", "return"])
async def test_kill_9_loses_nothing_on_postgresql(postgresql_store: Store, tmp_path: Path, place: str) -> None:
    async with forked(postgresql_store, tmp_path) as serving:
        for after in (0.004, 0.008, 0.012):
            scene = await set_up(serving, place)
            await is_killed_amid(scene, serving, after)
            await goes_on_to_the_return(scene)
            hold_to(serving.council, [scene.walker.paper], exported(serving.council))
