"""A comparison of two figures that are counted differently: refused, with both counted like for like (METRICS)."""

import re
from dataclasses import dataclass, replace
from datetime import date

from metrics.catalogue import metric as metric_named
from metrics.language.interpret import Understood, default_period, interpret
from metrics.language.names import Names
from metrics.measure import Shape
from metrics.periods import Period
from metrics.query import Query
from metrics.wording import question_for

# What stands between the two sides of a comparison.
_BETWEEN = re.compile(
    r"\s+(?:(?:(?:any )?(?:better|worse|higher|lower|different) )?(?:than|from)|versus|vs\.?|(?:set )?against|"
    r"(?:in comparison|compared?|comparing) (?:with|to)|with|to|and)\s+",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:compar\w*|versus|vs|against|than|better|worse|higher|lower|up on|down on|difference|differ\w*)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^\s*(?:please\s+)?(?:compare|comparing|comparison of|how (?:does|do|did))\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unlike:
    """Two figures of different definitions that were set against each other, each with what it was asked for."""

    one: Query
    other: Query

    @property
    def alike(self) -> tuple[Query, Query]:
        """Both figures over the periods of both sides: what may be compared."""
        periods = tuple(sorted({*self.one.periods, *self.other.periods}, key=lambda one: (one.start, one.end)))
        return _over(self.one, self.other, periods), _over(self.other, self.one, periods)

    @property
    def questions(self) -> tuple[str, ...]:
        """The two comparisons like for like, and the latter figure by itself: whole questions."""
        found = [question_for(metric_named(one.metric), one.filters, one.periods) for one in (*self.alike, self.other)]
        return tuple(dict.fromkeys(found))


def _over(query: Query, other: Query, periods: tuple[Period, ...]) -> Query:
    places = query.filters or other.filters
    return replace(query, periods=periods, filters=places, group_by=(), lists=False)


def unlike_in(text: str, today: date, names: Names) -> Unlike | None:
    """Two figures counted differently that a text compares; None where it does no such thing.

    "Net completion in July versus completion in August" would show a change of definition as a change of practice.
    """
    if not _COMPARES.search(text):
        return None
    plain = _LEAD.sub("", text.strip()).rstrip(" ?.!")
    for between in _BETWEEN.finditer(plain):
        found = _both(plain[: between.start()], plain[between.end() :], today, names)
        if found is not None:
            return found
    return None


def _both(left: str, right: str, today: date, names: Names) -> Unlike | None:
    meant = interpret(left, today, names), interpret(right, today, names)
    one, other = (side.query if isinstance(side, Understood) else None for side in meant)
    if one is None or other is None or one.metric == other.metric:
        return None
    if other.metric not in _rates_beside(one.metric):
        return None
    if one.periods == (default_period(metric_named(one.metric), today, today),):
        # Only the latter side names a period: it is said of both.
        one = replace(one, periods=other.periods)
    return Unlike(one, other)


def _rates_beside(id_: str) -> set[str]:
    """The other rates of the same thing: counts of a stock and of what is overdue in it may stand side by side."""
    beside = (metric_named(one) for one in metric_named(id_).siblings)
    return {one.id for one in beside if one.shape is Shape.SHARE and one.target is not None}
