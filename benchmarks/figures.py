"""The figures of a benchmark: what one round shows, and what several rounds show together. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.processor import Spent

MIDDLE = 0.5
TAIL = 0.99


def percentile(ascending: Sequence[float], share: float) -> float:
    """The value that `share` of a sample does not exceed, by nearest rank: always a value that was measured.

    Of 1 to 200, 0.99 gives 198.

    Raises:
        ValueError: the sample is empty, or the share is not above 0 and at most 1.
    """
    if not ascending:
        raise ValueError("There is no percentile of nothing: measure at least one turn.")
    if not 0 < share <= 1:
        raise ValueError(f"A percentile's share lies above 0 and at most 1: {share} does not.")
    # Rounded first, because a product such as 0.07 by 100 is a hair over 7 in binary.
    return ascending[math.ceil(round(share * len(ascending), 9)) - 1]


@dataclass(frozen=True, slots=True)
class Round:
    """One timed run against one server.

    Attributes:
        seconds: from the first request sent to the last answer read.
        latencies: of each turn in milliseconds, ascending.
        generator_busy: the share of that time in which the load generator itself used a core.
        spent: the server's time on the processor; None where it could not be told.
    """

    seconds: float
    latencies: tuple[float, ...]
    generator_busy: float
    spent: Spent | None = None

    @property
    def rate(self) -> float:
        """Turns a second."""
        return len(self.latencies) / self.seconds

    @property
    def processor_ms(self) -> float | None:
        """The server's milliseconds on the processor, a turn."""
        return None if self.spent is None else self.spent.whole * 1000 / len(self.latencies)

    @property
    def store_share(self) -> float | None:
        """Which share of that the threads had that don't answer HTTP: of auditbot's, the store's."""
        return self.spent.others / self.spent.whole if self.spent is not None and self.spent.whole else None

    @property
    def p50(self) -> float:
        """The median latency in milliseconds."""
        return percentile(self.latencies, MIDDLE)

    @property
    def p99(self) -> float:
        """The latency in milliseconds that one turn in a hundred exceeds."""
        return percentile(self.latencies, TAIL)

    @property
    def tail(self) -> float:
        """How many times the median the 99th percentile is."""
        return self.p99 / self.p50


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure over several rounds: their median, and the lowest and highest as its spread."""

    median: float
    low: float
    high: float


def across(values: Sequence[float]) -> Figure:
    """What several rounds show together.

    Raises:
        ValueError: there was no round.
    """
    if not values:
        raise ValueError("There is no median of no rounds: run at least one.")
    return Figure(median(values), min(values), max(values))


def across_known(values: Sequence[float | None]) -> Figure | None:
    """As `across`, of what could be told; None where nothing could."""
    known = [value for value in values if value is not None]
    return across(known) if known else None


def ratio_of_rates(rounds: Sequence[Round], base: Sequence[Round]) -> Figure:
    """How many times the base's turns a second, round by round.

    Rounds are paired because they follow each other within seconds: what slows the machine for a while slows
    both, and leaves the ratio alone.

    Raises:
        ValueError: the two do not have the same number of rounds, or have none.
    """
    return across([one.rate / other.rate for one, other in zip(rounds, base, strict=True)])
