"""What may happen to any press or message of an audit, and what is on paper once it has."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from aiohttp import ClientError

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
# While the store is held: long enough for what is sent to have reached it.
_HELD = 0.05
TWENTY_THOUSAND = "Seen at home with the worker, warm and at ease, " * 420


@dataclass(slots=True)
class Stage:
    """A council whose service can be ended and begun again."""

    council: Council
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

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

    stage: Stage
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
        handler = self.stage.council.service.handler
        assert isinstance(handler, Dispatch)
        await handler.drain(10)

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


# What happens. Each ends with everything that counts on paper.


async def nothing(scene: Scene) -> None:
    await scene.sends(scene.act(scene.one))
    scene.writes(scene.one)


async def double_tap(scene: Scene) -> None:
    act = scene.act(scene.one)
    await asyncio.gather(scene.sends(act), scene.sends(anew(act)))
    scene.writes(scene.one)


async def same_id(scene: Scene) -> None:
    act = scene.act(scene.one)
    for _ in range(2):
        await scene.sends(act)
    scene.writes(scene.one)


async def new_id(scene: Scene) -> None:
    act = scene.act(scene.one)
    await scene.sends(act)
    await scene.settles()
    await scene.sends(anew(act))
    scene.writes(scene.one)


async def lost_answer(scene: Scene) -> None:
    act = scene.act(scene.one)
    with held(scene.stage.council.store):
        sending = asyncio.create_task(scene.sends(act))
        await asyncio.sleep(_HELD)
        sending.cancel()
        with suppress(asyncio.CancelledError, ClientError):
            await sending
    await scene.sends(anew(act))
    scene.writes(scene.one)


async def late_answer(scene: Scene) -> None:
    act = scene.act(scene.one)
    with held(scene.stage.council.store):
        sending = [asyncio.create_task(scene.sends(one)) for one in (act, act, anew(act))]
        await asyncio.sleep(_HELD)
    await asyncio.gather(*sending)
    scene.writes(scene.one)


async def busy_database(scene: Scene) -> None:
    with held(scene.stage.council.store):
        sending = asyncio.create_task(scene.sends(scene.act(scene.one)))
        await asyncio.sleep(_HELD)
    await sending
    scene.writes(scene.one)


async def restart(scene: Scene) -> None:
    act = scene.act(scene.one)
    await scene.stage.restart()
    await scene.sends(act)
    await scene.stage.restart()
    await scene.sends(act)
    scene.writes(scene.one)


async def old_card(scene: Scene) -> None:
    desk = await scene.looks()
    shown = await scene.sees(await scene.sends(scene.act(scene.other, desk)))
    assert not is_asked(shown), shown.words
    scene.writes(scene.other)
    await says_it_again_if_asked(scene, await scene.sends(scene.act(scene.one)), scene.one)


async def two_devices(scene: Scene) -> None:
    desk = await scene.looks()
    acts = {scene.one: scene.act(scene.one), scene.other: scene.act(scene.other, desk)}
    answers = await asyncio.gather(*(scene.sends(act) for act in acts.values()))
    shown = dict(zip(acts, [await scene.sees(answer) for answer in answers], strict=True))
    asked = [words for words, card in shown.items() if is_asked(card)]
    assert len(asked) == (0 if scene.place.adds else 1), "one of the two is told of the other"
    for words in sorted(acts, key=lambda words: words in asked):
        if words in asked:
            await puts_it_in_place(scene, shown[words], words)
        scene.writes(words)


async def weeks_later(scene: Scene) -> None:
    clock = scene.stage.council.clock
    scene.stage.council.is_now(clock.now() + timedelta(days=14))
    await nothing(scene)


def is_asked(card: Shown) -> bool:
    """Whether a card asks about what was changed elsewhere meanwhile."""
    return "here or on another device" in card.words or "has saved" in card.words


async def says_it_again_if_asked(scene: Scene, answer: BotAnswer, words: str) -> None:
    """An old card asks before it overwrites, with what was typed in it; where it adds there is nothing to ask."""
    card = await scene.sees(answer)
    assert is_asked(card) is not scene.place.adds, card.words
    if not scene.place.adds:
        await puts_it_in_place(scene, card, words)
    scene.writes(words)


async def puts_it_in_place(scene: Scene, card: Shown, words: str) -> None:
    """Press again on a card that has asked: what was typed stands in it still."""
    assert any(_is_in(words, shown) for shown in card.inputs.values()), f"'{words}' is lost: {card.inputs}"
    way = scene.place.button if scene.place.button in card.buttons else "Next"
    after = seen_in_place(await scene.sends(pressed(scene, card, way, {})), card)
    assert not is_asked(after), after.words


def _is_in(words: str, shown: str) -> bool:
    return words in shown


def says(text: str) -> Callable[[Scene], Awaitable[None]]:
    """The words have something in them that is apt to be mangled."""

    async def happens(scene: Scene) -> None:
        words = text.format(scene.walker.paper.number)
        await scene.sends(scene.act(words))
        scene.writes(words)

    return happens


async def too_long(scene: Scene) -> None:
    """Twenty thousand characters come back whole, to be shortened. No client may cut them off by itself."""
    refused = await scene.sees(await scene.sends(scene.act(TWENTY_THOUSAND, checks=False)))
    (name, back) = next((name, text) for name, text in refused.inputs.items() if TWENTY_THOUSAND.strip()[:-1] in text)
    assert "characters long. Please shorten it to" in refused.words
    short = TWENTY_THOUSAND[: scene.place.longest - 200].strip()
    way = scene.place.button if scene.place.button in refused.buttons else way_on(refused)
    await scene.sends(pressed(scene, refused, way, {name: back.replace(TWENTY_THOUSAND.strip(), short)}))
    scene.writes(short)


def way_on(card: Shown) -> str:
    return next(title for title in ("Next", "Review", "Save action") if title in card.buttons)


Happens = Callable[[Scene], Awaitable[None]]
ACTS: Mapping[str, Happens] = {
    "an ordinary press": nothing,
    "a double tap": double_tap,
    "delivered again, same id": same_id,
    "delivered again, new id": new_id,
    "its answer lost": lost_answer,
    "its answer after 20 s": late_answer,
    "a busy database": busy_database,
    "a restart": restart,
    "two weeks later": weeks_later,
}
DEVICES: Mapping[str, Happens] = {"an old card": old_card, "two devices at once": two_devices}
TEXTS: Mapping[str, Happens] = {
    "20,000 characters": too_long,
    "emoji": says("Drew a 👩‍👩‍👧 and a 🏴󠁧󠁢󠁥󠁮󠁧󠁿 {}."),
    "right-to-left": says("قالت إنها بخير، {} שלום."),
    "markdown": says("*Seen* **twice** [{}](https://council.example) `code` # and > more"),
    "HTML": says("<b>Seen</b> <script>alert({})</script> &amp <at>x</at>"),
    "invisible characters": says("Seen\u200b al\u00adone\u200d twice\ufeff by\u2060 us {}."),
    "several lines": says("seen alone {}.\n\n\tthen with her aunt.\nand once more."),
    "a formula": says('=HYPERLINK("https://council.example","{}")'),
}
HAPPENINGS: Mapping[str, Happens] = {**ACTS, **DEVICES, **TEXTS}


def why_not(happening: str, place: Place) -> str:
    """Why something can't happen at a place; "" where it can."""
    if happening in TEXTS and not place.longest:
        return "nothing but a choice is taken there" if place.name != "likely name" else "asked about other texts too"
    if happening in DEVICES and not place.words:
        return "nothing is typed there that could differ"
    if happening in DEVICES and place.is_typed:
        return "a message is typed on no card"
    return ""
