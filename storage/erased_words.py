"""What stands in the place of what was erased: a word that says so, a token that says nothing, a text without it."""

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from inspect import getmembers, isclass
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from sqlalchemy import Column

from domain import words
from storage.data_map import Ground
from storage.tables.erasures import HoldKind

ERASED = "Erased."
ERASED_PERSON = "Erased person"
# By these, what was erased before is known again; `.invalid` is nobody's domain for ever (RFC 2606).
TOKEN_PREFIX = "erased-0-"  # noqa: S105 - nothing secret; the digit tells an import that it is no name
TOKEN_DOMAIN = "@erased.invalid"  # noqa: S105 - the same
# No vowels and no digits: a token is never a word, and never looks like a postcode or a number of anybody's.
_LETTERS = "bcdfghjklmnpqrstvwxz"
_LONG = 12
_A_TOKEN = re.compile(f"{TOKEN_PREFIX}[{_LETTERS}]{{{_LONG}}}({re.escape(TOKEN_DOMAIN)})?")
# How long a reference and an address is that an erasure has left.
TOKEN_LENGTHS = (len(TOKEN_PREFIX) + _LONG, len(TOKEN_PREFIX) + _LONG + len(TOKEN_DOMAIN))
# Whatever is shorter would be found in places that have nothing to do with it.
_LONG_ENOUGH = 4
_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)
_A_NUMBER = re.compile(r"\d{1,2}")
_VOCABULARY = frozenset(
    str(word)
    for _, one in getmembers(words, isclass)
    if issubclass(one, StrEnum) and one is not StrEnum
    for word in one
) | {"yes", "no"}


def token() -> str:
    """Something that leads back to nothing, and differs from all others."""
    return TOKEN_PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(_LONG))


def replaced(column: str, value: str) -> str:
    """What a name or reference is called from now on; what was erased before stays as it is."""
    if is_erased(value):
        return value
    if column == "name":
        return ERASED_PERSON
    return token() + (TOKEN_DOMAIN if column == "email" else "")


def is_erased(value: str) -> bool:
    """Whether a name or reference is one that an erasure has left."""
    return bool(_A_TOKEN.fullmatch(value)) or value == ERASED_PERSON


def blanked(column: Column[Any], value: Any, by: Ground) -> Any:
    """A column's value without its content.

    What was written about a child becomes a word that says so, since cards show it; of staff nothing is left where
    nothing is asked for. Where there was nothing, nothing is.
    """
    if value is None or value == "":
        return value
    if isinstance(value, dict | list):
        return _emptied(value)
    if isinstance(value, str) and not (by is Ground.PERSON and column.nullable):
        return ERASED
    return None


def _emptied(value: Any) -> Any:
    """Answers without what was typed: grades, days and what was ticked stay, so that a card can still be drawn."""
    match value:
        case dict():
            return {key: _emptied(one) for key, one in value.items()}
        case list():
            return [_emptied(one) for one in value]
        case str() if value and value not in _VOCABULARY and not _A_NUMBER.fullmatch(value) and not _is_day(value):
            return ERASED
    return value


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def subject_digest(kind: HoldKind, name: str) -> str:
    """What stands for a record or for somebody after they are erased, so that an old workbook doesn't bring them back.

    Whoever knows the name can tell that it was erased; nobody reads the name off it. SHA-256, hexadecimal.
    """
    return hashlib.sha256(f"{kind.value}:{name.strip().lower()}".encode()).hexdigest()


def _standing_alone(name: str, becomes: str) -> str:
    """The pattern of a name that is no part of a longer one.

    Of an address the signs that addresses are made of belong to it: `ann.lee@…` is not `lee@…`. A name with a hyphen
    is another name: Ann Lee-Smith is not Ann Lee. To a reference anything may be glued but a letter or a digit.
    """
    one = re.escape(name)
    if "@" in name:
        return rf"(?<!\w)(?<!\w[.+'-]){one}(?!\w)(?![.-]\w)"
    if becomes == ERASED_PERSON:
        return rf"(?<!\w)(?<!\w-){one}(?!\w)(?!-\w)"
    return rf"(?<![^\W_]){one}(?![^\W_])"


class Mentions:
    """Finds references and names in texts, whole ones only, and puts others in their place.

    Args:
        instead: what stands in the place of each.
        left: longer ones that have one of them in it and are somebody else's: they stay as they are.
    """

    def __init__(self, instead: Mapping[str, str], left: Iterable[str] = ()) -> None:
        renamed = {old: new for old, new in instead.items() if old != new}
        self._whole = renamed
        self._names = [old for old in renamed if len(old) >= _LONG_ENOUGH]
        self._instead = {old.casefold(): renamed[old] for old in self._names}
        patterns = {old: _standing_alone(old, renamed[old]) for old in self._names}
        patterns |= {other: _standing_alone(other, "") for other in left if other.casefold() not in self._instead}
        longest_first = sorted(patterns, key=len, reverse=True)
        some = "|".join(patterns[one] for one in longest_first) or r"(?!)"
        self._pattern = re.compile(some, re.IGNORECASE)

    def looked_for(self) -> list[str]:
        """What to look for in stored texts in small letters: as it is written, and as JSON writes it.

        SQLite makes small letters of A to Z alone, PostgreSQL of all there are.
        """
        forms = (form for old in self._names for form in (old, json.dumps(old)[1:-1]))
        return sorted({small for form in forms for small in (form.translate(_SMALL), form.casefold())})

    def whole(self) -> list[str]:
        """What a value may be as a whole, however short it is."""
        return sorted(self._whole)

    def renamed(self, value: str) -> str:
        """A reference by what it is called now, where it is one of these."""
        return self._whole.get(value, value)

    def without(self, value: Any) -> Any:
        """A text, or all texts of a JSON value, without them."""
        match value:
            case str():
                return self._pattern.sub(
                    lambda found: self._instead.get(found.group().casefold(), found.group()), value
                )
            case dict():
                return {self.without(key): self.without(one) for key, one in value.items()}
            case list():
                return [self.without(one) for one in value]
        return value

    def are_in(self, text: str) -> bool:
        """Whether a text has one of them."""
        return bool(self.without(text) != text)
