"""How one cell is read: each kind of value with what may stand there (docs/workbook.md)."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from unicodedata import category

from domain.identifiers import find_refused
from storage.workbook.days import read_day, read_month
from storage.workbook.problems import Fault
from storage.workbook.raw_cells import Cell, CellError, guarded, number_text, plain, quoted, same_word, unguarded

# Kinds and the cells that they read come from one place for those who declare or write sheets.
__all__ = [
    "CASE_REFERENCE",
    "DAY",
    "EMAIL",
    "FREE_TEXT",
    "MONTH",
    "NOTHING",
    "OBJECT_ID",
    "SHARE_OF_FULL_TIME",
    "TEXT",
    "TEXT_OR_NOTHING",
    "WHOLE_NUMBER",
    "YES_NO",
    "Cell",
    "CellError",
    "Kind",
    "guarded",
    "one_of",
    "plain",
    "quoted",
    "same_word",
    "several_of",
]

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"\d,\d+", re.ASCII)
# As an export writes a text that is not there, where a blank cell would be filled from elsewhere.
NOTHING = "'"
AS_TEXT = "text, in a column that the spreadsheet formats as text"
_LARGEST = 2**31 - 1  # what the store holds
_FORMAT = "Cf"  # the category of signs that show nothing
_OBJECT_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_EMAIL = re.compile(r"[^@\s;,<>]+@[^@\s;,<>]+")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value.

    Attributes:
        allowed: what may stand in such a cell, as the end of a sentence "Write …".
        read: the value of a cell that is not blank; it raises `CellError`.
        words: its vocabulary, if it has one.
        is_several: whether a cell may hold several of the words.
    """

    allowed: str
    read: Callable[[Cell], Any]
    words: tuple[str, ...] = ()
    is_several: bool = False


def _text(cell: Cell) -> str:
    match cell:
        case str():
            return unguarded(cell)
        case bool():
            raise CellError(f"the spreadsheet has made {str(cell).upper()} of it")
        case int() | float():
            return number_text(cell)
        case _:
            raise CellError(f"the spreadsheet has made the date or time {quoted(cell)} of it")


def _any_text(cell: Cell) -> str:
    try:
        return _text(cell)
    except CellError as problem:
        raise CellError(str(problem), problem.fault, AS_TEXT) from problem


def _text_or_nothing(cell: Cell) -> str:
    # A blank cell may stand for something else: an apostrophe alone says that there is nothing.
    text = _any_text(cell)
    return text if text.strip(NOTHING) else text[len(NOTHING) :]


def _case_reference(cell: Cell) -> str:
    text = _text(cell)
    if isinstance(cell, float) and not text.isdecimal():
        raise CellError(f"{quoted(cell)} is a fraction or below 0, so it can't be the record system's number")
    if not any(sign.isdigit() for sign in text):
        raise CellError("it holds no digit, so it can't be the record system's number")
    return text


def _free_text(cell: Cell) -> str:
    text = _text(cell)
    found = find_refused(text)
    if found:
        # The identifier itself is not repeated in the message.
        places = " and ".join(f"{one.what} from its character {one.start + 1} on" for one in found)
        raise CellError(f"the text holds {places}")
    return text


def _email(cell: Cell) -> str:
    # What is copied from elsewhere may bring marks of direction and such, which are part of no address.
    text = "".join(sign for sign in _text(cell).lower() if category(sign) != _FORMAT)
    if not _EMAIL.fullmatch(text):
        raise CellError(f"{quoted(cell)} is not an e-mail address")
    return text


def _object_id(cell: Cell) -> str:
    # Teams signs them in lower case.
    text = _text(cell).lower()
    if not _OBJECT_ID.fullmatch(text):
        raise CellError(f"{quoted(cell)} is no Entra object id")
    return text


def _number(cell: Cell) -> float:
    match cell:
        case str() if _NUMBER.fullmatch(cell.removesuffix("%").rstrip()):
            number = float(cell.removesuffix("%"))
            return number / 100 if cell.endswith("%") else number
        case bool():
            pass
        case int() | float() if math.isfinite(cell):
            return float(cell)
    raise CellError(f"{quoted(cell)} is not a number")


def _whole_number(cell: Cell) -> int:
    number = _number(cell)
    if number < 0:
        raise CellError(f"{quoted(cell)} is below 0")
    if number > _LARGEST:  # also where it has more digits than a fraction can count
        raise CellError(f"{quoted(cell)} is above {_LARGEST}")
    if number != int(number):
        raise CellError(f"{quoted(cell)} is not a whole number")
    return int(number)


def _share_of_full_time(cell: Cell) -> float:
    # Where lists are separated by semicolons, a half is written 0,5.
    is_comma = isinstance(cell, str) and _DECIMAL_COMMA.fullmatch(cell)
    number = _number(str(cell).replace(",", ".") if is_comma else cell)
    if not 0 <= number <= _MOST_FULL_TIME:
        raise CellError(f"{quoted(cell)} is not a share of full time")
    return number


_MOST_FULL_TIME = 2  # above 1 is overtime or two contracts; 50 for 50% is a slip


def _yes_no(cell: Cell) -> bool:
    word = number_text(cell) if isinstance(cell, int | float) else cell
    answer = _YES_NO.get(same_word(str(word)))
    if answer is None:
        raise CellError(f"{quoted(cell)} is neither yes nor no")
    return answer


_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def one_of(words: Iterable[str], also: Mapping[str, str] | None = None) -> Kind:
    """A kind of value with a vocabulary.

    Args:
        words: the words allowed, as they are stored.
        also: other spellings that are understood, each with the word it stands for.
    """
    listed = tuple(words)
    known = {same_word(word): word for word in listed}
    known |= {same_word(spelling): word for spelling, word in (also or {}).items()}

    def read(cell: Cell) -> str:
        word = known.get(same_word(_text(cell)))
        if word is None:
            raise CellError(f"the word {quoted(cell)} is not known", Fault.WORD)
        return word

    return Kind(f"one of: {', '.join(listed)}", read, listed)


def number_of(numbers: Iterable[int], called: str) -> Kind:
    """A kind of value with a few whole numbers; `called` may stand before one: 2, or "Category 2"."""
    allowed = [str(number) for number in numbers]
    # Spreadsheets may write a whole number into a .csv file as 2.0.
    spellings = {f"{called} {number}": number for number in allowed} | {f"{number}.0": number for number in allowed}
    word = one_of(allowed, also=spellings)
    return Kind(word.allowed, lambda cell: int(word.read(cell)), word.words)


def several_of(vocabulary: type[StrEnum]) -> Kind:
    """Words of a vocabulary with semicolons between them, each kept once, as a set."""
    single = one_of(vocabulary)

    def read(cell: Cell) -> frozenset[Any]:
        words = [part.strip() for part in _text(cell).split(";") if part.strip()]
        if not words:
            raise CellError(f"{quoted(cell)} names none")
        return frozenset(vocabulary(single.read(word)) for word in words)

    allowed = f"any of: {', '.join(vocabulary)}, with semicolons between them"
    return Kind(allowed, read, tuple(vocabulary), is_several=True)


TEXT = Kind("text", _any_text)
TEXT_OR_NOTHING = Kind(f"{TEXT.allowed}, or {NOTHING} alone for none", _text_or_nothing)
FREE_TEXT = Kind("text without NHS numbers, postcodes and dates of birth", _free_text)
CASE_REFERENCE = Kind("the record system's number for the child's record, never a name", _case_reference)
EMAIL = Kind("an e-mail address such as name@council.example", _email)
OBJECT_ID = Kind("the account's Entra object id, such as 1b4e28ba-2fa1-4d3b-8a5c-0123456789ab, or nothing", _object_id)
DAY = Kind("a date cell, or text such as 2019-08-23", read_day)
MONTH = Kind("a month such as 2019-08", read_month)
WHOLE_NUMBER = Kind(f"a whole number from 0 to {_LARGEST}", _whole_number)
SHARE_OF_FULL_TIME = Kind("a number such as 0.5 or 1", _share_of_full_time)
YES_NO = Kind("yes or no", _yes_no, ("yes", "no"))
