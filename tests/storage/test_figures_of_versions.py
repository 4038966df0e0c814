"""Figures of an audit that was returned more than once: each day's go by what had been returned by then."""

from datetime import date, timedelta

import pytest

from domain.words import Role
from metrics.figures import count_figures
from metrics.periods import ever, month_named
from metrics.query import Query
from metrics.scope import Viewer
from storage.store import Store
from tests.storage.small_council import TODAY
from tests.storage.test_returns import WORSE
from tests.storage.test_second_versions import SOON, Again

QA = Viewer(1, "qa@council.example", frozenset({Role.QA}))
AT_RISK = {**WORSE, "overall": {"rating": "Requires Improvement"}, "at_risk": {"at_risk": "yes"}}
DAY_BEFORE_THE_SECOND = SOON - timedelta(days=1)
LONG_AFTER = SOON + timedelta(days=90)


@pytest.fixture
def council(store: Store) -> Again:
    made = Again(store)
    made.employs("rosa")
    made.employs("sam")
    made.has_team()
    made.given = made.allocates("rosa")
    made.starts("rosa", made.given)
    return made


def _figure(council: Again, metric: str, as_at: date) -> tuple[int | None, int | None]:
    with council.unit() as unit:
        total = count_figures(unit, Query(metric, (month_named("2026-11"),), as_at), QA).total
    return total.numerator, total.denominator


def test_a_rating_is_the_one_returned_by_the_day(council: Again) -> None:
    council.returns()
    council.reopens()
    council.returns(WORSE, SOON, SOON - TODAY)
    assert _figure(council, "inadequate_rate", TODAY) == (0, 1)
    assert _figure(council, "inadequate_rate", DAY_BEFORE_THE_SECOND) == (0, 1)
    assert _figure(council, "good_rate", DAY_BEFORE_THE_SECOND) == (1, 1)
    assert _figure(council, "inadequate_rate", SOON) == (1, 1)
    assert _figure(council, "inadequate_rate", LONG_AFTER) == (1, 1)


def test_of_two_returns_on_a_day_the_later_counts(council: Again) -> None:
    council.returns()
    council.reopens()
    council.returns(WORSE, TODAY, timedelta(hours=1))
    council.reopens(SOON)
    council.returns(AT_RISK, SOON, SOON - TODAY)
    assert _figure(council, "inadequate_rate", TODAY) == (1, 1)


def test_a_flag_of_risk_is_the_one_returned_by_the_day(council: Again) -> None:
    council.returns(AT_RISK)
    council.reopens()
    council.returns({**AT_RISK, "at_risk": {"at_risk": "no"}}, SOON, SOON - TODAY)
    assert _figure(council, "at_risk_rate", DAY_BEFORE_THE_SECOND) == (1, 1)
    assert _figure(council, "at_risk_rate", SOON) == (0, 1)


def test_an_action_that_a_later_version_leaves_out_leaves_every_count_from_that_day(council: Again) -> None:
    council.agrees("See the child alone.", "card-1")
    council.returns()
    council.reopens()
    council.takes_out(1)
    council.returns(WORSE, SOON, SOON - TODAY)
    assert _open_actions(council, DAY_BEFORE_THE_SECOND) == 1
    assert _open_actions(council, SOON) == 0
    assert _open_actions(council, LONG_AFTER) == 0


def _open_actions(council: Again, as_at: date) -> int | None:
    with council.unit() as unit:
        return count_figures(unit, Query("open_actions", (ever(as_at),), as_at), QA).total.numerator
