"""One life of the service: the parts that `auditbot serve` is made of, put together over the simulation's ports."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar, cast

import aiohttp
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.app import Service, put_together, readiness
from bot.settings import Settings
from bot.teams import open_seam
from bot.teams.calls import Calls
from bot.web import make_web
from simulation.mortal import Around, Fate, MortalReader, MortalWriter
from simulation.teams import Teams
from simulation.virtual_time import SimulatedClock, SimulatedStopwatch, VirtualLoop
from storage.store import Store
from tests.written_statements import well_versed_engine

T = TypeVar("T")


class DiedError(Exception):
    """The process died before whoever asked it had an answer."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the door answered: the status, and the body's document."""

    status: int
    document: Mapping[str, Any]


class Life:
    """The service from its start to its end, or to its death.

    Args:
        service: its parts.
        app: the HTTP application in front of them.
        fate: whether it lives.
    """

    def __init__(self, service: Service, app: web.Application, fate: Fate, died: asyncio.Event) -> None:
        self.service = service
        self.fate = fate
        self._app = app
        self._died = died

    async def hears(self, activity: Mapping[str, Any]) -> Answered:
        """An activity comes to the door.

        Raises:
            DiedError: the process died over it.
        """
        return await self.during(self._heard(activity))

    async def _heard(self, activity: Mapping[str, Any]) -> Answered:
        response = await _answer(self._app, json.dumps(activity).encode())
        body = response.body
        return Answered(response.status, json.loads(body) if isinstance(body, bytes) and body else {})

    async def during(self, work: Coroutine[Any, Any, T]) -> T:
        """Work of the process, as long as it lives.

        Raises:
            DiedError: it died over it.
        """
        if self.fate.is_over:
            work.close()
            raise DiedError
        task, end = asyncio.create_task(work), asyncio.create_task(self._died.wait())
        await asyncio.wait([task, end], return_when=asyncio.FIRST_COMPLETED)
        if self._died.is_set():
            task.cancel()
            raise DiedError
        end.cancel()
        return task.result()


async def _answer(app: web.Application, body: bytes) -> web.Response:
    """What the application's own handler of `/api/messages` answers."""
    loop = asyncio.get_running_loop()
    protocol = aiohttp.base_protocol.BaseProtocol(loop)
    payload = aiohttp.StreamReader(protocol, limit=2**20, loop=loop)
    payload.feed_data(body)
    payload.feed_eof()
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    request = make_mocked_request("POST", "/api/messages", headers, payload=payload, app=app)
    match = await app.router.resolve(request)
    response = await match.handler(request)
    if not isinstance(response, web.Response):
        message = f"The door answered with {response!r}."
        raise TypeError(message)
    return response


@asynccontextmanager
async def living(
    settings: Settings,
    clock: SimulatedClock,
    loop: VirtualLoop,
    teams: Teams,
    random: Random,
    note: Callable[[str], None],
    around: Around,
) -> AsyncIterator[Life]:
    """The service, until the end of the block: stopped in order, or buried where it has died meanwhile."""
    died = asyncio.Event()

    def dies(where: str) -> None:
        note(where)
        died.set()

    fate = Fate(random, dies)
    engine = well_versed_engine(settings.database_url)
    store = Store(engine, writer=MortalWriter(engine, fate, around), readers=MortalReader(fate))
    calls = Calls(cast("aiohttp.ClientSession", teams))
    mine = set(asyncio.all_tasks())
    teams.fate = fate
    async with open_seam(settings, clock.now, through=calls) as seam:
        service = put_together(settings, store, clock, seam, stopwatch=SimulatedStopwatch(clock, loop), random=random)
        life = Life(service, make_web(settings, service.handler, seam, readiness(store, clock)), fate, died)
        delivering = asyncio.create_task(service.delivery.serve())
        try:
            yield life
        finally:
            if not fate.is_over:
                await _stopped(life, delivering)
            await _buried(fate, mine)
            store.close()


async def _stopped(life: Life, delivering: asyncio.Task[None]) -> None:
    try:
        await life.during(_stop(life.service, delivering))
    except DiedError:
        return


async def _stop(service: Service, delivering: asyncio.Task[None]) -> None:
    await service.dispatch.drain(2.0)
    await service.delivery.stop()
    await delivering


async def _buried(fate: Fate, others: set[asyncio.Task[Any]]) -> None:
    """Whatever is left of it goes without another word."""
    fate.is_over = fate.is_buried = True
    left = [task for task in asyncio.all_tasks() if task not in others]
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
