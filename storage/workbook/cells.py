"""How one cell is read: each kind of value with what may stand there (docs/workbook.md)."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from domain.calendar import month_of
from domain.identifiers import find_refused

Cell = str | int | float | bool | date | datetime | time | timedelta

_INVISIBLE = {0xA0: " ", 0x200B: None, 0xFEFF: None}
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_MONTH = re.compile(r"(\d{4}-\d{2})")
# What Excel makes of 2019-08 when it saves a sheet as CSV.
_EXCEL_MONTH = re.compile(r"[A-Za-z]{3}-\d{2}")
_EMAIL = re.compile(r"[^@\s;,<>]+@[^@\s;,<>]+")
_FORMULA = re.compile(r"'*[=+\-@]")
_SHOWN = 60


class CellError(Exception):
    """A cell that can't be read as its column's kind of value: its text is what is wrong with it."""


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


def plain(cell: Cell) -> Cell:
    """A cell without spaces at its ends, non-breaking and invisible ones included; other cells as they are."""
    if not isinstance(cell, str):
        return cell
    return (cell if cell.isascii() else cell.translate(_INVISIBLE)).strip()


def quoted(cell: Cell) -> str:
    """A cell as a message shows it, shortened."""
    text = " ".join(str(cell).split())
    return f"'{text}'" if len(text) <= _SHOWN else f"'{text[:_SHOWN]}…'"


def guarded(text: str) -> str:
    """A text as an export writes it: with an apostrophe before what a spreadsheet would run as a formula.

    Reading takes one apostrophe off again, so that a text which has its own before such an opening gets
    another: `=1` becomes `'=1`, and `'=1` becomes `''=1` (WORKBOOK, rules).
    """
    return f"'{text}" if _FORMULA.match(text) else text


def same_word(text: str) -> str:
    """What two spellings of a word have in common: neither case nor spaces nor underscores matter."""
    return re.sub(r"[\s_]+", "", text.translate(_INVISIBLE)).casefold()


def _text(cell: Cell) -> str:
    match cell:
        case str():
            return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell
        case bool():
            raise CellError(f"the spreadsheet has made {str(cell).upper()} of it")
        case int() | float():
            return _number_text(cell)
        case _:
            raise CellError(f"the spreadsheet has made the date or time {quoted(cell)} of it")


def _number_text(number: float) -> str:
    # Spreadsheets keep every number as a fraction: the reference 5000037 arrives as 5000037.0.
    return str(int(number)) if math.isfinite(number) and number == int(number) else str(number)


def _case_reference(cell: Cell) -> str:
    text = _text(cell)
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
    text = _text(cell).lower()
    if not _EMAIL.fullmatch(text):
        raise CellError(f"{quoted(cell)} is not an e-mail address")
    return text


def _object_id(cell: Cell) -> str:
    # Teams signs them in lower case.
    return _text(cell).lower()


def _day(cell: Cell) -> date:
    match cell:
        case datetime():
            return cell.date()
        case date():
            return cell
        case str() if found := _DAY.fullmatch(cell):
            return _real_day(found[1], cell)
    raise CellError(f"{quoted(cell)} is not a date")


def _real_day(iso: str, cell: Cell, sort: str = "day") -> date:
    try:
        return date.fromisoformat(iso)
    except ValueError as problem:
        raise CellError(f"there is no {sort} {quoted(cell)}") from problem


def _month(cell: Cell) -> str:
    match cell:
        case date():
            return month_of(cell)
        case str() if _MONTH.fullmatch(cell):
            return month_of(_real_day(f"{cell}-01", cell, "month"))
        case str() if _DAY.fullmatch(cell):
            return month_of(_day(cell))
        case str() if _EXCEL_MONTH.fullmatch(cell):
            return _excel_month(cell)
    raise CellError(f"{quoted(cell)} is not a month")


def _excel_month(text: str) -> str:
    try:
        return month_of(datetime.strptime(f"01-{text}", "%d-%b-%y").date())  # noqa: DTZ007 - a day has no zone
    except ValueError as problem:
        raise CellError(f"there is no month {quoted(text)}") from problem


def _number(cell: Cell) -> float:
    try:
        number = float(cell) if isinstance(cell, str | int | float) else math.nan
    except ValueError:
        number = math.nan
    if isinstance(cell, bool) or not math.isfinite(number):
        raise CellError(f"{quoted(cell)} is not a number")
    return number


def _whole_number(cell: Cell) -> int:
    number = _number(cell)
    if number != int(number):
        raise CellError(f"{quoted(cell)} is not a whole number")
    return int(number)


def _share_of_full_time(cell: Cell) -> float:
    number = _number(cell)
    if not 0 <= number <= _MOST_FULL_TIME:
        raise CellError(f"{quoted(cell)} is not a share of full time")
    return number


_MOST_FULL_TIME = 2  # above 1 is overtime or two contracts; 50 for 50% is a slip


def _yes_no(cell: Cell) -> bool:
    word = _number_text(cell) if isinstance(cell, int | float) else cell
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
            raise CellError(f"the word {quoted(cell)} is not known")
        return word

    return Kind(f"one of: {', '.join(listed)}", read, listed)


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


TEXT = Kind("text, in a column that the spreadsheet formats as text", _text)
FREE_TEXT = Kind("text without NHS numbers, postcodes and dates of birth", _free_text)
CASE_REFERENCE = Kind("the record system's number for the child's record, never a name", _case_reference)
EMAIL = Kind("an e-mail address such as name@council.example", _email)
OBJECT_ID = Kind("the account's Entra object id, as text", _object_id)
DAY = Kind("a date cell, or text such as 2019-08-23", _day)
MONTH = Kind("a month such as 2019-08", _month)
WHOLE_NUMBER = Kind("a whole number", _whole_number)
SHARE_OF_FULL_TIME = Kind("a number such as 0.5 or 1", _share_of_full_time)
YES_NO = Kind("yes or no", _yes_no)
