"""What the lines of a digest are about, in the words that their readers know them by."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select

from domain.chasing_facts import Key
from domain.exemptions import RequestStatus
from domain.ladder import ItemKind
from domain.words import AllocationStatus
from storage.concern_chasing import concern_subjects
from storage.statements import among
from storage.store import Unit
from storage.tables.allocations import allocation, case_record
from storage.tables.audits import agreed_action
from storage.tables.exemptions import exemption_request
from storage.tables.people import person, team

_A, _T = allocation.c, agreed_action.c
_AUDITS = frozenset({ItemKind.RETURN, ItemKind.UPLOAD})


@dataclass(frozen=True, slots=True)
class AuditSubject:
    """An audit that a line is about. `month` is `2026-11`."""

    id: int
    ref: str
    case_ref: str
    team: str
    month: str
    auditor: str
    status: AllocationStatus


@dataclass(frozen=True, slots=True)
class ActionSubject:
    """An action that a line is about, with the audit that asked for it. `completed_on` is None while it is open."""

    id: int
    ref: str
    description: str
    owner: str
    due_on: date
    case_ref: str
    completed_on: date | None
    removed_on: date | None


@dataclass(frozen=True, slots=True)
class OverdueOfService:
    """How many actions of a service's audits are open, and how many of those are overdue."""

    service: str
    open: int
    overdue: int


def audit_subjects(unit: Unit, keys: Iterable[Key]) -> dict[int, AuditSubject]:
    """The audits among these items, by their ids."""
    ids = {number for kind, number in keys if kind in _AUDITS}
    if not ids:
        return {}
    statement = (
        select(_A.id, _A.ref, case_record.c.case_ref, team.c.name, _A.month, person.c.name, _A.status)
        .select_from(allocation.join(case_record).join(team, team.c.id == _A.team_id))
        .join(person, person.c.id == _A.auditor_id)
        .where(among(unit.connection, _A.id, ids))
    )
    return {row.id: AuditSubject(*row) for row in unit.connection.execute(statement)}


def action_subjects(unit: Unit, keys: Iterable[Key]) -> dict[int, ActionSubject]:
    """The actions among these items, by their ids."""
    ids = {number for kind, number in keys if kind is ItemKind.ACTION}
    if not ids:
        return {}
    statement = (
        select(
            _T.id,
            _T.ref,
            _T.description,
            person.c.name,
            _T.due_on,
            case_record.c.case_ref,
            _T.completed_on,
            _T.removed_on,
        )
        .select_from(agreed_action.join(person, person.c.id == _T.owner_id))
        .join(allocation, _A.id == _T.allocation_id)
        .join(case_record, case_record.c.id == _A.case_id)
        .where(among(unit.connection, _T.id, ids))
    )
    return {row.id: ActionSubject(*row) for row in unit.connection.execute(statement)}


@dataclass(frozen=True, slots=True)
class RequestSubject:
    """A request for an exemption that a line is about. `month` is `2026-11`."""

    id: int
    asker: str
    month: str
    status: RequestStatus


def request_subjects(unit: Unit, keys: Iterable[Key]) -> dict[int, RequestSubject]:
    """The requests among these items, by their ids."""
    ids = {number for kind, number in keys if kind is ItemKind.APPROVAL}
    if not ids:
        return {}
    r = exemption_request.c
    statement = (
        select(r.id, person.c.name, r.month, r.status)
        .join(person, person.c.id == r.person_id)
        .where(among(unit.connection, r.id, ids))
    )
    return {row.id: RequestSubject(*row) for row in unit.connection.execute(statement)}


def names_of_subjects(unit: Unit, keys: Collection[Key]) -> dict[Key, str]:
    """What each of these items is called in a list for QA: its reference or its number, never its words."""
    audits, actions = audit_subjects(unit, keys), action_subjects(unit, keys)
    concerns = concern_subjects(unit, keys)
    named: dict[Key, str] = {}
    for kind, number in keys:
        if kind in _AUDITS and number in audits:
            named[kind, number] = f"audit {audits[number].ref}"
        elif kind is ItemKind.ACTION and number in actions:
            named[kind, number] = f"action {actions[number].ref}"
        elif kind is ItemKind.APPROVAL:
            named[kind, number] = f"exemption request {number}"
        elif kind is ItemKind.SURVEY:
            named[kind, number] = f"impact survey {number}"
        elif kind is ItemKind.CONCERN and number in concerns:
            named[kind, number] = f"child of concern {concerns[number].ref}"
    return named


def overdue_by_service(unit: Unit, today: date) -> list[OverdueOfService]:
    """How the open actions stand, service by service, the one with most of them overdue first.

    They are those of the figure of open actions (METRICS): raised by the day, and neither done nor removed by then,
    whatever later days an import says.
    """
    is_open = or_(_T.completed_on.is_(None), _T.completed_on > today)
    stands = and_(_T.raised_on <= today, or_(_T.removed_on.is_(None), _T.removed_on > today))
    overdue = func.count().filter(_T.due_on < today)
    statement = (
        select(_A.service, func.count(), overdue)
        .select_from(agreed_action.join(allocation, _A.id == _T.allocation_id))
        .where(is_open, stands)
        .group_by(_A.service)
        .order_by(overdue.desc(), _A.service)
    )
    return [OverdueOfService(*row) for row in unit.connection.execute(statement)]
