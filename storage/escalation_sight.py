"""What somebody is to disputes, themself or as a deputy (DOMAIN, "Who may do and see what")."""

from dataclasses import dataclass
from datetime import date

from domain.words import Role
from storage.deputies import deputising_from
from storage.people import person_by_id
from storage.store import Unit

RAISERS = frozenset({Role.IRO, Role.CP_CHAIR})
_SEES_ALL = frozenset({Role.QA, Role.DIRECTOR})
_LEADS = frozenset({Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE})


@dataclass(frozen=True, slots=True)
class DisputeSight:
    """What somebody is to disputes on a day.

    Attributes:
        people: whose posts and disputes are theirs: they themself first, then whom they stand in for.
        raisers: of these, the IROs and chairs.
        qa: of these, who is of QA.
        sees_all: whether they see every dispute.
        is_reader: whether disputes are anything of theirs.
        today: the London day.
    """

    people: tuple[int, ...]
    raisers: tuple[int, ...]
    qa: tuple[int, ...]
    sees_all: bool
    is_reader: bool
    today: date


def sight_of(unit: Unit, person_id: int, today: date) -> DisputeSight:
    """What somebody is to disputes on a London day."""
    stood_for = [one.person_id for one in deputising_from(unit, person_id, today) if one.starts_on <= today]
    roles = {one: person_by_id(unit, one).roles for one in dict.fromkeys([person_id, *stood_for])}
    every = frozenset[Role]().union(*roles.values())
    return DisputeSight(
        people=tuple(roles),
        raisers=tuple(one for one, held in roles.items() if held & RAISERS),
        qa=tuple(one for one, held in roles.items() if Role.QA in held),
        sees_all=bool(every & _SEES_ALL),
        is_reader=bool(every & (RAISERS | _SEES_ALL | _LEADS)),
        today=today,
    )
