"""Teams, with the audits of their cases in a window of months."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import FromClause, Subquery, and_, case, func, select

from domain.words import Post, Rating
from metrics.facts.audits import A, AuditFacts
from metrics.facts.joined import Column, Condition, Facts, Join, always
from metrics.periods import Period, months_before, span
from metrics.query import Dimension
from storage.tables.people import person, team, team_post

_T = team.c
_HEAD_POST = team_post.alias("head_post_of_team")
_HEAD = person.alias("head_of_team")
# Three are enough to be named to their senior managers (DOMAIN, "What follows an audit").
_ENOUGH = 3


class TeamFacts(Facts):
    """Every team, with how many of its audits to standard in the window were what."""

    JOINS: ClassVar[Mapping[str, Join]] = {
        "head_post": Join(
            _HEAD_POST, lambda _: and_(_HEAD_POST.c.team_id == _T.id, _HEAD_POST.c.post == Post.HEAD_OF_SERVICE)
        ),
        "head": Join(_HEAD, lambda _: _HEAD.c.id == _HEAD_POST.c.person_id, after=("head_post",)),
    }
    DIMENSIONS: ClassVar[Mapping[Dimension, Callable[[Any], Column]]] = {
        Dimension.SERVICE: lambda _: _T.service,
        Dimension.LOCALITY: lambda _: _T.locality,
        Dimension.TEAM: lambda _: _T.name,
        Dimension.HEAD_OF_SERVICE: lambda facts: facts.need("head").c.email,
    }

    def __init__(self, as_at: Any, period: Period) -> None:
        super().__init__(as_at, period)
        self._seen: Subquery | None = None

    def window(self) -> Period:
        """The months whose audits count: those of the period."""
        return self.period

    def seen(self) -> Subquery:
        """The audits to standard of each team in the window: how many, how many Good or better, how many Inadequate."""
        if self._seen is None:
            self._seen = self._counted_by_team()
        return self._seen

    def _counted_by_team(self) -> Subquery:
        audits = AuditFacts(self.as_at, self.window())
        once = audits.counts_once()
        good = case((and_(once, audits.has_final(Rating.OUTSTANDING, Rating.GOOD)), 1), else_=0)
        inadequate = case((and_(once, audits.has_final(Rating.INADEQUATE)), 1), else_=0)
        audits.sealed = self.sealed
        wanted = and_(audits.in_period(), audits.stands(), audits.to_standard())
        wanted = and_(wanted, audits.not_sealed()) if self.sealed else wanted
        return (
            select(
                A.team_id.label("team_id"),
                func.count().label("audits"),
                func.sum(good).label("good"),
                func.sum(inadequate).label("inadequate"),
            )
            .select_from(audits.source())
            .where(wanted)
            .group_by(A.team_id)
            .subquery()
        )

    def first_table(self) -> FromClause:
        """The teams, with what was seen of them where that was asked for."""
        if self._seen is None:
            return team
        return team.join(self._seen, self._seen.c.team_id == _T.id, isouter=True)

    def in_period(self) -> Condition:
        """Every team."""
        return always()

    def stands(self) -> Condition:
        """Every team."""
        return always()

    def of_teams(self, teams: Any) -> Condition:
        """One of the teams."""
        return _T.id.in_(teams)

    def of_person(self, person_id: int) -> Condition:
        """The person's own team."""
        return _T.id.in_(select(person.c.team_id).where(person.c.id == person_id))

    def not_audited(self) -> Condition:
        """With no audit to standard in the window."""
        return func.coalesce(self.seen().c.audits, 0) == 0

    def listed(self) -> Sequence[tuple[str, Column]]:
        """The team and its service."""
        return (("team", _T.name), ("service", _T.service))


class SixMonthTeamFacts(TeamFacts):
    """Every team with its audits in the six months that end with the period."""

    def window(self) -> Period:
        """The six months that end with the period's last."""
        return span(months_before(self.period.end, 5), self.period.end)

    def was_audited(self) -> Condition:
        """With an audit to standard in the window: where no team has one there is no data."""
        return ~self.not_audited()

    def strong(self) -> Condition:
        """Three or more Good or better."""
        return func.coalesce(self.seen().c.good, 0) >= _ENOUGH

    def with_inadequate(self) -> Condition:
        """Three or more Inadequate."""
        return func.coalesce(self.seen().c.inadequate, 0) >= _ENOUGH

    def listed(self) -> Sequence[tuple[str, Column]]:
        """The team with the counts."""
        seen = self.seen()
        return (
            ("team", _T.name),
            ("service", _T.service),
            ("audits", func.coalesce(seen.c.audits, 0)),
            ("good", func.coalesce(seen.c.good, 0)),
            ("inadequate", func.coalesce(seen.c.inadequate, 0)),
        )
