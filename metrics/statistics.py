"""The statistics of the figures: rounding, intervals, medians, agreement, the shift rule (METRICS, "The metrics")."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

# Of the normal distribution: 95% lie within this many standard deviations.
_Z = 1.959963984540054
FEWEST_PAIRS = 20
_RESAMPLES = 1000
_SEED = 20190831
# Six in a row on one side of the median are a shift (the run chart's rule).
SHIFT = 6


def rounded(value: float | Decimal) -> int:
    """A number to the nearest whole one, halves up: 62.5 is 63."""
    return int(Decimal(str(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def percent(numerator: int, denominator: int) -> float:
    """A share in percent, to two decimals: 45 of 59 is 76.27."""
    exact = Decimal(numerator) * 100 / Decimal(denominator)
    return float(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def whole_percent(numerator: int, denominator: int) -> int:
    """A share in whole percent, halves up, from the counts themselves: 1 of 8 is 13."""
    return int((Decimal(numerator) * 100 / Decimal(denominator)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def wilson(numerator: int, denominator: int) -> tuple[float, float]:
    """The 95% interval, in percent, of a share seen in a sample (Wilson, without continuity correction)."""
    share = numerator / denominator
    squared = _Z * _Z / denominator
    middle = (share + squared / 2) / (1 + squared)
    reach = _Z * math.sqrt(share * (1 - share) / denominator + squared / (4 * denominator)) / (1 + squared)
    return round(100 * max(0.0, middle - reach), 1), round(100 * min(1.0, middle + reach), 1)


def middle(values: Sequence[float]) -> float | None:
    """The median; None of nothing."""
    return float(median(values)) if values else None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two raters agree: quadratic-weighted kappa, its bootstrap 95% interval, and the number of pairs."""

    kappa: float
    low: float
    high: float
    pairs: int


def weighted_kappa(pairs: Sequence[tuple[int, int]], grades: int = 4) -> float:
    """Cohen's kappa with quadratic weights over grades numbered from 0.

    Where nobody ever differs and only one grade was given, agreement is whole: 1.
    """
    count = len(pairs)
    first = [0] * grades
    second = [0] * grades
    observed = 0
    for one, other in pairs:
        first[one] += 1
        second[other] += 1
        observed += (one - other) ** 2
    expected = sum(first[i] * second[j] * (i - j) ** 2 for i in range(grades) for j in range(grades)) / count
    return 1.0 if expected == 0 else 1 - observed / expected


def agreement(pairs: Sequence[tuple[int, int]]) -> Agreement | None:
    """Kappa with its interval, the same for the same pairs; None of fewer than twenty."""
    if len(pairs) < FEWEST_PAIRS:
        return None
    # Simulation, not secrecy: the seed is fixed so that a figure asked twice is the same figure.
    chance = random.Random(_SEED)  # noqa: S311
    ordered = sorted(pairs)
    drawn = sorted(weighted_kappa(chance.choices(ordered, k=len(ordered))) for _ in range(_RESAMPLES))
    low, high = drawn[int(0.025 * _RESAMPLES)], drawn[int(0.975 * _RESAMPLES) - 1]
    return Agreement(round(weighted_kappa(pairs), 2), round(low, 2), round(high, 2), len(pairs))


@dataclass(frozen=True, slots=True)
class RunChart:
    """A series with its median and where it has shifted, if anywhere.

    Attributes:
        shift: `up` or `down` where the last six or more points that are not on the median lie on one side of it.
    """

    values: tuple[float, ...]
    median: float
    shift: str | None


def run_chart(values: Sequence[float]) -> RunChart | None:
    """The run chart of a series in the order of time; None of nothing. Points on the median count for no side."""
    if not values:
        return None
    line = float(median(values))
    return RunChart(tuple(values), line, _shift([value - line for value in values if value != line]))


def _shift(beside: Sequence[float]) -> str | None:
    run = 0
    for distance in reversed(beside):
        if (distance > 0) != (beside[-1] > 0):
            break
        run += 1
    if run < SHIFT:
        return None
    return "up" if beside[-1] > 0 else "down"
