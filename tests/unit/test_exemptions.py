"""Exemptions as rules: financial years, whose word is enough, what becomes of a request, what people type."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from domain.errors import NotAllowedError
from domain.exemptions import (
    TRANSITIONS,
    RequestStatus,
    can_be_undone,
    check_request,
    financial_year,
    is_month,
    is_own_word,
    kept_reason,
    left_of_own_word,
    month_after,
    month_before,
    months_to_choose,
    wants_reason,
)
from domain.typed_exemptions import (
    Answer,
    TypedAnswer,
    TypedAsking,
    month_meant,
    read_answer,
    read_asking,
    read_register,
)
from domain.words import ExemptionKind

K, R = ExemptionKind, RequestStatus
NOVEMBER = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("month", "first", "last", "label"),
    [
        ("2026-03", "2025-04", "2026-03", "2025/26"),
        ("2026-04", "2026-04", "2027-03", "2026/27"),
        ("2026-12", "2026-04", "2027-03", "2026/27"),
        ("2027-01", "2026-04", "2027-03", "2026/27"),
        ("2027-03", "2026-04", "2027-03", "2026/27"),
        ("2027-04", "2027-04", "2028-03", "2027/28"),
        ("2099-12", "2099-04", "2100-03", "2099/00"),
    ],
)
def test_a_financial_year_runs_from_april_to_march(month: str, first: str, last: str, label: str) -> None:
    year = financial_year(month)
    assert (year.first, year.last, year.label) == (first, last, label)
    assert year.before.last == month_before(year.first)


@pytest.mark.parametrize(("month", "after"), [("2026-11", "2026-12"), ("2026-12", "2027-01"), ("2028-02", "2028-03")])
def test_one_month_follows_another(month: str, after: str) -> None:
    assert month_after(month) == after
    assert month_before(after) == month


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (NOVEMBER, ("2026-11", "2026-12")),
        (date(2026, 12, 31), ("2026-12", "2027-01")),
        (date(2027, 1, 31), ("2027-01", "2027-02")),
        (date(2028, 2, 29), ("2028-02", "2028-03")),
    ],
)
def test_this_month_and_the_next_can_be_asked_for_before_anything_is_allocated(
    day: date, months: tuple[str, str]
) -> None:
    assert months_to_choose(day) == months


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "1999-01", "2026-1", "2026-011", "", "November", "2026-11 "])
def test_what_is_no_month_is_taken_for_none(text: str) -> None:
    assert not is_month(text)
    assert is_month("2026-11")


@pytest.mark.parametrize(
    ("used", "a_year", "left"), [(0, 2, 2), (1, 2, 1), (2, 2, 0), (3, 2, 0), (0, 0, 0), (2, 3, 1), (9, 3, 0)]
)
def test_what_is_left_of_the_year_is_never_less_than_none(used: int, a_year: int, left: int) -> None:
    assert left_of_own_word(used, a_year) == left


@pytest.mark.parametrize(
    ("kind", "left", "own_word", "reason"),
    [
        (K.DISCRETIONARY, 1, True, False),
        (K.DISCRETIONARY, 0, False, True),
        (K.HEALTH, 2, False, False),
        (K.HEALTH, 0, False, False),
        (K.LEAVE, 2, False, True),
        (K.DIRECTOR, 2, False, True),
        (K.OTHER, 0, False, True),
    ],
)
def test_whose_word_is_enough_and_what_must_be_said(
    kind: ExemptionKind, left: int, *, own_word: bool, reason: bool
) -> None:
    assert is_own_word(kind, left) is own_word
    assert wants_reason(kind, left) is reason


@pytest.mark.parametrize("kind", K)
def test_of_health_no_reason_is_ever_kept(kind: ExemptionKind) -> None:
    assert kept_reason(kind, " A back that hurts. ") == (None if kind is K.HEALTH else "A back that hurts.")
    assert kept_reason(kind, "  ") is None


# From where to where, by the first letters: asked, approved (+), declined (-), withdrawn, lapsed, undone; . is before.
LETTERS = {
    ".": None,
    "a": R.ASKED,
    "+": R.APPROVED,
    "-": R.DECLINED,
    "w": R.WITHDRAWN,
    "l": R.LAPSED,
    "u": R.UNDONE,
}
MAY = {".a", ".+", "a+", "a-", "aw", "al", "+a", "+u", "-a"}


@pytest.mark.parametrize("step", [old + new for old, new in product(LETTERS, LETTERS) if new != "."])
def test_a_request_goes_only_where_the_table_says(step: str) -> None:
    old, new = LETTERS[step[0]], LETTERS[step[1]]
    assert new is not None
    assert (new in TRANSITIONS[old]) is (step in MAY)
    if step in MAY:
        check_request(old, new)
    else:
        with pytest.raises(NotAllowedError, match=r"^This request .*so nothing was changed\."):
            check_request(old, new)


@pytest.mark.parametrize(
    ("after", "can"),
    [
        (timedelta(0), True),
        (timedelta(hours=24), True),
        (timedelta(hours=24, seconds=1), False),
        (-timedelta(1), False),
    ],
)
def test_what_was_decided_can_be_undone_for_a_day(after: timedelta, *, can: bool) -> None:
    # The clocks go back in that night: a day is 24 hours all the same.
    decided = datetime(2026, 10, 24, 15, 0, tzinfo=UTC)
    assert can_be_undone(decided, decided + after) is can
    assert not can_be_undone(None, decided)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("exemption december leave: Two weeks away.", TypedAsking("december", K.LEAVE, "Two weeks away.")),
        ("Exemption for next month, health", TypedAsking("next month", K.HEALTH, "")),
        ("exemption Dec 2026 discretionary", TypedAsking("Dec 2026", K.DISCRETIONARY, "")),
        ("exemption 2026-12", TypedAsking("2026-12", None, "")),
        ("exemption other; A course.", TypedAsking(None, K.OTHER, "A course.")),
        ("exemption.", TypedAsking(None, None, "")),
        ("exemption from school was agreed", None),
        ("exemption decembers leave", None),
        ("exemptions in november", None),
        ("what is the exemption rate", None),
        ("The exemption december leave", None),
    ],
)
def test_an_exemption_is_asked_for_in_words_or_the_words_are_left_alone(text: str, asked: TypedAsking | None) -> None:
    assert read_asking(text) == asked


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("approve 12", TypedAnswer(Answer.APPROVE, 12, "")),
        ("Decline request 12: We are too few.", TypedAnswer(Answer.DECLINE, 12, "We are too few.")),
        ("undo request 7", TypedAnswer(Answer.UNDO, 7, "")),
        ("undo 7", None),
        ("approve", None),
        ("approve all 12", None),
        ("approve 1234567890", None),
        ("I would approve 12", None),
    ],
)
def test_a_request_is_answered_by_its_number(text: str, answer: TypedAnswer | None) -> None:
    assert read_answer(text) == answer


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("exemptions", ""),
        ("Exemptions November", "November"),
        ("exemptions sept 2026", "sept 2026"),
        ("exemptions by kind", None),
    ],
)
def test_a_register_is_asked_for_by_its_month(text: str, month: str | None) -> None:
    assert read_register(text) == month


@pytest.mark.parametrize(
    ("typed", "ahead", "month"),
    [
        ("this month", 6, "2026-11"),
        ("Next month", 6, "2026-12"),
        ("november", 6, "2026-11"),
        ("December", 6, "2026-12"),
        ("May", 6, "2027-05"),
        ("june", 6, "2026-06"),
        ("oct", 6, "2026-10"),
        ("december", 1, "2026-12"),
        ("january", 1, "2026-01"),
        ("jan 2027", 1, "2027-01"),
        ("2025-02", 1, "2025-02"),
    ],
)
def test_a_month_without_its_year_is_the_nearest_that_is_not_too_far_ahead(typed: str, ahead: int, month: str) -> None:
    assert month_meant(typed, NOVEMBER, ahead) == month
