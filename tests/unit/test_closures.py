"""Which closures are drawn for QA: by weight of risk, the same from the same seed."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.closures import Closure, drawn, wanted, weight

RAISED = date(2026, 9, 1)
PLAIN = Closure(1, "AC-1", RAISED, date(2026, 9, 15), date(2026, 9, 10))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, 1),
        ({"completed_on": date(2026, 9, 16)}, 2),
        ({"due_on": date(2026, 12, 1), "completed_on": date(2026, 10, 1)}, 2),
        ({"due_on": date(2027, 12, 1), "completed_on": date(2027, 10, 1)}, 4),
        ({"is_at_risk": True}, 4),
        ({"is_inadequate": True}, 5),
        ({"is_inadequate": True, "category": 2}, 5),
        ({"is_inadequate": True, "category": 1}, 7),
        ({"category": 1, "completed_on": RAISED + timedelta(days=65)}, 10),
        ({"completed_on": date(2026, 8, 1)}, 1),
    ],
)
def test_risk_weighs(change: dict[str, object], expected: int) -> None:
    assert weight(replace(PLAIN, **change)) == expected  # type: ignore[arg-type]  # a table of fields


@pytest.mark.parametrize(("count", "share", "expected"), [(0, 20, 0), (1, 20, 1), (8, 20, 2), (10, 20, 2), (7, 100, 7)])
def test_a_share_is_rounded_up(count: int, share: int, expected: int) -> None:
    assert wanted(count, share) == expected


def test_the_same_seed_draws_the_same_whatever_the_order() -> None:
    every = [replace(PLAIN, id=number, ref=f"AC-{number}") for number in range(50)]
    first = drawn(every, 20, "a seed")
    assert [one.ref for one in drawn(reversed(every), 20, "a seed")] == [one.ref for one in first]
    assert {one.ref for one in drawn(every, 20, "another")} != {one.ref for one in first}
    assert len({one.ref for one in first}) == 10


def test_what_has_more_risk_about_it_is_drawn_more_often() -> None:
    every = [replace(PLAIN, id=number, ref=f"AC-{number}", category=1 if number < 5 else None) for number in range(50)]
    hits = Counter(one.category for number in range(200) for one in drawn(every, 10, f"seed {number}"))
    # 5 of weight 7 among 45 of weight 1: nearly half of each draw, though a tenth of them.
    assert hits[1] > 0.33 * (hits[1] + hits[None])
