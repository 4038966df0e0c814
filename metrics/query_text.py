"""A query as the text that a button carries or the store keeps, and read back as something nobody can trust.

Whoever holds a card can change what its buttons carry. What is read here is only ever a question: whether its viewer
may ask it is decided afresh each time (`metrics.permission`).
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from metrics import periods
from metrics.catalogue import METRICS
from metrics.periods import Period, PeriodKind
from metrics.query import Dimension, Query, Reach

# More than any question of ours has.
_MOST_PERIODS, _MOST_VALUES, _LONGEST_VALUE, _LONGEST_TEXT = 24, 400, 200, 20_000
_METRICS = frozenset(metric.id for metric in METRICS)
_SO_FAR = " so far"


def write_query(query: Query) -> str:
    """A query as JSON, the same text for the same query."""
    return json.dumps(query_object(query), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def query_object(query: Query) -> dict[str, Any]:
    """A query as a JSON object; what is usual is left out."""
    found: dict[str, Any] = {
        "metric": query.metric,
        "periods": [[one.kind.value, one.start.isoformat(), one.end.isoformat(), one.label] for one in query.periods],
        "as_at": query.as_at.isoformat(),
        "filters": {dimension.value: list(values) for dimension, values in query.filters.items()},
        "by": [dimension.value for dimension in query.group_by],
        "reach": "" if query.reach is Reach.WHOLE else query.reach.value,
        "lists": query.lists,
    }
    return {key: value for key, value in found.items() if value}


def read_query(text: str, today: date) -> Query | None:
    """A query from its text; None where it is none. A day to come is taken to be today."""
    if len(text) > _LONGEST_TEXT:
        return None
    try:
        found = json.loads(text)
        return _query(found, today) if isinstance(found, Mapping) else None
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None


def _query(found: Mapping[str, Any], today: date) -> Query | None:
    if found["metric"] not in _METRICS or not 0 < len(found["periods"]) <= _MOST_PERIODS:
        return None
    as_at = min(_day(found["as_at"]), today)
    groups = tuple(Dimension(one) for one in found.get("by", ()))
    filters = {Dimension(key): _values(values) for key, values in dict(found.get("filters", {})).items()}
    if len(groups) > 2 or len(set(groups)) < len(groups):
        return None
    return Query(
        found["metric"],
        tuple(_period(one, as_at) for one in found["periods"]),
        as_at,
        filters,
        groups,
        Reach(found.get("reach") or Reach.WHOLE),
        lists=found.get("lists") is True,
    )


def _day(text: Any) -> date:
    day = date.fromisoformat(str(text))
    if day < periods.EARLIEST:
        raise ValueError("no audit was before that")
    return day


def _values(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not 0 < len(values) <= _MOST_VALUES:
        raise ValueError("a filter has a few values")
    if not all(isinstance(value, str) and len(value) <= _LONGEST_VALUE for value in values):
        raise ValueError("a value is a name")
    return tuple(values)


def _period(found: Any, as_at: date) -> Period:
    """A period by its kind and days. Its words are ours again: those carried only choose between them."""
    kind, start, end, label = found
    first, last = _day(start), _day(end)
    if first > last:
        raise ValueError("a period ends after it begins")
    ours = _FORMS[PeriodKind(kind)](first, last, as_at)
    return next((one for one in reversed(ours) if one.label == label), ours[0])


def _month(first: date, last: date, as_at: date) -> list[Period]:
    del last, as_at
    whole = periods.month_around(first)
    return [whole, _labelled(whole, f"{whole.label}{_SO_FAR}")]


def _quarter(first: date, last: date, as_at: date) -> list[Period]:
    del as_at
    return _cut_to(periods.quarter_around(first), first, last)


def _year(first: date, last: date, as_at: date) -> list[Period]:
    del as_at
    return _cut_to(periods.year_around(first), first, last)


def _cut_to(whole: Period, first: date, last: date) -> list[Period]:
    parts = periods.parts_of(Period(first, min(last, whole.end), whole.kind, whole.key, whole.label), whole.kind)
    return [parts[0], _labelled(parts[0], f"{whole.label}{_SO_FAR}")]


def _span(first: date, last: date, as_at: date) -> list[Period]:
    plain = periods.span(first, last)
    if (plain.start, plain.end) != (first, last):
        plain = Period(first, last, PeriodKind.SPAN, f"{first} to {last}", f"{_said(first)} to {_said(last)}")
    named = [periods.calendar_year(first.year), periods.year_to_date(as_at), periods.year_to_date(last)]
    return [plain, *(one for one in named if (one.start, one.end) == (first, last))]


def _one_day(first: date, last: date, as_at: date) -> list[Period]:
    del last, as_at
    return [Period(first, first, PeriodKind.DAY, first.isoformat(), f"as at {_said(first)}")]


def _ever(first: date, last: date, as_at: date) -> list[Period]:
    del first, as_at
    return [periods.ever(last)]


_FORMS: Mapping[PeriodKind, Callable[[date, date, date], list[Period]]] = {
    PeriodKind.MONTH: _month,
    PeriodKind.QUARTER: _quarter,
    PeriodKind.YEAR: _year,
    PeriodKind.SPAN: _span,
    PeriodKind.DAY: _one_day,
    PeriodKind.EVER: _ever,
}


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _labelled(period: Period, label: str) -> Period:
    return Period(period.start, period.end, period.kind, period.key, label)
