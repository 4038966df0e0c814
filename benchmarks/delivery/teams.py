"""A Bot Connector on loopback that keeps Teams' limits to the letter, and goes wrong now and then."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from aiohttp import web

from bot.clock import Stopwatch

# (requests, seconds), as PLATFORM has them, counted where they arrive.
TENANT = ((50, 1.0),)
CONVERSATION = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))


@dataclass(slots=True)
class StrictTeams:
    """What arrived, and what was refused.

    Attributes:
        lost_share: of the messages taken in, how many are not answered: the connection is cut.
        failed_share: of the requests, how many are answered 503 and not taken in.
        times: when each request arrived that was taken in, in seconds.
        arrived: how often each message arrived, by its text.
        too_fast: how many requests came faster than permitted and got 429.
    """

    stopwatch: Stopwatch
    random: Random
    lost_share: float = 0.0
    failed_share: float = 0.0
    url: str = ""
    times: list[float] = field(default_factory=list)
    arrived: Counter[str] = field(default_factory=Counter)
    too_fast: int = 0
    lost: int = 0
    failed: int = 0
    _by_conversation: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    async def receive(self, request: web.Request) -> web.Response:
        """`POST` of an activity."""
        activity = await request.json()
        at = self.stopwatch.seconds()
        theirs = self._by_conversation[request.match_info["conversation"]]
        if not _may(self.times, TENANT, at) or not _may(theirs, CONVERSATION, at):
            self.too_fast += 1
            return web.json_response({"error": {"code": "TooManyRequests"}}, status=429, headers={"Retry-After": "1"})
        self.times.append(at)
        theirs.append(at)
        if self.random.random() < self.failed_share:
            self.failed += 1
            return web.json_response({}, status=503)
        self.arrived[_text(activity)] += 1
        if self.random.random() < self.lost_share and request.transport is not None:
            self.lost += 1
            request.transport.abort()
        return web.json_response({"id": f"sent-{len(self.times)}"}, status=201)

    def most_within(self, seconds: float) -> int:
        """How many requests were taken in at most within so many seconds."""
        return max(place - bisect_left(self.times, at - seconds) + 1 for place, at in enumerate(self.times))

    def rate(self) -> float:
        """Requests a second, from the first that was taken in to the last."""
        return (len(self.times) - 1) / (self.times[-1] - self.times[0])


def _may(times: list[float], limits: tuple[tuple[int, float], ...], at: float) -> bool:
    return all(len(times) < count or times[-count] <= at - span for count, span in limits)


def _text(activity: Mapping[str, Any]) -> str:
    return str(activity["attachments"][0]["content"]["body"][0]["text"])


@asynccontextmanager
async def on_loopback(teams: StrictTeams) -> AsyncIterator[None]:
    """The connector listens on a free port of loopback for as long as the block lasts."""
    app = web.Application()
    app.router.add_post("/v3/conversations/{conversation}/activities", teams.receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        teams.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        yield
    finally:
        await runner.cleanup()
