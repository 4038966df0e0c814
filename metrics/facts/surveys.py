"""What became of it: the impact surveys after an audit."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import FromClause

from domain.words import Impact
from metrics.facts.following import FOLLOWING_JOINS, OF_THE_CASE, FollowingFacts, month_of_day
from metrics.facts.joined import Column, Condition, Join, always
from metrics.query import Dimension
from storage.tables.people import person
from storage.tables.registers import impact_survey

_RESPONDENT = person.alias("respondent")
_S = impact_survey.c


class SurveyFacts(FollowingFacts):
    """Impact surveys answered by a day, by the day of the answer."""

    JOINS: ClassVar[Mapping[str, Join]] = {
        **FOLLOWING_JOINS,
        "respondent": Join(_RESPONDENT, lambda _: _RESPONDENT.c.id == _S.respondent_id, is_outer=False),
    }
    DIMENSIONS: ClassVar[Mapping[Dimension, Callable[[Any], Column]]] = {
        **OF_THE_CASE,
        Dimension.MONTH: lambda _: month_of_day(_S.answered_on),
    }

    def first_table(self) -> FromClause:
        """The surveys."""
        return impact_survey

    def allocation_id(self) -> Column:
        """The audit that it asks about."""
        return _S.allocation_id

    def in_period(self) -> Condition:
        """Answered within the period."""
        return _S.answered_on.between(self.period.start, self.period.end)

    def stands(self) -> Condition:
        """Answered by the day."""
        return _S.answered_on <= self.as_at

    def practice_improved(self) -> Condition:
        """Said that practice has improved."""
        return _S.practice_change == Impact.IMPROVED

    def practice_answered(self) -> Condition:
        """Answered the question about practice."""
        return _S.practice_change.is_not(None)

    def child_improved(self) -> Condition:
        """Said that the child's life has improved."""
        return _S.child_impact == Impact.IMPROVED

    def child_answered(self) -> Condition:
        """Answered the question about the child's life."""
        return _S.child_impact.is_not(None)

    def everything(self) -> Condition:
        """Every answered survey."""
        return always()

    def listed(self) -> Sequence[tuple[str, Column]]:
        """The audit, and the day of the answer; who answered is not said."""
        return (
            ("allocation", self.need("allocation").c.ref),
            ("team", self.need("team").c.name),
            ("sent_on", _S.sent_on),
            ("answered_on", _S.answered_on),
        )
