"""QA going through an audit for its auditor: who does, since when, and until when (DOMAIN, "QA tasks")."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from domain.errors import NotAllowedError
from domain.lifecycle import Part, check_change
from domain.words import Change
from storage.audits import AllocatedAudit, allocated_audit
from storage.lifecycle import record_act
from storage.statements import insert_returning_id
from storage.store import Unit
from storage.tables.allocations import acting_for, allocation, allocation_transition
from storage.tables.audits import audit_answer_revision, audit_version
from storage.tables.people import person

_T = acting_for.c


@dataclass(frozen=True, slots=True)
class Acting:
    """Who of QA went through an audit for its auditor; `ended_at` is None while they are at it."""

    allocation_id: int
    person_id: int
    name: str
    began_at: datetime
    ended_at: datetime | None


def begin_acting(unit: Unit, given: AllocatedAudit, person_id: int, reason: str, today: date) -> None:
    """Let somebody of QA go through an audit for its auditor, until it is returned or they stop.

    Raises:
        NotAllowedError: it stands where there is nothing to do for its auditor, or it is their own.
    """
    check_change(Change.ACT_FOR, given.status, Part.QA)
    if given.auditor_id == person_id:
        raise NotAllowedError("This audit is your own. Type 'my audits' to go on with it.")
    if is_acting(unit, given.id, person_id):
        return
    values = {"allocation_id": given.id, "auditor_id": given.auditor_id, "person_id": person_id}
    insert_returning_id(unit, acting_for, **values, reason=reason, began_at=unit.now)
    record_act(unit, given.id, Change.ACT_FOR, today, new=str(given.auditor_id), reason=reason)


def is_acting(unit: Unit, allocation_id: int, person_id: int) -> bool:
    """Whether a person goes through an audit for its auditor just now."""
    statement = select(_T.id).where(_T.allocation_id == allocation_id, _T.person_id == person_id, _T.ended_at.is_(None))
    return unit.connection.execute(statement).first() is not None


def acted_for_by(unit: Unit, person_id: int) -> list[AllocatedAudit]:
    """The audits that a person goes through for their auditors just now, the one begun first first."""
    statement = select(_T.allocation_id).where(_T.person_id == person_id, _T.ended_at.is_(None)).order_by(_T.id)
    found = [allocated_audit(unit, key) for key in unit.connection.execute(statement).scalars()]
    return [given for given in found if given is not None]


def stop_acting(unit: Unit, allocation_id: int, today: date, person_id: int | None = None) -> int:
    """End the acting of a person, or of everybody, in an audit; how many were at it."""
    statement = acting_for.update().where(_T.allocation_id == allocation_id, _T.ended_at.is_(None))
    if person_id is not None:
        statement = statement.where(_T.person_id == person_id)
    ended = unit.connection.execute(statement.values(ended_at=unit.now)).rowcount
    if ended:
        record_act(unit, allocation_id, Change.STOP_ACTING, today)
    return ended


def acting_in(unit: Unit, allocations: list[int]) -> dict[int, Acting]:
    """Who acted last in each of these audits, for the auditor it has now.

    Whoever stopped again without an answer or a change of its state is not named: they had no part in it.
    """
    r, h = audit_answer_revision.c, allocation_transition.c
    answered = select(r.step).where(r.allocation_id == _T.allocation_id, r.answered_by_id == _T.person_id).exists()
    moved = select(h.id).where(h.allocation_id == _T.allocation_id, h.actor_id == _T.person_id, h.at >= _T.began_at)
    statement = (
        select(_T.allocation_id, _T.person_id, person.c.name, _T.began_at, _T.ended_at)
        .join(person, person.c.id == _T.person_id)
        .join(allocation, allocation.c.id == _T.allocation_id)
        .where(_T.allocation_id.in_(allocations), _T.auditor_id == allocation.c.auditor_id)
        .where(or_(_T.ended_at.is_(None), answered, moved.where(h.acting_for_id == _T.auditor_id).exists()))
        .order_by(_T.id)
    )
    return {row.allocation_id: Acting(*row) for row in unit.connection.execute(statement)}


@dataclass(frozen=True, slots=True)
class ReturnedFor:
    """Who returned an audit in its auditor's place."""

    person_id: int
    name: str
    returned_at: datetime


def returned_for_auditor(unit: Unit, allocations: list[int]) -> dict[int, ReturnedFor]:
    """Who returned these audits last, of those that somebody returned in the place of the auditor they have now."""
    v = audit_version.c
    statement = (
        select(
            v.allocation_id, v.acting_for_id, allocation.c.auditor_id, v.returned_by_id, person.c.name, v.returned_at
        )
        .join(person, person.c.id == v.returned_by_id)
        .join(allocation, allocation.c.id == v.allocation_id)
        .where(v.allocation_id.in_(allocations))
        .order_by(v.version)
    )
    last = {row.allocation_id: row for row in unit.connection.execute(statement)}
    return {
        key: ReturnedFor(row.returned_by_id, row.name, row.returned_at)
        for key, row in last.items()
        if row.acting_for_id == row.auditor_id
    }
