"""What somebody is to the register of children of concern, themself or as a deputy (DOMAIN, who may do what)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.concern_lifecycle import ConcernPart
from domain.words import Role
from storage.deputies import deputising_from
from storage.people import person_by_id, teams_led_by
from storage.store import Unit

_BY_ROLE: Mapping[Role, ConcernPart] = {Role.QA: ConcernPart.QA, Role.DIRECTOR: ConcernPart.DIRECTOR}


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody is to the register on a day.

    Attributes:
        roles: the parts that go with all entries, each with the person whose part it is: the reader, or whom they
            stand in for.
        teams: the teams over which they hold a post, or stand in for who does, each with that person.
    """

    roles: Mapping[ConcernPart, int] = field(default_factory=dict)
    teams: Mapping[int, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether they see anything of the register at all."""
        return bool(self.roles or self.teams)

    @property
    def scope(self) -> frozenset[int] | None:
        """The teams whose entries they see; None for all."""
        return None if self.roles else frozenset(self.teams)

    def sees(self, team_id: int) -> bool:
        """Whether they see a team's entries."""
        return bool(self.roles) or team_id in self.teams

    def parts(self, team_id: int) -> dict[ConcernPart, int]:
        """What they are to a team's entries, and whose part that is."""
        leads = {ConcernPart.RESPONDER: self.teams[team_id]} if team_id in self.teams else {}
        return {**leads, **self.roles}


def reach_of(unit: Unit, person_id: int, today: date) -> Reach:
    """What somebody is to the register: what they are themself comes before what they stand in for."""
    stood_in_for = [one.person_id for one in deputising_from(unit, person_id, today) if one.starts_on <= today]
    roles: dict[ConcernPart, int] = {}
    teams: dict[int, int] = {}
    for whose in dict.fromkeys([person_id, *stood_in_for]):
        for role in person_by_id(unit, whose).roles:
            if role in _BY_ROLE:
                roles.setdefault(_BY_ROLE[role], whose)
        for team_id in teams_led_by(unit, whose):
            teams.setdefault(team_id, whose)
    return Reach(roles, teams)
