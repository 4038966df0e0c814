"""A card as a person sees it: its words, its buttons by their titles, and what a client sends when one is pressed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

_WORDS = ("text", "title", "label", "value", "placeholder", "altText", "errorMessage")


class NotSentError(AssertionError):
    """The client kept what was typed to itself and showed a complaint beside the input."""


@dataclass(frozen=True)
class Shown:
    """What a person has before them: a message, a card, or both.

    Attributes:
        error: the code of an error that Teams shows in place of a new card.
        offer: a file to take or decline.
        file: a file that lies in the person's OneDrive.
    """

    text: str = ""
    card: Mapping[str, Any] = field(default_factory=dict)
    activity_id: str = ""
    summary: str = ""
    error: str = ""
    offer: Mapping[str, Any] = field(default_factory=dict)
    file: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def _parts(self) -> list[Mapping[str, Any]]:
        return list(_parts(self.card))

    @property
    def words(self) -> str:
        """Everything that can be read, one text a line."""
        read = [str(part[name]) for part in self._parts for name in _WORDS if _is_words(part, name)]
        return "\n".join([self.text, *read])

    @property
    def buttons(self) -> list[str]:
        """The titles of the buttons, in order."""
        return [part.get("title", "") for part in self._parts if _is_action(part)]

    @property
    def inputs(self) -> dict[str, Any]:
        """What the inputs hold before anything is typed, by their ids."""
        return {part["id"]: part.get("value", "") for part in self._parts if _is_input(part)}

    def button(self, title: str) -> Mapping[str, Any]:
        """The button of that title, or of that tooltip where several have one title."""
        found = [part for part in self._parts if _is_action(part) and title in _names(part)]
        assert found, f"there is no button '{title}', only {self.buttons}"
        return found[0]

    def typed(self, title: str, inputs: Mapping[str, str], *, client_checks: bool = True) -> dict[str, str]:
        """The inputs that go along with a button: what the card holds, with what was typed in its place.

        Args:
            title: the button's.
            inputs: what was typed or chosen, by input id; a choice by its title or its value.
            client_checks: whether the client refuses what the card says it must, as real ones do.
        """
        fields = {part["id"]: part for part in self._parts if _is_input(part)}
        unknown = set(inputs) - set(fields)
        assert not unknown, f"there is no input {sorted(unknown)}, only {sorted(fields)}"
        if self.button(title).get("associatedInputs") == "none":
            return {}
        values = {name: _chosen(part, inputs.get(name, part.get("value", ""))) for name, part in fields.items()}
        if client_checks:
            for name, part in fields.items():
                _check(part, values[name])
        return values


def _chosen(part: Mapping[str, Any], value: Any) -> str:
    by_title = {choice["title"]: choice["value"] for choice in part.get("choices", ())}
    return str(by_title.get(value, value))


def _check(part: Mapping[str, Any], value: str) -> None:
    missing = part.get("isRequired") and not value
    wrong = value and part.get("regex") and not re.search(part["regex"], value)
    if missing or wrong or len(value) > part.get("maxLength", len(value)):
        raise NotSentError(f"{part['id']}: {part.get('errorMessage', '')}")


def _parts(element: Mapping[str, Any] | Sequence[Any]) -> Iterator[Mapping[str, Any]]:
    """Every object of a card in reading order. What is not on show is left out: fallbacks, cards behind a button."""
    if isinstance(element, Mapping):
        yield element
        on_show = [inner for name, inner in element.items() if _is_on_show(element, name)]
    else:
        on_show = list(element)
    for inner in on_show:
        if isinstance(inner, dict | list | tuple):  # most of a card is texts
            yield from _parts(inner)


def _is_on_show(element: Mapping[str, Any], name: str) -> bool:
    return name not in {"fallback", "data", "refresh"} and not _is_behind_a_button(element, name)


def _is_behind_a_button(element: Mapping[str, Any], name: str) -> bool:
    return element.get("type") == "Action.ShowCard" and name == "card"


def _names(action: Mapping[str, Any]) -> tuple[str, str]:
    return action.get("title", ""), action.get("tooltip", "")


def _is_action(part: Mapping[str, Any]) -> bool:
    return str(part.get("type", "")).startswith("Action.")


def _is_input(part: Mapping[str, Any]) -> bool:
    return str(part.get("type", "")).startswith("Input.") and "id" in part


def _is_words(part: Mapping[str, Any], name: str) -> bool:
    return isinstance(part.get(name), str) and (name != "value" or "title" in part or _is_input(part))
