"""Months, quarters, years, spans and days as people write them (METRICS, "Periods")."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from metrics import periods
from metrics.language.tokens import Words
from metrics.periods import Period, PeriodKind

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb", "febuary"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        1,
    )
    for name in names
}
NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
} | {"couple": 2, "eighteen": 18, "twenty": 20}
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_LAST = {"last", "past", "previous", "preceding", "prior"}
_THIS = {"this", "current", "present"}
_TO = {"to", "till", "until", "through", "thru", "-"}
_AS_AT = (("as", "at"), ("as", "of"), ("as", "it", "stood", "on"), ("as", "they", "stood", "on"), ("position", "at"))
_FUTURE_DAYS = 366 * 5


@dataclass(slots=True)
class Moments:
    """What a text says of time: the periods it names, and the day as at which it asks."""

    periods: list[Period] = field(default_factory=list)
    as_at: date | None = None
    is_compared: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    period: Period
    length: int


class MomentReader:
    """Reads the words about time of one question, asked on a day."""

    def __init__(self, words: Words, today: date) -> None:
        self.words, self.today = words, today
        self.found = Moments()

    def read(self) -> Moments:
        """All that the words say of time; the words are taken."""
        self._days()
        place = 0
        while place < len(self.words.words):
            found = self._period_at(place) if self.words.is_free(place) else None
            if found is None:
                place += 1
                continue
            self.words.take(place, found.length, "period")
            if found.period not in self.found.periods:
                self.found.periods.append(found.period)
            place += found.length
        return self.found

    # Days: "as at 31 July", "on 31 July", "yesterday".

    def _days(self) -> None:
        for place in range(len(self.words.words)):
            if not self.words.is_free(place):
                continue
            lead = self._lead(place)
            day = self._day_at(place + lead) or (self._end_at(place + lead) if lead else None)
            if day is None:
                continue
            when, length = day
            self.words.take(place, lead + length, "as at")
            self.found.as_at = when

    def _lead(self, place: int) -> int:
        for phrase in _AS_AT:
            if self._has(place, phrase):
                return len(phrase)
        if self.words.word(place) in {"on", "by", "at", "upto"} and self.words.is_free(place + 1):
            return 1
        if self._has(place, ("up", "to")):
            return 2
        return 0

    def _has(self, place: int, phrase: Sequence[str]) -> bool:
        return all(
            self.words.is_free(place + at) and self.words.word(place + at) == word for at, word in enumerate(phrase)
        )

    def _day_at(self, place: int) -> tuple[date, int] | None:
        """A day written out: `31 July 2019`, `31st of July`, `July 31`, `2019-07-31`, `31/07/2019`, `yesterday`."""
        word = self.words.word(place)
        if not self.words.is_free(place):
            return None
        if word == "yesterday":
            return self.today - timedelta(days=1), 1
        if word == "today":
            return self.today, 1
        written = _written_day(word)
        if written is not None:
            return written, 1
        if self._has(place, ("the",)) and _day_number(self.words.word(place + 1)):
            later = self._day_at(place + 1)
            return None if later is None else (later[0], later[1] + 1)
        return self._day_then_month(place) or self._month_then_day(place)

    def _day_then_month(self, place: int) -> tuple[date, int] | None:
        number = _day_number(self.words.word(place))
        at = place + 1
        if self.words.word(at) == "of":
            at += 1
        month = MONTHS.get(self.words.word(at))
        if number is None or month is None or not self.words.is_free(at):
            return None
        year, more = self._year_at(at + 1)
        return self._dated(year, month, number, at + 1 + more - place)

    def _month_then_day(self, place: int) -> tuple[date, int] | None:
        month = MONTHS.get(self.words.word(place))
        word = self.words.word(place + 1)
        if month is None or not re.fullmatch(r"\d{1,2}(st|nd|rd|th)", word):
            return None
        year, more = self._year_at(place + 2)
        return self._dated(year, month, int(word[:-2]), 2 + more)

    def _dated(self, year: int | None, month: int, number: int, length: int) -> tuple[date, int] | None:
        try:
            if year is not None:
                return date(year, month, number), length
            day = date(self.today.year, month, number)
            return (day if day <= self.today else date(self.today.year - 1, month, number)), length
        except ValueError:
            return None

    def _end_at(self, place: int) -> tuple[date, int] | None:
        """The end (or start) of a month, or a month after "as at", which means its end."""
        at, is_start = place, False
        if self.words.word(at) == "the":
            at += 1
        edge = self.words.word(at)
        if edge in {"end", "start", "beginning", "close"}:
            is_start = edge in {"start", "beginning"}
            at += 1
            at += self.words.word(at) == "of"
        elif not any(self._has(place - len(phrase), phrase) for phrase in _AS_AT):
            return None
        found = self._period_at(at)
        if found is None or found.period.kind is PeriodKind.EVER:
            return None
        day = found.period.start if is_start else found.period.end
        return min(day, self.today), at + found.length - place

    # Periods.

    def _period_at(self, place: int) -> _Found | None:
        readers: tuple[Callable[[int], _Found | None], ...] = (
            self._since,
            self._between,
            self._range,
            self._months_ending,
            self._last_some,
            self._relative,
            self._quarter,
            self._year,
            self._month,
        )
        for reader in readers:
            found = reader(place)
            if found is not None:
                return found
        return None

    def _year_at(self, place: int) -> tuple[int | None, int]:
        """A calendar year at a place, in four digits or two, and how many words it takes."""
        word = self.words.word(place)
        if not self.words.is_free(place):
            return None, 0
        if re.fullmatch(r"(19|20)\d\d", word):
            return int(word), 1
        if re.fullmatch(r"[012]\d", word) and 2000 + int(word) <= self.today.year:
            return 2000 + int(word), 1
        if word == "of" and re.fullmatch(r"(19|20)\d\d", self.words.word(place + 1)):
            return int(self.words.word(place + 1)), 2
        return None, 0

    def _month(self, place: int) -> _Found | None:
        word = self.words.word(place)
        if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", word):
            return _Found(periods.month_named(word), 1)
        number = MONTHS.get(word)
        if number is None:
            return None
        year, more = self._year_at(place + 1)
        if year is None and self._has(place + 1, ("last", "year")):
            return _Found(periods.month_period(self._latest(number).year - 1, number), 3)
        if year is None and self._has(place + 1, ("this", "year")):
            return _Found(periods.month_period(self.today.year, number), 3)
        if year is None:
            return _Found(periods.month_around(self._latest(number)), 1)
        return _Found(periods.month_period(year, number), 1 + more)

    def _latest(self, month: int) -> date:
        """The first day of a month's latest occurrence that is not after today."""
        day = date(self.today.year, month, 1)
        return day if day <= self.today else date(self.today.year - 1, month, 1)

    def _quarter(self, place: int) -> _Found | None:
        word = self.words.word(place)
        number: int | None = None
        length = 1
        if re.fullmatch(r"q[1-4]", word):
            number = int(word[1])
        elif word in {"quarter", "qtr", "q"}:
            number = _small(self.words.word(place + 1), 4)
            length = 2
        elif word in _ORDINALS and self.words.word(place + 1) in {"quarter", "qtr"}:
            number, length = _ORDINALS[word], 2
        if number is None:
            return None
        at = place + length
        at += self.words.word(at) in {"of", "in"} and self._begins_year(at + 1) is not None
        year = self._begins_year(at)
        if year is not None:
            return _Found(periods.quarter_period(year[0], number), at + year[1] - place)
        if self._has(at, ("last", "year")):
            return _Found(periods.quarter_period(periods.financial_year_of(self.today) - 1, number), at + 2 - place)
        begins = periods.financial_year_of(self.today)
        this_year = periods.quarter_period(begins, number)
        return _Found(
            this_year if this_year.start <= self.today else periods.quarter_period(begins - 1, number), length
        )

    def _begins_year(self, place: int) -> tuple[int, int] | None:
        """The year in whose April a financial year begins, as `2019/20`, `19/20`, `2019-20`, `2019`; with its words."""
        word = self.words.word(place)
        if not self.words.is_free(place):
            return None
        if word in {"fy", "financial"}:
            later = self._begins_year(place + 1 + (self.words.word(place + 1) == "year"))
            return None if later is None else (later[0], later[1] + 1 + (self.words.word(place + 1) == "year"))
        pair = re.fullmatch(r"(\d{4}|\d{2})[/-](\d{2}|\d{4})", word)
        if pair:
            first = int(pair[1]) if len(pair[1]) == 4 else 2000 + int(pair[1])
            return (first, 1) if (first + 1) % 100 == int(pair[2]) % 100 else None
        if re.fullmatch(r"20\d\d", word):
            return int(word), 1
        return None

    def _year(self, place: int) -> _Found | None:
        word = self.words.word(place)
        if word == "calendar" and self.words.word(place + 1) == "year":
            year, more = self._year_at(place + 2)
            return None if year is None else _Found(periods.calendar_year(year), 2 + more)
        if re.fullmatch(r"(19|20)\d\d", word):
            if self._has(place + 1, ("financial", "year")):
                return _Found(periods.financial_year(int(word)), 3)
            return _Found(periods.calendar_year(int(word)), 1)
        lead = 1 if word in {"fy", "year"} else 2 if self._has(place, ("financial", "year")) else 0
        begins = self._begins_year(place + lead)
        if begins is None or ("/" not in self.words.word(place + lead) and "-" not in self.words.word(place + lead)):
            if not (lead and begins):
                return None
            return _Found(periods.financial_year(begins[0]), lead + begins[1])
        return _Found(periods.financial_year(begins[0]), lead + begins[1])

    def _relative(self, place: int) -> _Found | None:
        at = place + (self.words.word(place) == "the")
        word, unit = self.words.word(at), self.words.word(at + 1)
        taken = at - place + 2
        if self._has(place, ("year", "to", "date")):
            return _Found(periods.year_to_date(self.today), 3)
        if word == "ytd":
            return _Found(periods.year_to_date(self.today), at - place + 1)
        if self._has(at, ("so", "far", "this", "year")):
            return _Found(periods.year_to_date(self.today), at - place + 4)
        if self._has(at, ("month", "before", "last")):
            return _Found(periods.month_around(periods.months_before(self.today, 2)), at - place + 3)
        if unit in {"financial", "calendar"} and self.words.word(at + 2) == "year":
            return self._named_year(word, unit, taken + 1)
        if word in _THIS:
            return self._this(unit, taken)
        if word in _LAST and self.words.is_free(at + 1):
            return self._one_before(unit, at - place == 1, taken)
        return None

    def _named_year(self, word: str, unit: str, length: int) -> _Found | None:
        back = 1 if word in _LAST else 0 if word in _THIS else None
        if back is None:
            return None
        if unit == "calendar":
            return _Found(periods.calendar_year(self.today.year - back), length)
        return _Found(periods.financial_year(periods.financial_year_of(self.today) - back), length)

    def _this(self, unit: str, length: int) -> _Found | None:
        if unit == "month":
            return _Found(periods.month_around(self.today), length)
        if unit in {"quarter", "qtr"}:
            return _Found(periods.quarter_around(self.today), length)
        if unit == "year":
            return _Found(periods.financial_year(periods.financial_year_of(self.today)), length)
        number = MONTHS.get(unit)
        return None if number is None else _Found(periods.month_period(self.today.year, number), length)

    def _one_before(self, unit: str, has_article: bool, length: int) -> _Found | None:
        if unit == "month":
            return _Found(periods.month_around(periods.months_before(self.today, 1)), length)
        if unit in {"quarter", "qtr"}:
            return _Found(periods.quarter_around(periods.quarter_around(self.today).start - timedelta(days=1)), length)
        if unit == "year" and has_article:
            # "The last year" is twelve whole months; "last year" is the financial year before this one.
            return _Found(periods.whole_months_before(self.today, 12), length)
        if unit == "year":
            return _Found(periods.financial_year(periods.financial_year_of(self.today) - 1), length)
        number = MONTHS.get(unit)
        if number is None:
            return None
        latest = periods.month_around(self._latest(number))
        is_over = latest.end < self.today
        return _Found(latest if is_over else periods.month_period(latest.start.year - 1, number), length)

    def _last_some(self, place: int) -> _Found | None:
        at = place + (self.words.word(place) == "the")
        if self.words.word(at) not in _LAST:
            return None
        at += 1
        at += self.words.word(at) == "full" or self.words.word(at) == "whole"
        count = _count(self.words.word(at))
        unit = self.words.word(at + 1)
        if self.words.word(at) == "few":
            return None
        if self.words.word(at) == "couple" and unit == "of":
            at, unit = at + 1, self.words.word(at + 2)
        if count is None and self.words.word(at) == "year" and self.words.word(at - 1) == "past":
            return _Found(periods.whole_months_before(self.today, 12), at + 1 - place)
        if count is None:
            return None
        at += unit in {"whole", "full", "complete", "calendar"}
        unit = self.words.word(at + 1)
        length = at + 2 - place
        if unit in {"month", "months"} and count <= 120:
            return _Found(periods.whole_months_before(self.today, count), length)
        if unit in {"quarter", "quarters"} and count <= 40:
            begins = periods.quarter_around(self.today).start
            return _Found(periods.span(periods.months_before(begins, 3 * count), begins - timedelta(days=1)), length)
        if unit in {"year", "years"} and count <= 10:
            return _Found(periods.whole_months_before(self.today, 12 * count), length)
        return None

    def _months_ending(self, place: int) -> _Found | None:
        """`six months to June 2019`, `the year to July`: that many months, ending with the month named."""
        at = place + (self.words.word(place) == "the")
        count = _count(self.words.word(at))
        if count is not None and self.words.word(at + 1) in {"months", "month"}:
            at += 2
        elif self.words.word(at) == "year":
            count, at = 12, at + 1
        else:
            return None
        at += self.words.word(at) in {"up", "ending", "ended"}
        at += self.words.word(at) in {"to", "in", "with"}
        if self.words.word(at - 1) not in {"to", "in", "with", "ending", "ended"}:
            return None
        at += self.words.word(at) == "the" and self.words.word(at + 1) == "end"
        found = self._month(at)
        if found is None or count is None:
            return None
        period = periods.span(periods.months_before(found.period.start, count - 1), found.period.end)
        return _Found(period, at + found.length - place)

    def _since(self, place: int) -> _Found | None:
        if self.words.word(place) != "since":
            return None
        at = place + 1
        at += self.words.word(at) == "the"
        at += 2 if self._has(at, ("start", "of")) or self._has(at, ("beginning", "of")) else 0
        found = self._simple(at) or self._the_year(at)
        if found is None or found.period.start > self.today:
            return None
        return _Found(
            periods.span(found.period.start, self.today, self._so_far(found.period)), at + found.length - place
        )

    def _the_year(self, place: int) -> _Found | None:
        at = place + (self.words.word(place) == "the")
        if self.words.word(at) != "year":
            return None
        return _Found(periods.financial_year(periods.financial_year_of(self.today)), at + 1 - place)

    def _so_far(self, first: Period) -> str:
        this = periods.month_around(self.today)
        return "" if first.first_month == this.key else f"{_said(first, this)} so far"

    def _simple(self, place: int) -> _Found | None:
        return self._relative(place) or self._quarter(place) or self._month(place) or self._year(place)

    def _between(self, place: int) -> _Found | None:
        if self.words.word(place) not in {"between", "from"}:
            return None
        joiners = {"and"} | _TO if self.words.word(place) == "between" else _TO
        found = self._joined(place + 1, joiners)
        if found is not None:
            return _Found(found.period, found.length + 1)
        if self.words.word(place) == "from":
            at = place + 1
            alone = self._month(at)
            onwards = alone is not None and self.words.word(at + alone.length) in {"on", "onwards", "onward"}
            if alone is not None and onwards and alone.period.start <= self.today:
                label = self._so_far(alone.period)
                return _Found(periods.span(alone.period.start, self.today, label), alone.length + 2)
        return None

    def _range(self, place: int) -> _Found | None:
        return self._joined(place, _TO)

    def _joined(self, place: int, joiners: set[str]) -> _Found | None:
        first = self._month(place) or self._quarter(place)
        if first is None:
            return None
        at = place + first.length
        if self.words.word(at) not in joiners or not self.words.is_free(at):
            return None
        at += 1
        if self._has(at, ("now",)) or self._has(at, ("date",)) or self._has(at, ("today",)):
            return _Found(periods.span(first.period.start, self.today, self._so_far(first.period)), at + 1 - place)
        last = self._month(at) or self._quarter(at) or self._relative(at)
        if last is None:
            return None
        start = first.period.start
        has_own_year = first.length > 1 or "-" in self.words.word(place)
        if not has_own_year and first.period.kind is PeriodKind.MONTH:
            start = date(last.period.start.year, start.month, 1)
            start = start if start <= last.period.start else date(start.year - 1, start.month, 1)
        if start > last.period.end:
            return None
        return _Found(periods.span(start, last.period.end), at + last.length - place)


def _said(first: Period, last: Period) -> str:
    return periods.span(first.start, last.end).label


def _count(word: str) -> int | None:
    return int(word) if re.fullmatch(r"\d{1,3}", word) else NUMBERS.get(word)


def _small(word: str, most: int) -> int | None:
    number = _count(word) or _ORDINALS.get(word)
    return number if number is not None and 1 <= number <= most else None


def _day_number(word: str) -> int | None:
    found = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", word)
    return int(found[1]) if found and 1 <= int(found[1]) <= 31 else None


def _written_day(word: str) -> date | None:
    """`2019-07-31` or `31/07/2019`, the day first as in Britain."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word):
            return date.fromisoformat(word)
        found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})", word)
        if found is None:
            return None
        year = int(found[3]) if len(found[3]) == 4 else 2000 + int(found[3])
        return date(year, int(found[2]), int(found[1]))
    except ValueError:
        return None
