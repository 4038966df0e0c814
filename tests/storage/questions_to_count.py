"""Questions about an eventful council, drawn by seed: every figure, its breakdowns, periods, days and filters."""

import random
from collections.abc import Iterator
from datetime import date

from metrics.catalogue import METRICS
from metrics.measure import Metric
from metrics.periods import Period, financial_year, month_named, quarter_period, span
from metrics.query import OF_TIME, Dimension, Query
from tests.storage.recount import Span
from tests.storage.recounting import Recount

PERIODS: tuple[Period, ...] = (
    month_named("2019-02"),
    month_named("2019-06"),
    quarter_period(2018, 4),
    span(date(2019, 3, 1), date(2019, 5, 1)),
    span(date(2018, 12, 1), date(2019, 6, 1)),
    financial_year(2018),
)
# In the midst of a round, on a month's last day, on the last day of a quarter, and when all is over.
DAYS = (date(2019, 1, 10), date(2019, 2, 28), date(2019, 3, 31), date(2019, 5, 3), date(2019, 6, 24), date(2019, 9, 10))


def breakdowns(metric: Metric) -> Iterator[tuple[Dimension, ...]]:
    """None, each that the figure has, and each of them by month too."""
    own = sorted(metric.dimensions - {metric.shares})
    yield ()
    for dimension in own:
        yield (dimension,)
        if dimension not in OF_TIME and Dimension.MONTH in own:
            yield (Dimension.MONTH, dimension)


def questions(recount: Recount, seed: int, share: float = 0.15) -> Iterator[tuple[Metric, Query]]:
    """Every figure as a whole, and that share of all the breakdowns there are; a share of 1 is every one."""
    chance = random.Random(seed)  # noqa: S311 - drawn again the same, no secret
    for metric in METRICS:
        for groups in breakdowns(metric):
            if groups and chance.random() >= share:
                continue
            query = Query(metric.id, (chance.choice(PERIODS),), chance.choice(DAYS), {}, groups)
            yield metric, _filtered(recount, metric, query, chance) if chance.random() < 0.5 else query


def _filtered(recount: Recount, metric: Metric, query: Query, chance: random.Random) -> Query:
    """The question narrowed to one or two values that something of it has."""
    dimension = chance.choice(sorted(metric.dimensions - set(OF_TIME) - {metric.shares}))
    items = recount.items(query, Span(query.period.start, query.period.end))
    values = sorted({item.of[dimension.value] for item in items if item.of.get(dimension.value)})
    picked = tuple(chance.sample(values, min(len(values), chance.choice((1, 1, 2)))))
    return Query(query.metric, query.periods, query.as_at, {dimension: picked} if picked else {}, query.group_by)
