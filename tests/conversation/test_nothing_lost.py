"""Nothing lost, nothing twice: whatever may happen, at every place of an audit (docs/nothing-lost.md has the matrix).

Each cell ends by holding all that was typed into the audit against the store and against what the export gives back.
"""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

from storage.audits import allocated_audit
from storage.store import Actor, Store
from tests.conversation.audit_places import PLACES
from tests.conversation.happenings import HAPPENINGS
from tests.conversation.nothing_lost_matrix import CELLS
from tests.conversation.on_paper import exported, exported_cells, hold_to
from tests.conversation.scenes import Running, Scene, Stage, staged
from tests.conversation.walkers import answers_the_rest, hands_in, placed

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(slots=True)
class Stages:
    """A council for all places at which one thing happens, and the next council for the next.

    Not a parameter of its own: the tests would be put into an order that asks for another council for each of them.

    Args:
        copied: makes a migrated database, and says where it is.
    """

    copied: Callable[[], Path]
    happening: str = ""
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    stage: Stage = field(init=False)

    async def of(self, happening: str) -> Stage:
        """The council of what happens."""
        if happening != self.happening:
            await self.stack.aclose()
            store = Store.open(f"sqlite:///{self.copied()}")
            self.stack.callback(store.close)
            self.stage = await self.stack.enter_async_context(staged(store))
            self.happening = happening
        return self.stage


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stages(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stages]:
    def copied() -> Path:
        return Path(shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("council") / "auditbot.db"))

    stages = Stages(copied)
    yield stages
    await stages.stack.aclose()


@pytest.mark.parametrize(("happening", "place"), CELLS, ids=[f"{what}, {where}" for what, where in CELLS])
async def test_it_is_kept_once(stages: Stages, happening: str, place: str) -> None:
    running = await stages.of(happening)
    scene = await set_up(running, place)
    await HAPPENINGS[happening](scene)
    await scene.settles()
    await goes_on_to_the_return(scene)
    hold_to(running.council, [scene.walker.paper], exported_cells(running.council))


async def set_up(running: Running, place: str) -> Scene:
    """Somebody new at a place of an audit of their own."""
    there = PLACES[place]
    scene = Scene(running, placed(running.council, there.before), there)
    if there.first is not None:
        await there.first(scene.walker)
        await scene.settles()
    scene.card = await scene.looks()
    return scene


async def goes_on_to_the_return(scene: Scene) -> None:
    """Answer the rest and return the audit, unless what happened has returned it."""
    walker = scene.walker
    given = scene.stage.council.store.do(
        partial(allocated_audit, allocation_id=walker.paper.number), scene.stage.council.clock.now(), Actor("command")
    )
    assert given is not None
    if given.is_open:
        answers_the_rest(walker)
        await hands_in(walker)
    else:
        walker.paper.is_returned()


async def test_the_export_as_it_is_run_has_the_cells_that_are_compared_here(sqlite_store: Store) -> None:
    async with staged(sqlite_store) as running:
        for place in ("category", "action added", "reasons", "contact attempt"):
            scene = await set_up(running, place)
            await HAPPENINGS["a formula"](scene)
            await goes_on_to_the_return(scene)
        assert exported(running.council) == exported_cells(running.council)
