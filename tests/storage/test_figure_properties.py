"""What is true of every figure of any council, as its readers take for granted."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from domain.words import Role
from metrics.catalogue import METRICS
from metrics.catalogue import metric as metric_named
from metrics.figures import Figures, count_figures
from metrics.listing import list_rows
from metrics.measure import Metric, Shape
from metrics.periods import Period, PeriodKind
from metrics.query import OF_TIME, Dimension, Query
from metrics.scope import Viewer
from storage.store import Store, Unit
from tests.storage.councils_of_a_day import as_written_on
from tests.storage.eventful_councils import EventfulCouncil
from tests.storage.imports import BY_IMPORT, NOW, imported
from tests.storage.questions_to_count import DAYS, PERIODS, questions
from tests.storage.recounting import Recount, counted, recounted
from tests.storage.written_councils import workbook_of

QA = Viewer(1, "qa@council.example", frozenset({Role.QA}))
AFTER_ALL = date(2020, 1, 1)
# Their value is a number of days up to the day itself.
AGES = {"days_overdue", "oldest_concern"}


@dataclass(frozen=True, slots=True)
class Counting:
    """An eventful council in a store, and its figures as QA sees them."""

    unit: Unit
    recount: Recount
    seed: int

    def figures(self, query: Query) -> Figures:
        """What a question's statement gives QA."""
        return count_figures(self.unit, query, QA)

    def number(self, metric: str, period: Period, as_at: date, **filters: str) -> int:
        """A count."""
        narrowed = {Dimension(name): (value,) for name, value in filters.items()}
        found = self.figures(Query(metric, (period,), as_at, narrowed)).total.numerator
        assert found is not None
        return found


@pytest.fixture(params=[3, 4])
def counting(sqlite_store: Store, request: pytest.FixtureRequest) -> Iterator[Counting]:
    council = EventfulCouncil(request.param)
    imported(sqlite_store, workbook_of(council.sheets))
    with sqlite_store.snapshot(NOW, BY_IMPORT) as unit:
        yield Counting(unit, Recount(council.sheets), request.param)


def _adds_up(metric: Metric, query: Query) -> bool:
    by_time = set(query.group_by) & set(OF_TIME)
    return metric.shape in (Shape.SHARE, Shape.COUNT) and (metric.adds_up or not by_time)


def test_a_breakdown_adds_up_to_its_total(counting: Counting) -> None:
    for metric, query in questions(counting.recount, counting.seed):
        if query.group_by and _adds_up(metric, query):
            figures = counting.figures(query)
            assert sum(line.figure.numerator or 0 for line in figures.lines) == figures.total.numerator, query
            below = sum(line.figure.denominator or 0 for line in figures.lines)
            assert below == (figures.total.denominator or 0), query


def test_shares_add_up_to_their_base(counting: Counting) -> None:
    for metric, query in questions(counting.recount, counting.seed):
        if metric.shape is Shape.SHARES and metric.id != "impact":
            figures = counting.figures(query)
            assert sum(line.figure.numerator or 0 for line in figures.lines) == figures.total.denominator, query


def test_the_rows_listed_number_the_numerator(counting: Counting) -> None:
    for metric, query in questions(counting.recount, counting.seed):
        if metric.shape in (Shape.SHARE, Shape.COUNT) or metric.id in AGES:
            total = counting.figures(query).total
            rows = list_rows(counting.unit, replace(query, lists=True), QA)
            assert len(rows) == (total.count if metric.id in AGES else total.numerator), query


@pytest.mark.parametrize("share", ["Good", "Requires Improvement", "Inadequate"])
def test_the_rows_of_one_share_number_it(counting: Counting, share: str) -> None:
    for period in PERIODS:
        query = Query("ratings", (period,), AFTER_ALL, {Dimension.RATING: (share,)})
        rows = list_rows(counting.unit, query, QA)
        assert len(rows) == counting.figures(query).total.numerator


def test_opening_and_raised_less_resolved_is_closing(counting: Counting) -> None:
    for as_at in DAYS:
        for first, last in [(date(2018, 12, 1), as_at), *pairwise(DAYS)]:
            for filters in ({}, {"category": "1"}, {"service": "Early Help"}):
                flow = Period(first, last, PeriodKind.SPAN, "", "")
                before = Period(first, first - timedelta(days=1), PeriodKind.DAY, "", "")
                opening = counting.number("concerns_open", before, min(as_at, before.end), **filters)
                raised = counting.number("concerns_raised", flow, as_at, **filters)
                resolved = counting.number("concerns_resolved", flow, as_at, **filters)
                closing = counting.number("concerns_open", flow, as_at, **filters)
                if last <= as_at:
                    assert opening + raised - resolved == closing


def test_a_day_to_come_knows_no_more_than_today(counting: Counting) -> None:
    for metric, query in questions(counting.recount, counting.seed, 0.1):
        if metric.id not in AGES:
            now, later = (counting.figures(replace(query, as_at=day)) for day in (AFTER_ALL, date(2035, 1, 1)))
            assert now == later, query


@pytest.mark.parametrize("as_at", [date(2019, 2, 14), date(2019, 4, 30)])
def test_nothing_known_later_is_in_an_earlier_figure(sqlite_store: Store, as_at: date) -> None:
    council = EventfulCouncil(5)
    imported(sqlite_store, workbook_of(as_written_on(council.sheets, as_at)))
    whole = Recount(council.sheets)
    with sqlite_store.snapshot(NOW, BY_IMPORT) as unit:
        for metric, query in questions(whole, 5, 0.2):
            then = replace(query, as_at=as_at)
            assert counted(metric, then, count_figures(unit, then, QA)) == recounted(whole, metric, then), then


def test_every_metric_is_asked_about() -> None:
    council = EventfulCouncil(3)
    asked: set[Any] = {metric.id for metric, _ in questions(Recount(council.sheets), 3, 0.0)}
    assert asked == {metric.id for metric in METRICS} == {metric_named(id_).id for id_ in asked}
