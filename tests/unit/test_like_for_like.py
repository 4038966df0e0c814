"""Two figures that are counted differently: never set against each other, always both like for like."""

from datetime import date

import pytest

from metrics.language.interpret import Understood, interpret
from metrics.language.names import names_of
from metrics.like_for_like import unlike_in
from metrics.query import Dimension

TODAY = date(2026, 11, 20)
NAMES = names_of({Dimension.TEAM: ["Alder Vale 1"], Dimension.SERVICE: ["Early Help"]})


@pytest.mark.parametrize(
    ("text", "metrics", "months"),
    [
        (
            "net completion in July vs completion in August",
            ["net_completion_rate", "completion_rate"],
            ["2026-07", "2026-08"],
        ),
        (
            "compare completion rate in July with completion rate to standard in August",
            ["completion_rate", "standard_rate"],
            ["2026-07", "2026-08"],
        ),
        (
            "how does net completion in June compare with the completion rate in May?",
            ["net_completion_rate", "completion_rate"],
            ["2026-05", "2026-06"],
        ),
        (
            "is pool completion in May better than completion in June?",
            ["pool_completion_rate", "completion_rate"],
            ["2026-05", "2026-06"],
        ),
        ("net completion versus completion in August", ["net_completion_rate", "completion_rate"], ["2026-08"]),
    ],
)
def test_both_are_counted_over_the_periods_of_both(text: str, metrics: list[str], months: list[str]) -> None:
    unlike = unlike_in(text, TODAY, NAMES)
    assert unlike is not None
    assert [query.metric for query in unlike.alike] == metrics
    for query in unlike.alike:
        assert [period.key for period in query.periods] == months
    for question, query in zip(unlike.questions, unlike.alike, strict=False):
        meant = interpret(question, TODAY, NAMES)
        assert isinstance(meant, Understood), question
        assert (meant.query.metric, meant.query.periods) == (query.metric, query.periods)


def test_the_place_of_one_side_is_that_of_both() -> None:
    unlike = unlike_in("net completion in July vs completion in August for Early Help", TODAY, NAMES)
    assert unlike is not None
    assert [query.filters for query in unlike.alike] == [{Dimension.SERVICE: ("Early Help",)}] * 2


@pytest.mark.parametrize(
    "text",
    [
        "completion in July vs completion in August",
        "compare July with August",
        "open actions compared with overdue actions",
        "completion rate and good rate in July",
        "net completion rate in August",
        "what is the difference?",
        "",
    ],
)
def test_a_comparison_of_one_definition_is_no_such_thing(text: str) -> None:
    assert unlike_in(text, TODAY, NAMES) is None
