"""Delivery as the service runs it: woken, waiting, stopping."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.delivery import UNDER_WAY, Delivery
from bot.pace import Go, Note, Urgency
from bot.ports import Address, PassingError
from bot.sending import READY_AT_ONCE
from domain.words import SendClass, SendStatus
from storage.store import Store
from tests.fakes_messenger import NoPace
from tests.storage.post import Post


@pytest.fixture
def post(store: Store) -> Post:
    post = Post(store)
    post.has_met("rosa")
    return post


@asynccontextmanager
async def _serving(delivery: Delivery) -> AsyncIterator[None]:
    task = asyncio.create_task(delivery.serve())
    try:
        yield
    finally:
        await delivery.stop()
        await task


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - the database has no event to wait for
            await asyncio.sleep(0.005)


async def test_a_message_owed_while_serving_goes_out_when_woken(post: Post) -> None:
    delivery = post.delivery()
    async with _serving(delivery):
        await asyncio.sleep(0.05)
        post.owes("rosa")
        delivery.wake()
        await _until(lambda: post.teams.reached() == ["rosa"])


async def test_a_message_owed_by_another_process_goes_out_without_being_woken(post: Post) -> None:
    async with _serving(post.delivery()):
        await asyncio.sleep(0.05)
        post.owes("rosa")
        await _until(lambda: post.teams.reached() == ["rosa"])


async def test_an_alarm_goes_out_although_every_place_for_notices_hangs(post: Post) -> None:
    post.has_met("ines")
    for subject in range(UNDER_WAY + 5):
        post.owes("rosa", subject)
    freed = asyncio.Event()

    async def hang_for_rosa(address: Address) -> None:
        if address.object_id == "rosa":
            await freed.wait()

    post.teams.before_sending = hang_for_rosa
    delivery = post.delivery()
    async with _serving(delivery):
        await asyncio.sleep(0.1)
        post.owes("ines", 1, SendClass.ALARM)
        delivery.wake()
        await _until(lambda: post.teams.reached() == ["ines"])
        freed.set()
        await _until(lambda: len(post.teams.sent) == UNDER_WAY + 6)


async def test_an_alarm_walks_past_the_notices_that_stand_in_line(post: Post) -> None:
    post.has_met("ines")
    for subject in range(READY_AT_ONCE + 1):
        post.owes("rosa", subject)
    freed = asyncio.Event()

    class JammedForOthers(NoPace):
        @asynccontextmanager
        async def turn(self, tenant_id: str, conversation: str, urgency: Urgency = Urgency.NOTICE) -> AsyncIterator[Go]:
            async def go(noting: Note | None = None) -> float:
                if conversation != "ines":
                    await freed.wait()
                if noting is not None:
                    await noting()
                return 0.0

            async with NoPace.turn(self, tenant_id, conversation, urgency):
                yield go

    delivery = post.delivery(JammedForOthers())
    async with _serving(delivery):
        await asyncio.sleep(0.1)
        post.owes("ines", 1, SendClass.ALARM)
        delivery.wake()
        await _until(lambda: post.teams.reached() == ["ines"])
        freed.set()


async def test_time_that_passes_beside_the_service_sends_nothing_twice_and_keeps_the_places(post: Post) -> None:
    keys = [post.owes("rosa", subject) for subject in range(3 * UNDER_WAY)]
    at_once, most = 0, 0

    async def count(_address: Address) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.01)
        at_once -= 1

    post.teams.before_sending = count
    delivery = post.delivery()
    async with _serving(delivery):
        for _ in range(3):
            post.clock.at += timedelta(days=7)
            await delivery.deliver_due()
    assert len(post.teams.sent) == len(keys)
    assert {post.standing(key) for key in keys} == {(SendStatus.SENT, "sent", 1)}
    assert most <= UNDER_WAY


async def test_stopping_lets_what_is_being_sent_end_and_leaves_nothing_half_done(post: Post) -> None:
    key = post.owes("rosa")
    begun, freed = asyncio.Event(), asyncio.Event()

    async def slowly(_address: Address) -> None:
        begun.set()
        await freed.wait()

    post.teams.before_sending = slowly
    delivery = post.delivery()
    serving = asyncio.create_task(delivery.serve())
    await begun.wait()
    stopping = asyncio.create_task(delivery.stop())
    await asyncio.sleep(0)
    freed.set()
    await stopping
    await serving
    assert post.standing(key) == (SendStatus.SENT, "sent", 1)


async def test_what_is_being_claimed_when_it_stops_is_sent_before_it_has_stopped(post: Post) -> None:
    keys = [post.owes("rosa", subject) for subject in range(20)]
    delivery = post.delivery()
    serving = asyncio.create_task(delivery.serve())
    await asyncio.sleep(0)  # it has asked for what is due and not had the answer
    await delivery.stop()
    assert {post.standing(key)[0] for key in keys} == {SendStatus.SENT}
    await serving


async def test_a_stopped_delivery_takes_nothing_up(post: Post) -> None:
    delivery = post.delivery()
    await delivery.stop()
    post.owes("rosa")
    await delivery.serve()
    assert post.teams.sent == []


async def test_a_retry_comes_when_its_wait_is_over_although_the_clock_stands(post: Post) -> None:
    key = post.owes("rosa")
    post.teams.going_wrong["rosa"] = deque([PassingError("http_503", retry_after=30)])
    delivery = post.delivery()
    async with _serving(delivery):
        await _until(lambda: post.standing(key)[0] is SendStatus.PENDING and post.standing(key)[2] == 1)
        assert post.teams.sent == []

        def half_a_minute_later() -> bool:
            post.stopwatch.at += 31
            delivery.wake()
            return post.teams.reached() == ["rosa"]

        await _until(half_a_minute_later)


async def test_a_round_that_fails_is_followed_by_another(post: Post) -> None:
    post.owes("rosa")
    post.clock.unreadable = 1
    delivery = post.delivery()
    async with _serving(delivery):
        await _until(lambda: post.clock.unreadable == 0)
        delivery.wake()
        await _until(lambda: post.teams.reached() == ["rosa"])
