"""Both devices at once on PostgreSQL, where several turns run side by side; and a database too busy to wait for."""

import pytest

from storage.store import Store, make_engine
from tests.conversation.audit_places import PLACES
from tests.conversation.happenings import HAPPENINGS, why_not
from tests.conversation.on_paper import exported, hold_to
from tests.conversation.scenes import held, staged
from tests.conversation.test_nothing_lost import goes_on_to_the_return, set_up
from tests.fakes_people import seen_in_place

SIDE_BY_SIDE = ("a double tap", "delivered again, new id", "an old card", "two devices at once")
# One of each kind of press: each failure makes the delivery pause as well, which takes seconds.
BUSY_AT = ("start", "Supervision", "contact attempt", "action added", "immediate concern", "return")


@pytest.mark.parametrize("happening", SIDE_BY_SIDE)
async def test_at_every_place_it_is_kept_once_on_postgresql(postgresql_store: Store, happening: str) -> None:
    async with staged(postgresql_store) as stage:
        papers = []
        for name, place in PLACES.items():
            if why_not(happening, place):
                continue
            scene = await set_up(stage, name)
            await HAPPENINGS[happening](scene)
            await scene.settles()
            await goes_on_to_the_return(scene)
            papers.append(scene.walker.paper)
        hold_to(stage.council, papers, exported(stage.council))


async def test_a_database_too_busy_to_wait_for_is_said_and_the_press_is_whole_when_it_comes_again(
    sqlite_url: str,
) -> None:
    store = Store(make_engine(sqlite_url, busy_seconds=0.01))
    async with staged(store) as stage:
        papers = []
        for name in BUSY_AT:
            scene = await set_up(stage, name)
            act = scene.act(scene.one)
            with held(store):
                refused = seen_in_place(await scene.walker.who.delivers(act), scene.card)
            assert "We could not save that just now." in refused.text
            await scene.sends(act)
            scene.writes(scene.one)
            await goes_on_to_the_return(scene)
            papers.append(scene.walker.paper)
        hold_to(stage.council, papers, exported(stage.council))
    store.close()


async def test_a_message_that_could_not_be_kept_is_kept_when_it_is_sent_again(sqlite_url: str) -> None:
    store = Store(make_engine(sqlite_url, busy_seconds=0.01))
    async with staged(store) as stage:
        for name in [name for name, place in PLACES.items() if place.is_typed]:
            scene = await set_up(stage, name)
            act = scene.act(scene.one)
            with held(store):
                answer = await scene.walker.who.delivers(act)
            assert answer.status >= 500, "Teams sends it again then"
            await scene.sends(act)
            scene.writes(scene.one)
            await scene.settles()
            await goes_on_to_the_return(scene)
            hold_to(stage.council, [scene.walker.paper], exported(stage.council))
    store.close()
