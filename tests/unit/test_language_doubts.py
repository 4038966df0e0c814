"""What is asked back or refused although each of its words is known: the reading could be another's."""

from datetime import date

import pytest

from metrics.language.interpret import Outcome, OutOfScope, Unclear, Understood, interpret
from metrics.language.names import names_of
from metrics.query import Dimension, Query

NAMES = names_of(
    {
        Dimension.LOCALITY: ["Castle Hill", "Deep Dale", "Fairwater"],
        Dimension.SERVICE: ["Children's Social Care", "Early Help"],
        Dimension.LEGAL_STATUS: ["CIN", "CP", "CiC"],
    }
)
TODAY = date(2019, 9, 10)


def told(*turns: str) -> Outcome:
    """What the last turn of a conversation is understood as."""
    before: Query | Unclear | None = None
    outcome: Outcome = OutOfScope("empty")
    for text in turns:
        outcome = interpret(text, TODAY, NAMES, before)
        before = outcome.query if isinstance(outcome, Understood) else None
    return outcome


def query_of(*turns: str) -> Query:
    outcome = told(*turns)
    assert isinstance(outcome, Understood), f"{turns}: {outcome}"
    return outcome.query


@pytest.mark.parametrize(
    "text",
    [
        "escalations resolved in July",
        "how many escalations were closed last month",
        "actions closed late last month",
        "actions completed on time in August",
        "rate of actions completed during Q1",
    ],
)
def test_what_ended_in_a_month_is_asked_back_where_the_figure_goes_by_the_month_raised(text: str) -> None:
    outcome = told(text)
    assert isinstance(outcome, Unclear)
    assert outcome.why == "raised"
    assert outcome.choices[0] in {"escalations", "action_status"}


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("how many of the escalations raised in July are resolved", "escalations"),
        ("concerns resolved in July", "concerns_resolved"),
        ("actions raised in June that were completed late", "action_status"),
    ],
)
def test_what_is_counted_by_that_month_is_answered(text: str, metric: str) -> None:
    assert query_of(text).metric == metric


@pytest.mark.parametrize(
    "text",
    [
        "good rate without CP cases, July",
        "completion for non social care services August",
        "how many actions are not overdue?",
        "completion excluding Castle Hill in August",
        "good rate for cases other than CIN in July",
        "inadequate rate for cases that are not CP, July",
        "how many concerns are not open",
        "completion for all but Early Help in August",
    ],
)
def test_a_negation_that_no_figure_counts_is_asked_back(text: str) -> None:
    assert isinstance(told(text), Unclear)


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("audits not returned in August", "outstanding"),
        ("share not good in July", "ratings"),
        ("how many were not to standard in July", "not_met_standard"),
    ],
)
def test_a_negation_that_a_figure_counts_is_answered(text: str, metric: str) -> None:
    assert query_of(text).metric == metric


def test_concerns_that_we_opened_between_two_months_are_those_raised() -> None:
    assert query_of("how many concerns did we open between May and July").metric == "concerns_raised"
    assert query_of("how many concerns did we have open in July").metric == "concerns_open"


@pytest.mark.parametrize("text", ["audits sent back in August", "how many audits were sent back for more work in July"])
def test_audits_sent_back_may_be_returned_or_not_to_standard(text: str) -> None:
    outcome = told(text)
    assert isinstance(outcome, Unclear)
    assert outcome.choices == ("returned", "not_met_standard")


def test_what_we_said_is_no_feedback_of_families() -> None:
    assert isinstance(told("did we say 80% for August?"), Unclear)
    assert query_of("what did parents say in August?").metric == "feedback_sentiment"


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("completion and late rate for August", ("completion_rate", "late_rate")),
        ("how many were allocated and returned in July", ("allocated", "returned")),
        ("overdue and open actions", ("overdue_actions", "open_actions")),
        ("participation and feedback in August", ("participation_rate", "feedback_sentiment")),
        ("net completion and net standard rate", ("net_completion_rate", "net_standard_rate")),
        ("returned or late in August", ("returned", "late_returns")),
    ],
)
def test_two_figures_at_once_are_asked_back_with_both(text: str, choices: tuple[str, ...]) -> None:
    outcome = told(text)
    assert isinstance(outcome, Unclear)
    assert outcome.choices == choices


def test_two_things_said_of_the_same_audits_are_one_figure() -> None:
    assert query_of("what share of audits came back and were to standard in July").metric == "standard_rate"
    assert query_of("RI and inadequate in July").filters[Dimension.RATING] == ("Requires Improvement", "Inadequate")


@pytest.mark.parametrize("text", ["open concerns a month ago", "open concerns this time last month"])
def test_a_month_ago_is_that_day_for_what_stands_as_at_a_day(text: str) -> None:
    query = query_of(text)
    assert (query.as_at, query.period.end) == (date(2019, 8, 10), date(2019, 8, 10))


def test_the_same_day_last_month_is_that_day_in_a_follow_up_too() -> None:
    assert query_of("overdue actions", "same day last month").as_at == date(2019, 8, 10)
    event = query_of("completion rate this month", "same day last month")
    assert (event.as_at, event.period.key) == (date(2019, 8, 10), "2019-08")
    assert query_of("completion as at the same day last month").as_at == date(2019, 8, 10)
    assert query_of("open concerns a year ago today").as_at == date(2018, 9, 10)


def test_a_month_ago_is_the_month_for_what_happens_in_one() -> None:
    query = query_of("completion a month ago")
    assert (query.as_at, query.period.key) == (TODAY, "2019-08")


def test_outstanding_with_a_capital_is_a_grade_or_not_returned() -> None:
    outcome = told("how many Outstanding audits in August")
    assert isinstance(outcome, Unclear)
    assert outcome.choices == ("outstanding", "ratings")
    assert query_of("Outstanding audits in August").metric == "outstanding"
    assert query_of("what share were rated Outstanding in August").metric == "ratings"


@pytest.mark.parametrize(
    "text",
    [
        "completion rate if everyone returned theirs",
        "suppose we exempted Castle Hill, what is completion?",
        "what would completion be if July had not been so bad",
    ],
)
def test_what_would_be_is_refused(text: str) -> None:
    outcome = told(text)
    assert isinstance(outcome, OutOfScope)
    assert outcome.kind == "future"


def test_a_polite_if_or_would_is_no_supposition() -> None:
    assert query_of("would you tell me completion in July, if you don't mind").metric == "completion_rate"
    assert query_of("tell me if we hit target in August").metric == "completion_rate"
    assert query_of("if you leave out the exempted, what was completion in August?").metric == "net_completion_rate"


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("what counts as late?", "late_returns"),
        ("what is completion rate?", "completion_rate"),
        ("what does to standard mean", "met_standard"),
        ("how is the late rate worked out", "late_rate"),
        ("definition of net completion", "net_completion_rate"),
        ("what's a nil return?", "nil_returns"),
        ("does late count as returned", "returned"),
        ("what does completion include", "completion_rate"),
    ],
)
def test_a_question_for_a_definition_gets_it(text: str, metric: str) -> None:
    outcome = told(text)
    assert isinstance(outcome, Understood)
    assert (outcome.query.metric, outcome.asks_definition) == (metric, True)


def test_a_question_for_the_figure_gets_no_definition() -> None:
    outcome = told("what is the completion rate?")
    assert isinstance(outcome, Understood)
    assert not outcome.asks_definition


def test_a_comparison_with_another_place_keeps_the_one_before() -> None:
    query = query_of("completion in Fairwater in July", "compare with Deep Dale")
    assert query.filters == {Dimension.LOCALITY: ("Fairwater", "Deep Dale")}
    assert query.group_by == (Dimension.LOCALITY,)
    query = query_of("good rate for CP in July", "compare with CIN")
    assert query.filters == {Dimension.LEGAL_STATUS: ("CP", "CIN")}


def test_a_comparison_with_another_month_keeps_the_breakdown() -> None:
    query = query_of("completion by locality in July", "compare with June")
    assert query.group_by == (Dimension.MONTH, Dimension.LOCALITY)


@pytest.mark.parametrize("text", ["drop Castle Hill", "remove Castle Hill", "repeat audits of the same child"])
def test_dropping_a_place_and_repeat_audits_are_no_orders(text: str) -> None:
    outcome = told("completion in Castle Hill in July", text)
    assert not isinstance(outcome, OutOfScope) or outcome.kind != "change"


@pytest.mark.parametrize(
    "text", ["drop table people", "drop the audit", "remove this audit", "repeat that to everyone"]
)
def test_an_order_to_change_something_stays_one(text: str) -> None:
    outcome = told(text)
    assert isinstance(outcome, OutOfScope)
    assert outcome.kind == "change"


def test_how_often_the_same_one_was_raised_is_in_no_figure() -> None:
    assert told("concerns raised more than once") == OutOfScope("unknown", ("more than once",))


def test_two_stages_of_one_question_are_asked_back() -> None:
    assert isinstance(told("stage 1 escalations that went to stage 2"), Unclear)


@pytest.mark.parametrize(
    "turns",
    [
        ("completion compared with last month",),
        ("good rate compared with Castle Hill",),
        ("overdue actions versus last month",),
        ("completion in July", "compare with Deep Dale"),
        ("completion in July for Castle Hill", "compare with the whole council"),
        ("open concerns", "compare with a month ago"),
    ],
)
def test_a_comparison_of_which_one_side_would_be_dropped_is_asked_back(turns: tuple[str, ...]) -> None:
    outcome = told(*turns)
    assert isinstance(outcome, Unclear)
    assert outcome.why == "compared"


def test_a_comparison_with_both_sides_is_answered() -> None:
    assert len(query_of("compare completion in July with June").periods) == 2
    assert len(query_of("completion in July", "compare with June").periods) == 2
    assert query_of("compare services on completion in July").group_by == (Dimension.SERVICE,)
    assert query_of("is July completion above target compared to 90%").metric == "completion_rate"


def test_a_stock_between_two_months_may_be_what_came_in_between() -> None:
    outcome = told("concerns open between May and July")
    assert isinstance(outcome, Unclear)
    assert outcome.choices[:2] == ("concerns_open", "concerns_raised")
    assert query_of("open concerns by month since May").metric == "concerns_open"


def test_overdue_audits_may_be_late_or_still_out() -> None:
    outcome = told("overdue audits in August")
    assert isinstance(outcome, Unclear)
    assert set(outcome.choices) == {"late_returns", "outstanding"}
    assert query_of("overdue audit actions").metric == "overdue_actions"


def test_stages_named_together_are_set_side_by_side() -> None:
    query = query_of("stage 1 and 2 escalations in June")
    assert query.filters == {Dimension.STAGE: ("1", "2")}
    assert query.group_by == (Dimension.STAGE,)


def test_a_no_before_what_is_meant_says_nothing_of_what_was_not_returned() -> None:
    assert query_of("completion in July", "no, I meant August").metric == "completion_rate"
    assert query_of("completion in July", "no, Castle Hill").filters == {Dimension.LOCALITY: ("Castle Hill",)}
    assert query_of("no audits returned in August").metric == "outstanding"
