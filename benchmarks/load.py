"""The load generator: a fixed number of turns over a fixed number of connections, each timed.

The loop is closed: a connection sends its next request when the last one has been answered, as a person does.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

import aiohttp

from benchmarks.figures import Round
from benchmarks.processor import spent_by

ANSWER_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Load:
    """How much is asked of a server: turns are shared out evenly over the connections.

    Attributes:
        warm_up: turns of each connection before the clock starts.
        turns: timed turns of each connection.
    """

    connections: int
    warm_up: int
    turns: int


class Walk(Protocol):
    """What the connections do, each as a person of its own."""

    async def prepare(self, session: aiohttp.ClientSession, load: Load) -> None:
        """Bring every person to where their turns begin; not timed."""
        ...

    async def turn(self, session: aiohttp.ClientSession, person: int) -> None:
        """One turn of a person, whole: it returns when the answer has been read and found right.

        Raises:
            BenchmarkError: the answer was not what the turn is for.
        """
        ...

    async def settle(self, turns: int) -> None:
        """Check, when all is done, that so many turns did what they claim.

        Raises:
            BenchmarkError: they did not.
        """
        ...


@asynccontextmanager
async def connections(count: int) -> AsyncIterator[aiohttp.ClientSession]:
    """A session that keeps that many connections open."""
    connector = aiohttp.TCPConnector(limit=count)
    timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        yield session


async def _all_at_once(session: aiohttp.ClientSession, walk: Walk, people: int, turns: int) -> list[float]:
    latencies: list[float] = []

    async def one(person: int) -> None:
        for _ in range(turns):
            started = time.perf_counter()
            await walk.turn(session, person)
            latencies.append((time.perf_counter() - started) * 1000)

    async with asyncio.TaskGroup() as group:
        for person in range(people):
            group.create_task(one(person))
    return sorted(latencies)


async def measure(walk: Walk, load: Load, process: int | None) -> Round:
    """Prepare, warm up, time, and check one round.

    Args:
        walk: what the connections do.
        load: how much of it.
        process: the server, whose time on the processor is noted; None where it can't be told.

    Raises:
        ExceptionGroup: of the `BenchmarkError` of a turn that did not do what it is for.
    """
    async with connections(load.connections) as session:
        await walk.prepare(session, load)
        await _all_at_once(session, walk, load.connections, load.warm_up)
        before, busy, started = spent_by(process), time.process_time(), time.perf_counter()
        latencies = await _all_at_once(session, walk, load.connections, load.turns)
        seconds = time.perf_counter() - started
        share = (time.process_time() - busy) / seconds
        after = spent_by(process)
        await walk.settle(load.connections * (load.warm_up + load.turns))
    return Round(seconds, tuple(latencies), share, after.since(before) if before and after else None)
