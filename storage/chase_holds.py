"""Putting an item off: for everybody ("I need until…", more time, blocked), or for one person who wants it later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from domain.chasing_facts import HoldReason, Key
from domain.ladder import ItemKind
from storage.chase_days import look_again
from storage.statements import among, insert_returning_id
from storage.store import Unit
from storage.tables.chasing import chase_hold

_H = chase_hold.c
# What somebody asks for who has an item in hand: together no more often than the setting `put_off_times` says.
PAUSES = (HoldReason.NEED_UNTIL, HoldReason.MORE_TIME, HoldReason.BLOCKED)


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
    statement = select(func.count()).where(*_snoozes(key, person_id))
    return unit.connection.execute(statement).scalar_one()


def _snoozes(key: Key, person_id: int) -> tuple[ColumnElement[bool], ...]:
    """What somebody has put off for themself and not taken back."""
    item = (_H.kind == key[0], _H.subject_id == key[1], _H.lifted_at.is_(None))
    return (*item, _H.person_id == person_id, _H.why == HoldReason.SNOOZE)


def take_back_snooze(unit: Unit, key: Key, person_id: int) -> bool:
    """Take back what somebody put off last for themself: it is counted no more; whether there was anything."""
    last = select(func.max(_H.id)).where(*_snoozes(key, person_id)).scalar_subquery()
    lifted = unit.connection.execute(chase_hold.update().where(_H.id == last).values(lifted_at=unit.now)).rowcount
    look_again(unit, [key])
    return bool(lifted)


def may_put_off(unit: Unit, key: Key, today: date, most: int, person_id: int | None = None) -> bool:
    """Whether an item may be put off once more (DOMAIN: twice, then the ladder goes on).

    Args:
        unit: the unit of work.
        key: the item.
        today: the London day.
        most: how often it may be (setting `put_off_times`).
        person_id: who wants it later for themself alone ("not today"); None for a pause that holds for everybody.
    """
    if person_id is not None:
        return times_put_off(unit, key, person_id) < most
    return put_off(unit, [key], today).get(key, NEVER_PUT_OFF).times < most


def lift_all_holds(unit: Unit, key: Key) -> None:
    """End whatever an item was put off for: somebody else has it now, or it begins anew."""
    standing = chase_hold.update().where(_H.kind == key[0], _H.subject_id == key[1], _H.lifted_at.is_(None))
    unit.connection.execute(standing.values(lifted_at=unit.now))
    look_again(unit, [key])


@dataclass(frozen=True, slots=True)
class PutOff:
    """How an item is put off for everybody.

    Attributes:
        until: the last London day on which nothing is said; None where it is not put off now.
        times: how often it was put off by whoever has it in hand (`PAUSES`).
    """

    until: date | None = None
    times: int = 0


NEVER_PUT_OFF = PutOff()


def put_off(unit: Unit, keys: Iterable[Key], today: date) -> Mapping[Key, PutOff]:
    """How these items are put off as a London day finds them; those that never were are left out."""
    by_kind: dict[ItemKind, list[int]] = {}
    for kind, number in keys:
        by_kind.setdefault(kind, []).append(number)
    if not by_kind:
        return {}
    of_items = [and_(_H.kind == kind, among(unit.connection, _H.subject_id, ids)) for kind, ids in by_kind.items()]
    statement = (
        select(_H.kind, _H.subject_id, func.max(_H.until_on), func.count().filter(_H.why.in_(PAUSES)))
        .where(or_(*of_items), _H.person_id.is_(None), _H.lifted_at.is_(None))
        .group_by(_H.kind, _H.subject_id)
    )
    rows = unit.connection.execute(statement)
    return {(kind, number): PutOff(until if until >= today else None, times) for kind, number, until, times in rows}


def was_ever_put_off(unit: Unit, key: Key, why: HoldReason, asked_by: int | None) -> bool:
    """Whether somebody has put an item off for this reason before, lifted since or not."""
    statement = select(_H.id).where(
        _H.kind == key[0], _H.subject_id == key[1], _H.why == why, _H.asked_by_id == asked_by
    )
    return unit.connection.execute(statement.limit(1)).first() is not None


def latest_hold(unit: Unit, key: Key, why: HoldReason) -> tuple[str, date] | None:
    """The words of the latest hold of an item for a reason, and its last day; None where there is none."""
    statement = select(_H.note, _H.until_on).where(_H.kind == key[0], _H.subject_id == key[1], _H.why == why)
    row = unit.connection.execute(statement.order_by(_H.id.desc()).limit(1)).one_or_none()
    return None if row is None else (row.note or "", row.until_on)
