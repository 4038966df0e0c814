"""What audits found: grades in domains, who was involved, what the family said, and how raters agree."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import FromClause, and_, case, func, select

from domain.words import Involvement, Party, Rating
from metrics.facts.audits import A, AuditFacts
from metrics.facts.joined import Column, Condition, Join
from metrics.query import Dimension
from storage.tables.allocations import allocation
from storage.tables.audits import domain_rating, engagement

_FAMILY = (Party.CHILD, Party.PARENT)


class DomainFacts(AuditFacts):
    """The grades in domains, one row a domain of an audit."""

    JOINS: ClassVar[Mapping[str, Join]] = AuditFacts.JOINS
    DIMENSIONS: ClassVar[Mapping[Dimension, Callable[[Any], Column]]] = {
        **AuditFacts.DIMENSIONS,
        Dimension.DOMAIN: lambda _: domain_rating.c.domain,
        Dimension.RATING: lambda facts: facts.final_grade(),
    }

    def first_table(self) -> FromClause:
        """The allocations with their grades."""
        return allocation.join(domain_rating, domain_rating.c.allocation_id == A.id)

    def final_grade(self) -> Column:
        """The moderator's grade where there is one and the moderation was made by the day, else the auditor's."""
        judged = self.need("judgement").c.id.is_not(None)
        changed = and_(judged, domain_rating.c.moderated_rating.is_not(None))
        return case((changed, domain_rating.c.moderated_rating), else_=domain_rating.c.rating)

    def graded(self) -> Condition:
        """Of an audit to standard, and graded: Not Graded is shown, and not counted."""
        return and_(self.of_quality(), self.final_grade() != Rating.NOT_GRADED)

    def not_graded(self) -> Condition:
        """Of an audit to standard, and not graded."""
        return and_(self.of_quality(), self.final_grade() == Rating.NOT_GRADED)

    def listed(self) -> Sequence[tuple[str, Column]]:
        """The audit, and the domain."""
        return (*AuditFacts.listed(self), ("domain", domain_rating.c.domain))


class InvolvementFacts(AuditFacts):
    """Who was involved in audits, one row a party of an audit."""

    JOINS: ClassVar[Mapping[str, Join]] = AuditFacts.JOINS
    DIMENSIONS: ClassVar[Mapping[Dimension, Callable[[Any], Column]]] = {
        **AuditFacts.DIMENSIONS,
        Dimension.PARTY: lambda _: engagement.c.party,
        Dimension.SENTIMENT: lambda _: engagement.c.sentiment,
        Dimension.OUTCOME: lambda _: engagement.c.outcome,
    }

    def first_table(self) -> FromClause:
        """The allocations with who was involved."""
        return allocation.join(engagement, engagement.c.allocation_id == A.id)

    def included(self) -> Condition:
        """The party was included."""
        return and_(self.to_standard(), engagement.c.outcome == Involvement.INCLUDED)

    def applies(self) -> Condition:
        """Recorded; an IRO or chair to whom it does not apply is left out, nobody else is."""
        chair_without_part = and_(
            engagement.c.party == Party.IRO_OR_CHAIR, engagement.c.outcome == Involvement.NOT_APPLICABLE
        )
        return and_(self.to_standard(), ~chair_without_part)

    def left_out(self) -> Condition:
        """An IRO or chair to whom it does not apply: the only ones who are not below the line."""
        return and_(self._not_applicable(), engagement.c.party == Party.IRO_OR_CHAIR)

    def not_applicable(self) -> Condition:
        """Anybody else to whom it does not apply: below the line all the same, and how many is said."""
        return and_(self._not_applicable(), engagement.c.party != Party.IRO_OR_CHAIR)

    def _not_applicable(self) -> Condition:
        return and_(self.to_standard(), engagement.c.outcome == Involvement.NOT_APPLICABLE)

    def heard(self) -> Condition:
        """Somebody of an audit to standard whose feedback is recorded."""
        return and_(self.to_standard(), engagement.c.sentiment.is_not(None))

    def listed(self) -> Sequence[tuple[str, Column]]:
        """The audit, and the party."""
        return (*AuditFacts.listed(self), ("party", engagement.c.party), ("outcome", engagement.c.outcome))


_BEST = (
    select(
        engagement.c.allocation_id,
        func.max(
            case(
                (engagement.c.outcome == Involvement.INCLUDED, 2),
                (engagement.c.outcome == Involvement.ATTEMPTED, 1),
                else_=0,
            )
        ).label("best"),
    )
    .where(engagement.c.party.in_(_FAMILY))
    .group_by(engagement.c.allocation_id)
    .subquery("family_contact")
)


class FamilyContactFacts(AuditFacts):
    """Audits with child or parent recorded, once each, by the best that was reached with either."""

    JOINS: ClassVar[Mapping[str, Join]] = AuditFacts.JOINS
    DIMENSIONS: ClassVar[Mapping[Dimension, Callable[[Any], Column]]] = {
        **AuditFacts.DIMENSIONS,
        Dimension.CONTACT: lambda facts: facts.contact(),
    }

    def first_table(self) -> FromClause:
        """The allocations with the family's best outcome."""
        return allocation.join(_BEST, _BEST.c.allocation_id == A.id)

    def contact(self) -> Column:
        """`included`, `attempted` or `none`."""
        return case((_BEST.c.best == 2, "included"), (_BEST.c.best == 1, "attempted"), else_="none")
