"""The typed question: what the language layer makes of a text, and what the compiler makes a statement of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from metrics.periods import Period, PeriodKind


class Dimension(StrEnum):
    """What a figure can be broken down or filtered by (METRICS, "Breakdowns and filters")."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    SERVICE = "service"
    LOCALITY = "locality"
    TEAM = "team"
    LEGAL_STATUS = "legal_status"
    RATING = "rating"
    DOMAIN = "domain"
    AUDITOR = "auditor"
    AUDITOR_TEAM = "auditor_team"
    MODERATOR = "moderator"
    PARTY = "party"
    OWNER = "owner"
    HEAD_OF_SERVICE = "head_of_service"
    ROUTE = "route"
    STAGE = "stage"
    STATUS = "status"
    THEME = "theme"
    KIND = "kind"
    CATEGORY = "category"
    SAMPLE = "sample"
    QUESTION = "question"
    SENTIMENT = "sentiment"
    CONTACT = "contact"
    ANSWER = "answer"
    ASPECT = "aspect"
    PERIOD = "period"
    OUTCOME = "outcome"


OF_TIME: Mapping[Dimension, PeriodKind] = {
    Dimension.MONTH: PeriodKind.MONTH,
    Dimension.QUARTER: PeriodKind.QUARTER,
    Dimension.YEAR: PeriodKind.YEAR,
    Dimension.PERIOD: PeriodKind.SPAN,
}
# A breakdown by one of these names people.
OF_PEOPLE = frozenset({Dimension.AUDITOR, Dimension.MODERATOR, Dimension.OWNER, Dimension.HEAD_OF_SERVICE})


# Stands for the address of the one who asks, as a filter, until it is known who that is (`permission`).
VIEWER = "the viewer"


class Reach(StrEnum):
    """Whose rows a query counts: everybody's, or the viewer's own."""

    WHOLE = "whole"
    MY_TEAMS = "my_teams"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class Query:
    """One question, understood.

    Attributes:
        metric: an id of the catalogue.
        periods: the period asked about; several are set side by side.
        as_at: facts of later days are not known yet.
        filters: dimension → the values that count (one of them is enough).
        group_by: at most two dimensions.
        reach: whose rows; a figure of the whole council is `WHOLE`.
        lists: whether the rows behind the numerator are wanted.
    """

    metric: str
    periods: tuple[Period, ...]
    as_at: date
    filters: Mapping[Dimension, tuple[str, ...]] = field(default_factory=dict)
    group_by: tuple[Dimension, ...] = ()
    reach: Reach = Reach.WHOLE
    lists: bool = False

    @property
    def period(self) -> Period:
        """The period from the first day asked about to the last."""
        if len(self.periods) == 1:
            return self.periods[0]
        first, last = min(self.periods, key=lambda one: one.start), max(self.periods, key=lambda one: one.end)
        names = [one.label for one in self.periods]
        label = f"{', '.join(names[:-1])} and {names[-1]}"
        return Period(first.start, last.end, PeriodKind.SPAN, label, label)
