"""Finding an audit, and what QA may know of one: its auditor, how it fits somebody else, and its whole history."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select

from domain.allocation_rules import Fit
from domain.words import AllocationStatus, Change, Role
from storage.audits import AllocatedAudit, allocated_audit
from storage.exemptions import is_exempt
from storage.store import Unit
from storage.tables.allocations import allocation, allocation_act, allocation_transition, case_record
from storage.tables.people import person, person_role

_A, _P = allocation.c, person.c


def audits_by_reference(unit: Unit, text: str, limit: int) -> list[AllocatedAudit]:
    """The audits whose own reference, or the reference of whose record, is this in any case; the latest first."""
    wanted = " ".join(text.split()).lower()
    statement = (
        select(_A.id)
        .join(case_record, case_record.c.id == _A.case_id)
        .where(or_(func.lower(_A.ref) == wanted, func.lower(case_record.c.case_ref) == wanted))
    )
    return _latest(unit, statement, limit)


def audits_of_people(unit: Unit, people: list[int], limit: int) -> list[AllocatedAudit]:
    """The audits of these auditors, the latest first."""
    return _latest(unit, select(_A.id).where(_A.auditor_id.in_(people)), limit)


def _latest(unit: Unit, statement: Select[Any], limit: int) -> list[AllocatedAudit]:
    found = unit.connection.execute(statement.order_by(_A.allocated_on.desc(), _A.id.desc()).limit(limit))
    each = (allocated_audit(unit, key) for key in found.scalars())
    return [given for given in each if given is not None]


def replacement_of(unit: Unit, allocation_id: int) -> str | None:
    """The reference of the audit that has taken a withdrawn one's place; None where none has."""
    found: str | None = unit.connection.execute(select(_A.replaced_by).where(_A.id == allocation_id)).scalar()
    return found


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as QA's cards name them; `left_on` is their last day here, if they leave."""

    id: int
    name: str
    email: str
    left_on: date | None


def somebody(unit: Unit, person_id: int) -> Somebody:
    """The person with a row id."""
    return Somebody(
        *unit.connection.execute(select(_P.id, _P.name, _P.email, _P.left_on).where(_P.id == person_id)).one()
    )


def fit_of(unit: Unit, given: AllocatedAudit, person_id: int, today: date) -> Fit:
    """How somebody fits an audit that they might be given (`domain.allocation_rules`)."""
    case = unit.connection.execute(
        select(_A.loop_ref, case_record.c.id, case_record.c.social_worker_id, case_record.c.iro_or_chair_id)
        .join(case_record, case_record.c.id == _A.case_id)
        .where(_A.id == given.id)
    ).one()
    who = unit.connection.execute(select(_P.team_id, _P.left_on, _P.trained_on).where(_P.id == person_id)).one()
    manages = select(_P.line_manager_id).where(_P.id == case.social_worker_id)
    return Fit(
        is_auditor=_is_auditor(unit, person_id),
        is_current=who.left_on is None or who.left_on >= today,
        has_it=given.auditor_id == person_id,
        is_own_team=who.team_id == given.team_id,
        is_line_managed=unit.connection.execute(manages).scalar() == person_id,
        is_own_case=person_id in {case.social_worker_id, case.iro_or_chair_id},
        has_other_half=case.loop_ref is not None and _is_in_loop(unit, case.loop_ref, case.id, given.id, person_id),
        is_exempt=is_exempt(unit, person_id, given.month),
        is_trained=who.trained_on is not None and who.trained_on.isoformat() <= f"{given.month}-01",
    )


def _is_auditor(unit: Unit, person_id: int) -> bool:
    r = person_role.c
    statement = select(r.role).where(r.person_id == person_id, r.role == Role.AUDITOR)
    return unit.connection.execute(statement).first() is not None


def _is_in_loop(unit: Unit, loop_ref: str, case_id: int, but: int, person_id: int) -> bool:
    statement = select(_A.id).where(
        _A.loop_ref == loop_ref,
        _A.case_id == case_id,
        _A.id != but,
        _A.auditor_id == person_id,
        _A.status != AllocationStatus.WITHDRAWN,
    )
    return unit.connection.execute(statement).first() is not None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened to an allocation, as its history has it.

    Attributes:
        on_day: the London day that figures go by; `at` is when it was written down.
        who, for_whom: by name; None where the service or an import did it, or nobody was acted for.
        change: what was done, where the state stayed as it is; None for a change of state.
        old, new: the states, or what stood before and what stands now (`AllocationAct`).
    """

    at: datetime
    on_day: date
    who: str | None
    for_whom: str | None
    source: str
    change: Change | None
    old: str | None
    new: str | None
    reason: str | None


def history_of(unit: Unit, allocation_id: int) -> list[HistoryLine]:
    """Everything that happened to an allocation, the first thing first."""
    h, a = allocation_transition.c, allocation_act.c
    changes = select(h.at, h.on_day, h.actor_id, h.acting_for_id, h.source, h.from_status, h.to_status, h.reason).where(
        h.allocation_id == allocation_id
    )
    acts = select(a.at, a.on_day, a.actor_id, a.acting_for_id, a.source, a.what, a.old, a.new, a.reason).where(
        a.allocation_id == allocation_id
    )
    moved = [(row, None) for row in unit.connection.execute(changes.order_by(h.id))]
    done = [(row, row.what) for row in unit.connection.execute(acts.order_by(a.id))]
    names = dict(unit.connection.execute(select(_P.id, _P.name)).all())
    lines = [
        HistoryLine(
            row.at,
            row.on_day,
            names.get(row.actor_id),
            names.get(row.acting_for_id),
            row.source,
            change,
            row.from_status if change is None else _named(names, row.old),
            row.to_status if change is None else _named(names, row.new),
            row.reason,
        )
        for row, change in [*moved, *done]
    ]
    return sorted(lines, key=lambda line: line.at)


def _named(names: dict[int, str], text: str | None) -> str | None:
    return names.get(int(text), text) if text and text.isdigit() else text
