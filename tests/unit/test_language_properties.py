"""What never changes the reading of a question, and that no text whatever breaks it."""

from collections.abc import Callable
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.language.interpret import LONGEST, Outcome, OutOfScope, Unclear, Understood, interpret
from metrics.language.tokens import words_in, words_of
from metrics.periods import month_period
from metrics.query import Dimension, Query
from tests.unit.question_score import names_in, outcome_of
from tests.unit.test_question_corpus import questions

TODAY = date(2019, 9, 10)
BEFORE = Query("completion_rate", (month_period(2019, 8),), TODAY)
SINGLE = [question for question in questions() if "q" in question]
# One question in seven is enough to find what breaks, and quick.
SOME = [question for question in SINGLE[::7] if words_of(question["q"])]
FIGURES = {
    "completion": "completion_rate",
    "late returns": "late_returns",
    "good rate": "good_rate",
    "inadequate rate": "inadequate_rate",
    "overdue actions": "overdue_actions",
    "nil returns": "nil_returns",
    "child participation": "participation_rate",
    "downgraded rate": "downgraded_rate",
    "net completion": "net_completion_rate",
    "exemptions": "exemptions",
}
PLACES = ("Castle Hill", "Early Help", "Deep Dale Assessment Team", "Youth Support Team 2", "social care")
WHEN = ("August", "Q1 2019/20", "last month", "May to July")


def asked(text: str, previous: Query | Unclear | None = None) -> Outcome:
    return interpret(text, TODAY, names_in("westshire"), previous)


def query_of(text: str) -> Query:
    outcome = asked(text)
    assert isinstance(outcome, Understood), f"{text}: {outcome}"
    return outcome.query


def meaning(outcome: Outcome) -> object:
    """What an outcome says, without the words it was asked in."""
    if isinstance(outcome, Understood):
        return outcome.query
    return (type(outcome).__name__, outcome.why if isinstance(outcome, Unclear) else outcome.kind)


words = st.sampled_from(
    sorted(
        words_in(
            """
            completion rate good august july 2019 q1 2018/19 castle hill team teams not by in for the last three months
            my who which overdue actions concerns raised 31 june as at early help 3 % 90% and or since may to
            moderator inadequate ? , - than excluding 2019-08 2019-13 99/99/9999 0 q9 why compare with 1st of
            29 february 1900 cp chair iros stage 2
            """
        )
    )
)
anything = st.one_of(st.text(max_size=LONGEST), st.lists(words, max_size=40).map(" ".join))


@settings(max_examples=300, deadline=None)
@given(
    text=anything, previous=st.sampled_from([None, BEFORE, Unclear("metric", (), "how did Castle Hill do in August")])
)
def test_any_text_comes_out_as_a_query_a_question_back_or_a_refusal(
    text: str, previous: Query | Unclear | None
) -> None:
    assert isinstance(asked(text, previous), Understood | Unclear | OutOfScope)


@settings(max_examples=100, deadline=None)
@given(text=st.lists(words, max_size=30).map(" ".join), day=st.dates(date(2016, 1, 1), date(2030, 12, 31)))
def test_no_day_breaks_the_words_about_time(text: str, day: date) -> None:
    outcome = interpret(text, day, names_in("northmoor"))
    assert not isinstance(outcome, Understood) or outcome.query.as_at <= day


@pytest.mark.parametrize(
    "text", ["", " ", "????", "👍", "x" * 399, "completion " * 60, "\x00", "٣ ٤", "½", "①", "ﬁ", "1" * 400]
)
def test_what_is_no_question_is_answered_with_no_figure(text: str) -> None:
    assert not isinstance(asked(text), Understood)


def test_a_letter_is_no_question() -> None:
    assert asked("completion " * 50) == OutOfScope("long")


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("when", WHEN)
def test_the_order_of_figure_place_and_period_does_not_matter(figure: str, when: str) -> None:
    for place in PLACES:
        readings = [query_of(", ".join(parts)) for parts in permutations((figure, place, when))]
        assert all(reading == readings[0] for reading in readings), [figure, place, when]
        assert readings[0].metric == FIGURES[figure]
        assert readings[0].filters


CHANGES: dict[str, Callable[[str], str]] = {
    "in capitals": str.upper,
    "in small letters": str.lower,
    "with please": lambda text: f"{text} please",
    "with please before it": lambda text: f"Please {text}",
    "with thanks": lambda text: f"{text}, thanks!",
    "with a greeting": lambda text: f"Hi, {text}",
    "with a question mark": lambda text: f"{text}?",
    "with spaces": lambda text: f"   {text.replace(' ', '  ')} ",
    "with typographic quotes": lambda text: text.replace("'", "\u2019"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_courtesy_capitals_and_marks_never_change_the_reading(change: str) -> None:
    different = [
        question["id"]
        for question in SOME
        # "Outstanding" is a grade with its capital, and the audits still out without.
        if not (" Outstanding" in question["q"] and change in {"in capitals", "in small letters"})
        and meaning(outcome_of(question)) != meaning(outcome_of({**question, "q": CHANGES[change](question["q"])}))
    ]
    assert different == []


def slipped(word: str, place: int) -> str:
    """A word with two letters swapped."""
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def test_two_letters_swapped_never_make_another_figure_of_it() -> None:
    changed = []
    for question in SOME:
        understood = outcome_of(question)
        for word in question["q"].split():
            if len(word) < 6 or not word.isalpha() or not isinstance(understood, Understood):
                continue
            for place in (1, len(word) // 2):
                again = outcome_of({**question, "q": question["q"].replace(word, slipped(word, place))})
                if isinstance(again, Understood) and again.query.metric != understood.query.metric:
                    changed.append(f"{question['id']}: {slipped(word, place)}")
    assert changed == []


def test_a_word_too_many_is_never_passed_over() -> None:
    answered = [
        question["id"]
        for question in SOME
        if isinstance(outcome_of({**question, "q": f"{question['q']} for Oakmere"}), Understood)
    ]
    assert answered == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("completion in August", "completion rate August"),
        ("late returns July", "audits returned late in July"),
        ("CSC good rate Q1", "social care good rate first quarter"),
        ("ratings for CiC, June", "ratings for looked after children, June"),
        ("open concerns", "how many concerns are still open"),
        ("overdue rate", "what percentage of actions are overdue"),
        ("IRO escalations June", "escalations from IROs in June"),
        ("completion by locality in May", "completion broken down by locality, May"),
    ],
)
def test_two_ways_to_ask_are_one_question(first: str, second: str) -> None:
    assert query_of(first) == query_of(second)


@pytest.mark.parametrize(
    "text",
    [
        "completion excluding Early Help in August",
        "good rate, not Castle Hill, July",
        "completion other than Youth Support",
    ],
)
def test_what_no_filter_can_leave_out_is_asked_back(text: str) -> None:
    assert not isinstance(asked(text), Understood)


def test_a_choice_is_answered_in_a_word() -> None:
    first = asked("how did Castle Hill do in August")
    assert isinstance(first, Unclear)
    second = asked("completion", first)
    assert isinstance(second, Understood)
    assert second.query.filters == {Dimension.LOCALITY: ("Castle Hill",)}
    assert second.query.periods == (month_period(2019, 8),)
