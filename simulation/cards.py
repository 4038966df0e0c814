"""A card as somebody uses it who reads only what it says: its buttons, its inputs, and something for each of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

_TEXTS = ("text", "title", "label", "value", "placeholder", "altText", "errorMessage")
# Texts say what somebody might write, without a name, a number of the health service, or a place.
_SAYINGS = (
    "the plan was followed, and the record says why",
    "the visits were on time and the child was seen alone",
    "the family was asked and their view is in the plan",
    "there is a gap in spring, and nothing says why",
)


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a card."""

    title: str
    action: Mapping[str, Any]

    @property
    def sends_inputs(self) -> bool:
        """Whether what was typed goes along."""
        return self.action.get("associatedInputs") != "none"

    @property
    def carried(self) -> Mapping[str, Any]:
        """What the card put behind it."""
        data: Mapping[str, Any] = self.action.get("data", {})
        return data


def parts(element: Any) -> Iterator[Mapping[str, Any]]:
    """Every object on show, in reading order."""
    if isinstance(element, Mapping):
        yield element
        for name, inner in element.items():
            if name not in {"fallback", "data", "refresh"}:
                yield from parts(inner)
    elif isinstance(element, list):
        for inner in element:
            yield from parts(inner)


def heading(card: Mapping[str, Any]) -> str:
    """The title of a card; empty where there is none."""
    body = card.get("body") or [{}]
    return str(body[0].get("text", ""))


def words(card: Mapping[str, Any]) -> str:
    """Everything that can be read on a card, a line each."""
    return "\n".join(str(part[name]) for part in parts(card) for name in _TEXTS if isinstance(part.get(name), str))


def buttons(card: Mapping[str, Any]) -> list[Button]:
    """The buttons that are answered in the card's place, in order."""
    found = [part for part in parts(card) if part.get("type") == "Action.Execute"]
    return [Button(str(part.get("title", "")), part) for part in found]


def inputs(card: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The inputs of a card."""
    return [part for part in parts(card) if str(part.get("type", "")).startswith("Input.") and "id" in part]


def filled(card: Mapping[str, Any], random: Random, number: int, today: date) -> dict[str, str]:
    """Something for every input of a card; texts hold the number, so that no other is like them."""
    return {str(part["id"]): _something(part, random, number, today) for part in inputs(card)}


def _something(part: Mapping[str, Any], random: Random, number: int, today: date) -> str:
    match part["type"]:
        case "Input.ChoiceSet":
            choices = part.get("choices") or [{"value": ""}]
            return str(random.choice(choices)["value"])
        case "Input.Date":
            latest = date.fromisoformat(part["max"]) if part.get("max") else today + timedelta(days=21)
            first = date.fromisoformat(part["min"]) if part.get("min") else min(today, latest)
            return (first + timedelta(days=random.randrange(max(1, (latest - first).days + 1)))).isoformat()
        case "Input.Toggle":
            return str(part.get("valueOn", "true"))
        case "Input.Number":
            return str(part.get("min", 1))
        case _:
            return f"note {number}: {random.choice(_SAYINGS)}."
