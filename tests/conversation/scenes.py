"""Somebody at a place of an audit, about to press or say something; and a council whose service begins again."""

import sqlite3
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Protocol

from bot.dispatch import Dispatch
from storage.store import Store
from tests.conversation.audit_places import Place
from tests.conversation.council import FRIDAY_MORNING, Council, new_council, served
from tests.conversation.walkers import Walker
from tests.fakes_cards import Shown
from tests.fakes_messenger import StandingClock
from tests.fakes_people import seen_in_place
from tests.fakes_teams import BotAnswer, FakeBotConnector
from tests.fakes_tokens import TokenIssuer

_numbers = count(1)


class Running(Protocol):
    """A council whose service is running."""

    council: Council

    async def settles(self) -> None: ...

    async def restart(self) -> None: ...


@dataclass(slots=True)
class Stage:
    """A council whose service can be ended and begun again."""

    council: Council
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def settles(self) -> None:
        """Wait for the answers to messages that are still under way."""
        handler = self.council.service.handler
        assert isinstance(handler, Dispatch)
        await handler.drain(10)

    async def begin(self) -> None:
        await self.stack.enter_async_context(served(self.council))

    async def restart(self) -> None:
        await self.stack.aclose()
        await self.begin()


@asynccontextmanager
async def staged(store: Store) -> AsyncIterator[Stage]:
    """A council, its Teams and its service, which may be begun again."""
    async with FakeBotConnector(TokenIssuer(StandingClock(FRIDAY_MORNING))) as teams:
        stage = Stage(new_council(store, teams))
        await stage.begin()
        try:
            yield stage
        finally:
            await stage.stack.aclose()


@dataclass(slots=True)
class Scene:
    """Somebody at a place of an audit, with its card on the phone, about to press or to say something.

    Attributes:
        card: what the phone shows.
    """

    stage: Running
    walker: Walker
    place: Place
    card: Shown = field(default_factory=Shown)

    @property
    def one(self) -> str:
        return self.place.words[0] if self.place.words else ""

    @property
    def other(self) -> str:
        return self.place.words[-1] if self.place.words else ""

    async def looks(self) -> Shown:
        """The card of the place on a device that shows nothing yet."""
        card = await self.place.comes(self.walker)
        await self.settles()
        return card

    def act(self, words: str, card: Shown | None = None, button: str = "", *, checks: bool = True) -> dict[str, Any]:
        """The activity of pressing the place's button, or of the message, with these words."""
        who = self.walker.who
        given = self.place.given(self.walker, words)
        if self.place.is_typed and card is None:
            return who.activity("message", **given)
        return pressed(self, card or self.card, button or self.place.button, given, checks=checks)

    async def sends(self, act: dict[str, Any]) -> BotAnswer:
        answer = await self.walker.who.delivers(act)
        assert answer.status in {200, 201, 202}, f"the bot answered {answer.status}: {answer.body}"
        return answer

    async def sees(self, answer: BotAnswer) -> Shown:
        """What stands there once an act is answered."""
        if not self.place.is_typed:
            return seen_in_place(answer, self.card)
        await self.settles()
        return self.walker.who.messages[-1]

    async def settles(self) -> None:
        """Wait for the answers to messages that are still under way."""
        await self.stage.settles()

    def writes(self, words: str) -> None:
        """It counts: so it is on paper."""
        self.place.writes(self.walker, words)


def pressed(scene: Scene, card: Shown, title: str, given: Mapping[str, str], *, checks: bool = True) -> dict[str, Any]:
    """The activity of pressing a button of a card."""
    known = {name: said for name, said in given.items() if name in card.inputs}
    action = card.button(title)
    typed = card.typed(title, known, client_checks=checks)
    whole = {"type": "Action.Execute", "verb": action.get("verb", ""), "title": title}
    whole["data"] = {**action.get("data", {}), **typed}
    value = {"action": whole, "trigger": "manual"}
    activity: dict[str, Any] = scene.walker.who.activity(
        "invoke", name="adaptiveCard/action", value=value, replyToId=card.activity_id
    )
    return activity


def anew(act: Mapping[str, Any]) -> dict[str, Any]:
    """The same activity under another id."""
    return {**act, "id": f"f:anew-{next(_numbers)}"}


@contextmanager
def held(store: Store) -> Iterator[None]:
    """Another process is writing into the database: whoever else would, waits."""
    connection = sqlite3.connect(str(store.engine.url.database), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def is_asked(card: Shown) -> bool:
    """Whether a card asks about what was changed elsewhere meanwhile."""
    return "here or on another device" in card.words or "has saved" in card.words
