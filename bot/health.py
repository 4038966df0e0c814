"""Whether the service can do its work now: looked at once however many ask, for anybody may."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.teams.single_flight import SingleFlight

SECONDS_TO_ANSWER = 5.0
# Probes come every ten seconds or so. Whoever asks a thousand times a second must not keep the database busy by it.
SECONDS_KEPT = 0.5

Readiness = Callable[[], Awaitable[list[str]]]
_log = structlog.get_logger(__name__)


class Health:
    """The checks of readiness: one look at a time, which serves all who ask meanwhile and for a moment after.

    Args:
        readiness: why the service can't do its work now, a sentence each; empty when it can.
        kept: for how many seconds an answer serves.
    """

    def __init__(self, readiness: Readiness, kept: float = SECONDS_KEPT) -> None:
        self._readiness = readiness
        self._kept = kept
        self._known: list[str] = []
        self._known_until = 0.0
        self._look = SingleFlight(self._looked)

    async def reasons(self) -> list[str]:
        """Why the service is not ready; empty where it is. It answers within five seconds, whatever hangs."""
        if asyncio.get_running_loop().time() < self._known_until:
            return self._known
        try:
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                return await self._look.join()
        except TimeoutError:
            return ["The checks took too long. Look at the database first."]

    async def stop(self) -> None:
        """Give up a look that is under way."""
        await self._look.stop()

    async def _looked(self) -> list[str]:
        try:
            reasons = await self._readiness()
        except Exception:
            _log.exception("readiness_failed")
            reasons = ["The checks could not be made. The log says why."]
        self._known, self._known_until = reasons, asyncio.get_running_loop().time() + self._kept
        return reasons
