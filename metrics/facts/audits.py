"""Allocations and what became of them by a day (METRICS, "Words")."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, FromClause, and_, case, func, not_, or_, select

from domain.words import OVERALL_RATINGS, Post, Rating
from metrics.facts.closing import has_closed
from metrics.facts.joined import Column, Condition, Facts, Join, within_months
from metrics.facts.loops import PAIRED_AUDIT, Partner
from metrics.facts.standing import decides, is_exempt, stands_on
from metrics.query import Dimension
from storage.tables.allocations import allocation, case_record
from storage.tables.audits import audit, audit_version, moderation
from storage.tables.people import person, team, team_post

A = allocation.c
JUDGED = moderation.alias("judgement")
AUDITOR = person.alias("auditor")
AUDITOR_TEAM = team.alias("auditor_team")
MODERATOR = person.alias("judge")
HEAD_POST = team_post.alias("head_post")
HEAD = person.alias("head")
# Made once: the columns of an alias cost more than the rest of a statement.
_NAMED = team.alias("named_team").c


def people_of(emails: Sequence[str]) -> Any:
    """The keys of the people with these addresses, as a sub-select."""
    return select(person.c.id).where(person.c.email.in_(emails))


def as_returned(given: Any, stands_now: Column, of_version: Column, as_at: date) -> Column:
    """What the version of an audit said that had been returned by a day.

    It is looked for only where there is a later version: an import brings none, and may have put the last one right.
    """
    version = audit_version.c
    returned_again = select(version.allocation_id).where(version.on_day > as_at)
    then = (
        select(of_version)
        .where(version.allocation_id == given.id, version.on_day <= as_at)
        .order_by(version.version.desc())
        .limit(1)
        .scalar_subquery()
    )
    return case((given.id.in_(returned_again), func.coalesce(then, stands_now)), else_=stands_now)


ALLOCATION_JOINS: Mapping[str, Join] = {
    "case": Join(case_record, lambda _: case_record.c.id == A.case_id, is_outer=False),
    "audit": Join(audit, lambda _: audit.c.allocation_id == A.id),
    "judgement": Join(JUDGED, lambda facts: decides(JUDGED.c, A, facts.as_at)),
    "team": Join(team, lambda _: team.c.id == A.team_id, is_outer=False),
    "auditor": Join(AUDITOR, lambda _: AUDITOR.c.id == A.auditor_id, is_outer=False),
    "auditor_team": Join(AUDITOR_TEAM, lambda _: AUDITOR_TEAM.c.id == AUDITOR.c.team_id, after=("auditor",)),
    "moderator": Join(MODERATOR, lambda _: MODERATOR.c.id == JUDGED.c.moderator_id, after=("judgement",)),
    "head_post": Join(
        HEAD_POST, lambda _: and_(HEAD_POST.c.team_id == A.team_id, HEAD_POST.c.post == Post.HEAD_OF_SERVICE)
    ),
    "head": Join(HEAD, lambda _: HEAD.c.id == HEAD_POST.c.person_id, after=("head_post",)),
}


class AuditFacts(Facts):
    """Allocations as they stood on a day: made by then and not withdrawn by then."""

    JOINS: ClassVar[Mapping[str, Join]] = ALLOCATION_JOINS
    DIMENSIONS: ClassVar[Mapping[Dimension, Callable[[Any], Column]]] = {
        Dimension.MONTH: lambda _: A.month,
        Dimension.SERVICE: lambda _: A.service,
        Dimension.LOCALITY: lambda _: A.locality,
        Dimension.TEAM: lambda facts: facts.need("team").c.name,
        Dimension.LEGAL_STATUS: lambda _: A.legal_status,
        Dimension.AUDITOR: lambda facts: facts.need("auditor").c.email,
        Dimension.AUDITOR_TEAM: lambda facts: facts.need("auditor_team").c.name,
        Dimension.MODERATOR: lambda facts: facts.need("moderator").c.email,
        Dimension.HEAD_OF_SERVICE: lambda facts: facts.need("head").c.email,
        Dimension.RATING: lambda facts: facts.final(),
        Dimension.KIND: lambda _: A.kind,
    }

    KEYS: ClassVar[Mapping[Dimension, Any]] = {
        Dimension.TEAM: (lambda _: A.team_id, lambda names: select(team.c.id).where(team.c.name.in_(names))),
        Dimension.AUDITOR: (lambda _: A.auditor_id, lambda emails: people_of(emails)),
    }

    def first_table(self) -> FromClause:
        """The allocations."""
        return allocation

    def group_key(self, dimension: Dimension) -> tuple[Column, Callable[[Column], Column]] | None:
        """The team's key with its name."""
        if dimension is not Dimension.TEAM:
            return None
        return A.team_id, lambda key: select(_NAMED.name).where(_NAMED.id == key).scalar_subquery()

    def in_period(self) -> Condition:
        """Of an audit month within the period."""
        return within_months(A.month, self.period)

    def stands(self) -> Condition:
        """Allocated by the day, and not withdrawn by it: a withdrawal leaves every count from its day on."""
        return stands_on(A, self.as_at)

    def not_sealed(self) -> Condition:
        """Of none of the allocations that are sealed from the viewer."""
        return A.id.not_in(sorted(self.sealed))

    def of_teams(self, teams: Any) -> Condition:
        """Of the audited case's team, as fixed on the allocation."""
        return A.team_id.in_(teams)

    def of_person(self, person_id: int) -> Condition:
        """Allocated to the person."""
        return A.auditor_id == person_id

    def returned(self) -> Condition:
        """Came back by the day, on time or late, to standard or not."""
        return A.returned_on <= self.as_at

    def late(self) -> Condition:
        """Returned after the due day."""
        return and_(self.returned(), A.returned_on > A.due_on)

    def has_exemption(self) -> Condition:
        """The auditor is exempt for the month: an exemption falls on all of that person's allocations of it."""
        return is_exempt(A, self.as_at)

    def exempted(self) -> Condition:
        """Exempted, whatever the exemption's own date, and not returned."""
        return and_(not_(func.coalesce(self.returned(), False)), self.has_exemption())

    def outstanding(self) -> Condition:
        """Neither returned nor exempted."""
        return and_(not_(func.coalesce(self.returned(), False)), not_(self.has_exemption()))

    def not_yet_due(self) -> Condition:
        """Outstanding, and due on the day or later."""
        return and_(self.outstanding(), A.due_on >= self.as_at)

    def closed(self) -> Condition:
        """Of a month that closed before the day."""
        return has_closed(A.month, self.as_at, stands_on)

    def nil(self) -> Condition:
        """Outstanding once the month has closed."""
        return and_(self.closed(), self.outstanding())

    def moderated(self) -> Condition:
        """Judged by a moderator with a rating of their own."""
        self.need("judgement")
        return and_(func.coalesce(self.returned(), False), JUDGED.c.overall.is_not(None))

    def to_standard(self) -> Condition:
        """Returned and, where moderated, not judged below the standard for submission."""
        self.need("judgement")
        return and_(self.returned(), func.coalesce(JUDGED.c.met_standard, True))

    def below_standard(self) -> Condition:
        """Returned and judged below the standard."""
        self.need("judgement")
        return and_(self.returned(), JUDGED.c.met_standard.is_(False))

    def own_rating(self) -> Column:
        """The auditor's rating, as they had returned it by the day."""
        return as_returned(A, self.need("audit").c.overall, audit_version.c.overall, self.as_at)

    def moderators_rating(self) -> Column:
        """The moderator's rating; NULL where there is none by the day."""
        return self.need("judgement").c.overall

    def final(self) -> Column:
        """The moderator's rating where moderated by the day, else the auditor's."""
        return func.coalesce(self.moderators_rating(), self.own_rating(), type_=audit.c.overall.type)

    def counts_once(self) -> Condition:
        """A looped pair's quality counts once, by the agreed rating: a moderator's, or the same one of both.

        Of two different ratings without a moderator's there is no agreed one yet, and the pair does not count; nor does
        one half while the other one is out and its month is open.
        """
        return or_(A.loop_ref.is_(None), and_(A.id == self._of_the_pair(), self._is_agreed()))

    def _of_the_pair(self) -> Any:
        """The one of the pair that a moderator rated last; where none did, the one that was allocated first."""
        partner = Partner(self.as_at)
        rated = partner.judged.overall.is_not(None)
        return (
            select(partner.own.id)
            .select_from(partner.source())
            .where(partner.counts())
            .order_by(case((rated, 0), else_=1), case((rated, partner.judged_on())).desc(), partner.own.id)
            .limit(1)
            .scalar_subquery()
        )

    def _is_agreed(self) -> Condition:
        partner = Partner(self.as_at)
        theirs = PAIRED_AUDIT
        others = partner.source().join(theirs, theirs.c.allocation_id == partner.own.id)
        differs = (
            select(partner.own.id)
            .select_from(others)
            .where(partner.counts(), partner.own.id != A.id, theirs.c.overall != self.own_rating())
        )
        is_alone = not_(or_(differs.exists(), partner.is_out().exists()))
        return or_(self.moderators_rating().is_not(None), is_alone)

    def of_quality(self) -> Condition:
        """To standard, and a looped pair once: what the shares of ratings are counted from."""
        return and_(self.to_standard(), self.counts_once())

    def has_final(self, *ratings: Rating) -> Condition:
        """Whether the final rating is one of those."""
        return self.final().in_(ratings)

    def at_risk(self) -> Condition:
        """Flagged at risk of becoming Inadequate, the final rating being Requires Improvement."""
        flag = as_returned(A, self.need("audit").c.at_risk, audit_version.c.at_risk, self.as_at)
        return and_(flag.is_(True), self.has_final(Rating.REQUIRES_IMPROVEMENT))

    def uploaded(self) -> Condition:
        """On the child's record by the day."""
        return A.uploaded_on <= self.as_at

    def not_uploaded(self) -> Condition:
        """Returned, and not on the child's record by the day."""
        return and_(self.returned(), not_(func.coalesce(self.uploaded(), False)))

    def listed(self) -> Sequence[tuple[str, Column]]:
        """The allocation, its case, its auditor and its days."""
        return (
            ("allocation", A.ref),
            ("case_ref", self.need("case").c.case_ref),
            ("month", A.month),
            ("team", self.need("team").c.name),
            ("auditor", self.need("auditor").c.email),
            ("due_on", A.due_on),
            ("returned_on", A.returned_on),
        )


def rank(rating: ColumnElement[Any]) -> ColumnElement[int]:
    """A rating as a number, the better the lower: Outstanding is 0."""
    return case(*[(rating == word, place) for place, word in enumerate(OVERALL_RATINGS)])
