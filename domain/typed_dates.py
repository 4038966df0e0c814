"""One day as people type it, and how sure it is: "3 Dec", "the 14th", "Dec 3", "next Monday", "Thursday 3 December"."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.calendar import spoken_day
from domain.typed_days import read_day

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {"tues": "tuesday", "weds": "wednesday", "thur": "thursday", "thurs": "thursday"}
_SHORT |= {name[:3]: name for name in _WEEKDAYS}
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_MONTH_FIRST = re.compile(
    rf"(?<!\d )(?<!\d)(?<!st )(?<!nd )(?<!rd )(?<!th )(?<!of )({_MONTH})\.? (\d{{1,2}}(?:st|nd|rd|th)?)\b(?!\d)"
)
_SHORT_YEAR = re.compile(rf"(\d(?:st|nd|rd|th)? (?:of )?{_MONTH}),? '?(\d\d)\b(?!\d)")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?:\s*(?:of\s+)?([a-z]{3,9})\.?(?:,?\s+(\d{4}))?)?")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})(?:[./-](\d{4}|\d{2}))?")
_RECENT = timedelta(days=60)
_FAR = timedelta(days=270)


@dataclass(frozen=True, slots=True)
class DayRead:
    """A day that was read; `doubt` is what to read back, empty where it is sure."""

    day: date
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """A day of the calendar as it was said; `weekday` is the one that stood before it."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    doubt: str = ""


def tidied(text: str) -> str:
    """A text in small letters, with plain dashes and apostrophes, its months behind their days and its years whole."""
    words = re.sub(r"[\u2010-\u2015\u2212]", "-", text.casefold()).replace("\u2019", "'")
    words = " ".join(words.split()).strip(" .!?,;:")
    words = re.sub(r"[a-z]+", lambda match: _SHORT.get(match[0], match[0]), words)
    words = _MONTH_FIRST.sub(r"\2 \1", words)
    return re.sub(r"\bthe (?=\d)", "", _SHORT_YEAR.sub(r"\1 20\2", words))


def read_one(words: str, today: date, *, with_month_of: str = "", is_past: bool = False) -> DayRead | None:
    """The one day that tidied words name; None where they name none.

    Args:
        words: as `tidied` gives them.
        today: the London day.
        with_month_of: the other end of a range, whose month and year a bare number takes: "3" of "3-14 December".
        is_past: whether the latest such day up to today is meant, and not the next one.
    """
    said = _said(words)
    if said is None:
        return _by_words(words, today)
    other = _said(with_month_of) if with_month_of else None
    if other is not None:
        said = _as_the_other(said, other)
    if said.month is None:
        return None if is_past else _next_of_month(said.day, today)
    found = _resolved(said, today, is_past=is_past)
    return None if found is None else _with_weekday(found, said)


def _as_the_other(said: _Said, other: _Said) -> _Said:
    if said.month is None:
        return replace(said, month=other.month, year=other.year)
    if said.year is None and other.year is not None and other.month is not None:
        # "28 December to 4 January 2027" begins in 2026.
        is_before = (said.month, said.day) > (other.month, other.day)
        return replace(said, year=other.year - is_before)
    return said


def day_after(words: str, start: date, today: date) -> DayRead | None:
    """The first day from another one on that tidied words name: the end of a range, or the day back."""
    said = _said(words)
    if said is None:
        return _word_after(words, start, today)
    if said.month is None:
        return _next_of_month(said.day, start, is_sure=True)
    if said.year is not None:
        found = _date(said.year, said.month, said.day)
    else:
        years = (start.year, start.year + 1)
        days = [_date(year, said.month, said.day) for year in years]
        found = next((day for day in days if day is not None and day >= start), None)
    return None if found is None else _with_weekday(DayRead(found, said.doubt), said)


def _word_after(words: str, start: date, today: date) -> DayRead | None:
    name = words.removeprefix("the ").removeprefix("following ").removeprefix("next ").removeprefix("this ")
    if name not in _WEEKDAYS:
        return _by_words(words, today)
    ahead = (_WEEKDAYS.index(name) - start.weekday()) % 7
    doubt = "" if words == name else "Please check the last day."
    return DayRead(start + timedelta(days=ahead or 7), doubt)


def _said(words: str) -> _Said | None:
    first, _, rest = words.partition(" ")
    first = first.rstrip(",")
    weekday = _WEEKDAYS.index(first) if first in _WEEKDAYS and rest else None
    rest = (rest if weekday is not None else words).removeprefix("the ")
    named, numbers = _NAMED.fullmatch(rest), _NUMBERS.fullmatch(rest)
    if numbers is not None:
        year = None if numbers[4] is None else int(numbers[4]) + (2000 if len(numbers[4]) == 2 else 0)
        # "3-12" is a day and its month, or two days.
        doubt = "" if numbers[2] != "-" or year else "I take the second number for the month."
        return _Said(int(numbers[1]), int(numbers[3]), year, weekday, doubt)
    if named is None or (named[2] and _month(named[2]) is None):
        return None
    year = int(named[3]) if named[3] else None
    return _Said(int(named[1]), _month(named[2]) if named[2] else None, year, weekday)


def _month(word: str) -> int | None:
    whole = "september" if word == "sept" else word
    return next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(whole)), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next_of_month(number: int, start: date, *, is_sure: bool = False) -> DayRead | None:
    for ahead in range(3):
        month = start.month - 1 + ahead
        day = _date(start.year + month // 12, month % 12 + 1, number)
        if day is not None and day >= start:
            return DayRead(day, "" if is_sure else f"I take it for {spoken_day(day)}.")
    return None


def _resolved(said: _Said, today: date, *, is_past: bool) -> DayRead | None:
    month = said.month or today.month
    if said.year is not None:
        day = _date(said.year, month, said.day)
        return None if day is None else DayRead(day, said.doubt)
    days = [_date(today.year + years, month, said.day) for years in (-1, 0, 1)]
    known = [day for day in days if day is not None]
    before, ahead = [day for day in known if day <= today], [day for day in known if day >= today]
    if is_past:
        return DayRead(before[-1], said.doubt) if before else None
    if before and today - before[-1] <= _RECENT and before[-1] != today:
        return DayRead(before[-1], f"I take it for {spoken_day(before[-1])}, which is past.")
    if not ahead:
        return None
    far = f"I take it for {spoken_day(ahead[0])}." if ahead[0] - today > _FAR else ""
    return DayRead(ahead[0], said.doubt or far)


def _with_weekday(found: DayRead, said: _Said) -> DayRead:
    if said.weekday is None or found.day.weekday() == said.weekday:
        return found
    return DayRead(found.day, f"{found.day.day} {found.day:%B %Y} is a {found.day:%A}.")


def _by_words(words: str, today: date) -> DayRead | None:
    if words == "yesterday":
        return DayRead(today - timedelta(days=1))
    name = words.removeprefix("this ").removeprefix("next ").removeprefix("coming ")
    if name not in _WEEKDAYS:
        day = read_day(words, today)
        return None if day is None else DayRead(day)
    coming = today + timedelta(days=(_WEEKDAYS.index(name) - today.weekday() - 1) % 7 + 1)
    meant = read_day(words, today) if words.startswith("next ") else coming
    is_sure = meant == coming and today.weekday() != _WEEKDAYS.index(name)
    day = meant or coming
    return DayRead(day, "" if is_sure else f"I take it for {spoken_day(day)}.")
