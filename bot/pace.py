"""How fast we may send: Teams' limits (PLATFORM, Delivery), kept before it has to refuse."""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Protocol

from bot.clock import Stopwatch

# (requests, seconds). Fifty a second for an app and tenant, spread out: ten in a fifth of a second, and a little
# more for what the network bunches together, is 47.6 a second.
TENANT_LIMITS = ((10, 0.21),)
CONVERSATION_LIMITS = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
# Conversations that have been silent for longer than the longest limit need no memory.
_REMEMBERED = 5_000


class Pace(Protocol):
    """Keeps what goes out within Teams' limits."""

    async def wait_for_turn(self, tenant_id: str, conversation: str) -> None:
        """Wait until one more request may go to this conversation (any name that is its own)."""
        ...


class _Line:
    """A line of requests held to some limits, first come, first served."""

    def __init__(self, limits: Sequence[tuple[int, float]]) -> None:
        self._limits = limits
        self._went: deque[float] = deque(maxlen=max(count for count, _ in limits))
        self.lock = asyncio.Lock()

    def wait(self, at: float) -> float:
        """Seconds until one more may go."""
        free = [self._went[-count] + span for count, span in self._limits if len(self._went) >= count]
        return max([0.0, *(instant - at for instant in free)])

    def note(self, at: float) -> None:
        """One went."""
        self._went.append(at)

    def is_idle(self, at: float) -> bool:
        """Whether nothing that went still counts, and nobody waits."""
        longest = max(span for _, span in self._limits)
        return not self.lock.locked() and (not self._went or self._went[-1] + longest <= at)


class InProcessPace:
    """The pace of one process: implements `Pace`."""

    def __init__(self, stopwatch: Stopwatch) -> None:
        self._stopwatch = stopwatch
        self._tenants: dict[str, _Line] = {}
        self._conversations: dict[tuple[str, str], _Line] = {}

    async def wait_for_turn(self, tenant_id: str, conversation: str) -> None:
        """Wait until one more request may go to this conversation and its tenant."""
        theirs = self._conversation(tenant_id, conversation)
        everyone = self._tenants.setdefault(tenant_id, _Line(TENANT_LIMITS))
        # A person's own limit first: whoever waits for it must not hold up everyone else.
        async with theirs.lock:
            await self._wait(theirs)
            async with everyone.lock:
                await self._wait(everyone)
                went = self._stopwatch.seconds()
                everyone.note(went)
                theirs.note(went)

    async def _wait(self, line: _Line) -> None:
        while (seconds := line.wait(self._stopwatch.seconds())) > 0:
            await self._stopwatch.sleep(seconds)

    def _conversation(self, tenant_id: str, conversation: str) -> _Line:
        key = (tenant_id, conversation)
        if key not in self._conversations and len(self._conversations) >= _REMEMBERED:
            at = self._stopwatch.seconds()
            busy = {name: line for name, line in self._conversations.items() if not line.is_idle(at)}
            self._conversations = busy
        return self._conversations.setdefault(key, _Line(CONVERSATION_LIMITS))
