"""Who is who in the demonstration: everybody whom its user may become, with the role they are known by."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from bot.demo.cast import CAST
from domain.words import Role
from storage.store import Unit
from storage.tables.people import person, person_role

# A person with several roles is known by the first of these.
_PARTS = {
    Role.DIRECTOR: "director",
    Role.HEAD_OF_SERVICE: "head of service",
    Role.QA: "QA",
    Role.LEADER: "leader",
    Role.TEAM_MANAGER: "manager",
    Role.AUDITOR: "auditor",
    Role.MODERATOR: "moderator",
    Role.EXTERNAL_MODERATOR: "external moderator",
    Role.IRO: "IRO",
    Role.CP_CHAIR: "CP chair",
    Role.SOCIAL_WORKER: "social worker",
}
_CAST_NAMES = [persona.name for persona in CAST]


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody of the demonstration council. `part` is their role as a reader says it."""

    object_id: str
    name: str
    email: str
    part: str

    @property
    def known_as(self) -> str:
        """The name with the role: `Dan Iqbal (head of service)`."""
        return f"{self.name} ({self.part})"

    @property
    def first_name(self) -> str:
        """What a button calls them."""
        return self.name.split()[0]


class Directory:
    """Everybody in the council, by object id and by name."""

    def __init__(self, residents: Iterable[Resident]) -> None:
        self._by_object_id = {one.object_id: one for one in residents}

    def find(self, object_id: str) -> Resident | None:
        """The person with an Entra object id, or None where it belongs to nobody here."""
        return self._by_object_id.get(object_id)

    def meant_by(self, words: str) -> list[Resident]:
        """Whom some words may mean: an object id, a whole name, one of the cast, else the beginning of a name."""
        wanted = " ".join(words.lower().split())
        if wanted in self._by_object_id:
            return [self._by_object_id[wanted]]
        everybody = self.in_order(self._by_object_id)
        whole = [one for one in everybody if one.name.lower() == wanted]
        cast = [one for one in everybody if one.name in _CAST_NAMES and one.first_name.lower() == wanted]
        return whole or cast or [one for one in everybody if f" {wanted}" in f" {one.name.lower()}"]

    def in_order(self, object_ids: Iterable[str]) -> list[Resident]:
        """Some people, each once: the cast first, then by name."""
        found = {key: self._by_object_id[key] for key in object_ids if key in self._by_object_id}
        return sorted(found.values(), key=_cast_first)


def _cast_first(resident: Resident) -> tuple[int, str]:
    is_cast = resident.name in _CAST_NAMES
    return (_CAST_NAMES.index(resident.name) if is_cast else len(_CAST_NAMES), resident.name)


def read_directory(unit: Unit) -> Directory:
    """Everybody of the store who has an object id and has not left."""
    t, roles = person.c, person_role.c
    statement = (
        select(t.entra_object_id, t.name, t.email, roles.role)
        .join_from(person, person_role)
        .where(t.entra_object_id.is_not(None), t.left_on.is_(None))
    )
    precedence = list(_PARTS)
    known: dict[str, tuple[int, Resident]] = {}
    for object_id, name, email, role in unit.connection.execute(statement):
        rank = precedence.index(role)
        if object_id not in known or rank < known[object_id][0]:
            known[object_id] = (rank, Resident(object_id, name, email, _PARTS[role]))
    return Directory(resident for _, resident in known.values())
