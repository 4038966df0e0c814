"""People: the pools of auditors and moderators, who is exempt, social workers whose work was seen."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar

from sqlalchemy import FromClause, and_, or_, select

from domain.words import ExemptionKind, Post, Role, StandingKind
from metrics.facts.audits import AuditFacts
from metrics.facts.joined import Column, Condition, Facts, Join, one_of_few, within_months
from metrics.periods import month_around, months_before, span
from metrics.query import Dimension
from storage.tables.allocations import case_record, exemption
from storage.tables.people import person, person_role, standing_exemption, team, team_post

_P = person.c
_X = exemption.c
_HEAD_POST = team_post.alias("head_post_of_person")
_HEAD = person.alias("head_of_person")
_PERSON_JOINS: Mapping[str, Join] = {
    "team": Join(team, lambda _: team.c.id == _P.team_id),
    "head_post": Join(
        _HEAD_POST, lambda _: and_(_HEAD_POST.c.team_id == _P.team_id, _HEAD_POST.c.post == Post.HEAD_OF_SERVICE)
    ),
    "head": Join(_HEAD, lambda _: _HEAD.c.id == _HEAD_POST.c.person_id, after=("head_post",)),
}
_OF_THEIR_TEAM: Mapping[Dimension, Callable[[Any], Column]] = {
    Dimension.SERVICE: lambda facts: facts.need("team").c.service,
    Dimension.LOCALITY: lambda facts: facts.need("team").c.locality,
    Dimension.TEAM: lambda facts: facts.need("team").c.name,
    Dimension.AUDITOR_TEAM: lambda facts: facts.need("team").c.name,
    Dimension.HEAD_OF_SERVICE: lambda facts: facts.need("head").c.email,
}


def _has_role(role: Role) -> Condition:
    roles = person_role.c
    return select(roles.person_id).where(roles.person_id == _P.id, roles.role == role).exists()


class PersonFacts(Facts):
    """People by their own team."""

    JOINS: ClassVar[Mapping[str, Join]] = _PERSON_JOINS
    DIMENSIONS: ClassVar[Mapping[Dimension, Callable[[Any], Column]]] = _OF_THEIR_TEAM

    def of_teams(self, teams: Any) -> Condition:
        """Of the person's own team."""
        return _P.team_id.in_(teams)

    def of_person(self, person_id: int) -> Condition:
        """The person."""
        return _P.id == person_id

    def listed(self) -> Sequence[tuple[str, Column]]:
        """The person, by e-mail address, and their team."""
        return (("person", _P.email), ("team", self.need("team").c.name))


class PoolFacts(PersonFacts):
    """The pool of a month: everyone with the role, trained by the first of it and not left before it.

    The period's last month is meant; a figure over several months asks for each.
    """

    ROLE: ClassVar[Role] = Role.AUDITOR

    def first_table(self) -> FromClause:
        """The people."""
        return person

    def in_period(self) -> Condition:
        """Trained by the first of the month, not left before it; what comes after the as-at day is not known yet."""
        known = min(months_before(self.period.end, 0), self.as_at + timedelta(days=1))
        return and_(_P.trained_on <= min(known, self.as_at), or_(_P.left_on.is_(None), _P.left_on >= known))

    def stands(self) -> Condition:
        """With the role."""
        return _has_role(self.ROLE)

    def stands_aside(self, *kinds: StandingKind) -> Condition:
        """Has a standing exemption of one of the kinds in the month."""
        month = month_around(self.period.end)
        one = standing_exemption.c
        found = select(one.person_id).where(
            one.kind.in_(kinds),
            one.starts_on <= min(month.end, self.as_at),
            or_(one.ends_on.is_(None), one.ends_on >= month.start),
        )
        return one_of_few(_P.id, found)


class ModeratorPoolFacts(PoolFacts):
    """The pool of moderators; external moderators are not counted in it."""

    ROLE: ClassVar[Role] = Role.MODERATOR

    def stands(self) -> Condition:
        """With the role, and not an external moderator."""
        return and_(PoolFacts.stands(self), ~_has_role(Role.EXTERNAL_MODERATOR))


class ExemptionFacts(PersonFacts):
    """People exempted for a month, whenever in it or before it."""

    JOINS: ClassVar[Mapping[str, Join]] = _PERSON_JOINS
    DIMENSIONS: ClassVar[Mapping[Dimension, Callable[[Any], Column]]] = {
        **_OF_THEIR_TEAM,
        Dimension.MONTH: lambda _: _X.month,
        Dimension.KIND: lambda _: _X.kind,
    }

    def first_table(self) -> FromClause:
        """The exemptions with their people."""
        return exemption.join(person, _P.id == _X.person_id)

    def in_period(self) -> Condition:
        """For a month within the period."""
        return within_months(_X.month, self.period)

    def stands(self) -> Condition:
        """Authorised by the day."""
        return _X.authorised_on <= self.as_at

    def for_work(self) -> Condition:
        """For reasons other than health or leave."""
        return _X.kind.not_in((ExemptionKind.HEALTH, ExemptionKind.LEAVE))

    def listed(self) -> Sequence[tuple[str, Column]]:
        """The person, the month, the kind and its day; a reason is not shown."""
        return (
            ("person", _P.email),
            ("month", _X.month),
            ("kind", _X.kind),
            ("team", self.need("team").c.name),
            ("authorised_on", _X.authorised_on),
        )


class WorkerFacts(PersonFacts):
    """Social workers who work here on the day, with whether a case of theirs was audited to standard in six months."""

    def first_table(self) -> FromClause:
        """The people."""
        return person

    def in_period(self) -> Condition:
        """With the role."""
        return _has_role(Role.SOCIAL_WORKER)

    def stands(self) -> Condition:
        """Not left before the end of the period, or before the day where that is earlier."""
        last = min(self.period.end, self.as_at)
        return or_(_P.left_on.is_(None), _P.left_on >= last)

    def not_audited(self) -> Condition:
        """With no audit to standard in the six months that end with the period."""
        window = span(months_before(self.period.end, 5), self.period.end)
        audits = AuditFacts(self.as_at, window)
        workers = case_record.c.social_worker_id
        audits.need("case")
        wanted = and_(audits.in_period(), audits.stands(), audits.to_standard(), workers.is_not(None))
        seen = select(workers).select_from(audits.source()).where(wanted)
        return _P.id.not_in(seen)
