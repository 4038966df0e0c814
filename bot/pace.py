"""How fast we may send: Teams' limits (PLATFORM, Delivery), kept before it has to refuse."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

from bot.clock import Stopwatch

# (requests, seconds). Fifty a second for an app and tenant, spread out: ten in a fifth of a second, and a little
# more for what the network bunches together, is 47.6 a second.
TENANT_LIMITS = ((10, 0.21),)
CONVERSATION_LIMITS = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
# Conversations that have been silent for longer than the longest limit need no memory.
_REMEMBERED = 5_000

# Waits until one more request may go to the tenant, and counts it: to be awaited right before the request.
Go = Callable[[], Awaitable[None]]


class Pace(Protocol):
    """Keeps what goes out within Teams' limits."""

    def turn(self, tenant_id: str, conversation: str) -> AbstractAsyncContextManager[Go]:
        """A turn at a conversation (any name that is its own): entered when its own limits allow one more request.

        Others who want to write to the same conversation wait until it is left. What it gives is awaited right
        before the request goes, or not at all if none does.
        """
        ...


class _Line:
    """A line of requests held to some limits, first come, first served."""

    def __init__(self, limits: Sequence[tuple[int, float]], stopwatch: Stopwatch) -> None:
        self._limits = limits
        self._stopwatch = stopwatch
        self._went: deque[float] = deque(maxlen=max(count for count, _ in limits))
        self.lock = asyncio.Lock()

    async def wait(self) -> None:
        """Wait until one more may go."""
        while (seconds := self._wait_at(self._stopwatch.seconds())) > 0:
            await self._stopwatch.sleep(seconds)

    def note(self) -> None:
        """One goes now."""
        self._went.append(self._stopwatch.seconds())

    def is_idle(self) -> bool:
        """Whether nothing that went still counts, and nobody is in the line."""
        longest = max(span for _, span in self._limits)
        is_over = not self._went or self._went[-1] + longest <= self._stopwatch.seconds()
        return is_over and not self.lock.locked()

    def _wait_at(self, at: float) -> float:
        free = [self._went[-count] + span for count, span in self._limits if len(self._went) >= count]
        return max([0.0, *(instant - at for instant in free)])


class InProcessPace:
    """The pace of one process: implements `Pace`."""

    def __init__(self, stopwatch: Stopwatch) -> None:
        self._stopwatch = stopwatch
        self._tenants: dict[str, _Line] = {}
        self._conversations: dict[tuple[str, str], _Line] = {}

    @asynccontextmanager
    async def turn(self, tenant_id: str, conversation: str) -> AsyncIterator[Go]:
        """A turn at a conversation (see `Pace`). Whoever waits for their own limit holds up nobody else."""
        theirs = self._conversation(tenant_id, conversation)
        everyone = self._tenants.setdefault(tenant_id, _Line(TENANT_LIMITS, self._stopwatch))

        async def go() -> None:
            async with everyone.lock:
                await everyone.wait()
                everyone.note()
                theirs.note()

        async with theirs.lock:
            await theirs.wait()
            yield go

    def _conversation(self, tenant_id: str, conversation: str) -> _Line:
        key = (tenant_id, conversation)
        if key not in self._conversations and len(self._conversations) >= _REMEMBERED:
            self._conversations = {name: line for name, line in self._conversations.items() if not line.is_idle()}
        return self._conversations.setdefault(key, _Line(CONVERSATION_LIMITS, self._stopwatch))
