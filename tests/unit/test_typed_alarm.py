"""Which typed texts raise an alarm, and which are an account of a record."""

import pytest

from domain.typed_alarm import alarm_in


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("concern", ""),
        ("Concern!", ""),
        ("raise immediate concern", ""),
        ("emergency", ""),
        ("Please raise a concern: she is alone.", "she is alone"),
        ("concern: the child is alone at home now", "the child is alone at home now"),
        ("Safeguarding concern - nobody has seen him", "nobody has seen him"),
        ("URGENT: he has not come home", "he has not come home"),
    ],
)
def test_an_alarm_is_known_by_its_first_words(text: str, words: str) -> None:
    assert alarm_in(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Immediate concern the baby is in danger",
        "I have a concern",
        "I've got a serious concern about tonight",
        "There is a real concern about the baby",
        "child at risk now",
        "Child in danger",
        "the baby is in immediate danger",
        "She is not safe tonight.",
    ],
)
def test_an_alarm_that_is_all_account_is_kept_whole(text: str) -> None:
    assert alarm_in(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Concern about money was noted and answered.",
        "Concerns were shared with the school at once.",
        "concerns raised in October",
        "The plan names the risk of drift.",
        "Child at risk of exploitation is seen weekly by the same worker.",
        "She was at risk last year and is thriving today.",
        "The record shows at each visit that the worker weighed whether the child was, or is now, at risk from him.",
        "Urgent action followed within the day.",
        "good: risk is understood now",
        "",
    ],
)
def test_an_account_of_a_record_is_no_alarm(text: str) -> None:
    assert alarm_in(text) is None
