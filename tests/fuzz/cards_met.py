"""Going about the council as its people do: every button that a card has for somebody, with what the card carries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cards.looks import LOOKS
from cards.verbs import FIRST, FORM, KIND, LIST, PAGE, Verb
from tests.conversation.council import Council
from tests.fakes_cards import Shown, _parts
from tests.fakes_people import FakePerson, seen_in_place

# What is typed where a card asks for something that must fit; anything else is asked for in words.
FITTING: Mapping[str, str] = {
    "in_name": "Nils Brandt",
    "in_names": "Ines Varga\nTom Lindqvist",
    "in_ref": "CS_501",
    "in_refs": "CS_501, CS_502",
    "in_questions": "Was the child seen alone?\nIs the plan up to date?",
    "in_title": "Seen alone in January",
    "in_day": "2027-01-20",
}
WORDS = "Teasel was told so."


@dataclass(frozen=True, slots=True)
class Deed:
    """A button as a card had it: whose card it was, what it carries, what the card's inputs hold."""

    name: str
    verb: str
    data: Mapping[str, Any]
    inputs: Mapping[str, str]


@dataclass(slots=True)
class Rounds:
    """Everybody's way about.

    Attributes:
        deeds: every button that was met, once of each kind a person.
        most: how many of one kind are pressed that change something.
    """

    council: Council
    most: int
    deeds: list[Deed] = field(default_factory=list)
    _met: set[tuple[Any, ...]] = field(default_factory=set)
    _pressed: dict[tuple[Any, ...], int] = field(default_factory=dict)

    async def goes(self, somebody: FakePerson, commands: list[str]) -> None:
        """Somebody types commands and presses what they are shown, and what they have been sent."""
        waiting = [seen for seen in somebody.messages if seen.card][-8:]
        waiting += [await somebody.says(words) for words in commands]
        while waiting:
            waiting += [one async for one in self._pressing(somebody, waiting.pop(0))]

    async def _pressing(self, somebody: FakePerson, card: Shown) -> Any:
        for action in buttons(card):
            kind = _kind(action)
            if (somebody.name, kind) in self._met:
                continue
            self._met.add((somebody.name, kind))
            inputs = filled(card, action)
            self.deeds.append(Deed(somebody.name, action["verb"], action["data"], inputs))
            if self._is_pressed(kind, Verb(action["verb"])):
                yield await self._press(somebody, card, action, inputs)

    def _is_pressed(self, kind: tuple[Any, ...], verb: Verb) -> bool:
        self._pressed[kind] = self._pressed.get(kind, 0) + 1
        return self._pressed[kind] <= (2 * self.most if verb in LOOKS else self.most)

    async def _press(self, somebody: FakePerson, card: Shown, action: Mapping[str, Any], inputs: Any) -> Shown:
        value = {"action": {"type": "Action.Execute", "verb": action["verb"], "data": {**action["data"], **inputs}}}
        activity = somebody.activity("invoke", name="adaptiveCard/action", value=value, replyToId=card.activity_id)
        return seen_in_place(await somebody.delivers(activity), Shown(activity_id=card.activity_id))


def buttons(card: Shown) -> Iterator[Mapping[str, Any]]:
    """The buttons of a card that send something."""
    return (one for one in _parts(card.card) if one.get("type") == "Action.Execute")


def filled(card: Shown, action: Mapping[str, Any]) -> dict[str, str]:
    """What goes along with a button of a card when everything that is asked for has been given."""
    if action.get("associatedInputs") == "none":
        return {}
    fields = [one for one in _parts(card.card) if str(one.get("type", "")).startswith("Input.") and "id" in one]
    return {one["id"]: str(one.get("value") or _given(one)) for one in fields}


def _given(part: Mapping[str, Any]) -> str:
    if part["type"] == "Input.ChoiceSet":
        return str(part["choices"][0]["value"]) if part.get("choices") else ""
    usual = {"Input.Date": "2027-01-20", "Input.Number": "1", "Input.Toggle": "true", "Input.Time": "10:00"}
    return FITTING.get(part["id"], usual.get(part["type"], WORDS))


def _kind(action: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells buttons of one verb apart: which form, which page of the help; not whose row."""
    telling = (FORM, LIST, KIND, FIRST, PAGE) if action["verb"] == Verb.HELP else (FORM, LIST, KIND)
    return (action["verb"], *(str(action["data"].get(key, "")) for key in telling))
