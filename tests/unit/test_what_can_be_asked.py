"""The page of what can be asked: as the catalogue is, and each of its questions understood as what it says."""

from datetime import date

import pytest

from metrics.catalogue import METRICS
from metrics.counts_said import ABOVE_AND_BELOW, BASES, counts_said
from metrics.figures import Figure
from metrics.language.interpret import Understood, interpret
from metrics.language.names import names_of
from metrics.measure import Metric, Shape
from metrics.page import FAMILIES, FILE, FIRST_QUESTIONS, FOLLOW_UPS, example_of, page
from metrics.query import Dimension, Query
from metrics.whole_questions import question_of

TODAY = date(2026, 11, 20)
NAMES = names_of(
    {
        Dimension.TEAM: ["Alder Vale 1", "Birch Way 2"],
        Dimension.SERVICE: ["Children's Social Care", "Early Help"],
        Dimension.LOCALITY: ["North", "South"],
        Dimension.LEGAL_STATUS: ["CIN", "CP", "CiC"],
        Dimension.DOMAIN: ["Supervision", "Quality of Plans"],
    }
)


def understood(text: str, previous: Query | None = None) -> Query:
    meant = interpret(text, TODAY, NAMES, previous)
    assert isinstance(meant, Understood), f"'{text}': {meant}"
    return meant.query


def test_the_page_is_what_the_catalogue_says() -> None:
    assert FILE.read_text("utf-8") == page(), "run: python -m metrics.page"


def test_every_figure_is_in_one_family() -> None:
    assert [metric.id for family in FAMILIES for metric in family.metrics] == [metric.id for metric in METRICS]


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_every_label_is_understood_as_its_figure(metric: Metric) -> None:
    assert understood(metric.label).metric == metric.id


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_every_example_is_understood_as_its_figure(metric: Metric) -> None:
    assert understood(example_of(metric)).metric == metric.id


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_the_whole_question_of_every_figure_is_understood_as_just_that(metric: Metric) -> None:
    query = understood(f"{metric.label} last month" if metric.default.value == "this_month" else metric.label)
    again = understood(question_of(query))
    assert (again.metric, again.filters, again.period.start, again.period.end) == (
        query.metric,
        query.filters,
        query.period.start,
        query.period.end,
    )


@pytest.mark.parametrize("question", FIRST_QUESTIONS)
def test_every_first_question_is_understood(question: str) -> None:
    assert understood(question).periods


@pytest.mark.parametrize("text", FOLLOW_UPS)
def test_every_follow_up_goes_on_from_a_question(text: str) -> None:
    assert understood(text, understood("completion rate last month")).metric == "completion_rate"


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_every_figure_has_words_for_its_counts(metric: Metric) -> None:
    if metric.shape in {Shape.SHARE, Shape.QUOTIENT}:
        above, below = ABOVE_AND_BELOW[metric.id]
        said = counts_said(metric, understood(metric.label), Figure(4, 6, 66.67, "67%"))
        assert said == f"4 {above} {'of' if metric.shape is Shape.SHARE else 'to'} 6 {below}."
    if metric.shape is Shape.SHARES:
        assert BASES[metric.id] in counts_said(metric, understood(metric.label), Figure(None, 6, None, "6 counted"))


def test_no_words_are_kept_for_a_figure_that_is_no_more() -> None:
    assert set(ABOVE_AND_BELOW) | set(BASES) <= {metric.id for metric in METRICS}
