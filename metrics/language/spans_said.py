"""Spans between two named periods: since May, from May to August, the six months to June (METRICS, "Periods")."""

import calendar
from collections.abc import Collection
from datetime import date

from metrics import periods
from metrics.language.periods_said import Found, NamedPeriods
from metrics.language.relative_periods import RelativePeriods
from metrics.language.said_numbers import count, day_number
from metrics.language.tokens import Words
from metrics.periods import Period, PeriodKind

_TO = frozenset({"to", "till", "until", "through", "thru", "-"})
_NOW = frozenset({"now", "date", "today"})
_EDGES = (("start", "of"), ("beginning", "of"))
_MOST_MONTHS = 120


class Spans:
    """Reads one span at a place in a text, asked about on a day."""

    def __init__(self, words: Words, today: date) -> None:
        self.words, self.today = words, today
        self.named = NamedPeriods(words, today)
        self.relative = RelativePeriods(words, today, self.named)

    def at(self, place: int) -> Found | None:
        """The longest reading of a period or span that begins at a place."""
        return (
            self._since(place)
            or self._between(place)
            or self._joined(place, _TO)
            or self._months_ending(place)
            or self.relative.some(place)
            or self.relative.at(place)
            or self.named.at(place)
        )

    def _since(self, place: int) -> Found | None:
        """`since May`, `since the start of the financial year`: up to today."""
        if self.words.word(place) != "since" or not self.words.is_free(place):
            return None
        at = place + 1
        at += self.words.word(at) == "the"
        at += 2 if any(self.words.says(at, edge) for edge in _EDGES) else 0
        found = self.relative.at(at) or self.named.at(at) or self._the_year(at)
        if found is None or found.period.start > self.today:
            return None
        return Found(self._up_to_today(found.period), at + found.length - place)

    def _the_year(self, place: int) -> Found | None:
        at = place + (self.words.word(place) == "the")
        at += self.words.word(at) == "financial"
        if self.words.word(at) != "year":
            return None
        return Found(periods.year_around(self.today), at + 1 - place)

    def _up_to_today(self, first: Period) -> Period:
        this = periods.month_around(self.today)
        if first.first_month == this.key:
            return this
        return periods.span(first.start, self.today, f"{periods.span(first.start, this.end).label} so far")

    def _between(self, place: int) -> Found | None:
        """`between May and August`, `from May to August`, `from May onwards`, `from 1 April to 30 June`."""
        word = self.words.word(place)
        if word not in {"between", "from"} or not self.words.is_free(place):
            return None
        found = self._joined(place + 1, _TO | {"and"} if word == "between" else _TO) or self._whole_days(place + 1)
        if found is not None:
            return Found(found.period, found.length + 1)
        return self._onwards(place) if word == "from" else None

    def _onwards(self, place: int) -> Found | None:
        alone = self.named.at(place + 1)
        if alone is None or alone.period.start > self.today:
            return None
        after = place + 1 + alone.length
        if self.words.word(after) not in {"on", "onwards", "onward"}:
            return None
        return Found(self._up_to_today(alone.period), alone.length + 2)

    def _whole_days(self, place: int) -> Found | None:
        """From the first day of a month to the last of one: whole months. Other days make no period of ours."""
        first = self._day(place)
        if first is None or self.words.word(place + first[2]) not in _TO | {"and"}:
            return None
        last = self._day(place + first[2] + 1)
        if last is None or first[1] != 1 or not _is_last_day(last[0].period, last[1]):
            return None
        start, end = _in_order(first[0].period, last[0].period, has_own_year=first[2] > 2)
        return Found(periods.span(start, end), first[2] + 1 + last[2]) if start <= end else None

    def _day(self, place: int) -> tuple[Found, int, int] | None:
        number = day_number(self.words.word(place))
        at = place + 1 + (self.words.word(place + 1) == "of")
        month = self.named.month(at)
        return None if number is None or month is None else (month, number, at + month.length - place)

    def _joined(self, place: int, joiners: Collection[str]) -> Found | None:
        """Two months or quarters with `to` between them; `May to now`."""
        first = self.named.month(place) or self.named.quarter(place)
        if first is None or not self.words.is_free(place):
            return None
        at = place + first.length
        if self.words.word(at) not in joiners or not self.words.is_free(at):
            return None
        if self.words.word(at + 1) in _NOW and first.period.start <= self.today:
            return Found(self._up_to_today(first.period), first.length + 2)
        at += 1 + self.words.says(at + 1, ("the", "end", "of")) * 3 + self.words.says(at + 1, ("end", "of")) * 2
        last = self.named.month(at) or self.named.quarter(at) or self.relative.at(at)
        if last is None:
            return None
        own_year = first.length > 1 or "-" in self.words.word(place)
        start, end = _in_order(first.period, last.period, has_own_year=own_year)
        return Found(periods.span(start, end), at + last.length - place) if start <= end else None

    def _months_ending(self, place: int) -> Found | None:
        """`six months to June 2019`, `the year to July`, `quarter ending June`: so many months, with the one named."""
        at = place + (self.words.word(place) == "the")
        number, at = self._length_of_run(at)
        if number is None or not 0 < number <= _MOST_MONTHS:
            return None
        said = self.words.word(at)
        at += said in {"up", "ending", "ended", "end"}
        at += self.words.word(at) in {"to", "in", "with", "at"}
        if said not in {"up", "ending", "ended", "to", "end"}:
            return None
        at += self.words.says(at, ("the", "end", "of")) * 3 + self.words.says(at, ("end", "of")) * 2
        found = self.named.month(at)
        if found is None:
            return None
        first = periods.months_before(found.period.start, number - 1)
        return Found(periods.span(first, found.period.end), at + found.length - place)

    def _length_of_run(self, place: int) -> tuple[int | None, int]:
        if self.words.word(place) in {"year", "quarter"} and self.words.is_free(place):
            return {"year": 12, "quarter": 3}[self.words.word(place)], place + 1
        if self.words.word(place + 1) in {"months", "month"} and self.words.is_free(place):
            return count(self.words.word(place)), place + 2
        return None, place


def _in_order(first: Period, last: Period, *, has_own_year: bool) -> tuple[date, date]:
    """The ends of a span: a first month without its own year is the latest that is not after the last."""
    start = first.start
    if not has_own_year and first.kind is PeriodKind.MONTH:
        start = date(last.start.year, start.month, 1)
        start = start if start <= last.start else date(start.year - 1, start.month, 1)
    return start, last.end


def _is_last_day(month: Period, number: int) -> bool:
    return number == calendar.monthrange(month.start.year, month.start.month)[1]
