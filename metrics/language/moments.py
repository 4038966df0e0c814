"""What a question says of time: the periods it is about, and the day as at which it asks (METRICS, "Periods")."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from metrics.language.said_numbers import MONTHS, day_number, written_day
from metrics.language.spans_said import Spans
from metrics.language.tokens import Words
from metrics.periods import Period, PeriodKind

_AS_AT = (
    ("as", "at"),
    ("as", "of"),
    ("as", "it", "stood", "on"),
    ("as", "they", "stood", "on"),
    ("as", "it", "was", "on"),
    ("as", "it", "stood"),
    ("as", "they", "stood"),
    ("position", "at"),
    ("position", "on"),
    ("standing", "at"),
)
_ON = (("on",), ("by",), ("at",), ("upto",), ("up", "to"), ("until",), ("till",))
_EDGES = {"end": False, "close": False, "start": True, "beginning": True}


@dataclass(frozen=True, slots=True)
class Said:
    """A period, and where it stands in the text."""

    start: int
    length: int
    period: Period
    is_counted: bool = False
    is_before: bool = False
    on: date | None = None
    is_day: bool = False


@dataclass(slots=True)
class Moments:
    """What a text says of time.

    Attributes:
        as_at: the day as at which it asks.
        is_on_day: the day was said with "on", which for what happens is that day alone.
        edge_of: the period at whose end that day is, where a period was said and no day.
        is_bare_day: the day was said without "as at" or "on", which is enough for a stock alone.
    """

    found: list[Said] = field(default_factory=list)
    as_at: date | None = None
    is_bare_day: bool = False
    edge_of: Period | None = None
    is_on_day: bool = False

    @property
    def periods(self) -> list[Period]:
        """The periods in the order in which they were said, each once."""
        return list(dict.fromkeys(one.period for one in self.found))


class MomentReader:
    """Reads the words about time of one question, asked on a day."""

    def __init__(self, words: Words, today: date) -> None:
        self.words, self.today = words, today
        self.spans = Spans(words, today)
        self.moments = Moments()

    def read(self) -> Moments:
        """All that the words say of time; the words are taken."""
        place = 0
        while place < len(self.words.words):
            place += self._span(place) or self._day(place) or self._period(place) or 1
        return self.moments

    def _span(self, place: int) -> int:
        """`from 1 April to 30 June` is a period; its days are no days to stand as at."""
        is_span = self.words.word(place) in {"from", "between", "since"} and self.words.is_free(place)
        return self._period(place) if is_span else 0

    def _period(self, place: int) -> int:
        found = self.spans.at(place) if self.words.is_free(place) else None
        if found is None or not self.words.is_free(place + found.length - 1):
            return 0
        self.words.take(place, found.length, "period")
        self.moments.found.append(
            Said(place, found.length, found.period, found.is_counted, found.is_before, found.on, found.is_day)
        )
        return found.length

    def _day(self, place: int) -> int:
        if not self.words.is_free(place):
            return 0
        lead, is_as_at = self._lead(place)
        day = self._day_at(place + lead) or (self._edge(place + lead, is_as_at=is_as_at) if lead else None)
        if day is None or self.moments.as_at is not None:
            return 0
        self.moments.as_at, length = day
        self.moments.is_bare_day = lead == 0 and self.words.word(place) not in {"yesterday", "today", "now"}
        self.moments.is_on_day = self.words.word(place) == "on"
        self.words.take(place, lead + length, "as at")
        return lead + length

    def _lead(self, place: int) -> tuple[int, bool]:
        for phrases, is_as_at in ((_AS_AT, True), (_ON, False)):
            for phrase in phrases:
                if self.words.says(place, phrase):
                    return len(phrase), is_as_at
        return 0, False

    def _day_at(self, place: int) -> tuple[date, int] | None:
        """A day written out: `31 July 2019`, `31st of July`, `July 31st`, `2019-07-31`, `31/07/2019`, `yesterday`."""
        if not self.words.is_free(place):
            return None
        word = self.words.word(place)
        if word in {"yesterday", "today"}:
            return self.today - timedelta(days=word == "yesterday"), 1
        written = written_day(word)
        if written is not None:
            return written, 1
        if word == "the" and day_number(self.words.word(place + 1)):
            later = self._day_at(place + 1)
            return None if later is None else (later[0], later[1] + 1)
        return self._day_then_month(place) or self._month_then_day(place)

    def _day_then_month(self, place: int) -> tuple[date, int] | None:
        number = day_number(self.words.word(place))
        at = place + 1 + (self.words.word(place + 1) == "of")
        month = MONTHS.get(self.words.word(at))
        if number is None or month is None or not self.words.is_free(at):
            return None
        year, more = self.spans.named.year_number(at + 1)
        return self._dated(year, month, number, at + 1 + more - place)

    def _month_then_day(self, place: int) -> tuple[date, int] | None:
        month = MONTHS.get(self.words.word(place))
        word = self.words.word(place + 1)
        number = day_number(word)
        if month is None or number is None or word.isdigit():
            return None
        year, more = self.spans.named.year_number(place + 2)
        return self._dated(year, month, number, 2 + more)

    def _dated(self, year: int | None, month: int, number: int, length: int) -> tuple[date, int] | None:
        """The day; without a year its latest occurrence that is not after today. None where there is no such day."""
        for candidate in [year] if year is not None else [self.today.year, self.today.year - 1]:
            try:
                day = date(candidate, month, number)
            except ValueError:
                continue
            if year is not None or day <= self.today:
                return day, length
        return None

    def _edge(self, place: int, *, is_as_at: bool) -> tuple[date, int] | None:
        """The end or start of a month, or a month after "as at", which means its end."""
        at = place + (self.words.word(place) == "the")
        edge = _EDGES.get(self.words.word(at))
        at += edge is not None
        at += edge is not None and self.words.word(at) == "of"
        if edge is None and not is_as_at:
            return None
        found = self.spans.at(at)
        if found is None or found.period.kind is PeriodKind.EVER:
            return None
        if edge is None and found.on is not None:
            return found.on, at + found.length - place
        self.moments.edge_of = None if edge else found.period
        return min(found.period.start if edge else found.period.end, self.today), at + found.length - place
