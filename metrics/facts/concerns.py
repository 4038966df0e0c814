"""Children of concern: each from its raising to its end, and once more where it was opened again after that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from sqlalchemy import FromClause, and_, case, or_

from metrics.facts.following import FOLLOWING_JOINS, OF_THE_CASE, FollowingFacts, month_of_day
from metrics.facts.joined import Column, Condition, Join, not_looked_up
from metrics.query import Dimension
from storage.tables.concerns import concern, concern_spell

_C = concern.c
_S = concern_spell.c


class ConcernFacts(FollowingFacts):
    """Children of concern as they stood on a day, each since it was raised, or last opened again.

    An entry said to be resolved before it was raised counts as resolved on the day it was raised, so that
    opening + raised - resolved = closing over any period.
    """

    # Where the days and the category stand.
    ROW: ClassVar[Any] = _C
    DIMENSIONS: ClassVar[Mapping[Dimension, Callable[[Any], Column]]] = {
        **OF_THE_CASE,
        Dimension.MONTH: lambda facts: month_of_day(facts.day()),
        Dimension.CATEGORY: lambda facts: facts.ROW.category,
    }

    def first_table(self) -> FromClause:
        """The entries."""
        return concern

    def entry(self) -> Any:
        """The columns of the entry itself."""
        return _C

    def allocation_id(self) -> Column:
        """The audit that raised it."""
        column: Column = self.entry().allocation_id
        return column

    def day(self) -> Column:
        """The day that puts an entry into a period: its raising."""
        return self.raised_on()

    def in_period(self) -> Condition:
        """Raised within the period."""
        return self.day().between(self.period.start, self.period.end)

    def stands(self) -> Condition:
        """Raised by the day."""
        return not_looked_up(self.ROW.raised_on) <= self.as_at

    def resolved_on(self) -> Column:
        """The day of its resolution; NULL while it is open."""
        return case((self.ROW.resolved_on < self.ROW.raised_on, self.ROW.raised_on), else_=self.ROW.resolved_on)

    def is_open(self) -> Condition:
        """Raised and not resolved by the day; what is resolved before it is raised is not open on any day."""
        return or_(self.ROW.resolved_on.is_(None), self.ROW.resolved_on > self.as_at)

    def raised_on(self) -> Column:
        """The day of its raising."""
        column: Column = self.ROW.raised_on
        return column

    def listed(self) -> Sequence[tuple[str, Column]]:
        """The entry, its audit, its category and its days."""
        return (
            ("concern", self.entry().ref),
            ("allocation", self.need("allocation").c.ref),
            ("case_ref", self.need("case").c.case_ref),
            ("team", self.need("team").c.name),
            ("category", self.ROW.category),
            ("raised_on", self.ROW.raised_on),
            ("responded_on", self.ROW.responded_on),
            ("resolved_on", self.ROW.resolved_on),
        )


class ResolvedConcernFacts(ConcernFacts):
    """The same entries, by the day they were resolved."""

    def day(self) -> Column:
        """The day of its resolution."""
        return self.resolved_on()

    def in_period(self) -> Condition:
        """Resolved within the period: the later of the two days is in it."""
        first, last = self.period.start, self.period.end
        ended = and_(self.ROW.resolved_on <= last, self.ROW.raised_on <= last)
        return and_(ended, or_(self.ROW.resolved_on >= first, self.ROW.raised_on >= first))

    def stands(self) -> Condition:
        """Raised and resolved by the day."""
        return and_(self.ROW.resolved_on <= self.as_at, self.ROW.raised_on <= self.as_at)


# The entry is joined only for its reference or its audit: there are few spells, and a figure needs neither.
_SPELL_JOINS: Mapping[str, Join] = {
    "entry": Join(concern, lambda _: _C.id == _S.concern_id, is_outer=False),
    **FOLLOWING_JOINS,
    "allocation": replace(FOLLOWING_JOINS["allocation"], after=("entry",)),
}


class EarlierConcernFacts(ConcernFacts):
    """What stood from a raising to an end before the entry was opened again: it stays as it was reported."""

    ROW: ClassVar[Any] = _S
    JOINS: ClassVar[Mapping[str, Join]] = _SPELL_JOINS

    def first_table(self) -> FromClause:
        """The spells that ended."""
        return concern_spell

    def entry(self) -> Any:
        """The columns of the entry, which is joined for them."""
        return self.need("entry").c


class EarlierResolvedFacts(ResolvedConcernFacts, EarlierConcernFacts):
    """The same, by the day they ended."""
