"""An instance killed at each point of a message's way: in doubt is only what may really have gone."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.pace import Go, Note, Urgency
from bot.ports import Address
from domain.words import SendClass, SendStatus
from storage import outbox
from storage.addresses import addresses_of
from storage.store import Store
from tests.fakes_messenger import NoPace
from tests.storage.post import Post

LEASE = timedelta(minutes=1)
NOTICE, ALARM = SendClass.NOTICE, SendClass.ALARM


@dataclass(slots=True)
class Point:
    """Where a message's way stops for good, and that it has come there."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)

    async def here(self, _address: Address | None = None) -> None:
        self.reached.set()
        await asyncio.Event().wait()


class StopsIn(NoPace):
    """A pace that stops at one place of one turn: at `turn`, before (`place`) or after (`noted`) a request is noted."""

    def __init__(self, point: Point, where: str, turn: int = 1) -> None:
        super().__init__()
        self._point = point
        self._where = where
        self._turn = turn
        self._turns = 0

    async def _perhaps(self, where: str) -> None:
        if (where, self._turns) == (self._where, self._turn):
            await self._point.here()

    @asynccontextmanager
    async def turn(self, tenant_id: str, conversation: str, urgency: Urgency = Urgency.NOTICE) -> AsyncIterator[Go]:
        self._turns += 1
        await self._perhaps("turn")

        async def go(noting: Note | None = None) -> float:
            await self._perhaps("place")
            if noting is not None:
                await noting()
            await self._perhaps("noted")
            return 0.0

        async with NoPace.turn(self, tenant_id, conversation, urgency):
            yield go


async def _is_killed(post: Post, point: Point, send_class: SendClass, pace: NoPace) -> int:
    """A message that an instance has claimed and was at work on when it was killed at a point; its id."""
    key = post.owes("rosa", 1, send_class)
    with post.unit() as unit:
        (message,) = outbox.claim(unit, "killed", 1, LEASE)
        to = addresses_of(unit, {message.person_id})[message.person_id]
    going = asyncio.create_task(post.sender(pace).deliver(message, to))
    async with asyncio.timeout(30):
        await point.reached.wait()
    going.cancel()
    with suppress(asyncio.CancelledError):
        await going
    return key


async def _goes_on_later(post: Post, key: int) -> tuple[SendStatus, int]:
    """Another instance delivers once the lease is over; how the message ended, and how often it arrived."""
    post.teams.before_opening = post.teams.before_sending = post.teams.after_arrival = None
    post.clock.at += 2 * LEASE
    await post.delivers()
    await post.delivers()
    return post.standing(key)[0], Counter(post.teams.arrived)["rosa"]


@pytest.mark.parametrize("where", ["turn", "place"])
@pytest.mark.parametrize("has_met", [True, False])
async def test_whatever_only_waited_when_its_sender_was_killed_is_sent_by_another(
    store: Store, where: str, *, has_met: bool
) -> None:
    post, point = Post(store), Point()
    post.has_met("rosa") if has_met else post.knows("rosa", object_id="rosa")
    key = await _is_killed(post, point, NOTICE, StopsIn(point, where))
    assert post.standing(key)[0] is SendStatus.CLAIMED
    assert await _goes_on_later(post, key) == (SendStatus.SENT, 1)
    assert post.tries(key) == ["sent"], "what never began is no try"


@pytest.mark.parametrize("where", ["opening", "turn", "place"])
async def test_whatever_only_had_a_conversation_opened_for_it_is_sent_by_another(store: Store, where: str) -> None:
    post, point = Post(store), Point()
    post.knows("rosa", object_id="rosa")
    if where == "opening":
        post.teams.before_opening = point.here
    key = await _is_killed(post, point, NOTICE, StopsIn(point, where, turn=2))
    assert post.standing(key)[0] is SendStatus.CLAIMED
    assert await _goes_on_later(post, key) == (SendStatus.SENT, 1)
    assert post.standing(key)[2] == 2, "an opened conversation is a try"


async def test_a_notice_whose_conversation_was_gone_and_is_made_anew_is_not_in_doubt(store: Store) -> None:
    post, point = Post(store), Point()
    post.has_met("rosa")
    post.teams.known = set()
    post.teams.before_opening = point.here
    key = await _is_killed(post, point, NOTICE, NoPace())
    assert await _goes_on_later(post, key) == (SendStatus.SENT, 1)


@pytest.mark.parametrize("where", ["noted", "sending", "arrived"])
@pytest.mark.parametrize(("send_class", "ends"), [(NOTICE, SendStatus.UNCERTAIN), (ALARM, SendStatus.SENT)])
async def test_what_may_have_gone_is_in_doubt_and_only_an_alarm_goes_again(
    store: Store, where: str, send_class: SendClass, ends: SendStatus
) -> None:
    post, point = Post(store), Point()
    post.has_met("rosa")
    if where == "sending":
        post.teams.before_sending = point.here
    if where == "arrived":
        post.teams.after_arrival = point.here
    key = await _is_killed(post, point, send_class, StopsIn(point, where))
    assert post.standing(key)[0] is SendStatus.SENDING
    had_arrived = len(post.teams.arrived)
    assert await _goes_on_later(post, key) == (ends, had_arrived + (send_class is ALARM))
