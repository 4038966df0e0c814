"""Who a person is: by Entra object id, by e-mail once; their roles, the posts above them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select, true

from domain.words import Post, Role
from storage.prepared import Prepared
from storage.store import Unit
from storage.tables.allocations import allocation, case_record
from storage.tables.people import person, person_role, team_post


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person of the council with their roles. `is_welcomed` says whether they had the welcome card."""

    id: int
    name: str
    email: str
    team_id: int | None
    left_on: date | None
    object_id: str | None
    tenant_id: str | None
    is_welcomed: bool
    roles: frozenset[Role]

    def is_current(self, today: date) -> bool:
        """Whether the person works here on a day: the day of leaving is their last."""
        return self.left_on is None or self.left_on >= today


_P = person.c
_SELECT: Select[Any] = select(
    _P.id,
    _P.name,
    _P.email,
    _P.team_id,
    _P.left_on,
    _P.entra_object_id,
    _P.tenant_id,
    _P.welcomed_at,
    person_role.c.role,
).select_from(person.outerjoin(person_role))
_BY_OBJECT_ID = Prepared(_SELECT.where(_P.entra_object_id == bindparam("key")))
_BY_EMAIL = Prepared(_SELECT.where(_P.email == bindparam("key")))
_BY_ID = Prepared(_SELECT.where(_P.id == bindparam("key")))


def _current(today: date | None) -> ColumnElement[bool]:
    return true() if today is None else or_(_P.left_on.is_(None), _P.left_on >= today)


def _read(unit: Unit, statement: Prepared, key: str | int) -> KnownPerson | None:
    rows = statement.rows(unit, key=key)
    if not rows:
        return None
    key_of, name, email, team_id, left_on, object_id, tenant_id, welcomed_at, _ = rows[0]
    roles = frozenset(row[-1] for row in rows if row[-1] is not None)
    is_welcomed = welcomed_at is not None
    return KnownPerson(key_of, name, email, team_id, left_on, object_id, tenant_id, is_welcomed, roles)


def person_by_object_id(unit: Unit, object_id: str) -> KnownPerson | None:
    """Who an Entra object id (lower case) belongs to."""
    return _read(unit, _BY_OBJECT_ID, object_id)


def person_by_email(unit: Unit, email: str) -> KnownPerson | None:
    """Who an e-mail address belongs to, whatever its case."""
    return _read(unit, _BY_EMAIL, email.strip().lower())


def person_by_id(unit: Unit, person_id: int) -> KnownPerson:
    """The person with a row id.

    Raises:
        LookupError: there is none.
    """
    found = _read(unit, _BY_ID, person_id)
    if found is None:
        message = f"There is no person {person_id}."
        raise LookupError(message)
    return found


def link(unit: Unit, person_id: int, tenant_id: str, object_id: str, by: str) -> bool:
    """Tie a person to an Entra object id, once; whether they were free to be tied."""
    changed = unit.connection.execute(
        person.update()
        .where(_P.id == person_id, _P.entra_object_id.is_(None))
        .values(entra_object_id=object_id, tenant_id=tenant_id, linked_at=unit.now, linked_by=by)
    )
    return bool(changed.rowcount == 1)


def note_tenant(unit: Unit, person_id: int, tenant_id: str) -> None:
    """Fix the tenant of a person whose object id came by import, at their first contact."""
    unit.connection.execute(
        person.update()
        .where(_P.id == person_id, _P.tenant_id.is_(None))
        .values(tenant_id=tenant_id, linked_at=unit.now)
    )


def mark_welcomed(unit: Unit, person_id: int) -> bool:
    """Note that a person gets the welcome card now; whether it is the first time."""
    changed = unit.connection.execute(
        person.update().where(_P.id == person_id, _P.welcomed_at.is_(None)).values(welcomed_at=unit.now)
    )
    return bool(changed.rowcount == 1)


def people_with_role(unit: Unit, role: Role, today: date) -> list[int]:
    """The ids of the people who hold a role and work here on a day."""
    statement = select(_P.id).join(person_role).where(person_role.c.role == role, _current(today)).order_by(_P.id)
    return list(unit.connection.execute(statement).scalars())


def post_holder(unit: Unit, team_id: int, post: Post, today: date) -> int | None:
    """Who holds a post over a team, if they work here on a day."""
    statement = (
        select(_P.id)
        .join(team_post, team_post.c.person_id == _P.id)
        .where(
            team_post.c.team_id == team_id,
            team_post.c.post == post,
            _current(today),
        )
    )
    return unit.connection.execute(statement).scalar()


def teams_led_by(unit: Unit, person_id: int) -> frozenset[int]:
    """The teams over which a person holds any post."""
    statement = select(team_post.c.team_id).where(team_post.c.person_id == person_id)
    return frozenset(unit.connection.execute(statement).scalars())


def leads_anybody(unit: Unit, person_id: int) -> bool:
    """Whether a person is somebody's line manager, or holds a post over a team."""
    manages = select(_P.id).where(_P.line_manager_id == person_id).limit(1)
    return bool(teams_led_by(unit, person_id)) or unit.connection.execute(manages).first() is not None


def names_of(unit: Unit, people: Iterable[int]) -> dict[int, str]:
    """The names behind ids."""
    statement = select(_P.id, _P.name).where(_P.id.in_(list(people)))
    return {row.id: row.name for row in unit.connection.execute(statement)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may own an action, and the part they have in the case."""

    id: int
    name: str
    email: str
    part: str


def people_around(unit: Unit, allocation_id: int, today: date) -> list[Candidate]:
    """Who comes to mind as the owner of an action: those around the case, then the auditor."""
    statement = (
        select(
            allocation.c.auditor_id,
            allocation.c.team_id,
            case_record.c.social_worker_id,
            case_record.c.iro_or_chair_id,
        )
        .join(case_record, case_record.c.id == allocation.c.case_id)
        .where(allocation.c.id == allocation_id)
    )
    found = unit.connection.execute(statement).one()
    parts = [
        (found.social_worker_id, "social worker"),
        (post_holder(unit, found.team_id, Post.TEAM_MANAGER, today), "team manager"),
        (post_holder(unit, found.team_id, Post.HEAD_OF_SERVICE, today), "head of service"),
        (found.iro_or_chair_id, "IRO or CP chair"),
        (found.auditor_id, "you"),
    ]
    wanted: dict[int, str] = {}
    for person_id, part in parts:
        if person_id is not None:
            wanted.setdefault(person_id, part)
    return _candidates(unit, wanted, today)


def _candidates(unit: Unit, parts: dict[int, str], today: date) -> list[Candidate]:
    statement = select(_P.id, _P.name, _P.email).where(_P.id.in_(list(parts)), _current(today))
    rows = {row.id: row for row in unit.connection.execute(statement)}
    return [Candidate(key, rows[key].name, rows[key].email, part) for key, part in parts.items() if key in rows]


def _folded(text: str) -> str:
    # Phones and desks write é as one letter or as two, and people write more than one space.
    return unicodedata.normalize("NFC", " ".join(text.split())).casefold()


def find_people(unit: Unit, text: str, today: date | None) -> list[Candidate]:
    """The people who work here on a day and whose e-mail address or whole name, in any case, is this.

    Without a day, leavers are among them.
    """
    wanted = _folded(text)
    statement = select(_P.id, _P.name, _P.email).where(_current(today)).order_by(_P.name, _P.id)
    # Compared here: SQLite's lower() knows no letter beyond z, and a council has a few thousand people at most.
    return [
        Candidate(*row, "")
        for row in unit.connection.execute(statement)
        if wanted in {_folded(row.email), _folded(row.name)}
    ]


def people_fitting(unit: Unit, text: str, today: date | None) -> list[Candidate]:
    """The people of that whole name or address, else those of whose name or address its words are beginnings.

    "dan iq" is Dan Iqbal; "dan" is every Dan. Without a day, leavers are among them.
    """
    exact = find_people(unit, text, today)
    begun = _folded(text).split()
    if exact or not begun:
        return exact
    statement = select(_P.id, _P.name, _P.email).where(_current(today)).order_by(_P.name, _P.id)
    return [Candidate(*row, "") for row in unit.connection.execute(statement) if _begins(begun, row.name, row.email)]


def _begins(begun: list[str], name: str, email: str) -> bool:
    words = [*_folded(name).split(), *re.split(r"[\W_]+", _folded(email).partition("@")[0])]
    return all(any(word.startswith(start) for word in words) for start in begun)


def current_person(unit: Unit, key: int | str, today: date) -> Candidate | None:
    """Somebody who works here on a day, by their row's id or their Entra object id; None where there is nobody."""
    text = str(key).strip().casefold()
    is_row = text.isascii() and text.isdigit() and len(text) <= 9  # as rows are numbered
    whose = _P.id == int(text) if is_row else _P.entra_object_id == text
    row = unit.connection.execute(select(_P.id, _P.name, _P.email).where(whose, _current(today))).one_or_none()
    return None if row is None else Candidate(*row, "")


def people_of_team(unit: Unit, team_id: int, today: date, limit: int) -> list[Candidate]:
    """Those who work in a team on a day, by name, at most so many."""
    statement = (
        select(_P.id, _P.name, _P.email)
        .where(_P.team_id == team_id, _current(today))
        .order_by(_P.name, _P.id)
        .limit(limit)
    )
    return [Candidate(*row, "") for row in unit.connection.execute(statement)]
