"""When chasing has next to look at an item, so that a pass costs what is due and not what is stored.

Each open action, each audit and each unanswered survey has its day (`storage.tables.columns.chase_day`). What changes
an item in chat sets it back with the same statement; what changes all of them (the ladder, days off, an import) is
seen by the pass itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, func, literal_column, select

from domain.calendar import WorkingCalendar
from domain.chasing_facts import Key
from domain.ladder import ItemKind, next_day, reached
from domain.policy import Policy
from storage.statements import among
from storage.store import Unit
from storage.tables.allocations import CAN_BE_CHASED, allocation
from storage.tables.audits import IS_OPEN_ACTION, agreed_action
from storage.tables.chasing import chasing_basis, chasing_pass
from storage.tables.columns import NOT_LOOKED_AT
from storage.tables.registers import IS_OPEN_SURVEY, impact_survey
from storage.tables.service import import_run

NEVER = date.max
# To SQLite, which keeps no count of values: few rows are meant, so that it goes by the index of these days.
_FEW: ColumnElement[Any] = literal_column("0.0000001")
_T = agreed_action.c
_TABLES: Mapping[ItemKind, Table] = {
    ItemKind.RETURN: allocation,
    ItemKind.UPLOAD: allocation,
    ItemKind.ACTION: agreed_action,
    ItemKind.SURVEY: impact_survey,
}


# What is open in each of these tables, and may so owe something.
_OPEN = ((allocation, CAN_BE_CHASED), (agreed_action, IS_OPEN_ACTION), (impact_survey, IS_OPEN_SURVEY))


def basis_of(unit: Unit, policy: Policy, calendar: WorkingCalendar) -> str:
    """What all of the days rest on: where it differs from the last pass's, everything is looked at again."""
    imported = unit.connection.execute(select(func.max(import_run.c.id))).scalar()
    days_off = ",".join(sorted(day.isoformat() for day in calendar.days_off))
    told = f"{policy.ladder.text}\n{policy.moderated}\n{days_off}\n{imported}"
    return sha256(told.encode()).hexdigest()


def was_decided(unit: Unit, today: date) -> bool:
    """Whether a London day's digests were decided already."""
    return unit.connection.execute(select(chasing_pass.c.day).where(chasing_pass.c.day == today)).first() is not None


def last_basis(unit: Unit) -> str | None:
    """Under what everything was last begun to be looked at; None before the first pass."""
    b = chasing_basis.c
    return unit.connection.execute(select(b.basis).order_by(b.id.desc()).limit(1)).scalar()


def note_basis(unit: Unit, basis: str) -> None:
    """Note that nothing is left that was looked at under another basis."""
    unit.connection.execute(chasing_basis.insert().values(basis=basis, since=unit.now))


def note_pass(unit: Unit, today: date, basis: str, *, digests: int, lines: int) -> None:
    """Note that a London day's digests are decided. A second instance fails here, and leaves nothing behind."""
    values = {"day": today, "decided_at": unit.now, "basis": basis, "digests": digests, "lines": lines}
    unit.connection.execute(chasing_pass.insert().values(values))


def has_come(unit: Unit, chase_on: Column[Any], today: date) -> ColumnElement[bool]:
    """The condition that an item's day to be looked at has come by a London day."""
    return few(unit, chase_on <= today)


def few(unit: Unit, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """A condition that few rows meet, so that SQLite goes by the index of it and not by that of what is open."""
    return func.likelihood(condition, _FEW) if unit.connection.dialect.name == "sqlite" else condition


def look_at_all_again(unit: Unit, limit: int | None = None) -> int:
    """Have the next pass look at every open item anew, or at so many of each kind; how many."""
    changed = 0
    for table, is_open in _OPEN:
        looked_at = (is_open, few(unit, table.c.chase_on > NOT_LOOKED_AT))
        again = table.update().where(*_some(table, looked_at, limit)).values(chase_on=NOT_LOOKED_AT)
        changed += unit.connection.execute(again).rowcount
    return changed


def _some(table: Table, wanted: tuple[Any, ...], limit: int | None) -> tuple[Any, ...]:
    """The condition that a row is wanted, or is one of so many of those."""
    return wanted if limit is None else (table.c.id.in_(select(table.c.id).where(*wanted).limit(limit)),)


def look_again(unit: Unit, keys: Iterable[Key]) -> None:
    """Have the next pass look at these items anew: for whoever changes what they owe."""
    set_days(unit, dict.fromkeys(keys, NOT_LOOKED_AT))


def set_days(unit: Unit, days: Mapping[Key, date | None]) -> None:
    """Set when these items are to be looked at next; None is never, as things stand."""
    by_day: dict[tuple[Table, date], list[int]] = defaultdict(list)
    for (kind, number), day in days.items():
        if kind in _TABLES:
            by_day[_TABLES[kind], day or NEVER].append(number)
    for (table, day), ids in by_day.items():
        unit.connection.execute(table.update().where(among(unit.connection, table.c.id, ids)).values(chase_on=day))


def reckon_actions(unit: Unit, policy: Policy, today: date, calendar: WorkingCalendar, limit: int | None = None) -> int:
    """Put off those actions not looked at yet that owe nothing so far, to their first rung; how many, `limit` at most.

    It takes a statement a due day, from the last one back to the first that owes something, since all before it do
    as well; no row is read.
    """
    rungs, weekday = policy.ladder.of(ItemKind.ACTION), policy.ladder.weekday
    done, due_on = 0, _last_due_day(unit, None)
    while due_on is not None and not reached(rungs, weekday, due_on, today, calendar):
        wanted = (IS_OPEN_ACTION, _T.chase_on == NOT_LOOKED_AT, _T.due_on == due_on)
        some = _some(agreed_action, wanted, None if limit is None else limit - done)
        day = next_day(rungs, weekday, due_on, today, calendar) or NEVER
        done += unit.connection.execute(agreed_action.update().where(*some).values(chase_on=day)).rowcount
        if limit is not None and done >= limit:
            break
        due_on = _last_due_day(unit, due_on)
    return done


def _last_due_day(unit: Unit, before: date | None) -> date | None:
    """The latest due day, before another, of an action that was not looked at yet."""
    wanted = (IS_OPEN_ACTION, _T.chase_on == NOT_LOOKED_AT, _T.due_on < (before or date.max))
    found: date | None = unit.connection.execute(select(func.max(_T.due_on)).where(*wanted)).scalar()
    return found
