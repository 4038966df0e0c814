"""What an entry of the catalogue says: which facts it counts, on which side of the line, and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from metrics.facts.joined import Column, Condition, Facts
from metrics.query import Dimension

Test = Callable[[Any], Condition]


class Shape(StrEnum):
    """What kind of figure it is."""

    SHARE = "share"  # above the line of below it, in percent
    COUNT = "count"
    SHARES = "shares"  # a distribution: each share of the same base
    MEDIAN = "median"  # of days
    OLDEST = "oldest"  # in days
    QUOTIENT = "quotient"  # so many to one
    AGREEMENT = "agreement"  # weighted kappa


class Timing(StrEnum):
    """How a figure stands in time, which gives its period where none is named.

    Audit months and events add up over months; stocks and windows are asked anew for each.
    """

    AUDIT_MONTH = "audit_month"
    EVENT = "event"
    STOCK = "stock"
    WINDOW = "window"


class Default(StrEnum):
    """The period where none is named (METRICS, "Periods")."""

    THIS_MONTH = "this_month"
    TODAY = "today"
    TWELVE_MONTHS = "twelve_months"
    EVER = "ever"


@dataclass(frozen=True, slots=True)
class Part:
    """One select of a figure.

    Attributes:
        facts: what is counted.
        where: which of them count at all; all that stand where None.
        above, below: which of those stand above and below the line; None is none of them.
        is_dated: whether the period limits them; a stock is everything up to its day.
        is_monthly: asked for each month of the period and added up.
        weight: what one fact counts for; one where None.
        share: the share of a distribution that this part alone gives, with a base of its own.
    """

    facts: type[Facts]
    where: Test | None = None
    above: Test | None = None
    below: Test | None = None
    is_dated: bool = True
    is_monthly: bool = False
    weight: Callable[[Any], Column] | None = None
    share: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A target in the figure's own unit. `is_at_most` where less is better; an expected range has both ends."""

    value: float
    is_at_most: bool = False
    to: float | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of the catalogue.

    Attributes:
        synonyms: other names people use for it, in lower case.
        parts: what it is counted from.
        dimensions: what it can be broken down and filtered by.
        shares: for a distribution, the dimension of its shares.
        share_values: the shares that are shown even where nothing has them, in their order.
        value: for a median the column of days; for agreement the two ratings.
        is_sample: whether it is a sample of practice, which has an interval.
        excluded: what is named beside the figure as left out, each with its part.
        told: what is named beside the figure although it stands below the line, each with its part.
        register: for a register the table-like name of its facts, 0 being a figure once it holds any row.
        siblings: other ways to count the same thing.
        asks_for: a dimension without which the figure is shown one row each.
        tells_findings: whether it is counted from what auditors found, which may be sealed from its viewer.
    """

    id: str
    label: str
    definition: str
    shape: Shape
    parts: tuple[Part, ...]
    dimensions: frozenset[Dimension]
    timing: Timing = Timing.AUDIT_MONTH
    default: Default = Default.THIS_MONTH
    synonyms: tuple[str, ...] = ()
    shares: Dimension | None = None
    share_values: tuple[str, ...] = ()
    value: Callable[[Any], tuple[Column, ...]] | None = None
    target: Target | None = None
    is_sample: bool = False
    excluded: tuple[tuple[str, Part], ...] = ()
    told: tuple[tuple[str, Part], ...] = ()
    is_register: bool = False
    siblings: tuple[str, ...] = ()
    asks_for: Dimension | None = None
    tells_findings: bool = False

    @property
    def unit(self) -> str:
        """The unit of the JSON answer: percent, count, days or ratio."""
        return {
            Shape.SHARE: "percent",
            Shape.SHARES: "percent",
            Shape.COUNT: "count",
            Shape.MEDIAN: "days",
            Shape.OLDEST: "days",
            Shape.QUOTIENT: "ratio",
            Shape.AGREEMENT: "ratio",
        }[self.shape]

    @property
    def beside(self) -> tuple[tuple[str, Part], ...]:
        """What is named beside the figure: first what was left out, then what only is told."""
        return (*self.excluded, *self.told)

    @property
    def has_base(self) -> bool:
        """Whether something below the line says if there is data at all: a count of nothing over nothing is no data."""
        return any(part.below is not None for part in self.parts)

    @property
    def adds_up(self) -> bool:
        """Whether the months of a period add up to it."""
        return self.timing in (Timing.AUDIT_MONTH, Timing.EVENT)
