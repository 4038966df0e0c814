"""What a text says of time, around the days on which it turns (METRICS, "Periods")."""

from datetime import date

import pytest

from metrics.language.interpret import Outcome, OutOfScope, Unclear, Understood, interpret
from metrics.language.names import names_of
from metrics.periods import months_in
from metrics.query import Dimension, Query

NOBODY = names_of({})
SEPTEMBER = "2019-09-10"


def asked(text: str, today: str = SEPTEMBER, previous: Query | None = None) -> Outcome:
    return interpret(text, date.fromisoformat(today), NOBODY, previous)


def query_of(text: str, today: str = SEPTEMBER, previous: Query | None = None) -> Query:
    outcome = asked(text, today, previous)
    assert isinstance(outcome, Understood), f"{text}: {outcome}"
    return outcome.query


def months(text: str, today: str = SEPTEMBER) -> tuple[str, str]:
    """The first and the last month of the one period that completion is asked for."""
    (period,) = query_of(f"completion {text}", today).periods
    of_it = months_in(period)
    return of_it[0].key, of_it[-1].key


@pytest.mark.parametrize(
    ("text", "today", "first", "last"),
    [
        ("", "2019-03-31", "2019-03", "2019-03"),
        ("this month", "2020-02-29", "2020-02", "2020-02"),
        ("last month", "2020-01-01", "2019-12", "2019-12"),
        ("last months", "2019-03-31", "2019-02", "2019-02"),
        ("in September", "2019-08-31", "2018-09", "2018-09"),
        ("in September", "2019-09-01", "2019-09", "2019-09"),
        ("September last year", "2019-09-10", "2018-09", "2018-09"),
        ("August of last year", "2019-09-10", "2018-08", "2018-08"),
        ("last August", "2019-08-31", "2018-08", "2018-08"),
        ("last August", "2019-09-01", "2019-08", "2019-08"),
        ("this quarter", "2019-03-31", "2019-01", "2019-03"),
        ("this quarter", "2019-04-01", "2019-04", "2019-06"),
        ("last quarter", "2019-04-01", "2019-01", "2019-03"),
        ("Q1", "2019-03-31", "2018-04", "2018-06"),
        ("Q1", "2019-04-01", "2019-04", "2019-06"),
        ("Q4", "2019-12-31", "2019-01", "2019-03"),
        ("Q2 18/19", SEPTEMBER, "2018-07", "2018-09"),
        ("Q1 2024/25", "2025-03-31", "2024-04", "2024-06"),
        ("2019 Q1", SEPTEMBER, "2019-04", "2019-06"),
        ("second quarter of last year", SEPTEMBER, "2018-07", "2018-09"),
        ("this year", "2019-03-31", "2018-04", "2019-03"),
        ("this year", "2019-04-01", "2019-04", "2020-03"),
        ("last year", "2019-04-01", "2018-04", "2019-03"),
        ("over the last year", "2019-04-01", "2018-04", "2019-03"),
        ("the past year", SEPTEMBER, "2018-09", "2019-08"),
        ("rolling year", SEPTEMBER, "2018-09", "2019-08"),
        ("year to date", "2019-04-01", "2019-04", "2019-04"),
        ("year to date", "2019-03-31", "2018-04", "2019-03"),
        ("2018/19", SEPTEMBER, "2018-04", "2019-03"),
        ("2018/2019", SEPTEMBER, "2018-04", "2019-03"),
        ("in 2018", SEPTEMBER, "2018-01", "2018-12"),
        ("last 3 months", "2019-03-31", "2018-12", "2019-02"),
        ("over the last two quarters", SEPTEMBER, "2019-01", "2019-06"),
        ("since May", "2019-05-31", "2019-05", "2019-05"),
        ("since the start of the financial year", "2019-04-01", "2019-04", "2019-04"),
        ("from June onwards", SEPTEMBER, "2019-06", "2019-09"),
        ("May to August 2019", "2020-01-05", "2019-05", "2019-08"),
        ("November to February", SEPTEMBER, "2018-11", "2019-02"),
        ("six months to July", SEPTEMBER, "2019-02", "2019-07"),
        ("quarter ending June", SEPTEMBER, "2019-04", "2019-06"),
        ("between 1 April and 30 June", SEPTEMBER, "2019-04", "2019-06"),
        ("two months ago", "2019-01-31", "2018-11", "2018-11"),
        ("2019-08", SEPTEMBER, "2019-08", "2019-08"),
        ("08/2019", SEPTEMBER, "2019-08", "2019-08"),
    ],
)
def test_a_period_is_told_from_the_day_on_which_it_is_asked(text: str, today: str, first: str, last: str) -> None:
    assert months(text, today) == (first, last)


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("as at 31 July", SEPTEMBER, "2019-07-31"),
        ("as at 31 July", "2019-07-30", "2018-07-31"),
        ("as at the end of February", "2020-03-01", "2020-02-29"),
        ("as at 29 February", "2021-03-01", "2020-02-29"),
        ("at the end of Q1", SEPTEMBER, "2019-06-30"),
        ("at the end of September", SEPTEMBER, SEPTEMBER),
        ("on 31/03/2019", SEPTEMBER, "2019-03-31"),
        ("yesterday", "2019-03-31", "2019-03-30"),
        ("yesterday", "2019-10-27", "2019-10-26"),
        ("1st of April", "2019-04-01", "2019-04-01"),
    ],
)
def test_a_stock_stands_as_at_the_day_that_is_said(text: str, today: str, day: str) -> None:
    assert query_of(f"open actions {text}", today).as_at.isoformat() == day


@pytest.mark.parametrize(
    "text",
    [
        *("completion for the first half of the year", "completion for the year", "completion from June"),
        *("completion 31 August", "concerns raised on 14 August", "completion for the last few months"),
    ],
)
def test_what_is_no_period_is_asked_back(text: str) -> None:
    assert isinstance(asked(text), Unclear)


@pytest.mark.parametrize(
    "text",
    [
        *("completion before August", "completion until July", "completion in week 32", "completion last week"),
        *("completion for 31 June", "completion Q5", "completion next month", "completion for 2018/20"),
    ],
)
def test_what_is_never_counted_gets_no_figure(text: str) -> None:
    assert isinstance(asked(text), OutOfScope)


def test_no_figure_stands_as_at_a_day_to_come() -> None:
    assert asked("open actions as at 31 December 2019") == OutOfScope("future")


def test_months_side_by_side_are_rows_adjacent_or_not() -> None:
    query = query_of("completion in May and August")
    assert [period.key for period in query.periods] == ["2019-05", "2019-08"]
    assert query.group_by == (Dimension.MONTH,)


def test_the_month_before_is_the_one_before_the_answer_s() -> None:
    before = query_of("completion in June")
    assert query_of("and the month before?", previous=before).period.key == "2019-05"
    assert query_of("compare with the month before", previous=before).period.label == "May 2019 and June 2019"
    assert query_of("completion the month before").period.key == "2019-08"


def test_rows_over_time_without_a_period_are_the_twelve_months_behind() -> None:
    assert months("by month") == ("2018-09", "2019-08")
