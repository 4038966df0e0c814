"""The ladder as data: which rungs an open item has, on which days they are reached, and whom each tells.

DOMAIN, "What is sent, and when". Working day +n is the nth after the day that counts, -n the nth before; what comes
round weekly or monthly and falls on a day off moves to the next working day, once.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from domain.calendar import WorkingCalendar, spoken_day


class ItemKind(StrEnum):
    """What can be owed: each kind has a ladder of its own, save the roll-up, which `action` speaks of."""

    RETURN = "return"
    ACTION = "action"
    UPLOAD = "upload"
    APPROVAL = "approval"
    SURVEY = "survey"
    CONCERN = "concern"
    ROLL_UP = "roll_up"


class Party(StrEnum):
    """Whom a rung tells, as seen from an item: `owner` is its auditor, its owner, or whoever has to answer."""

    OWNER = "owner"
    UP_THE_LINE = "up_the_line"
    HEAD_OF_SERVICE = "head_of_service"
    DIRECTORS = "directors"


class Every(StrEnum):
    """How often a rung comes round."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


# DOMAIN's ladder. A rung that tells somebody above tells those below as well.
DEFAULT_LADDER = """\
weekday = "Monday"
return = [
    {at = -5, tells = ["owner"]},
    {at = -1, tells = ["owner"]},
    {at = 1, tells = ["owner"]},
    {at = 3, tells = ["owner"]},
    {at = 5, tells = ["owner", "up_the_line"]},
    {at = 8, tells = ["owner", "up_the_line", "head_of_service"]},
]
action = [
    {at = -3, tells = ["owner"]},
    {every = "week", from = 1, tells = ["owner", "up_the_line"]},
    {every = "week", from = 10, tells = ["head_of_service"]},
    {every = "month", tells = ["directors"]},
]
upload = [
    {at = 5, tells = ["owner"]},
    {every = "week", from = 6, tells = ["owner"]},
]
approval = [
    {every = "day", from = 2, tells = ["owner"]},
]
survey = [
    {at = 5, tells = ["owner"]},
]
concern = [
    {at = -1, tells = ["owner"]},
    {at = 1, tells = ["owner"]},
    {at = 3, tells = ["owner", "up_the_line"]},
    {at = 5, tells = ["owner", "up_the_line", "head_of_service"]},
    {every = "week", from = 6, tells = ["owner", "up_the_line", "head_of_service"]},
]
"""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_KINDS: tuple[ItemKind, ...] = tuple(kind for kind in ItemKind if kind is not ItemKind.ROLL_UP)
# What a ladder that was written before there were these kinds of items is read with.
_USUAL: Mapping[str, Any] = {name: tomllib.loads(DEFAULT_LADDER)[name] for name in ("survey", "concern")}
# Further than anybody chases; it keeps a slip of the pen from sending a pass through a century of days.
_FURTHEST = 260


@dataclass(frozen=True, slots=True)
class Rung:
    """A line of a ladder.

    Attributes:
        tells: whom.
        at: the working day, counted from the due day; None for one that comes round.
        every: how often it comes round; None for one that comes once.
        start: the working day from which it comes round.
    """

    tells: tuple[Party, ...]
    at: int | None = None
    every: Every | None = None
    start: int = 1


@dataclass(frozen=True, slots=True)
class Reached:
    """A rung that has been reached: on which day, how it is called in the ledger, and whom it tells."""

    on: date
    rung: str
    tells: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The ladders of all kinds, as read from the setting's text; two of the same text are the same.

    Attributes:
        weekday: on which day what is weekly comes round, 0 for Monday.
    """

    text: str
    weekday: int = field(default=0, compare=False)
    rungs: Mapping[ItemKind, tuple[Rung, ...]] = field(default_factory=dict, compare=False)

    def of(self, kind: ItemKind) -> tuple[Rung, ...]:
        """The rungs of a kind that are about one item; the monthly roll-up is about all of them."""
        return tuple(rung for rung in self.rungs[kind] if rung.every is not Every.MONTH)

    @property
    def rolls_up(self) -> bool:
        """Whether directors get the monthly roll-up of actions."""
        return any(rung.every is Every.MONTH for rung in self.rungs[ItemKind.ACTION])


@lru_cache(maxsize=32)
def read_ladder(text: str) -> Ladder:
    """The ladder from its text (TOML), as `DEFAULT_LADDER` is written.

    Raises:
        ValueError: it can't be read; the text says which line and what to write.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        message = f"it is no TOML: {problem}"
        raise ValueError(message) from problem
    unknown = sorted(set(content) - {"weekday", *_KINDS})
    if unknown:
        message = f"'{unknown[0]}' is no ladder; the ladders are {', '.join(_KINDS)}, and beside them stands weekday"
        raise ValueError(message)
    rungs = {kind: tuple(_rungs(kind, content.get(kind.value, _USUAL.get(kind.value)))) for kind in _KINDS}
    return Ladder(text.strip(), _weekday(content.get("weekday", "Monday")), rungs)


def _weekday(name: Any) -> int:
    if name not in WEEKDAYS:
        message = f"'{name}' is no working day of the week: write one of {', '.join(WEEKDAYS)}"
        raise ValueError(message)
    return WEEKDAYS.index(name)


def _rungs(kind: ItemKind, written: Any) -> Iterator[Rung]:
    if not isinstance(written, list) or not written:
        message = f"the ladder '{kind}' has no rung; write at least one, such as {{at = 5, tells = [\"owner\"]}}"
        raise ValueError(message)
    for number, one in enumerate(written, start=1):
        try:
            yield _rung(kind, one)
        except ValueError as problem:
            message = f"rung {number} of '{kind}': {problem}"
            raise ValueError(message) from problem


def _rung(kind: ItemKind, one: Any) -> Rung:
    if not isinstance(one, dict) or ("at" in one) == ("every" in one) or set(one) - {"at", "every", "from", "tells"}:
        raise ValueError("write either at or every, and tells; with every, from may say from which working day on")
    tells = _parties(one.get("tells"))
    if "at" in one:
        return Rung(tells, at=_working_days("at", one["at"], -_FURTHEST))
    if one["every"] not in list(Every):
        raise ValueError('every is "day", "week" or "month"')
    every = Every(one["every"])
    is_roll_up = every is Every.MONTH
    if is_roll_up != (tells == (Party.DIRECTORS,)) or (is_roll_up and kind is not ItemKind.ACTION):
        raise ValueError('what tells the directors is monthly, of actions: {every = "month", tells = ["directors"]}')
    return Rung(tells, every=every, start=_working_days("from", one.get("from", 1), 1))


def _parties(written: Any) -> tuple[Party, ...]:
    if not isinstance(written, list) or not written or any(one not in list(Party) for one in written):
        message = f"tells lists whom it tells: {', '.join(Party)}"
        raise ValueError(message)
    return tuple(Party(one) for one in dict.fromkeys(written))


def _working_days(name: str, number: Any, least: int) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= _FURTHEST:
        message = f"{name} is a whole number of working days, from {least} to {_FURTHEST}"
        raise ValueError(message)
    if number == 0:
        raise ValueError("at is a working day before or after the due day: write -1 or 1")
    return number


def reached(rungs: Sequence[Rung], weekday: int, due_on: date, today: date, calendar: WorkingCalendar) -> list[Reached]:
    """The rungs that an item due on a day has reached by a London day, the earliest first.

    Of a rung that comes round only the latest round is among them. Due Friday 4 December 2026, reached by Wednesday
    9 December are -5 (27 November), -1 (3 December), +1 (7 December) and +3 (9 December).
    """
    found = [_reached(rung, weekday, due_on, today, calendar) for rung in rungs]
    return sorted((one for one in found if one is not None), key=lambda one: one.on)


def _reached(rung: Rung, weekday: int, due_on: date, today: date, calendar: WorkingCalendar) -> Reached | None:
    if rung.at is not None:
        day = calendar.working_day_after(due_on, rung.at)
        return Reached(day, f"{rung.at:+d}", rung.tells) if day <= today else None
    starts_on = calendar.working_day_after(due_on, rung.start)
    if rung.every is Every.DAY:
        day = _working_day_by(today, calendar)
        return Reached(day, f"day {day}", rung.tells) if day >= starts_on else None
    nominal, day = _week_by(weekday, today, calendar)
    return Reached(day, f"week {nominal}", rung.tells) if day >= starts_on else None


def next_day(rungs: Sequence[Rung], weekday: int, due_on: date, after: date, calendar: WorkingCalendar) -> date | None:
    """The first day after a London day on which an item reaches a rung; None where it has reached its last one."""
    days = [_next(rung, weekday, due_on, after, calendar) for rung in rungs]
    return min((day for day in days if day is not None), default=None)


def _next(rung: Rung, weekday: int, due_on: date, after: date, calendar: WorkingCalendar) -> date | None:
    if rung.at is not None:
        day = calendar.working_day_after(due_on, rung.at)
        return day if day > after else None
    earliest = max(calendar.working_day_after(due_on, rung.start), calendar.working_day_after(after, 1))
    if rung.every is Every.DAY:
        return earliest
    nominal = _week_by(weekday, earliest, calendar)[0]
    while (day := moved(nominal, calendar)) < earliest:
        nominal += timedelta(days=7)
    return day


def moved(day: date, calendar: WorkingCalendar) -> date:
    """The day itself where it is a working day, else the next one (DOMAIN: a weekly job moves, once)."""
    return day if calendar.is_working_day(day) else calendar.working_day_after(day, 1)


def _working_day_by(today: date, calendar: WorkingCalendar) -> date:
    return today if calendar.is_working_day(today) else calendar.working_day_after(today, -1)


def _week_by(weekday: int, today: date, calendar: WorkingCalendar) -> tuple[date, date]:
    """The latest round of what is weekly by a day: when it should be, and when it is."""
    nominal = today - timedelta(days=(today.weekday() - weekday) % 7)
    while (day := moved(nominal, calendar)) > today:
        nominal -= timedelta(days=7)
    return nominal, day


def month_by(today: date, calendar: WorkingCalendar) -> tuple[date, date]:
    """The latest round of what is monthly by a day: the first of a month, and the working day on which it comes."""
    nominal = today.replace(day=1)
    while (day := moved(nominal, calendar)) > today:
        nominal = (nominal - timedelta(days=1)).replace(day=1)
    return nominal, day


def spoken_rung(rung: str, due_on: date) -> str:
    """A rung of the ledger in words: `3 working days after Friday 4 December 2026`."""
    if rung[:1] in {"+", "-"}:
        count = abs(int(rung))
        working = "working day" if count == 1 else "working days"
        return f"{count} {working} {'after' if rung[0] == '+' else 'before'} {spoken_day(due_on)}"
    name, _, day = rung.partition(" ")
    said = {"week": "weekly, for", "day": "daily, for", "month": "monthly, for", "snooze": "put off until"}[name]
    return f"{said} {spoken_day(date.fromisoformat(day))}"
