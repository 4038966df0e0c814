"""The register of children of concern, read: its entries by scope, one entry, its history."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, select

from domain.words import ConcernAct, ConcernStatus
from storage.loops import of_the_record
from storage.store import Unit
from storage.tables.allocations import allocation, case_record
from storage.tables.concerns import concern, concern_transition
from storage.tables.people import person, team

_C, _A, _T = concern.c, allocation.c, concern_transition.c


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry for a child of concern.

    Attributes:
        team_id: the audited case's team, as fixed on the allocation.
        respond_by: the last London day for the response; None where it was not worked out yet (an import's).
        immediate_risk, what_is_wrong: what the audit said of the child (`storage.tables.concerns.Concern`).
    """

    id: int
    ref: str
    allocation_id: int
    audit_ref: str
    case_ref: str
    team_id: int
    team: str
    category: int
    status: ConcernStatus
    raised_on: date
    respond_by: date | None
    immediate_risk: str | None
    what_is_wrong: str | None
    responded_on: date | None
    resolved_on: date | None


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to an entry.

    Attributes:
        act: None for what an import brought.
        who, for_whom: by name; None where an import did it, or nobody was stood in for.
        words: what was said of it: the response, or a reason.
    """

    id: int
    at: datetime
    on_day: date
    act: ConcernAct | None
    status: ConcernStatus
    category: int
    who: str | None
    for_whom: str | None
    words: str | None


_SELECT: Select[Any] = select(
    _C.id,
    _C.ref,
    _C.allocation_id,
    _A.ref.label("audit_ref"),
    case_record.c.case_ref,
    _A.team_id,
    team.c.name,
    _C.category,
    _C.status,
    _C.raised_on,
    _C.respond_by,
    _C.immediate_risk,
    _C.what_is_wrong,
    _C.responded_on,
    _C.resolved_on,
).select_from(
    concern.join(allocation, _A.id == _C.allocation_id)
    .join(case_record, case_record.c.id == _A.case_id)
    .join(team, team.c.id == _A.team_id)
)
_UNRESOLVED = _C.status != ConcernStatus.RESOLVED


def entry_by_id(unit: Unit, concern_id: int) -> Entry | None:
    """An entry; None where there is none."""
    row = unit.connection.execute(_SELECT.where(_C.id == concern_id)).one_or_none()
    return None if row is None else Entry(*row)


def entry_of_audit(unit: Unit, allocation_id: int) -> Entry | None:
    """The entry of an audit, its own before that of the other half of its loop; None where there is neither."""
    statement = _SELECT.where(_C.allocation_id.in_(of_the_record(allocation_id)))
    row = unit.connection.execute(statement.order_by(_C.allocation_id != allocation_id, _C.id).limit(1)).first()
    return None if row is None else Entry(*row)


def entry_of_raising(unit: Unit, transition_id: int) -> Entry | None:
    """The entry to which a thing of its history happened."""
    of = select(_T.concern_id).where(_T.id == transition_id).scalar_subquery()
    row = unit.connection.execute(_SELECT.where(_C.id == of)).one_or_none()
    return None if row is None else Entry(*row)


def entries_called(unit: Unit, reference: str, limit: int) -> list[Entry]:
    """The entries of that reference, of the audit's, or of the record's, in any case, the latest first."""
    wanted = reference.strip().casefold()
    fits = [func.lower(column) == wanted for column in (_C.ref, _A.ref, case_record.c.case_ref)]
    statement = _SELECT.where(fits[0] | fits[1] | fits[2]).order_by(_C.raised_on.desc(), _C.id.desc()).limit(limit)
    return [Entry(*row) for row in unit.connection.execute(statement)]


def open_entries(unit: Unit, teams: Collection[int] | None, limit: int, after: int = 0) -> list[Entry]:
    """The unresolved entries behind the first `after`: category 1 first, of a category the oldest.

    Args:
        unit: the unit of work.
        teams: of which teams' cases; None for all.
        limit: how many at most.
        after: how many to leave out.
    """
    statement = _SELECT.where(_UNRESOLVED)
    if teams is not None:
        statement = statement.where(_A.team_id.in_(list(teams)))
    statement = statement.order_by(_C.category, _C.raised_on, _C.id).limit(limit).offset(after)
    return [Entry(*row) for row in unit.connection.execute(statement)]


def count_open(unit: Unit, teams: Collection[int] | None) -> tuple[int, int]:
    """How many entries are unresolved, and how many of those are category 1; `teams` as in `open_entries`."""
    first = func.coalesce(func.sum(case((_C.category == 1, 1), else_=0)), 0)
    statement = select(func.count(), first).select_from(concern.join(allocation, _A.id == _C.allocation_id))
    statement = statement.where(_UNRESOLVED)
    if teams is not None:
        statement = statement.where(_A.team_id.in_(list(teams)))
    row = unit.connection.execute(statement).one()
    return int(row[0]), int(row[1])


def was_open_on(unit: Unit, day: date) -> bool:
    """Whether an entry that is unresolved now was raised by a day."""
    statement = select(_C.id).where(_UNRESOLVED, _C.raised_on <= day).limit(1)
    return unit.connection.execute(statement).first() is not None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An unresolved entry, and what has happened to it last: its id, and its London day."""

    entry: Entry
    transition_id: int
    since: date


def waiting_entries(unit: Unit) -> list[Waiting]:
    """Every unresolved entry that has a history, the oldest first."""
    later = concern_transition.alias("later_transition").c
    is_last = ~select(later.id).where(later.concern_id == _T.concern_id, later.id > _T.id).exists()
    statement = _SELECT.add_columns(_T.id.label("transition_id"), _T.on_day).join(
        concern_transition, _T.concern_id == _C.id
    )
    rows = unit.connection.execute(statement.where(_UNRESOLVED, is_last).order_by(_C.raised_on, _C.id))
    return [Waiting(Entry(*row[:-2]), row[-2], row[-1]) for row in rows]


def history_of(unit: Unit, concern_id: int) -> list[Happened]:
    """Everything that happened to an entry, the first thing first."""
    actor, stood_for = person.alias(), person.alias()
    statement = (
        select(
            _T.id,
            _T.at,
            _T.on_day,
            _T.act,
            _T.to_status,
            _T.category,
            actor.c.name,
            stood_for.c.name.label("stood_for"),
            _T.words,
        )
        .select_from(
            concern_transition.outerjoin(actor, actor.c.id == _T.actor_id).outerjoin(
                stood_for, stood_for.c.id == _T.acting_for_id
            )
        )
        .where(_T.concern_id == concern_id)
        .order_by(_T.on_day, _T.id)
    )
    return [Happened(*row) for row in unit.connection.execute(statement)]


def last_transition(unit: Unit, concern_id: int) -> int | None:
    """The last thing that happened to an entry."""
    return unit.connection.execute(select(func.max(_T.id)).where(_T.concern_id == concern_id)).scalar()
