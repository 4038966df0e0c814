"""What follows an audit: the actions agreed."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from sqlalchemy import FromClause, String, and_, case, cast, func, not_, or_, select

from metrics.facts.audits import ALLOCATION_JOINS, A, AuditFacts, people_of
from metrics.facts.joined import Column, Condition, Join, not_looked_up
from metrics.query import Dimension
from storage.tables.actions import undone_closure
from storage.tables.allocations import allocation
from storage.tables.audits import agreed_action
from storage.tables.people import person

_OWNER = person.alias("owner")
_N = agreed_action.c
_U = undone_closure.c


def _is_of_the_allocation(facts: Any) -> Condition:
    condition: Condition = A.id == facts.allocation_id()
    return condition


# What follows an audit is counted without its allocation, unless something of that is asked for: half a million
# actions need not be joined to a hundred thousand allocations to say how many are open.
FOLLOWING_JOINS: Mapping[str, Join] = {
    "allocation": Join(allocation, _is_of_the_allocation, is_outer=False),
    **{name: replace(join, after=("allocation", *join.after)) for name, join in ALLOCATION_JOINS.items()},
}


def _of_allocation(dimension: Dimension) -> Callable[[Any], Column]:
    def column(facts: "FollowingFacts") -> Column:
        facts.need("allocation")
        return AuditFacts.DIMENSIONS[dimension](facts)

    return column


def _of_key(key: Callable[[Any], Column]) -> Callable[[Any], Column]:
    def column(facts: "FollowingFacts") -> Column:
        facts.need("allocation")
        return key(facts)

    return column


# Of an audit's dimensions, those that its allocation itself gives: they need no judgement.
OF_THE_CASE = {
    dimension: _of_allocation(dimension)
    for dimension in (
        Dimension.SERVICE,
        Dimension.LOCALITY,
        Dimension.TEAM,
        Dimension.LEGAL_STATUS,
        Dimension.AUDITOR,
        Dimension.HEAD_OF_SERVICE,
    )
}


def month_of_day(day: Any) -> Column:
    """The month of a day, as `2019-08`."""
    # A day begins with its month in both databases' text.
    return func.substr(cast(day, String), 1, 7)


class FollowingFacts(AuditFacts):
    """What follows an audit: its allocation is joined once something of that is asked for."""

    JOINS: ClassVar[Mapping[str, Join]] = FOLLOWING_JOINS

    KEYS: ClassVar[Mapping[Dimension, Any]] = {
        dimension: (_of_key(column), keys) for dimension, (column, keys) in AuditFacts.KEYS.items()
    }

    @abstractmethod
    def allocation_id(self) -> Column:
        """The audit that it follows."""

    def group_key(self, dimension: Dimension) -> tuple[Column, Callable[[Column], Column]] | None:
        """The team's key with its name."""
        self.need("allocation")
        return AuditFacts.group_key(self, dimension)

    def of_teams(self, teams: Any) -> Condition:
        """Of the audited case's team, as fixed on the allocation."""
        self.need("allocation")
        return AuditFacts.of_teams(self, teams)

    def of_person(self, person_id: int) -> Condition:
        """Of an audit that the person made."""
        self.need("allocation")
        return AuditFacts.of_person(self, person_id)


class ActionFacts(FollowingFacts):
    """Agreed actions as they stood on a day. The month of an action is the one it was raised in."""

    JOINS: ClassVar[Mapping[str, Join]] = {
        **FOLLOWING_JOINS,
        "owner": Join(_OWNER, lambda _: _OWNER.c.id == _N.owner_id, is_outer=False),
    }
    DIMENSIONS: ClassVar[Mapping[Dimension, Callable[[Any], Column]]] = {
        **OF_THE_CASE,
        Dimension.MONTH: lambda _: month_of_day(_N.raised_on),
        Dimension.OWNER: lambda facts: facts.need("owner").c.email,
        Dimension.STATUS: lambda facts: facts.status(),
    }
    KEYS: ClassVar[Mapping[Dimension, Any]] = {
        **FollowingFacts.KEYS,
        Dimension.OWNER: (lambda _: _N.owner_id, people_of),
    }

    def first_table(self) -> FromClause:
        """The actions."""
        return agreed_action

    def allocation_id(self) -> Column:
        """The audit that asks for it."""
        return _N.allocation_id

    def in_period(self) -> Condition:
        """Raised within the period."""
        return _N.raised_on.between(self.period.start, self.period.end)

    def stands(self) -> Condition:
        """Raised by the day, and not removed by a later version of the audit by then."""
        return and_(not_looked_up(_N.raised_on) <= self.as_at, or_(_N.removed_on.is_(None), _N.removed_on > self.as_at))

    def of_person(self, person_id: int) -> Condition:
        """Owned by the person."""
        return _N.owner_id == person_id

    def completed(self) -> Condition:
        """Completed by the day, or completed on the day and opened again since."""
        return or_(func.coalesce(_N.completed_on <= self.as_at, False), self._was_done())

    def is_open(self) -> Condition:
        """Raised and not completed by the day."""
        return and_(or_(_N.completed_on.is_(None), _N.completed_on > self.as_at), not_(self._was_done()))

    def _was_done(self, *more: Condition) -> Condition:
        """Whether an action was done on the day by a completion that was taken back later: there are few of those."""
        then = _U.completed_on <= self.as_at, _U.reopened_on > self.as_at
        return _N.id.in_(select(_U.action_id).where(*then, *more))

    def overdue(self) -> Condition:
        """Open, and due before the day: an action due that day is not yet overdue."""
        return and_(self.is_open(), _N.due_on < self.as_at)

    def status(self) -> Column:
        """`on_time`, `late`, `overdue` or `not_yet_due`."""
        return case(
            (and_(_N.completed_on <= self.as_at, _N.completed_on <= _N.due_on), "on_time"),
            (self._was_done(_U.completed_on <= _U.due_on), "on_time"),
            (self.completed(), "late"),
            (_N.due_on < self.as_at, "overdue"),
            else_="not_yet_due",
        )

    def due_on(self) -> Column:
        """The due day."""
        return _N.due_on

    def listed(self) -> Sequence[tuple[str, Column]]:
        """The action, its audit, its owner and its days."""
        return (
            ("action", _N.ref),
            ("allocation", self.need("allocation").c.ref),
            ("description", _N.description),
            ("team", self.need("team").c.name),
            ("owner", self.need("owner").c.email),
            ("raised_on", _N.raised_on),
            ("due_on", _N.due_on),
            ("completed_on", _N.completed_on),
        )
