"""One way to mean a figure: the notions it needs and those it may have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from metrics.language.notions import Notion
from metrics.query import Dimension

# Notions that go with any figure counted from audits.
_ANYWHERE = frozenset({Notion.AUDIT, Notion.CASE})


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to mean a figure.

    Attributes:
        filters: what the notions themselves filter by.
    """

    metric: str
    needs: frozenset[Notion]
    may: frozenset[Notion]
    filters: Mapping[Dimension, tuple[str, ...]] = field(default_factory=dict, hash=False)

    def explains(self, notions: frozenset[Notion]) -> bool:
        """Whether the notions are all explained, and none that is needed is missing."""
        return self.needs <= notions <= self.needs | self.may


def notions_in(text: str) -> frozenset[Notion]:
    """Notions by their names, with spaces between them."""
    return frozenset(Notion[name] for name in text.split())


def means(
    metric: str,
    ways: str,
    may: str = "",
    filters: Mapping[Dimension, tuple[str, ...]] | None = None,
    anywhere: frozenset[Notion] = _ANYWHERE,
) -> Iterable[Reading]:
    """The readings of a figure.

    Args:
        metric: its id.
        filters: what the notions themselves filter by.
        ways: the notions of each way, with commas between the ways.
        anywhere: notions that say nothing of the figure.
        may: notions that any of the ways may have beside them.
    """
    for needs in ways.split(", "):
        yield Reading(metric, notions_in(needs), notions_in(may) | anywhere, filters or {})
