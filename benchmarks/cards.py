"""Reads a card as a person does: which buttons it has, and how its inputs are filled in. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

JsonObject = Mapping[str, Any]
EVIDENCE = (
    "The record shows a plan that was agreed with the family, visited as often as it says, and reviewed on "
    "time. What was decided can be followed from the assessment to the last supervision, with the reasons "
    "beside each decision. The child was seen alone, and what they said changed what was done next."
)


def parts(card: JsonObject, kind: str) -> Iterator[JsonObject]:
    """The parts of a card whose type begins with `kind`, in their order.

    What only an older client shows (`fallback`) and what opens as a card of its own is left out.
    """
    for key, value in card.items():
        if key == "fallback" or (key == "card" and card.get("type") == "Action.ShowCard"):
            continue
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, Mapping):
                if str(part.get("type", "")).startswith(kind):
                    yield part
                yield from parts(part, kind)


def buttons(card: JsonObject, title: str) -> list[JsonObject]:
    """The buttons with that title, in their order."""
    return [found for found in parts(card, "Action.Execute") if found.get("title") == title]


def button(card: JsonObject, title: str) -> JsonObject | None:
    """The first button with that title, or None where the card has none."""
    return next(iter(buttons(card, title)), None)


def _filled(question: JsonObject) -> str:
    if question["type"] == "Input.ChoiceSet":
        return str(question.get("value") or question["choices"][0]["value"])
    if question["type"] == "Input.Text":
        return str(question.get("value") or EVIDENCE)
    message = f"The benchmark doesn't know how to fill in an {question['type']}."
    raise ValueError(message)


def filled_in(card: JsonObject) -> dict[str, str]:
    """What a person sends who fills in everything: what stands there, else the first choice or a paragraph.

    Raises:
        ValueError: the card asks for something that no step asks for today.
    """
    return {str(question["id"]): _filled(question) for question in parts(card, "Input.")}
