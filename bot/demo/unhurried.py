"""The demonstration's pace: what is kept for people whom nobody plays never reaches Teams, and need not wait for it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.pace import Go, Note, Pace, Urgency
from bot.ports import SendError


class Unhurried(Pace):
    """A pace without limits (bot.pace.Pace): a week's messages to a whole council are there at once."""

    @asynccontextmanager
    async def turn(self, tenant_id: str, conversation: str, urgency: Urgency = Urgency.NOTICE) -> AsyncIterator[Go]:
        """A turn that comes at once."""
        del tenant_id, conversation, urgency
        yield self._go

    async def _go(self, noting: Note | None = None) -> float:
        if noting is not None:
            await noting()
        return 0.0

    def wait(self, tenant_id: str, conversation: str) -> float:
        """Nobody waits."""
        del tenant_id, conversation
        return 0.0

    async def slow_down(self, tenant_id: str, conversation: str, error: SendError) -> None:
        """The Playground asks nobody to."""
