"""The lines of a framework's file, read one by one: what is wrong is noted with its place, and reading goes on."""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from domain.words import OVERALL_RATINGS, Rating

W = TypeVar("W", bound=StrEnum)

# In characters. A descriptor is read on a phone, one of four.
LONGEST_TITLE = 80
LONGEST_DESCRIPTOR = 400
LONGEST_NAME = 40

# How a file writes the grades.
GRADES: Mapping[str, Rating] = {rating.value.lower().replace(" ", "_"): rating for rating in OVERALL_RATINGS}


def framework_key(text: str) -> str:
    """A framework's name, as somebody may write it: `Nine elements` is `nine-elements`."""
    return "-".join(text.casefold().replace("_", " ").replace("-", " ").split())


class Lines:
    """A table of the file and where it stands; `wrong` takes a sentence for each line that can't be read."""

    def __init__(self, table: Mapping[str, Any], where: str, wrong: list[str]) -> None:
        self._table = table
        self._where = where
        self._wrong = wrong

    def note(self, sentence: str) -> None:
        """Note what is wrong here: `sentence` goes on from "The framework's domain 3"."""
        self._wrong.append(f"The framework's {self._where} {sentence}")

    def only(self, *known: str) -> None:
        """Note each line that nobody reads: a slip of the pen would be passed over otherwise."""
        for key in self._table:
            if key not in known:
                self.note(f"has a line '{key}', which I don't know. I know: {', '.join(known)}.")

    def has(self, key: str) -> bool:
        """Whether there is such a line."""
        return key in self._table

    def text(self, key: str, longest: int) -> str:
        """The text of a line that must be there; empty once it was noted as missing."""
        value = self._table.get(key)
        if not isinstance(value, str) or not value.strip():
            self.note(f"has no text for '{key}'. Add a line {key} = \"…\".")
            return ""
        if len(value.strip()) > longest:
            self.note(f"has {len(value.strip()):,} characters for '{key}'. Shorten it to {longest:,}.")
        return value.strip()

    def word(self, key: str, sign: str, such_as: str) -> str:
        """A text of small letters and digits, parted by one sign."""
        text = self.text(key, LONGEST_NAME)
        if text and not re.fullmatch(rf"[a-z][a-z0-9]*({sign}[a-z0-9]+)*", text):
            self.note(f"has the {key} '{text}'. Write it in small letters, digits and {sign}, such as {such_as}.")
        return text

    def yes(self, key: str, *, otherwise: bool) -> bool:
        """A line that says true or false."""
        value = self._table.get(key, otherwise)
        if not isinstance(value, bool):
            self.note(f"has '{value}' for '{key}'. Write {key} = true or {key} = false.")
            return otherwise
        return value

    def some(self, key: str, words: Mapping[str, W], otherwise: Collection[W]) -> frozenset[W]:
        """A line that lists some of the words; none of them is a list too."""
        values = self._table.get(key)
        if values is None:
            return frozenset(otherwise)
        if not isinstance(values, list) or any(not isinstance(one, str) or one not in words for one in values):
            self.note(f"has '{values}' for '{key}'. Write {key} = [...] with none, some or all of: {_quoted(words)}.")
            return frozenset(otherwise)
        return frozenset(words[one] for one in values)


def _quoted(words: Collection[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)
