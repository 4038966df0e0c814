"""What a viewer may ask and see (DOMAIN, "Who may do and see what"; METRICS, "Words")."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from domain.words import Role
from metrics.facts.joined import Condition, Facts
from metrics.query import Reach
from storage.tables.people import team_post


class Sight(StrEnum):
    """Whose rows a viewer sees: everybody's, those of their teams, their own."""

    ALL = "all"
    TEAMS = "teams"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks: a person, their roles, and the teams that they manage or head."""

    person_id: int
    email: str
    roles: frozenset[Role]
    teams: tuple[str, ...] = ()
    own_team: str | None = None

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


def seen_by(facts: Facts, viewer: Viewer, sight: Sight | None) -> Condition | None:
    """What limits named groups and listed rows to those a viewer may see; None is no limit."""
    if sight is Sight.ALL:
        return None
    if sight is Sight.TEAMS:
        return facts.of_teams(_posts_of(viewer)) | facts.of_person(viewer.person_id)
    return facts.of_person(viewer.person_id)
