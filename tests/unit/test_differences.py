"""Why a figure is another than when it was reported: each row that counts otherwise is told once, and why."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from metrics.catalogue import metric
from metrics.differences import WORDS, differences_of, references

AS_AT = date(2026, 11, 2)
ROW: Mapping[str, Any] = {
    "key": "allocation|A1",
    "allocation": "A1",
    "due_on": "2026-10-23",
    "returned_on": None,
    "allocated_on": "2026-10-01",
    "rating": None,
    "to_standard": 0,
    "exempted": 0,
    "above": 0,
    "below": 1,
    "share": None,
}
BACK = {**ROW, "returned_on": "2026-10-20", "rating": "Good", "to_standard": 1, "above": 1}
DUE_LATER = {**ROW, "due_on": "2026-11-27"}
ACTION: Mapping[str, Any] = {
    "key": "action|N1",
    "action": "N1",
    "allocation": "A1",
    "raised_on": "2026-10-01",
    "due_on": "2026-11-10",
    "completed_on": None,
    "above": 0,
    "below": 1,
    "share": "not_yet_due",
}


def kinds(
    id_: str, then: Mapping[str, Any] | None, now: Mapping[str, Any] | None, gone: Mapping[str, str] | None = None
) -> list[str]:
    rows = [{} if row is None else {"1": row} for row in (then, now)]
    return [one.kind for one in differences_of(metric(id_), rows[0], rows[1], gone or {}, AS_AT)]


@pytest.mark.parametrize(
    ("id_", "then", "now", "kind"),
    [
        ("completion_rate", ROW, {**BACK, "returned_on": "2026-11-05"}, "returned_late"),
        ("completion_rate", DUE_LATER, {**DUE_LATER, "returned_on": "2026-11-05", "above": 1}, "returned_since"),
        ("completion_rate", ROW, {**BACK, "returned_on": "2026-11-01"}, "recorded_since"),
        ("completion_rate", None, {**ROW, "allocated_on": "2026-11-03"}, "allocated_since"),
        ("completion_rate", None, ROW, "recorded_since"),
        ("net_completion_rate", ROW, {**ROW, "exempted": 1, "below": 0}, "exempted_since"),
        ("late_returns", {**BACK, "above": 0}, {**BACK, "due_on": "2026-10-10"}, "due_day_changed"),
        ("good_rate", BACK, {**BACK, "rating": "Inadequate", "above": 0}, "regraded"),
        ("ratings", {**BACK, "share": "Good"}, {**BACK, "share": "Inadequate", "rating": "Inadequate"}, "regraded"),
        ("standard_rate", BACK, {**BACK, "to_standard": 0, "above": 0}, "below_standard_since"),
        ("standard_rate", {**BACK, "to_standard": 0, "above": 0}, BACK, "to_standard_since"),
        ("action_status", ACTION, {**ACTION, "completed_on": "2026-11-04", "share": "on_time"}, "completed_since"),
        ("action_status", ACTION, {**ACTION, "share": "overdue"}, "overdue_since"),
        ("action_status", None, {**ACTION, "raised_on": "2026-11-03"}, "raised_since"),
        ("return_days", BACK, {**BACK, "allocated_on": "2026-10-02"}, "days_changed"),
        ("completion_rate", BACK, {**BACK, "above": 0}, "otherwise"),
    ],
)  # fmt: skip
def test_a_row_that_counts_otherwise_is_told_once_and_why(
    id_: str, then: Mapping[str, Any] | None, now: Mapping[str, Any] | None, kind: str
) -> None:
    assert kinds(id_, then, now) == [kind]
    assert WORDS[kind]


def test_a_row_that_is_gone_is_told_as_what_became_of_it() -> None:
    assert kinds("completion_rate", ROW, None, {"A1": "withdrawn_since"}) == ["withdrawn_since"]
    assert kinds("ratings", BACK, None, {"A1": "below_standard_since"}) == ["below_standard_since"]
    assert kinds("completion_rate", ROW, None) == ["gone_since"]


def test_what_changes_nothing_of_the_figure_is_not_told() -> None:
    assert kinds("completion_rate", BACK, {**BACK, "rating": "Inadequate"}) == []
    assert kinds("late_returns", None, {**ROW, "allocated_on": "2026-11-03"}) == []
    assert kinds("returned", ROW, None, {"A1": "withdrawn_since"}) == []


def test_the_differences_make_up_the_change_of_the_numerator() -> None:
    then = {"1": ROW, "2": BACK, "3": BACK}
    now = {"1": {**BACK, "returned_on": "2026-11-05"}, "2": BACK, "4": {**BACK, "allocated_on": "2026-11-03"}}
    found = differences_of(metric("completion_rate"), then, now, {"A1": "withdrawn_since"}, AS_AT)
    assert [(one.kind, one.count) for one in found] == [
        ("returned_late", 1),
        ("withdrawn_since", 1),
        ("allocated_since", 1),
    ]


def test_a_rating_then_stands_beside_the_rating_now() -> None:
    [one] = differences_of(
        metric("good_rate"), {"1": BACK}, {"1": {**BACK, "rating": "Inadequate", "above": 0}}, {}, AS_AT
    )
    assert one.rows == (
        {
            "allocation": "A1",
            "due_on": "2026-10-23",
            "returned_on": "2026-10-20",
            "allocated_on": "2026-10-01",
            "rating": "Inadequate",
            "rating_then": "Good",
        },
    )


def test_the_allocations_that_rows_hang_on_are_named_once() -> None:
    assert references({"1": ROW, "2": ACTION, "3": {"person": "ada.quill@council.example"}}) == ["A1"]
