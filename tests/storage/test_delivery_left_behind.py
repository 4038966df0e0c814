"""What an instance leaves behind when it is stopped or killed, and who takes it up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.delivery import Delivery
from bot.pace import Go, Urgency
from bot.ports import Address
from domain.words import SendClass, SendStatus
from storage import outbox
from storage.store import Store
from tests.fakes_messenger import NoPace
from tests.storage.post import Post

LEASE = timedelta(minutes=1)
NOTICE, ALARM = SendClass.NOTICE, SendClass.ALARM


class JammedPace(NoPace):
    """Nobody's turn comes."""

    @asynccontextmanager
    async def turn(self, tenant_id: str, conversation: str, urgency: Urgency = Urgency.NOTICE) -> AsyncIterator[Go]:
        await asyncio.Event().wait()
        async with NoPace.turn(self, tenant_id, conversation, urgency) as go:
            yield go


def people_of(store: Store) -> Post:
    post = Post(store)
    post.has_met("rosa")
    return post


@pytest.fixture
def post(store: Store) -> Post:
    return people_of(store)


def _left_behind(post: Post, send_class: SendClass, *, begun: bool) -> int:
    """A message that an instance had claimed, and perhaps begun to send, when it was killed."""
    key = post.owes("rosa", len(post.teams.sent) + 1, send_class)
    with post.unit() as unit:
        (message,) = outbox.claim(unit, "killed", 1, LEASE)
        if begun:
            outbox.begin_sending(unit, message, LEASE)
    return key


async def _serves(delivery: Delivery, seconds: float = 0.3) -> None:
    serving = asyncio.create_task(delivery.serve())
    await asyncio.sleep(seconds)
    await delivery.stop()
    await serving


@pytest.mark.parametrize(("send_class", "begun"), [(NOTICE, False), (ALARM, False), (ALARM, True)])
async def test_on_sqlite_what_a_killed_instance_had_goes_as_soon_as_the_next_one_serves(
    sqlite_store: Store, send_class: SendClass, *, begun: bool
) -> None:
    post = people_of(sqlite_store)
    key = _left_behind(post, send_class, begun=begun)
    await _serves(post.delivery())
    assert post.standing(key)[0] is SendStatus.SENT
    assert post.teams.reached() == ["rosa"]


async def test_a_notice_that_may_have_gone_keeps_its_lease_and_is_not_repeated(sqlite_store: Store) -> None:
    post = people_of(sqlite_store)
    key = _left_behind(post, NOTICE, begun=True)
    await _serves(post.delivery())
    assert post.standing(key)[0] is SendStatus.SENDING
    post.clock.at += 2 * LEASE
    await post.delivers()
    assert post.standing(key)[0] is SendStatus.UNCERTAIN
    assert post.teams.sent == []


async def test_on_postgresql_another_instance_may_live_so_its_lease_holds(postgresql_store: Store) -> None:
    post = people_of(postgresql_store)
    key = _left_behind(post, ALARM, begun=True)
    await _serves(post.delivery())
    assert post.standing(key)[0] is SendStatus.SENDING


async def test_a_command_that_delivers_beside_a_service_takes_nothing_from_it(post: Post) -> None:
    key = _left_behind(post, ALARM, begun=False)
    await post.delivers()
    assert post.standing(key)[0] is SendStatus.CLAIMED


async def test_what_hangs_when_it_stops_is_settled_and_an_alarm_left_to_the_next(post: Post) -> None:
    notice, alarm = post.owes("rosa", 1), post.owes("rosa", 2, ALARM)

    async def hang(_address: Address) -> None:
        await asyncio.Event().wait()

    post.teams.before_sending = hang
    await _serves(post.delivery(stop_seconds=0.05))
    assert post.standing(notice) == (SendStatus.UNCERTAIN, "sender_stopped", 1)
    assert post.standing(alarm)[0] is SendStatus.PENDING
    post.teams.before_sending = None
    await post.delivers()
    assert post.standing(alarm) == (SendStatus.SENT, "sent", 2)
    assert len(post.teams.sent) == 1


async def test_what_was_claimed_and_not_begun_is_given_back_when_it_stops(post: Post) -> None:
    key = post.owes("rosa")
    await _serves(post.delivery(JammedPace(), stop_seconds=0.05))
    assert post.standing(key) == (SendStatus.PENDING, None, 0)
    await post.delivers()
    assert post.teams.reached() == ["rosa"]
