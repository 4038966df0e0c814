"""What may happen to any press or message of an audit, and what is on paper once it has."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from datetime import timedelta

from aiohttp import ClientError

from tests.conversation.audit_places import Place
from tests.conversation.on_paper import DOMAINS
from tests.conversation.scenes import Scene, anew, held, is_asked, pressed
from tests.fakes_cards import Shown
from tests.fakes_people import seen_in_place
from tests.fakes_teams import BotAnswer

# While the store is held: long enough for what is sent to have reached it.
_HELD = 0.05
TWENTY_THOUSAND = "Seen at home with the worker, warm and at ease, " * 420

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
    # Which of the two the database lets in first is its own affair: the later one's card has the words of both.
    for words in sorted(acts, key=lambda words: (words in asked, _shows_all(shown[words], acts))):
        if words in asked:
            await puts_it_in_place(scene, shown[words], words)
        scene.writes(words)


def _shows_all(card: Shown, texts: Iterable[str]) -> bool:
    read = "\n".join([card.words, *map(str, card.inputs.values())])
    return all(_is_in(words, read) for words in texts)


async def weeks_later(scene: Scene) -> None:
    clock = scene.stage.council.clock
    scene.stage.council.is_now(clock.now() + timedelta(days=14))
    await nothing(scene)


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


def says(text: str, kept: str | None = None) -> Callable[[Scene], Awaitable[None]]:
    """The words have something in them that is apt to be mangled; `kept` is what stays of them, where that is less."""

    async def happens(scene: Scene) -> None:
        number = scene.walker.paper.number
        await scene.sends(scene.act(text.format(number)))
        scene.writes((kept or text).format(number))

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
    "invisible characters": says(
        "Seen\u200b al\u00adone\u200d twice\ufeff by\u2060 us {}.", kept="Seen al\u00adone\u200d twice by us {}."
    ),
    "several lines": says("seen alone {}.\n\n\tthen with her aunt.\nand once more."),
    "a formula": says('=HYPERLINK("https://council.example","{}")'),
}
HAPPENINGS: Mapping[str, Happens] = {**ACTS, **DEVICES, **TEXTS}


_OTHER_DOMAINS = tuple(DOMAINS.values())[1:]


def why_not(happening: str, place: Place) -> str:
    """Why something can't happen at a place; "" where it can."""
    if happening in TEXTS and not place.longest:
        return "nothing but a choice is taken there" if place.name != "likely name" else "asked about other texts too"
    if happening in TEXTS and place.name in _OTHER_DOMAINS:
        return "the card and its checks are those of the first domain"
    if happening in DEVICES and not place.words:
        return "nothing is typed there that could differ"
    if happening in DEVICES and place.is_typed:
        return "a message is typed on no card"
    return ""
