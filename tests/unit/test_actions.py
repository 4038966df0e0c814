"""What is typed of actions and of late audits, and the days until which something may be put off."""

from datetime import date

import pytest

from domain.actions import Answer, TypedAnswer, TypedNeed, read_answer, read_gift, read_need, wrong_day
from domain.calendar import WorkingCalendar
from domain.policy import Policy

CHRISTMAS = WorkingCalendar(frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
TODAY = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("done AC-12: seen weekly", TypedAnswer(Answer.DONE, "AC-12", "seen weekly")),
        ("Done 2026-11-007-1: seen: weekly", TypedAnswer(Answer.DONE, "2026-11-007-1", "seen: weekly")),
        ("done AC-12", TypedAnswer(Answer.DONE, "AC-12", "")),
        ("more time AC-12 until 4 December: why", TypedAnswer(Answer.MORE_TIME, "AC-12", "why", "4 December")),
        ("more  time for AC-12", TypedAnswer(Answer.MORE_TIME, "AC-12", "")),
        ("not mine AC-12: it's Sue's", TypedAnswer(Answer.NOT_MINE, "AC-12", "it's Sue's")),
        ("blocked AC-12, no car", TypedAnswer(Answer.BLOCKED, "AC-12", "no car")),
        ("done well: the plan", None),
        ("done until 4 December: why", None),
        ("blocked AC-12 until 4 December: why", None),
        ("how many actions were done AC-12", None),
        ("done", None),
    ],
)
def test_an_answer_is_read_where_it_names_an_action(text: str, expected: TypedAnswer | None) -> None:
    assert read_answer(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I need until 4 December: away", TypedNeed("4 December", "", "away")),
        ("need until next Friday", TypedNeed("next Friday")),
        ("I need until 4/12/2026 for CS_12", TypedNeed("4/12/2026", "CS_12")),
        ("need CS_12 until 4 December: away", TypedNeed("4 December", "CS_12", "away")),
        ("I need help", None),
        ("do I need until Friday", None),
    ],
)
def test_a_need_is_read_with_its_day_and_its_audit(text: str, expected: TypedNeed | None) -> None:
    assert read_need(text) == expected


def test_another_owner_is_read_with_the_reason() -> None:
    assert read_gift("reassign AC-12 to Sue Okafor: on leave") == ("AC-12", "Sue Okafor", "on leave")
    assert read_gift("give action AC-12 to sue@council.example") == ("AC-12", "sue@council.example", "")
    assert read_gift("give it to Sue") is None


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 7), "is today"),
        (date(2026, 12, 4), "has passed"),
        (date(2026, 12, 12), "is not a working day. Choose another, such as Monday 14 December 2026"),
        (date(2026, 12, 25), "is not a working day. Choose another, such as Tuesday 29 December 2026"),
        (date(2027, 1, 7), "is too far off. Choose Wednesday 6 January 2027 or an earlier day"),
        (date(2206, 12, 8), "is too far off"),
        (date(2027, 1, 6), ""),
        (date(2026, 12, 8), ""),
    ],
)
def test_a_pause_ends_on_a_working_day_that_is_not_far_off(day: date, words: str) -> None:
    found = wrong_day(day, TODAY, CHRISTMAS, Policy())
    assert words in found if words else not found
