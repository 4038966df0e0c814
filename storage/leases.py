"""Leases: one instance of several does something alone, for as long as it keeps saying so (docs/decisions/0017)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select

from storage.statements import insert
from storage.store import Unit
from storage.tables.service import lease

_L = lease.c


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a lease, since when, and until when if they say nothing more."""

    holder: str
    taken_at: datetime
    until: datetime


def holding(unit: Unit, name: str) -> Holding | None:
    """Who holds a lease, or held it last; None where nobody does."""
    row = unit.connection.execute(select(_L.holder, _L.taken_at, _L.until).where(_L.name == name)).one_or_none()
    return None if row is None else Holding(*row)


def hold(unit: Unit, name: str, holder: str, length: timedelta, seconds: float) -> bool:
    """Take a lease or keep it; False where another holds it.

    It is free when either clock says that it is over, or when it reaches so far ahead that a clock must have been
    put back since. SQLite is one instance's: who asks there is the one that is left.

    Args:
        unit: the unit of work; its instant is the service's clock.
        name: what the lease is for.
        holder: a name of its own for each instance.
        length: how long it holds if nobody says more.
        seconds: the machines' clock, in seconds since 1970.
    """
    span = length.total_seconds()
    values = {"holder": holder, "until": unit.now + length, "until_seconds": seconds + span}
    in_force = and_(
        _L.until > unit.now,
        _L.until <= unit.now + 2 * length,
        _L.until_seconds > seconds,
        _L.until_seconds <= seconds + 2 * span,
    )
    changes_hands = {**values, "taken_at": unit.now}
    statement = insert(unit, lease).values(name=name, taken_at=unit.now, **values)
    if unit.connection.execute(lease.update().where(_L.name == name, _L.holder == holder).values(values)).rowcount:
        return True
    may_go = None if unit.connection.dialect.name == "sqlite" else or_(~in_force, _L.holder == holder)
    statement = statement.on_conflict_do_update(index_elements=[_L.name], set_=changes_hands, where=may_go)
    return unit.connection.execute(statement.returning(_L.name)).scalar() is not None


def give_back(unit: Unit, name: str, holder: str) -> None:
    """Leave a lease to others at once; nothing changes where another has it by now."""
    unit.connection.execute(lease.delete().where(_L.name == name, _L.holder == holder))
