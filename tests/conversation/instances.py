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
async def by_turns(url: str) -> AsyncIterator[Council]:
    """A council whose service is two instances, each with a store of its own, on a migrated database.

    Time passes by the first of them (`Council.time_passes`), so what one instance owes another one's card answers.
    """
    async with AsyncExitStack() as opened:
        teams = await opened.enter_async_context(ByTurns(TokenIssuer(StandingClock(FRIDAY_MORNING))))
        stores = [Store.open(url) for _ in teams.urls]
        for one in stores:
            opened.callback(one.close)
        council = new_council(stores[0], teams)
        for address, one in zip(teams.urls, stores, strict=True):
            settings = settings_of(**teams.environment(AUDITBOT_PORT=address.rpartition(":")[2]))
            service = await opened.enter_async_context(open_service(settings, one, council.clock, pace=NoPace()))
            await service.timetable.tick()
            if one is council.store:
                council.service = service
        yield council
