"""When an audit's impact is asked about, which question is next, and until when answers may change."""

from datetime import date

import pytest

from domain.repeated_words import repeated_words
from domain.survey import QUESTIONS, is_asked_on, may_be_changed, next_question

RETURNED = date(2026, 10, 2)


@pytest.mark.parametrize(
    ("today", "is_asked"),
    [
        (date(2026, 11, 12), False),
        (date(2026, 11, 13), True),
        (date(2026, 11, 27), True),
        (date(2026, 11, 28), False),
    ],
)
def test_an_audit_is_asked_about_six_weeks_after_its_return_and_two_weeks_more(today: date, *, is_asked: bool) -> None:
    assert is_asked_on(RETURNED, today, 42, 14) == is_asked


def test_the_questions_come_one_after_the_other() -> None:
    answers: dict[str, str] = {}
    for one in QUESTIONS:
        assert next_question(answers) is one
        answers[one.key] = one.choices[0][0]
    assert next_question(answers) is None


def test_answers_may_change_until_the_day_of_the_last_is_over() -> None:
    assert may_be_changed(None, RETURNED)
    assert may_be_changed(RETURNED, RETURNED)
    assert not may_be_changed(RETURNED, date(2026, 10, 3))


def test_a_word_counts_once_for_each_text_and_ordinary_words_not_at_all() -> None:
    texts = ["Supervision, supervision and plans.", "SUPERVISION was missed.", "Plans drift.", "The child was seen."]
    assert repeated_words(texts, at_least=2, most=5) == [("plans", 2), ("supervision", 2)]
    assert repeated_words(texts, at_least=2, most=1) == [("plans", 2)]
