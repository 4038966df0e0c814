"""A day as people type it: "4 December", "4/12/2026", "2026-12-04", "next Friday", "in two weeks", "tomorrow"."""

import re
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DAYS_OF = {"day": 1, "week": 7, "fortnight": 14}
_AHEAD = re.compile(
    rf"(?:in|within)\s+(an?|\d{{1,3}}|{'|'.join(_COUNTS)})\s+(day|week|fortnight)s?(?:['\u2019]?\s+time)?"
)
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([a-z]{3,9})\.?(?:,?\s+(\d{4}))?")
_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d{2}))?")


def read_day(text: str, today: date) -> date | None:
    """The day that a text names, the day before the month as in Britain; None where it names none.

    A day without its year is the next one from `today` on; a weekday alone is the next one after today, "next Friday"
    that of next week.
    """
    words = " ".join(text.casefold().split()).strip(" .").removeprefix("by ")
    if words in {"today", "tomorrow"}:
        return today + timedelta(days=words == "tomorrow")
    if words.removeprefix("next ") in _WEEKDAYS:
        return _weekday(words, today)
    # "Friday 4 December" is the fourth.
    words = re.sub(rf"^(?:{'|'.join(_WEEKDAYS)}),?\s+", "", words)
    return _iso(words) or _ahead(words, today) or _named(words, today) or _numbers(words, today)


def _weekday(words: str, today: date) -> date:
    place = _WEEKDAYS.index(words.removeprefix("next "))
    if words.startswith("next "):
        return today + timedelta(days=7 - today.weekday() + place)
    return today + timedelta(days=(place - today.weekday() - 1) % 7 + 1)


def _ahead(words: str, today: date) -> date | None:
    match = _AHEAD.fullmatch(words)
    if match is None:
        return None
    count = int(match[1]) if match[1].isdigit() else 1 if match[1] in {"a", "an"} else _COUNTS.index(match[1]) + 1
    return today + timedelta(days=count * _DAYS_OF[match[2]])


def _iso(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if re.fullmatch(r"\d{4}-\d\d-\d\d", words) else None
    except ValueError:
        return None


def _named(words: str, today: date) -> date | None:
    match = _NAMED.fullmatch(words)
    if match is None or match[2][:3] not in _MONTHS:
        return None
    return _next(int(match[1]), _MONTHS.index(match[2][:3]) + 1, match[3], today)


def _numbers(words: str, today: date) -> date | None:
    match = _NUMBERS.fullmatch(words)
    return None if match is None else _next(int(match[1]), int(match[2]), match[3], today)


def _next(day: int, month: int, year: str | None, today: date) -> date | None:
    century = 2000 if year and len(year) == 2 else 0
    try:
        if year:
            return date(century + int(year), month, day)
        this_year = date(today.year, month, day)
        return this_year if this_year >= today else date(today.year + 1, month, day)
    except ValueError:
        return None
