"""What is asked of an echo bot: a message, its answer, and one reply at the connector."""

import aiohttp

from benchmarks.activities import message
from benchmarks.connector import Connector
from benchmarks.load import Load
from benchmarks.servers import BenchmarkError, Server


class EchoWalk:
    """Each person says something and is echoed."""

    def __init__(self, server: Server, connector: Connector) -> None:
        self._door = f"{server.url}/api/messages"
        self._connector = connector
        self._already_received = connector.received

    async def prepare(self, session: aiohttp.ClientSession, load: Load) -> None:
        """Nothing leads up to an echo."""

    async def turn(self, session: aiohttp.ClientSession, person: int) -> None:
        """Say something; the SDKs answer once their reply has been taken by the connector."""
        said = message(person, self._connector.url, "What is due this month?")
        async with session.post(self._door, json=said) as answer:
            body = await answer.text()
            if answer.status >= 300:
                raise BenchmarkError(f"The echo bot answered {answer.status}: {body[:300]}")

    async def settle(self, turns: int) -> None:
        """Every turn brought one reply to the connector."""
        replies = self._connector.received - self._already_received
        if replies != turns:
            raise BenchmarkError(f"{turns} messages brought {replies} replies: the echo bot's log says why.")
