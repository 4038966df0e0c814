"""Deputies: who gets what needs an answer in somebody's place, from which day to which (DOMAIN, "People")."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from storage.absences import lock_person
from storage.statements import insert_returning_id
from storage.store import Unit
from storage.tables.people import deputy, person

_D, _P = deputy.c, person.c
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NamedDeputy:
    """Somebody who stands in for another, both days included."""

    id: int
    person_id: int
    deputy_id: int
    starts_on: date
    ends_on: date


_SELECT = select(_D.id, _D.person_id, _D.deputy_id, _D.starts_on, _D.ends_on).where(_D.ended_at.is_(None))


def stands_in_on(day: date) -> ColumnElement[Any]:
    """The condition that a row of `deputy` holds on a London day."""
    return and_(_D.starts_on <= day, _D.ends_on >= day, _D.ended_at.is_(None))


def name_deputy(unit: Unit, person_id: int, deputy_id: int, starts_on: date, ends_on: date) -> int | None:
    """Name a deputy, in the actor's name; the row's id, or None where they stand in on all those days already."""
    lock_person(unit, person_id)
    for one in deputies_from(unit, person_id, starts_on):
        if one.deputy_id == deputy_id and one.starts_on <= starts_on and ends_on <= one.ends_on:
            return None
    return _add(unit, person_id, deputy_id, starts_on, ends_on)


def _add(unit: Unit, person_id: int, deputy_id: int, starts_on: date, ends_on: date) -> int:
    named = {"named_at": unit.now, "named_by_id": unit.actor.person_id}
    days = {"starts_on": starts_on, "ends_on": ends_on}
    return insert_returning_id(unit, deputy, person_id=person_id, deputy_id=deputy_id, **days, **named)


def end_deputy(unit: Unit, row_id: int, last_day: date) -> bool:
    """Let a deputy stand in up to and including a day, in the actor's name; whether that changed anything.

    A last day before their first takes all of it back. The row stays, as ended; what is left of it is a row of its own.
    """
    known = deputy_row(unit, row_id)
    if known is None or known.ends_on <= last_day:
        return False
    standing = deputy.update().where(_D.id == row_id, _D.ended_at.is_(None))
    ended = unit.connection.execute(standing.values(ended_at=unit.now, ended_by_id=unit.actor.person_id)).rowcount
    if ended and known.starts_on <= last_day:
        _add(unit, known.person_id, known.deputy_id, known.starts_on, last_day)
    return bool(ended)


def deputy_row(unit: Unit, row_id: int) -> NamedDeputy | None:
    """A deputy that stands; None where there is none, or they were ended."""
    row = unit.connection.execute(_SELECT.where(_D.id == row_id)).one_or_none()
    return None if row is None else NamedDeputy(*row)


def deputies_from(unit: Unit, person_id: int, day: date) -> list[NamedDeputy]:
    """Who stands in for a person on a London day or later, the first first."""
    return _rows(unit, and_(_D.person_id == person_id, _D.ends_on >= day))


def deputising_from(unit: Unit, deputy_id: int, day: date) -> list[NamedDeputy]:
    """For whom a person stands in on a London day or later, the first first."""
    return _rows(unit, and_(_D.deputy_id == deputy_id, _D.ends_on >= day))


def _rows(unit: Unit, where: ColumnElement[Any]) -> list[NamedDeputy]:
    statement = _SELECT.where(where).order_by(_D.starts_on, _D.id)
    return [NamedDeputy(*row) for row in unit.connection.execute(statement)]


def deputies_on(unit: Unit, day: date) -> Mapping[int, tuple[int, ...]]:
    """By person, who stands in for them on a London day and works here."""
    works_here = or_(_P.left_on.is_(None), _P.left_on >= day)
    statement = (
        select(_D.person_id, _D.deputy_id)
        .join(person, _P.id == _D.deputy_id)
        .where(stands_in_on(day), works_here, _D.person_id != _D.deputy_id)
        .order_by(_D.id)
    )
    found: dict[int, tuple[int, ...]] = {}
    for row in unit.connection.execute(statement):
        found[row.person_id] = tuple(dict.fromkeys((*found.get(row.person_id, ()), row.deputy_id)))
    return found


def answering_for(unit: Unit, people: Iterable[int], day: date) -> list[int]:
    """Who gets what needs an answer from these people on a London day: they and their deputies, each once.

    For everything that needs an answer: an alarm, an approval, a notice that asks something.
    """
    wanted = list(dict.fromkeys(people))
    known = deputies_on(unit, day)
    return list(dict.fromkeys([*wanted, *(one for person_id in wanted for one in known.get(person_id, ()))]))


def any_deputy_row(unit: Unit, row_id: int) -> NamedDeputy | None:
    """A deputy by the row, whether or not it was ended."""
    columns = (_D.id, _D.person_id, _D.deputy_id, _D.starts_on, _D.ends_on)
    row = unit.connection.execute(select(*columns).where(_D.id == row_id)).one_or_none()
    return None if row is None else NamedDeputy(*row)


def deputy_choices(unit: Unit, person_id: int, day: date) -> list[tuple[int, str]]:
    """Who comes to mind as a deputy: those of the person's team and manager, by name; at most a screenful."""
    me = select(_P.team_id, _P.line_manager_id).where(_P.id == person_id)
    row = unit.connection.execute(me).one()
    near = or_(
        and_(_P.team_id == row.team_id, _P.team_id.is_not(None)),
        and_(_P.line_manager_id == row.line_manager_id, _P.line_manager_id.is_not(None)),
        _P.id == row.line_manager_id,
    )
    works_here = or_(_P.left_on.is_(None), _P.left_on >= day)
    statement = select(_P.id, _P.name).where(near, works_here, _P.id != person_id).order_by(_P.name, _P.id).limit(25)
    return [(found.id, found.name) for found in unit.connection.execute(statement)]
