"""What stands around a figure: the months before it, how it stood a month ago, what is still to come, its siblings."""

import math
from dataclasses import dataclass, replace
from datetime import date

from metrics import periods
from metrics.catalogue import metric as metric_named
from metrics.figures import Figure, count_figures
from metrics.measure import Metric, Shape, Target, Timing
from metrics.query import Dimension, Query
from metrics.scope import Viewer
from metrics.statistics import RunChart, run_chart
from storage.store import Unit

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Series:
    """A figure month by month, oldest first, with its run chart; months without data are left out of the chart."""

    points: tuple[tuple[str, Figure], ...]
    chart: RunChart | None


def series_of(unit: Unit, query: Query, viewer: Viewer) -> Series | None:
    """The months before a figure and its own; None for a figure that has no single value a month.

    A month that is not over yet says nothing of how the months go: what adds up over it is left out.
    """
    metric = metric_named(query.metric)
    if _has_no_series(metric, query):
        return None
    last = min(query.period.end, query.as_at)
    if metric.adds_up and periods.month_around(last).end > query.as_at:
        last = periods.months_before(last, 1)
    span = periods.span(periods.months_before(last, MONTHS_SHOWN - 1), last)
    by_month = replace(query, periods=(span,), group_by=(Dimension.MONTH,), lists=False)
    lines = count_figures(unit, by_month, viewer).lines
    points = tuple((str(line.group[Dimension.MONTH.value]), line.figure) for line in lines)
    return Series(points, run_chart([figure.value for _, figure in points if figure.value is not None]))


def _has_no_series(metric: Metric, query: Query) -> bool:
    has_one_value = metric.shape is not Shape.SHARES or metric.shares in query.filters
    return bool(query.group_by) or not has_one_value or Dimension.MONTH not in metric.dimensions


@dataclass(frozen=True, slots=True)
class Outlook:
    """How the current month stands.

    Attributes:
        not_yet_due: allocated, neither returned nor exempted, and due on the day or later; None where that is no
            question for the figure.
        a_month_ago: the same figure for the month before as it stood on the same day of it.
        day: that day.
        more_to_target: how many more returns reach the target; 0 where it is met; None without one.
    """

    a_month_ago: Figure
    day: date
    not_yet_due: int | None = None
    more_to_target: int | None = None


def outlook_of(unit: Unit, query: Query, viewer: Viewer, figure: Figure, today: date) -> Outlook | None:
    """How this month stands; None for another month, a stock or a breakdown."""
    metric = metric_named(query.metric)
    this = periods.month_around(today)
    is_this_month = len(query.periods) == 1 and query.period.start == this.start and query.period.end == this.end
    if not is_this_month or query.as_at != today or metric.timing is Timing.STOCK or query.group_by:
        return None
    day = _same_day_before(today)
    before = replace(query, periods=(periods.month_around(day),), as_at=day, lists=False)
    return Outlook(
        count_figures(unit, before, viewer).total,
        day,
        _not_yet_due(unit, metric, query, viewer),
        _more_to_target(metric.target, figure),
    )


def _same_day_before(today: date) -> date:
    """The same day of the month before, or that month's last: of 31 October, 30 September."""
    month = periods.month_around(periods.months_before(today, 1))
    return min(month.end, month.start.replace(day=min(today.day, month.end.day)))


def _not_yet_due(unit: Unit, metric: Metric, query: Query, viewer: Viewer) -> int | None:
    if metric.id not in metric_named("completion_rate").siblings and metric.id != "returned":
        return None
    waiting = metric_named("not_yet_due")
    kept = {key: values for key, values in query.filters.items() if key in waiting.dimensions}
    due_later = replace(query, metric="not_yet_due", filters=kept, lists=False)
    return count_figures(unit, due_later, viewer).total.numerator


def _more_to_target(target: Target | None, figure: Figure) -> int | None:
    if target is None or target.is_at_most or figure.numerator is None or not figure.denominator:
        return None
    return max(0, math.ceil(target.value * figure.denominator / 100) - figure.numerator)


def siblings_of(unit: Unit, query: Query, viewer: Viewer) -> tuple[tuple[Metric, Figure], ...]:
    """The other ways to count the same thing, side by side: each over the same period, filters and day."""
    found = []
    for id_ in metric_named(query.metric).siblings:
        sibling = metric_named(id_)
        kept = {key: values for key, values in query.filters.items() if key in sibling.dimensions}
        if len(kept) == len(query.filters):
            asked = replace(query, metric=id_, group_by=(), lists=False)
            found.append((sibling, count_figures(unit, asked, viewer).total))
    return tuple(found)
