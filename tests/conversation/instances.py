"""Two instances of the service on one database, and a Teams whose acts reach them by turns."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import cycle
from typing import Any

from bot.app import open_service
from storage.store import Store
from tests.conversation.council import FRIDAY_MORNING, Council, free_port, new_council
from tests.fakes_door import settings_of
from tests.fakes_messenger import NoPace, StandingClock
from tests.fakes_teams import BotAnswer, FakeBotConnector
from tests.fakes_tokens import TokenIssuer


class ByTurns(FakeBotConnector):
    """A Teams that hands each act to the next of several instances, whoever's act it is.

    Attributes:
        urls: where the instances listen.
    """

    def __init__(self, issuer: TokenIssuer) -> None:
        super().__init__(issuer)
        self.urls = [f"http://127.0.0.1:{free_port()}" for _ in range(2)]
        self._turns = cycle(self.urls)

    async def deliver(self, activity: Any, headers: Mapping[str, str] | None = None) -> BotAnswer:
        """Send an activity to the instance whose turn it is."""
        self.bot_url = next(self._turns)
        return await super().deliver(activity, headers)


@asynccontextmanager
async def council_on(url: str) -> AsyncIterator[Council]:
    """A council on a migrated database whose service does not run yet."""
    async with ByTurns(TokenIssuer(StandingClock(FRIDAY_MORNING))) as teams:
        store = Store.open(url)
        try:
            yield new_council(store, teams)
        finally:
            store.close()


@asynccontextmanager
async def served_by_turns(council: Council, url: str) -> AsyncIterator[None]:
    """A council's service as two instances, each with a store of its own, until the end of the block.

    Time passes by the second of them (`Council.time_passes`); what it owes is answered at either.
    """
    assert isinstance(council.teams, ByTurns)
    async with AsyncExitStack() as opened:
        for address in council.teams.urls:
            store = Store.open(url)
            opened.callback(store.close)
            settings = settings_of(**council.teams.environment(AUDITBOT_PORT=address.rpartition(":")[2]))
            service = open_service(settings, store, council.clock, pace=NoPace())
            council.service = await opened.enter_async_context(service)
            await council.service.timetable.tick()
        yield
