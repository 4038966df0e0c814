"""What a viewer may ask and see (DOMAIN, "Who may do and see what"; METRICS, "Words")."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, or_, select

from domain.words import Role
from metrics.facts.joined import Condition, Facts
from metrics.query import Dimension, Query, Reach
from storage.tables.people import person, team, team_post


class Sight(StrEnum):
    """Whose rows a viewer sees: everybody's, those of their teams, their own."""

    ALL = "all"
    TEAMS = "teams"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks: a person, their roles, and the teams that they manage or head.

    Attributes:
        sealed: the allocations of which they may not read as yet what was found (`storage.seals`).
    """

    person_id: int
    email: str
    roles: frozenset[Role]
    teams: tuple[str, ...] = ()
    own_team: str | None = None
    sealed: frozenset[int] = frozenset()

    @property
    def sight(self) -> Sight:
        """Whose breakdowns and rows they see: the widest of their roles'."""
        if self.roles & {Role.QA, Role.DIRECTOR, Role.LEADER}:
            return Sight.ALL
        return Sight.TEAMS if self.leads_teams else Sight.OWN

    @property
    def leads_teams(self) -> bool:
        """Whether they manage a team, or head a service."""
        return bool(self.roles & {Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE}) or bool(self.teams)

    @property
    def sees_whole_council(self) -> bool:
        """Whether every figure of the whole council is theirs to ask for; else the headline rate is."""
        return self.sight is not Sight.OWN

    @property
    def sees_names(self) -> Sight | None:
        """Whose names they see: of the late, the exempt, the rated. A leader sees figures and nobody's name."""
        if self.roles & {Role.QA, Role.DIRECTOR}:
            return Sight.ALL
        if self.leads_teams:
            return Sight.TEAMS
        return None if Role.LEADER in self.roles and self.roles <= {Role.LEADER} else Sight.OWN


def _posts_of(viewer: Viewer) -> Any:
    return select(team_post.c.team_id).where(team_post.c.person_id == viewer.person_id)


def within(facts: Facts, viewer: Viewer, reach: Reach) -> Condition | None:
    """What limits facts to the rows asked for: one's teams', one's own; None is no limit."""
    if reach is Reach.MY_TEAMS:
        return facts.of_teams(_posts_of(viewer))
    return facts.of_person(viewer.person_id) if reach is Reach.MINE else None


# Whose rows they name was asked before (`metrics.permission`), so that no group or row of them is hidden again.
_VETTED = frozenset({Dimension.AUDITOR, Dimension.OWNER, Dimension.MODERATOR, Dimension.AUDITOR_TEAM})


def sees_rows(facts: Facts, viewer: Viewer, query: Query) -> Condition | None:
    """What limits listed rows to those a viewer may see; None is no limit."""
    if viewer.sight is Sight.ALL or _VETTED & set(query.filters) or query.reach is Reach.MINE:
        return None
    if viewer.sight is Sight.TEAMS:
        return facts.of_teams(_posts_of(viewer))
    return facts.of_person(viewer.person_id)


def sees_groups(facts: Facts, viewer: Viewer, query: Query) -> Condition | None:
    """What limits the groups of a breakdown to those a viewer may see named; None is no limit.

    A group is seen whole or not at all: a part of it under its name would be a wrong figure. The council's services,
    months and plans or statuses are anybody's who may ask for the council; teams and people are their managers'.
    """
    asked = [dimension for dimension in query.group_by if dimension in _LIMITED and dimension in facts.DIMENSIONS]
    if viewer.sight is Sight.ALL or not asked or _VETTED & set(query.filters) or query.reach is not Reach.WHOLE:
        return None
    if viewer.sight is Sight.OWN:
        return facts.of_person(viewer.person_id)
    return and_(*(_LIMITED[dimension](facts, viewer) for dimension in asked))


def _people_by(dimension: Dimension) -> Callable[[Facts, Viewer], Condition]:
    """One's own people by name (DOMAIN, "names of the late, exempt, or rated"), whosever child their work is about."""

    def is_own(facts: Facts, viewer: Viewer) -> Condition:
        own = or_(person.c.team_id.in_(_posts_of(viewer)), person.c.id == viewer.person_id)
        return facts.dimension(dimension).in_(select(person.c.email).where(own))

    return is_own


def _of_own_teams(facts: Facts, viewer: Viewer) -> Condition:
    return facts.of_teams(_posts_of(viewer))


def _of_own_people(facts: Facts, viewer: Viewer) -> Condition:
    return facts.dimension(Dimension.AUDITOR_TEAM).in_(viewer.teams)


def _of_own_locality(facts: Facts, viewer: Viewer) -> Condition:
    foreign = select(team.c.locality).where(team.c.id.not_in(_posts_of(viewer)), team.c.locality.is_not(None))
    return facts.dimension(Dimension.LOCALITY).not_in(foreign)


def _of_own_service(facts: Facts, viewer: Viewer) -> Condition:
    return facts.dimension(Dimension.HEAD_OF_SERVICE) == viewer.email


_LIMITED: Mapping[Dimension, Callable[[Facts, Viewer], Condition]] = {
    Dimension.TEAM: _of_own_teams,
    Dimension.AUDITOR: _people_by(Dimension.AUDITOR),
    Dimension.OWNER: _people_by(Dimension.OWNER),
    Dimension.MODERATOR: _people_by(Dimension.MODERATOR),
    Dimension.AUDITOR_TEAM: _of_own_people,
    Dimension.LOCALITY: _of_own_locality,
    Dimension.HEAD_OF_SERVICE: _of_own_service,
}
