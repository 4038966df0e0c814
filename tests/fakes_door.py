"""The door of the service on loopback, with a dispatch behind it that remembers what it was given."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot.connections import USUAL_BOUNDS, Bounds
from bot.limits import TURNS_AT_ONCE, Allowances, SenderLimit
from bot.listening import listen
from bot.ports import Inbound, InboundKind, InvokeOutcome, InvokeReply
from bot.settings import Settings
from bot.teams import TeamsSeam, open_seam
from bot.teams.calls import USUAL_PATIENCE, Patience
from bot.web import KNOCKS_AT_ONCE, make_web
from tests.fakes_messenger import LeapingStopwatch
from tests.fakes_teams import FakeBotConnector
from tests.fakes_tokens import SetClock


@dataclass
class Reception:
    """A dispatch that remembers what it was given and answers as it was told to.

    Attributes:
        heard: everything it was given.
        reply: the answer to a pressed button.
        trouble: what it raises instead of doing anything.
        gate: what it waits for before it answers.
        busy: set once it is waiting there.
    """

    heard: list[Inbound] = field(default_factory=list)
    reply: InvokeReply = field(default_factory=lambda: InvokeReply(InvokeOutcome.MESSAGE, text="Noted."))
    trouble: Exception | None = None
    gate: asyncio.Event | None = None
    busy: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, inbound: Inbound) -> InvokeReply | None:
        self.heard.append(inbound)
        if self.gate is not None:
            self.busy.set()
            await self.gate.wait()
        if self.trouble is not None:
            raise self.trouble
        return self.reply if inbound.kind is InboundKind.PRESSED else None


@dataclass
class OpenDoor:
    """A service that is listening: Teams, what stands behind the door, and the reasons it gives for not being ready."""

    teams: FakeBotConnector
    reception: Reception
    seam: TeamsSeam
    clock: SetClock
    reasons: list[str] = field(default_factory=list)
    readiness_trouble: Exception | None = None

    async def readiness(self) -> list[str]:
        """Why it is not ready, as it was told to say; or the trouble it has in finding out."""
        if self.readiness_trouble is not None:
            raise self.readiness_trouble
        return self.reasons


class OnlyGiven(Settings):
    """Settings of what they are given, whatever the machine's environment and `.env` hold."""

    @classmethod
    def settings_customise_sources(  # type: ignore[override]  # every place is pydantic's to pass, one is taken
        cls, _settings: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *_: Any, **_others: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


def settings_of(**environment: str) -> Settings:
    """The settings that these variables make."""
    given = {name: value for name, value in environment.items() if value}
    return OnlyGiven(**given)  # type: ignore[arg-type]  # text, as in the environment


@asynccontextmanager
async def open_door(
    teams: FakeBotConnector,
    *,
    patience: Patience = USUAL_PATIENCE,
    bounds: Bounds = USUAL_BOUNDS,
    turns_at_once: int = TURNS_AT_ONCE,
    knocks_at_once: int = KNOCKS_AT_ONCE,
    **changes: str,
) -> AsyncIterator[OpenDoor]:
    """The service's door on a port of its own, living with that Teams; for its limits time stands still."""
    clock = teams.issuer.clock
    assert isinstance(clock, SetClock)
    settings = settings_of(**teams.environment(**changes))
    reception = Reception()
    async with open_seam(settings, clock.now, patience) as seam:
        door = OpenDoor(teams, reception, seam, clock)
        limited = SenderLimit(reception, seam.messenger, LeapingStopwatch(), at_once=turns_at_once)
        knocks = Allowances(knocks_at_once, 1.0, LeapingStopwatch().seconds)
        app = make_web(settings, limited, seam, door.readiness, bounds=bounds, knocks=knocks, ready_kept=0)
        runner = await listen(app, "127.0.0.1", 0, 1)
        teams.bot_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield door
        finally:
            await runner.cleanup()
