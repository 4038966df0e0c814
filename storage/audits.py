"""Audits as they are carried out: whose they are, the answers step by step, the return."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select

from domain.lifecycle import WITH_THE_AUDITOR
from domain.words import AllocationStatus
from storage.lifecycle import move
from storage.prepared import Prepared
from storage.store import Unit
from storage.tables.allocations import allocation, case_record, cycle
from storage.tables.audits import audit, audit_answer, audit_answer_revision
from storage.tables.people import team


@dataclass(frozen=True, slots=True)
class AllocatedAudit:
    """An allocation with what its cards say of it.

    Attributes:
        month: the audit month, as `2026-11`.
        position: the step at which *Continue audit* goes on; None before the start.
        framework_id: the version of the framework that it was started with; None before the start.
        cycle_framework: the framework its cycle names, if any.
        second_due_on: the day by which it is due again, where it was sent back.
        reopened_at: since when the auditor has it open again; what was returned last stands meanwhile.
    """

    id: int
    ref: str
    case_ref: str
    auditor_id: int
    team_id: int
    team: str
    service: str
    month: str
    theme: str | None
    due_on: date
    status: AllocationStatus
    returned_on: date | None
    social_worker_id: int | None
    cycle_framework: str | None
    framework_id: int | None
    position: str | None
    second_due_on: date | None = None
    reopened_at: datetime | None = None

    @property
    def is_reopened(self) -> bool:
        """Whether it is returned, and its auditor has it open again."""
        return self.reopened_at is not None and self.status is AllocationStatus.RETURNED

    @property
    def is_open(self) -> bool:
        """Whether the auditor can still write in it."""
        return self.status in WITH_THE_AUDITOR or self.is_reopened

    @property
    def due_now(self) -> date:
        """The due day that the auditor is asked to keep now: the second one, while it is sent back."""
        is_sent_back = self.status is AllocationStatus.SENT_BACK
        return (self.second_due_on if is_sent_back else None) or self.due_on


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """The standing answers of a step, and who gave them; `revision` counts how often it was answered, 0 for never."""

    revision: int
    answers: Mapping[str, str]
    answered_at: datetime | None = None
    answered_by_id: int | None = None


NEVER_ANSWERED = StepAnswer(0, {})

_A = allocation.c
_SELECT: Select[Any] = select(
    _A.id,
    _A.ref,
    case_record.c.case_ref,
    _A.auditor_id,
    _A.team_id,
    team.c.name,
    _A.service,
    _A.month,
    cycle.c.theme,
    _A.due_on,
    _A.status,
    _A.returned_on,
    case_record.c.social_worker_id,
    cycle.c.framework,
    audit.c.framework_id,
    audit.c.position,
    _A.second_due_on,
    audit.c.reopened_at,
).select_from(
    allocation.join(case_record)
    .join(team, team.c.id == _A.team_id)
    .outerjoin(cycle, and_(cycle.c.month == _A.month, cycle.c.service == _A.service))
    .outerjoin(audit)
)
# Whether the auditor can still write in it, of an allocation joined with its audit.
IS_OPEN = or_(
    _A.status.in_(sorted(WITH_THE_AUDITOR)),
    and_(_A.status == AllocationStatus.RETURNED, audit.c.reopened_at.is_not(None)),
)
_BY_ID = Prepared(_SELECT.where(_A.id == bindparam("key")))
# Built once: building a statement costs more than running it.
_LOCK = select(_A.id).where(_A.id == bindparam("key")).with_for_update()
_ANSWERS = Prepared(
    select(
        audit_answer.c.step,
        audit_answer.c.revision,
        audit_answer.c.answers,
        audit_answer.c.answered_at,
        audit_answer.c.answered_by_id,
    ).where(audit_answer.c.allocation_id == bindparam("key"))
)
_ANSWER_HISTORY = Prepared(audit_answer_revision.insert().inline())
_FIRST_ANSWER = Prepared(audit_answer.insert().inline())
_MOVE = Prepared(
    audit.update().where(audit.c.allocation_id == bindparam("key")).values(position=bindparam("to_position"))
)


def allocated_audit(unit: Unit, allocation_id: int) -> AllocatedAudit | None:
    """The allocation with an id, or None where there is none."""
    rows = _BY_ID.rows(unit, key=allocation_id)
    return AllocatedAudit(*rows[0]) if rows else None


def open_audits_of(unit: Unit, auditor_id: int) -> list[AllocatedAudit]:
    """What an auditor still has to return, and what they have open again, the earliest due first."""
    statement = _SELECT.where(_A.auditor_id == auditor_id, IS_OPEN).order_by(_A.due_on, _A.id)
    return [AllocatedAudit(*row) for row in unit.connection.execute(statement)]


def returned_audits_of(unit: Unit, auditor_id: int, limit: int) -> list[AllocatedAudit]:
    """What an auditor returned last, the latest first."""
    statement = (
        _SELECT.where(_A.auditor_id == auditor_id, _A.returned_on.is_not(None))
        .order_by(_A.returned_on.desc(), _A.id.desc())
        .limit(limit)
    )
    return [AllocatedAudit(*row) for row in unit.connection.execute(statement)]


def lock_audit(unit: Unit, allocation_id: int) -> None:
    """Hold an allocation until the end of the unit of work, so that two devices at once come one after the other.

    SQLite has one writer and needs no lock.
    """
    if unit.connection.dialect.name != "sqlite":
        unit.connection.execute(_LOCK, {"key": allocation_id})


def start_audit(unit: Unit, given: AllocatedAudit, framework_id: int, position: str, today: date) -> None:
    """Start an audit: its framework is fixed from here on. One that was begun before an exemption goes on as it was.

    Raises:
        NotAllowedError: it cannot be started from where it stands.
    """
    move(unit, given.id, given.status, AllocationStatus.STARTED, today, started_at=unit.now)
    if given.framework_id is None:
        values = {"allocation_id": given.id, "framework_id": framework_id, "position": position}
        unit.connection.execute(audit.insert().values(values))


def move_to(unit: Unit, allocation_id: int, position: str) -> None:
    """Note the step at which the auditor is."""
    _MOVE.change(unit, key=allocation_id, to_position=position)


def answers_of(unit: Unit, allocation_id: int) -> dict[str, StepAnswer]:
    """The standing answers of an audit, by step."""
    return {step: StepAnswer(*answer) for step, *answer in _ANSWERS.rows(unit, key=allocation_id)}


def save_answers(unit: Unit, allocation_id: int, step: str, answers: Mapping[str, str], revision: int, by: int) -> None:
    """Store the answers of a step after the revision `revision` (0: its first): the history and the standing row."""
    row = {
        "allocation_id": allocation_id,
        "step": step,
        "revision": revision + 1,
        "answers": dict(answers),
        "answered_at": unit.now,
        "answered_by_id": by,
    }
    # Two devices with the same revision meet in the history's primary key: the second one fails whole.
    _ANSWER_HISTORY.change(unit, **row)
    if revision == 0:
        _FIRST_ANSWER.change(unit, **row)
        return
    t = audit_answer.c
    unit.connection.execute(audit_answer.update().where(t.allocation_id == allocation_id, t.step == step).values(row))
