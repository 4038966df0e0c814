"""Leave as it was recorded: who is away, from which London day to which."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from storage.statements import insert_returning_id
from storage.store import Unit
from storage.tables.chasing import leave

_V = leave.c


@dataclass(frozen=True, slots=True)
class RecordedLeave:
    """A leave that stands, both days included."""

    id: int
    person_id: int
    starts_on: date
    ends_on: date


def record_leave(unit: Unit, person_id: int, starts_on: date, ends_on: date) -> int:
    """Record that a person is away, in the actor's name; the row's id."""
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
    """Take a leave back; whether it stood."""
    standing = leave.update().where(_V.id == leave_id, _V.cancelled_at.is_(None))
    return bool(unit.connection.execute(standing.values(cancelled_at=unit.now)).rowcount)


def leave_from(unit: Unit, person_id: int, day: date) -> list[RecordedLeave]:
    """The leave of a person that stands and has not ended before a London day, the earliest first."""
    statement = (
        select(_V.id, _V.person_id, _V.starts_on, _V.ends_on)
        .where(_V.person_id == person_id, _V.ends_on >= day, _V.cancelled_at.is_(None))
        .order_by(_V.starts_on, _V.id)
    )
    return [RecordedLeave(*row) for row in unit.connection.execute(statement)]
