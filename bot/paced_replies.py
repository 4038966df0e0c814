"""Replies within Teams' limits: first in line, and tried again where they certainly did not go."""

from collections.abc import Awaitable, Callable
from random import Random
from typing import TypeVar

from bot.clock import Stopwatch
from bot.pace import PACED, Pace, Urgency
from bot.ports import Address, Member, Messenger, Outgoing, PassingError
from bot.undelivered import backoff

T = TypeVar("T")
TRIES = 4
# A reply that comes later than this is no reply any more.
LONGEST_WAIT = 60.0


class PacedReplies:
    """A Messenger that keeps to the pace and sits out passing trouble (bot.ports.Messenger).

    What is in doubt is not repeated: nothing hangs on a reply's arrival, and a person can ask again.

    Args:
        messenger: what sends.
        pace: keeps to Teams' limits.
        stopwatch: for waiting.
        random: spreads retries.
    """

    def __init__(self, messenger: Messenger, pace: Pace, stopwatch: Stopwatch, random: Random) -> None:
        self._messenger = messenger
        self._pace = pace
        self._stopwatch = stopwatch
        self._random = random

    async def open_conversation(self, address: Address) -> str:
        """Make (or find) the one-to-one conversation with a person; its id."""
        return await self._in_turn(address, lambda: self._messenger.open_conversation(address))

    async def send(self, address: Address, message: Outgoing, reply_to_id: str | None = None) -> str:
        """Send a message into the address's conversation; the id of the new activity."""
        return await self._in_turn(address, lambda: self._messenger.send(address, message, reply_to_id))

    async def update(self, address: Address, activity_id: str, message: Outgoing) -> None:
        """Replace a message that was sent before."""
        await self._in_turn(address, lambda: self._messenger.update(address, activity_id, message))

    async def member(self, address: Address, channel_user_id: str) -> Member | None:
        """Who a channel user is: asked at once, since somebody's turn waits for it."""
        return await self._messenger.member(address, channel_user_id)

    async def _in_turn(self, address: Address, call: Callable[[], Awaitable[T]]) -> T:
        tries = 0
        while True:
            tries += 1
            try:
                return await self._once(address, call)
            except PassingError as error:
                wait = max(error.retry_after or 0.0, backoff(tries, self._random))
                if tries >= TRIES or wait > LONGEST_WAIT:
                    raise
                await self._pace.slow_down(address.tenant_id, address.object_id, error)
            await self._stopwatch.sleep(wait)

    async def _once(self, address: Address, call: Callable[[], Awaitable[T]]) -> T:
        # Somebody who asks faster than Teams lets us answer must not have their answers fill the memory.
        if (wait := self._pace.wait(address.tenant_id, address.object_id)) > LONGEST_WAIT:
            raise PassingError(PACED, wait)
        async with self._pace.turn(address.tenant_id, address.object_id, Urgency.AT_ONCE) as go:
            if wait := await go():
                raise PassingError(PACED, wait)
        return await call()
