"""A query as a button's text: what is written is read back whole, and whatever else stands there is no query."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics import periods
from metrics.catalogue import METRICS
from metrics.language.interpret import default_period
from metrics.periods import Period
from metrics.query import Dimension, Query, Reach
from metrics.query_text import read_query, write_query

TODAY = date(2026, 11, 20)
days = st.dates(date(2015, 1, 1), TODAY)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
some_periods: st.SearchStrategy[Period] = st.one_of(
    days.map(periods.month_around),
    days.map(periods.quarter_around),
    days.map(periods.year_around),
    days.map(lambda day: periods.calendar_year(day.year)),
    days.map(periods.year_to_date),
    days.map(periods.ever),
    st.tuples(days, days).map(lambda two: periods.span(min(two), max(two))),
    st.tuples(days, st.integers(1, 24)).map(lambda some: periods.whole_months_before(*some)),
)
queries = st.builds(
    Query,
    metric=st.sampled_from([metric.id for metric in METRICS]),
    periods=st.lists(some_periods, min_size=1, max_size=3, unique_by=lambda one: (one.start, one.end, one.kind)).map(
        tuple
    ),
    as_at=days,
    filters=st.dictionaries(st.sampled_from(Dimension), st.lists(names, min_size=1, max_size=3).map(tuple), max_size=2),
    group_by=st.lists(st.sampled_from(Dimension), max_size=2, unique=True).map(tuple),
    reach=st.sampled_from(Reach),
    lists=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(queries)
def test_what_is_written_is_read_back_whole(query: Query) -> None:
    read = read_query(write_query(query), TODAY)
    assert read is not None
    assert [(one.start, one.end, one.kind, one.label) for one in read.periods] == [
        (one.start, one.end, one.kind, one.label) for one in query.periods
    ]
    assert (read.metric, read.as_at, read.filters, read.group_by, read.reach, read.lists) == (
        query.metric,
        query.as_at,
        query.filters,
        query.group_by,
        query.reach,
        query.lists,
    )


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_the_usual_question_of_every_figure_is_read_back_whole(metric: Any) -> None:
    query = Query(metric.id, (default_period(metric, TODAY, TODAY),), TODAY)
    assert read_query(write_query(query), TODAY) == query


def _changed(**fields: Any) -> str:
    query = Query("completion_rate", (periods.month_around(TODAY),), TODAY, {Dimension.TEAM: ("Alder Vale 1",)})
    return json.dumps({**json.loads(write_query(query)), **fields})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "7",
        '"completion_rate"',
        "{}",
        "{" * 10_000,
        _changed(metric="salaries"),
        _changed(metric=["completion_rate"]),
        _changed(metric={"id": "completion_rate"}),
        _changed(periods=[]),
        _changed(periods=[["month", "2026-11-01"]]),
        _changed(periods=[["fortnight", "2026-11-01", "2026-11-14", "x"]]),
        _changed(periods=[["month", "2026-11-30", "2026-11-01", "x"]]),
        _changed(periods=[["span", "0001-01-01", "9999-12-31", "x"]]),
        _changed(periods=[["month", "2026-11-01", "2026-11-30", "x"]] * 25),
        _changed(as_at="yesterday"),
        _changed(filters={"salary": ["high"]}),
        _changed(filters={"team": "Alder Vale 1"}),
        _changed(filters={"team": []}),
        _changed(filters={"team": [7]}),
        _changed(filters={"team": ["x" * 201]}),
        _changed(by=["team", "service", "month"]),
        _changed(by=["team", "team"]),
        _changed(by=["1; drop table person"]),
        _changed(by=7),
        _changed(reach="everything"),
    ],
)
def test_whatever_else_stands_there_is_no_query(text: str) -> None:
    assert read_query(text, TODAY) is None


def test_a_day_to_come_is_taken_to_be_today() -> None:
    read = read_query(_changed(as_at="2099-01-01"), TODAY)
    assert read is not None
    assert read.as_at == TODAY


def test_the_words_of_a_period_are_never_those_of_the_button() -> None:
    read = read_query(_changed(periods=[["month", "2026-11-01", "2026-11-30", "Best month ever"]]), TODAY)
    assert read is not None
    assert read.period.label == "November 2026"
