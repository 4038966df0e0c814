"""What a figure is said as: one sentence that nobody can take for another figure."""

from collections.abc import Mapping
from datetime import date

import pytest

from metrics.catalogue import metric
from metrics.figures import Figure, Figures, Line
from metrics.periods import Period, financial_year, month_named, span
from metrics.query import Dimension, Query
from metrics.sentence import sentence_of
from metrics.wording import over_the_whole, stands_to_target

TODAY = date(2019, 9, 10)
AUGUST, JULY = month_named("2019-08"), month_named("2019-07")


def share(above: int, below: int, interval: tuple[float, float] | None = None) -> Figure:
    value = 100 * above / below
    return Figure(above, below, value, f"{value:.0f}%", interval)


def count(number: int) -> Figure:
    return Figure(number, None, float(number), str(number))


def said(id_: str, total: Figure, *periods: Period, **more: object) -> str:
    lines: Mapping[str, Figure] = more.get("lines", {})  # type: ignore[assignment]  # a mapping by the tests below
    by = more.get("by")
    groups = (by,) if isinstance(by, Dimension) else ()
    found = tuple(Line({groups[0].value: key}, figure) for key, figure in lines.items()) if groups else ()
    query = Query(id_, periods or (AUGUST,), TODAY, group_by=groups)
    return sentence_of(metric(id_), query, Figures(total, found, ()), TODAY)


def test_a_comparison_says_each_side_with_its_own_verdict_and_never_the_two_in_one_pot() -> None:
    lines = {"2019-07": share(48, 48), "2019-08": share(59, 74)}
    text = said("completion_rate", share(107, 122), AUGUST, JULY, by=Dimension.MONTH, lines=lines)
    assert text == (
        "Completion rate: August 2019 59 of 74, 80% (target 90%, 10 points below); "
        "July 2019 48 of 48, 100% (target 90%, met)."
    )


def test_a_side_without_data_says_so() -> None:
    text = said("completion_rate", share(59, 74), AUGUST, JULY, by=Dimension.MONTH, lines={"2019-08": share(59, 74)})
    assert text.endswith("; July 2019 no data.")


def test_a_few_groups_are_each_named() -> None:
    lines = {"Castle Hill": share(10, 15), "Fairwater": share(8, 8)}
    text = said("completion_rate", share(18, 23), by=Dimension.LOCALITY, lines=lines)
    assert text.endswith("; Castle Hill 10 of 15 (67%), Fairwater 8 of 8 (100%).")


def test_of_many_groups_the_highest_and_the_lowest_are_named() -> None:
    lines = {f"Team {number}": share(number, 10) for number in range(1, 10)}
    text = said("completion_rate", share(45, 90), by=Dimension.TEAM, lines=lines)
    assert text.endswith("; of 9 teams the highest: Team 9 (9 of 10, 90%), the lowest: Team 1 (1 of 10, 10%).")


def test_rows_that_are_not_all_there_are_said_to_be_those_that_are_seen() -> None:
    lines = {f"Team {number}": count(number) for number in range(1, 10)}
    text = said("overdue_actions", count(212), by=Dimension.TEAM, lines=lines)
    assert "of 9 teams that you see most: Team 9 (9), fewest: Team 1 (1)" in text


def test_people_are_never_set_above_one_another() -> None:
    lines = {f"auditor{number}@council.example": share(number, 10) for number in range(1, 10)}
    text = said("completion_rate", share(45, 90), by=Dimension.AUDITOR, lines=lines)
    assert text.endswith("; 9 rows by auditor.")


def test_which_teams_are_said_by_name() -> None:
    lines = {"Deep Dale": count(0), "Elm Valley": count(1), "Fairwater": count(1)}
    text = said("weak_teams", count(2), by=Dimension.TEAM, lines=lines)
    assert text == (
        "Teams with three or more Inadequate audits in the six months to August 2019: 2 (Elm Valley, Fairwater)."
    )


@pytest.mark.parametrize(
    ("id_", "period", "expected"),
    [
        ("workers_not_audited", AUGUST, "Social workers not audited in the six months to August 2019: "),
        ("escalations", JULY, "Escalations raised in July 2019: "),
        ("completion_rate", financial_year(2019), "2019/20 (April 2019 to March 2020) so far: "),
        ("completion_rate", span(date(2019, 6, 1), date(2019, 8, 1)), "Completion rate, June to August 2019: "),
        ("auditor_pool", month_named("2019-09"), "Pool of auditors, September 2019: "),
        ("overdue_actions", JULY, "Overdue actions, as at 31 July 2019: "),
    ],
)
def test_the_months_are_said_as_what_they_are_to_the_figure(id_: str, period: Period, expected: str) -> None:
    assert expected in said(id_, share(9, 20) if metric(id_).unit == "percent" else count(9), period)


def test_a_sample_says_how_sure_it_is() -> None:
    assert ", likely between 12% and 37%" in said("good_rate", share(9, 41, (11.6, 36.9)))


@pytest.mark.parametrize("base", [1, 4])
def test_nothing_is_held_against_a_target_on_a_base_under_five(base: int) -> None:
    text = stands_to_target(metric("completion_rate"), share(1, base))
    assert text == f"Only {base} to count, too few to hold against a target"


def test_a_base_of_five_is_held_against_the_target() -> None:
    assert stands_to_target(metric("completion_rate"), share(1, 5)) == "Target 90%, 70 points below"


def test_more_than_everybody_says_why_in_the_words_of_its_figure() -> None:
    assert "return more than one audit" in over_the_whole(metric("pool_completion_rate"), share(32, 19))
    assert "outside the pool" in over_the_whole(metric("exemption_rate"), share(32, 19))
    assert over_the_whole(metric("exemption_rate"), share(19, 19)) == ""


def test_how_many_were_not_applicable_is_always_said() -> None:
    query = Query("participation_rate", (AUGUST,), TODAY, {Dimension.PARTY: ("child",)})
    told = (("not applicable and counted as not included", 14),)
    some = sentence_of(metric("participation_rate"), query, Figures(share(9, 41), (), (), told), TODAY)
    none = sentence_of(metric("participation_rate"), query, Figures(share(9, 41), (), ()), TODAY)
    assert some.endswith(". 14 were not applicable and counted as not included.")
    assert none.endswith(". None was not applicable.")
