"""Which completed actions QA looks at: a sample drawn by weight of risk, the same one from the same seed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from math import ceil

_WHOLE = 100
# What an action's audit found weighs more than how its closing went.
_CATEGORY = {1: 6, 2: 4}
_AT_RISK = 3
_OVERDUE = 1
_DAYS_A_POINT = 30
_MOST_FOR_AGE = 3


@dataclass(frozen=True, slots=True)
class Closure:
    """A completed action with what weighs in the draw.

    Attributes:
        category: of the child of concern that its audit raised (1 or 2); None where it raised none.
        is_inadequate, is_at_risk: its audit's grade was Inadequate, or Requires Improvement and at risk.
    """

    id: int
    ref: str
    raised_on: date
    due_on: date
    completed_on: date
    category: int | None = None
    is_inadequate: bool = False
    is_at_risk: bool = False


def weight(one: Closure) -> int:
    """How much likelier a closure is to be drawn than one with no risk about it, which weighs 1.

    Category 1 adds 6, category 2 or Inadequate 4, at risk 3, done after its due day 1, and each 30 days from its
    raising to its completion 1, up to 3: an action of a category 1 audit, done late after 65 days, weighs 10.
    """
    found = _CATEGORY.get(one.category or 0, _CATEGORY[2] if one.is_inadequate else 0)
    age = min((one.completed_on - one.raised_on).days // _DAYS_A_POINT, _MOST_FOR_AGE)
    risk = _AT_RISK if one.is_at_risk else 0
    return 1 + found + risk + (_OVERDUE if one.completed_on > one.due_on else 0) + max(age, 0)


def wanted(count: int, share: int) -> int:
    """How many of so many closures are drawn, of a share in a hundred: rounded up, so that few are not none."""
    return ceil(count * share / _WHOLE)


def drawn(closures: Iterable[Closure], share: int, seed: str) -> list[Closure]:
    """The closures to be checked, the heaviest first.

    Each has a number between 0 and 1 from the seed and its reference, raised to one over its weight; the highest are
    drawn (Efraimidis and Spirakis, 2006). So neither the order of the rows nor what else was drawn matters.
    """
    every = list(closures)
    ranked = sorted(every, key=lambda one: (_chance(seed, one.ref) ** (1 / weight(one)), one.ref), reverse=True)
    return sorted(ranked[: wanted(len(every), share)], key=lambda one: (-weight(one), one.ref))


def _chance(seed: str, ref: str) -> float:
    digest = sha256(f"{seed}\n{ref}".encode()).digest()
    return (int.from_bytes(digest[:7]) + 1) / (1 << 56)
