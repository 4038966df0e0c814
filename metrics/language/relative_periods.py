"""Periods told by today: this month, last quarter, the last three months, two months ago (METRICS, "Periods")."""

from dataclasses import replace
from datetime import date, timedelta

from metrics import periods
from metrics.language.periods_said import Found, NamedPeriods
from metrics.language.said_numbers import MONTHS, count
from metrics.language.tokens import Words
from metrics.periods import Period

LAST = frozenset({"rolling", "last", "past", "previous", "preceding", "prior"})
BEFORE = frozenset({"previous", "preceding", "prior"})
THIS = frozenset({"this", "current", "present"})
_WHOLE = frozenset({"whole", "full", "complete", "calendar", "consecutive"})
_MOST_MONTHS = 120
_TO_DATE = (
    ("year", "to", "date"),
    ("ytd",),
    ("so", "far", "this", "year"),
    ("this", "year", "so", "far"),
    ("year", "so", "far"),
    ("this", "year", "to", "date"),
    ("this", "financial", "year", "so", "far"),
    ("this", "financial", "year", "to", "date"),
    ("financial", "year", "to", "date"),
    ("financial", "year", "so", "far"),
    ("so", "far", "this", "financial", "year"),
)

_SAME_DAY = (("this", "time"), ("same", "time"), ("same", "day"), ("this", "day"))


class RelativePeriods:
    """Reads one period that is told by the day on which is asked."""

    def __init__(self, words: Words, today: date, named: NamedPeriods) -> None:
        self.words, self.today, self.named = words, today, named

    def at(self, place: int) -> Found | None:
        """The period told by today that begins at a place, with or without its article."""
        article = self.words.word(place) == "the"
        found = self._to_date(place + article) or self._fixed(place + article)
        found = found or self._one(place + article, has_article=article)
        return None if found is None else replace(found, length=found.length + article)

    def _to_date(self, place: int) -> Found | None:
        for phrase in _TO_DATE:
            if self.words.says(place, phrase):
                return Found(periods.year_to_date(self.today), len(phrase))
        return None

    def _fixed(self, place: int) -> Found | None:
        if self.words.says(place, ("month", "before", "last")):
            return Found(periods.month_around(periods.months_before(self.today, 2)), 3)
        before = self._before(place)
        if before is not None:
            return before
        return self._same_then(place) or self._ago(place)

    def _same_then(self, place: int) -> Found | None:
        """`this time last year`, `same day last month`: that month, and its day for what stands as at a day."""
        if self.words.says(place, ("same", "month", "last", "year")):
            return self._back(12, 4)
        for day in _SAME_DAY:
            for unit, months in (("month", 1), ("year", 12)):
                if self.words.says(place, (*day, "last", unit)):
                    return replace(self._back(months, 4), on=self._day_back(months), is_day="day" in day)
        return None

    def _back(self, months: int, length: int) -> Found:
        return Found(periods.month_around(periods.months_before(self.today, months)), length)

    def _day_back(self, months: int) -> date:
        """The same day so many months ago, or the last one of a shorter month."""
        first = periods.months_before(self.today, months)
        return first.replace(day=min(self.today.day, periods.month_around(first).end.day))

    def _before(self, place: int) -> Found | None:
        """`the month before`, `previous quarter`: without an answer to go on from, the last one."""
        said = {self.words.word(place), self.words.word(place + 1)}
        units = said & {"month", "quarter", "year"}
        is_before = self.words.word(place + 1) == "before" or self.words.word(place) in BEFORE
        if len(units) != 1 or not is_before or not self.words.is_free(place + 1):
            return None
        period = self._one_before(units.pop(), has_article=False)
        return None if period is None else Found(period, 2, is_before=True)

    def _ago(self, place: int) -> Found | None:
        """`two months ago`: that month; `a year ago`: the same month of the year before."""
        number = 1 if self.words.word(place) in {"a", "one"} else count(self.words.word(place))
        unit = self.words.word(place + 1)
        if number is None or self.words.word(place + 2) != "ago" or number > _MOST_MONTHS:
            return None
        if unit not in {"month", "months", "year", "years"}:
            return None
        back = number * (12 if unit.startswith("year") else 1)
        # "A year ago today" is that day.
        is_to_the_day = self.words.word(place + 3) in {"today", "now"}
        return replace(self._back(back, 3 + is_to_the_day), on=self._day_back(back))

    def _one(self, place: int, *, has_article: bool) -> Found | None:
        word, unit = self.words.word(place), self.words.word(place + 1)
        if not self.words.is_free(place) or word not in THIS | LAST:
            return None
        if unit in {"financial", "calendar"} and self.words.word(place + 2) == "year":
            return Found(self._year_of_kind(unit, 0 if word in THIS else 1), 3)
        period = self._this(unit) if word in THIS else self._one_before(unit, has_article=has_article)
        return None if period is None or not self.words.is_free(place + 1) else Found(period, 2)

    def _year_of_kind(self, kind: str, back: int) -> Period:
        if kind == "calendar":
            return periods.calendar_year(self.today.year - back)
        return periods.financial_year(periods.financial_year_of(self.today) - back)

    def _this(self, unit: str) -> Period | None:
        if unit in {"quarter", "qtr"}:
            return periods.quarter_around(self.today)
        if unit == "year":
            return periods.year_around(self.today)
        number = MONTHS.get(unit)
        if number is not None:
            return periods.month_period(self.today.year, number)
        return periods.month_around(self.today) if unit in {"month", "months"} else None

    def _one_before(self, unit: str, *, has_article: bool) -> Period | None:
        """`Last year` is the financial year before this one; `the last year` is twelve whole months."""
        if unit == "month" or (unit == "months" and not has_article):
            # "Last months completion": the apostrophe is often left out.
            return periods.month_around(periods.months_before(self.today, 1))
        if unit in {"quarter", "qtr"}:
            return periods.quarter_around(periods.quarter_around(self.today).start - timedelta(days=1))
        if unit == "year" and has_article:
            return periods.whole_months_before(self.today, 12)
        if unit == "year":
            return periods.financial_year(periods.financial_year_of(self.today) - 1)
        number = MONTHS.get(unit)
        return None if number is None else self._month_before(number)

    def _month_before(self, number: int) -> Period:
        """`Last August`: the latest that is over."""
        latest = periods.month_around(self.named.latest(number))
        return latest if latest.end < self.today else periods.month_period(latest.start.year - 1, number)

    def some(self, place: int) -> Found | None:
        """`the last three months`, `the past year`, `past couple of quarters`: whole ones before the one of today."""
        at = place + (self.words.word(place) == "the")
        if not self.words.is_free(at) or self.words.word(at) not in LAST:
            return self._some_bare(place)
        at += 1
        if self.words.word(at) == "year" and self.words.word(at - 1) in {"past", "rolling"}:
            return Found(periods.whole_months_before(self.today, 12), at + 1 - place)
        found = self._counted(place, at)
        return None if found is None else Found(found.period, found.length, is_counted=True)

    def _some_bare(self, place: int) -> Found | None:
        """`over six months`, `in three months`: the last ones."""
        if self.words.word(place) not in {"in", "over", "for", "within", "gone"}:
            return None
        at = place + 1 + self.words.says(place + 1, ("the",))
        found = self._counted(place, at + self.words.says(at, ("same",)))
        after = "" if found is None else self.words.word(place + found.length)
        if found is None or after in {"ago", "to", "up", "ending", "ended", "end"}:
            return None
        return Found(found.period, found.length, is_counted=True)

    def _counted(self, place: int, at: int) -> Found | None:
        at += self.words.word(at) in _WHOLE
        number = count(self.words.word(at))
        if number is None or not self.words.is_free(at):
            return None
        at += 1 + self.words.says(at, ("couple", "of"))
        at += self.words.word(at) in _WHOLE
        period = self._whole_ones(number, self.words.word(at))
        return None if period is None else Found(period, at + 1 - place)

    def _whole_ones(self, number: int, unit: str) -> Period | None:
        months = number * {"month": 1, "months": 1, "year": 12, "years": 12}.get(unit, 0)
        if 0 < months <= _MOST_MONTHS:
            return periods.whole_months_before(self.today, months)
        if unit in {"quarter", "quarters"} and 0 < number <= _MOST_MONTHS // 3:
            begins = periods.quarter_around(self.today).start
            return periods.span(periods.months_before(begins, 3 * number), begins - timedelta(days=1))
        return None
