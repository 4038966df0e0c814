"""Putting an item off: for everybody ("I need until…", more time, blocked), or for one person who wants it later."""

from datetime import date

from sqlalchemy import func, select

from domain.chasing_facts import HoldReason, Key
from storage.chase_days import look_again
from storage.statements import insert_returning_id
from storage.store import Unit
from storage.tables.chasing import chase_hold

_H = chase_hold.c


def hold(
    unit: Unit, key: Key, until: date, why: HoldReason, *, person_id: int | None = None, note: str | None = None
) -> int:
    """Say nothing about an item up to and including a London day; the row's id. Figures keep its due day.

    Args:
        unit: the unit of work.
        key: the item.
        until: the last day on which nothing is said.
        why: what was asked for. What is put off (`snooze`) comes back to its person on the working day after.
        person_id: to whom alone nothing is said; everybody where it is None.
        note: why, in their words.
    """
    made = insert_returning_id(
        unit,
        chase_hold,
        kind=key[0],
        subject_id=key[1],
        person_id=person_id,
        until_on=until,
        why=why,
        note=note,
        asked_at=unit.now,
        asked_by_id=unit.actor.person_id,
    )
    look_again(unit, [key])
    return made


def lift_holds(unit: Unit, key: Key, why: HoldReason) -> int:
    """End what was put off about an item for this reason, and have the next pass look at it; how many there were."""
    standing = chase_hold.update().where(
        _H.kind == key[0], _H.subject_id == key[1], _H.why == why, _H.lifted_at.is_(None)
    )
    look_again(unit, [key])
    return unit.connection.execute(standing.values(lifted_at=unit.now)).rowcount


def times_put_off(unit: Unit, key: Key, person_id: int) -> int:
    """How often a person has put an item off for themself (DOMAIN: twice, then the ladder goes on)."""
    statement = select(func.count()).where(
        _H.kind == key[0], _H.subject_id == key[1], _H.person_id == person_id, _H.why == HoldReason.SNOOZE
    )
    return unit.connection.execute(statement).scalar_one()
