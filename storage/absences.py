"""Leave as it was recorded: who is away, from which London day to which, who said so and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, or_, select

from storage.statements import among, insert_returning_id
from storage.store import Unit
from storage.tables.chasing import leave
from storage.tables.people import person, team_post

_V = leave.c
_DAY = timedelta(days=1)
_LOCK = select(person.c.id).where(person.c.id == bindparam("key")).with_for_update()


@dataclass(frozen=True, slots=True)
class RecordedLeave:
    """A leave that stands, both days included. `recorded_by_id` is None for what nobody of the council recorded."""

    id: int
    person_id: int
    starts_on: date
    ends_on: date
    recorded_at: datetime
    recorded_by_id: int | None


@dataclass(frozen=True, slots=True)
class Spell:
    """Days away in one go: leave that overlaps or touches, whoever recorded its parts."""

    starts_on: date
    ends_on: date
    parts: tuple[RecordedLeave, ...]

    def covers(self, day: date) -> bool:
        """Whether a London day is one of them."""
        return self.starts_on <= day <= self.ends_on


_SELECT = select(_V.id, _V.person_id, _V.starts_on, _V.ends_on, _V.recorded_at, _V.recorded_by_id).where(
    _V.cancelled_at.is_(None)
)


def lock_person(unit: Unit, person_id: int) -> None:
    """Hold what is recorded of a person until the end of the unit of work, so that two at once come in turn.

    SQLite has one writer and needs no lock.
    """
    if unit.connection.dialect.name != "sqlite":
        unit.connection.execute(_LOCK, {"key": person_id})


def record_leave(unit: Unit, person_id: int, starts_on: date, ends_on: date) -> int | None:
    """Record that a person is away, in the actor's name; the row's id, or None where all of it stands already."""
    lock_person(unit, person_id)
    if any(one.starts_on <= starts_on and ends_on <= one.ends_on for one in spells_of(unit, person_id, starts_on)):
        return None
    return insert_returning_id(
        unit,
        leave,
        person_id=person_id,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_at=unit.now,
        recorded_by_id=unit.actor.person_id,
    )


def cancel_leave(unit: Unit, leave_id: int) -> bool:
    """Take a leave back, in the actor's name; whether it stood."""
    standing = leave.update().where(_V.id == leave_id, _V.cancelled_at.is_(None))
    taken_back = standing.values(cancelled_at=unit.now, cancelled_by_id=unit.actor.person_id)
    return bool(unit.connection.execute(taken_back).rowcount)


def end_leave(unit: Unit, person_id: int, back_on: date) -> list[RecordedLeave]:
    """Have a person be back on a day: the days away from then on are taken back, with what touches them.

    Returns:
        The rows that were taken back or cut short. Leave that begins later, after days at work, stands.
    """
    lock_person(unit, person_id)
    spell = next((one for one in spells_of(unit, person_id, back_on) if one.covers(back_on)), None)
    ended = [] if spell is None else [one for one in spell.parts if one.ends_on >= back_on]
    for one in ended:
        cancel_leave(unit, one.id)
        if one.starts_on < back_on:
            record_leave(unit, person_id, one.starts_on, back_on - _DAY)
    return ended


def leave_of(unit: Unit, leave_id: int) -> RecordedLeave | None:
    """A leave that stands; None where there is none, or it was taken back."""
    row = unit.connection.execute(_SELECT.where(_V.id == leave_id)).one_or_none()
    return None if row is None else RecordedLeave(*row)


def leave_from(unit: Unit, person_id: int, day: date) -> list[RecordedLeave]:
    """The leave of a person that stands and has not ended before a London day, the earliest first."""
    statement = _SELECT.where(_V.person_id == person_id, _V.ends_on >= day).order_by(_V.starts_on, _V.id)
    return [RecordedLeave(*row) for row in unit.connection.execute(statement)]


def spells_of(unit: Unit, person_id: int, day: date) -> list[Spell]:
    """The days away of a person in whole spells, of those that have not ended before a London day."""
    # What ended on the eve touches what begins on the day.
    return [one for one in _joined(leave_from(unit, person_id, day - 366 * _DAY)) if one.ends_on >= day]


def _joined(rows: Iterable[RecordedLeave]) -> list[Spell]:
    spells: list[Spell] = []
    for one in rows:
        last = spells[-1] if spells else None
        if last is not None and one.starts_on <= last.ends_on + _DAY:
            spells[-1] = Spell(last.starts_on, max(last.ends_on, one.ends_on), (*last.parts, one))
        else:
            spells.append(Spell(one.starts_on, one.ends_on, (one,)))
    return spells


def people_led_by(unit: Unit, person_id: int) -> frozenset[int]:
    """For whom a person may record leave: those they line-manage, and those of teams over which they hold a post."""
    posts = select(team_post.c.team_id).where(team_post.c.person_id == person_id)
    statement = select(person.c.id).where(
        or_(person.c.line_manager_id == person_id, person.c.team_id.in_(posts)), person.c.id != person_id
    )
    return frozenset(unit.connection.execute(statement).scalars())


def away_among(unit: Unit, people: Iterable[int], day: date) -> list[RecordedLeave]:
    """The leave on a London day of these people, who is back first first."""
    statement = _SELECT.where(
        among(unit.connection, _V.person_id, people), _V.starts_on <= day, _V.ends_on >= day
    ).order_by(_V.ends_on, _V.id)
    return [RecordedLeave(*row) for row in unit.connection.execute(statement)]
