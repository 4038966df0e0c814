"""A month, a quarter or a year that is named (METRICS, "Periods")."""

import re
from dataclasses import dataclass
from datetime import date

from metrics import periods
from metrics.language.said_numbers import MONTHS, ORDINALS, calendar_year_said, financial_year_said, small
from metrics.language.tokens import Words
from metrics.periods import Period


@dataclass(frozen=True, slots=True)
class Found:
    """A period, and how many words say it.

    Attributes:
        is_counted: it is "in six months" or "the last six months", not "March to August".
        is_before: it is "the month before" or "previous quarter", which after an answer is the one before its period.
        on: the day of `a month ago`, as at which a stock stands.
        is_day: `same day last month`: that day is meant of every figure.
    """

    period: Period
    length: int
    is_counted: bool = False
    is_before: bool = False
    on: date | None = None
    is_day: bool = False


class NamedPeriods:
    """Reads one named period at a place in a text, asked about on a day."""

    def __init__(self, words: Words, today: date) -> None:
        self.words, self.today = words, today

    def at(self, place: int) -> Found | None:
        """The quarter, month or year that begins at a place."""
        return self.quarter(place) or self.month(place) or self.year(place)

    def month(self, place: int) -> Found | None:
        """`August`, `Aug 2019`, `August 19`, `2019-08`; without a year the latest not after today."""
        word = self.words.word(place)
        if re.fullmatch(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])", word):
            return Found(periods.month_named(word), 1)
        if re.fullmatch(r"(0?[1-9]|1[0-2])/20[0-9]{2}", word):
            return Found(periods.month_period(int(word[-4:]), int(word[:-5])), 1)
        number = MONTHS.get(word)
        if number is None:
            return None
        year, more = self.year_number(place + 1)
        if year is not None:
            return Found(periods.month_period(year, number), 1 + more)
        skip = self.words.says(place + 1, ("of",))
        if self.words.says(place + 1 + skip, ("last", "year")):
            return Found(periods.month_period(self.latest(number).year - 1, number), 3 + skip)
        length = 3 + skip if self.words.says(place + 1 + skip, ("this", "year")) else 1
        return Found(periods.month_around(self.latest(number)), length)

    def latest(self, month: int) -> date:
        """The first day of a month's latest occurrence that is not after today."""
        day = date(self.today.year, month, 1)
        return day if day <= self.today else date(self.today.year - 1, month, 1)

    def year_number(self, place: int) -> tuple[int | None, int]:
        """A calendar year at a place, in four digits or two, and how many words it takes."""
        word = self.words.word(place)
        if not self.words.is_free(place):
            return None, 0
        year = calendar_year_said(word)
        if year is not None:
            return year, 1
        if re.fullmatch(r"[012][0-9]", word) and 2000 + int(word) <= self.today.year:
            return 2000 + int(word), 1
        later = calendar_year_said(self.words.word(place + 1)) if word == "of" else None
        return (later, 2) if later is not None else (None, 0)

    def quarter(self, place: int) -> Found | None:
        """`Q1`, `first quarter of 2019/20`, `Q1 2019` (from April), `2019 Q1`; without a year the latest begun."""
        year_before = self._year_of_quarter(place)
        if year_before is not None and re.fullmatch(r"q[1-4]", self.words.word(place + year_before[1])):
            quarter = int(self.words.word(place + year_before[1])[1])
            return Found(periods.quarter_period(year_before[0], quarter), year_before[1] + 1)
        number, length = self._quarter_number(place)
        return None if number is None else self._quarter_of_year(place, number, length)

    def _quarter_number(self, place: int) -> tuple[int | None, int]:
        word = self.words.word(place)
        if re.fullmatch(r"q[1-4]", word):
            return int(word[1]), 1
        if word in {"quarter", "qtr", "q"}:
            return small(self.words.word(place + 1), 4), 2
        if word in ORDINALS and self.words.word(place + 1) in {"quarter", "qtr"}:
            return ORDINALS[word], 2
        return None, 0

    def _quarter_of_year(self, place: int, number: int, length: int) -> Found:
        at = place + length
        at += self.words.word(at) in {"of", "in"} and self._year_of_quarter(at + 1) is not None
        year = self._year_of_quarter(at)
        begins = periods.financial_year_of(self.today)
        if year is not None:
            return Found(periods.quarter_period(year[0], number), at + year[1] - place)
        for said, back in ((("last", "year"), 1), (("this", "year"), 0)):
            skip = self.words.word(at) == "of"
            if self.words.says(at + skip, said):
                return Found(periods.quarter_period(begins - back, number), at + skip + 2 - place)
        this = periods.quarter_period(begins, number)
        return Found(this if this.start <= self.today else periods.quarter_period(begins - 1, number), length)

    def _year_of_quarter(self, place: int) -> tuple[int, int] | None:
        """The year in whose April a financial year begins, and how many words say it: `FY 2019/20`, `2019`."""
        if not self.words.is_free(place):
            return None
        word = self.words.word(place)
        if word in {"fy", "financial"}:
            lead = 1 + (self.words.word(place + 1) == "year")
            later = self._year_of_quarter(place + lead)
            return None if later is None else (later[0], later[1] + lead)
        year = financial_year_said(word) or (calendar_year_said(word) if word.startswith("20") else None)
        return None if year is None else (year, 1)

    def year(self, place: int) -> Found | None:
        """`2019/20` and `FY 2019` are financial years, `2019` and `calendar year 2019` run from January."""
        word = self.words.word(place)
        if self.words.says(place, ("calendar", "year")):
            year, more = self.year_number(place + 2)
            return None if year is None else Found(periods.calendar_year(year), 2 + more)
        calendar = calendar_year_said(word)
        if calendar is not None and self.words.says(place + 1, ("financial", "year")):
            return Found(periods.financial_year(calendar), 3)
        if calendar is not None:
            return Found(periods.calendar_year(calendar), 1)
        lead = 1 if word in {"fy", "year"} else 2 if self.words.says(place, ("financial", "year")) else 0
        begins = self._year_of_quarter(place + lead)
        if begins is None or not (lead or financial_year_said(word) is not None):
            return None
        return Found(periods.financial_year(begins[0]), lead + begins[1])
