"""A press on its way to the service: delivered twice, its answer lost, the service killed in the middle of it."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import Any

from aiohttp import ClientError

from tests.conversation.scenes import Running, anew
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson


@dataclass(slots=True)
class RoughWay:
    """How what somebody does reaches the service: now and then in the worst way."""

    running: Running
    who: FakePerson
    random: Random

    async def says(self, text: str) -> Shown:
        """Say it until it is answered: a service that was killed leaves the last messages without an answer."""
        before = len(self.who.messages)
        for _ in range(20):
            await self._sends(self.who.activity("message", text=text))
            with suppress(TimeoutError):
                await self.who.teams.wait_for(self.who.conversation_id, before, seconds=2)
                return self.who.messages[-1]
        raise AssertionError("the service does not answer")

    async def takes(self, act: dict[str, Any]) -> Any:
        """Deliver an act somehow; its answer."""
        ways = [*[self._sends] * 6, self._at_once, self._again, self._lost, self._killed]
        answer = await self.random.choice(ways)(act)
        await asyncio.sleep(self.random.choice([0, 0, 0.005]))
        return answer

    async def _at_once(self, act: dict[str, Any]) -> Any:
        return (await asyncio.gather(self._sends(act), self._sends(anew(act))))[0]

    async def _again(self, act: dict[str, Any]) -> Any:
        first = await self._sends(act)
        await self._sends(act if self.random.random() < 0.5 else anew(act))
        return first

    async def _lost(self, act: dict[str, Any]) -> Any:
        sending = asyncio.create_task(self._sends(act))
        await asyncio.sleep(self.random.uniform(0, 0.02))
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending
        return await self._sends(anew(act))

    async def _killed(self, act: dict[str, Any]) -> Any:
        sending = asyncio.create_task(self._sends(act))
        await asyncio.sleep(self.random.uniform(0, 0.02))
        await self.running.restart()
        await sending
        return await self._sends(anew(act))

    async def _sends(self, act: dict[str, Any]) -> Any:
        """Send until it is answered: as Teams does, and then the person."""
        for _ in range(600):
            with suppress(ClientError):
                return await self.who.delivers(act)
            await asyncio.sleep(0.05)
        raise AssertionError("the service does not answer")
