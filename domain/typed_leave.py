"""Days away as people type them: "3-14 December", "Monday to Friday", "until 5 Jan", "next week", "off sick today".

What can be read in two ways is read in the likelier one and says so (`Days.doubt`): whoever asked reads it back before
anything is kept. A day is written before its month, as in Britain; a range without a year is the one that is on or
ahead.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.calendar import spoken_day
from domain.typed_dates import DayRead, day_after, read_one, tidied

# Longer than most leave: a slip of the month is read back before it silences anybody for a season.
_LONG = timedelta(days=42)
_DAY = timedelta(days=1)
_COUNTS = ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SPANS = {"day": 1, "week": 7, "fortnight": 14}
_BETWEEN = re.compile(r"\s*(?:\bup to\b|\bto\b|\buntil\b|\btill?\b|\bthrough\b|-)\s*")
_JOINED = re.compile(r"\s*(?:\band\b|&)\s*")
_UNTIL = re.compile(r"(?:up to|until|till?|through|to)\s+(?:and including\s+)?(.+)")
_BACK = re.compile(r"(?:(.*?)[,;:]?\s+)?(?:and\s+)?(?:i(?:'m| am|'ll be| will be)\s+)?back\s+(?:in\s+)?(?:on\s+)?(.+)")
_WEEK_OF = re.compile(r"(?:the )?(?:week|wk) (?:of|commencing|beginning|starting|from) (.+)|w/?c (.+)|w/?b (.+)")
_SPAN = rf"(?:for )?({'|'.join(_COUNTS)}|\d{{1,3}}) (day|week|fortnight)s?"
_SPAN_FIRST = re.compile(rf"{_SPAN}(?:,? (?:from|starting|beginning)(?: on)? (.+))?")
_SPAN_LAST = re.compile(rf"(?:from )?(.+?) {_SPAN}")
_OPEN_END = re.compile(r"from (.+?)(?: on(?:wards)?)?")


@dataclass(frozen=True, slots=True)
class Days:
    """Days that were typed, both included.

    Attributes:
        starts_on, ends_on: None where they were not said or can't be read.
        doubt: what to read back, as a sentence; empty where there is one way to read them.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    doubt: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether both days are there and nothing needs to be read back."""
        return self.starts_on is not None and self.ends_on is not None and not self.doubt


def read_days(text: str, today: date) -> Days:
    """The days that a text names; days of which neither is there where it names none.

    On Friday 20 November 2026 "28 Dec to 4 Jan" ends in 2027, and "16-27 November" is the leave that is on.
    """
    words = tidied(text).removeprefix("on ").removeprefix("between ")
    readers: tuple[Callable[[str, date], Days | None], ...] = (
        _back_on,
        _week,
        _until,
        _span,
        _between,
        _single,
        _open_end,
    )
    found = next((days for read in readers if (days := read(words, today)) is not None), Days())
    return _read_back(found, today)


def _read_back(days: Days, today: date) -> Days:
    """The days with whatever else makes them doubtful: an end before the start, leave that is over, a long one."""
    if days.doubt or days.starts_on is None or days.ends_on is None:
        return days
    if days.ends_on < days.starts_on:
        return replace(days, doubt="The last day comes before the first. Please put it right.")
    if days.ends_on < today:
        return replace(days, doubt="These days are over. Keep them only if they should be on record.")
    if days.ends_on - days.starts_on > _LONG:
        weeks = (days.ends_on - days.starts_on).days // 7
        return replace(days, doubt=f"That is about {weeks} weeks. Please check both days.")
    return days


def _back_on(words: str, today: date) -> Days | None:
    """Away up to the day before: "from 3 December, back on the 15th"."""
    match = _BACK.fullmatch(words)
    back = None if match is None else read_one(match[2], today)
    if match is None or back is None:
        return None
    first = (match[1] or "today").removeprefix("from ")
    started = read_one(first, today)
    if started is None:
        return None
    # "3 December, back on the 15th": the day after counts from the first.
    again = day_after(match[2], started.day, today) or back
    return Days(started.day, again.day - _DAY, started.doubt or again.doubt)


def _week(words: str, today: date) -> Days | None:
    monday = today - timedelta(days=today.weekday())
    if words.removeprefix("all of ").removeprefix("all ").removeprefix("the ") == "next week":
        doubt = "I take next week to begin tomorrow." if today.weekday() == 6 else ""
        return Days(monday + timedelta(7), monday + timedelta(11), doubt)
    if words in {"this week", "all week", "the rest of the week", "rest of the week", "all this week"}:
        if today.weekday() > 4:
            return Days(None, None, "")
        return Days(today, monday + timedelta(4), "I take it from today to Friday.")
    match = _WEEK_OF.fullmatch(words)
    named = None if match is None else read_one(match[1] or match[2] or match[3], today)
    if named is None:
        return None
    first = named.day - timedelta(days=named.day.weekday())
    doubt = "" if named.day == first else f"{spoken_day(named.day)} is no Monday."
    return Days(first, first + timedelta(4), named.doubt or doubt)


def _until(words: str, today: date) -> Days | None:
    match = _UNTIL.fullmatch(words)
    last = None if match is None else read_one(match[1], today)
    if last is None:
        return None
    doubt = f"I take {spoken_day(last.day)} for the last day. If it is the first day back, change it."
    return Days(today, last.day, last.doubt or doubt)


def _span(words: str, today: date) -> Days | None:
    """A count of days, weekends included: "two weeks from Monday", "from 7 December for a fortnight"."""
    first, last = _SPAN_FIRST.fullmatch(words), _SPAN_LAST.fullmatch(words)
    if first is not None:
        start, count, span = first[3] or "today", first[1], first[2]
    elif last is not None:
        start, count, span = last[1], last[2], last[3]
    else:
        return None
    started = read_one(start, today)
    number = int(count) if count.isdigit() else max(_COUNTS.index(count), 1)
    if started is None or number == 0:
        return None
    ends_on = started.day + timedelta(days=number * _SPANS[span] - 1)
    return Days(started.day, ends_on, started.doubt or "I count every day, weekends too. Please check the last one.")


def _between(words: str, today: date) -> Days | None:
    """Two days with a word or a dash between them; of several ways to part them the only one that can be read."""
    said = words.removeprefix("from ")
    found = [days for match in _BETWEEN.finditer(said) if (days := _parted(said, match, today)) is not None]
    if not found:
        found = [
            replace(days, doubt=days.doubt or _gap(days))
            for match in _JOINED.finditer(said)
            if (days := _parted(said, match, today)) is not None
        ]
    if len({(one.starts_on, one.ends_on) for one in found}) > 1:
        return replace(found[0], doubt="That can be read in two ways. Please check both days.")
    return found[0] if found else None


def _gap(days: Days) -> str:
    is_next = days.starts_on is not None and days.ends_on == days.starts_on + _DAY
    return "" if is_next else "I take all the days between them too."


def _parted(said: str, match: re.Match[str], today: date) -> Days | None:
    left, right = said[: match.start()].strip(), said[match.end() :].strip()
    starts = _starts(left, right, today)
    for place, started in enumerate(starts, 1):
        ended = day_after(right, started.day, today)
        if ended is not None and (ended.day >= today or place == len(starts)):
            return Days(started.day, ended.day, started.doubt or ended.doubt)
    return None


def _starts(left: str, right: str, today: date) -> list[DayRead]:
    """The first days that are meant, the likeliest first: of a range that is on now before one that is ahead."""
    return [one for one in (_on_now(left, right, today), read_one(left, today, with_month_of=right)) if one is not None]


def _on_now(left: str, right: str, today: date) -> DayRead | None:
    """The first day of a range that has begun and is not over: "16-27 November" on the 20th."""
    started = read_one(left, today, with_month_of=right, is_past=True)
    if started is None or started.day > today:
        return None
    ended = day_after(right, started.day, today)
    is_on = ended is not None and started.day <= today <= ended.day and ended.day - started.day <= timedelta(days=120)
    return started if is_on else None


def _single(words: str, today: date) -> Days | None:
    one = read_one(words, today)
    return None if one is None else Days(one.day, one.day, one.doubt)


def _open_end(words: str, today: date) -> Days | None:
    match = _OPEN_END.fullmatch(words)
    one = None if match is None else read_one(match[1], today)
    return None if one is None else Days(one.day, None, one.doubt)
