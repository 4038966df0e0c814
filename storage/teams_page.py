"""A manager's page: the teams somebody leads, the audits of their children, and what is owed there."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, select

from domain.lifecycle import WITH_THE_AUDITOR
from domain.policy import Moderated
from domain.words import AllocationStatus, EscalationStatus, Rating
from storage.deputies import deputising_from
from storage.outcomes import has_outcome
from storage.people import teams_led_by
from storage.store import Unit
from storage.tables.allocations import allocation, case_record
from storage.tables.audits import IS_OPEN_ACTION, agreed_action, audit, audit_version, moderation
from storage.tables.people import person, team
from storage.tables.registers import escalation, impact_survey

_A, _M, _N = allocation.c, moderation.c, agreed_action.c
# Back once, and counted as returned from then on: a withdrawn audit is nobody's to read.
RETURNED = (
    AllocationStatus.RETURNED,
    AllocationStatus.SENT_BACK,
    AllocationStatus.MODERATED,
    AllocationStatus.UPLOADED,
)


@dataclass(frozen=True, slots=True)
class TeamInSight:
    """A team that somebody may look at."""

    id: int
    name: str
    service: str


def teams_in_sight(unit: Unit, person_id: int, today: date, *, sees_all: bool) -> list[TeamInSight]:
    """The teams somebody leads on a London day, themself or as a deputy, by name; all where they see all."""
    statement = select(team.c.id, team.c.name, team.c.service).order_by(team.c.name)
    if not sees_all:
        statement = statement.where(team.c.id.in_(sorted(teams_of_leader(unit, person_id, today))))
    return [TeamInSight(*row) for row in unit.connection.execute(statement)]


def teams_of_leader(unit: Unit, person_id: int, today: date) -> frozenset[int]:
    """The teams over which somebody holds a post, or stands in for who does on a London day."""
    stood_for = [one.person_id for one in deputising_from(unit, person_id, today) if one.starts_on <= today]
    return frozenset().union(*(teams_led_by(unit, who) for who in (person_id, *stood_for)))


@dataclass(frozen=True, slots=True)
class TeamAudit:
    """An audit of a child of a team, back from its auditor.

    Attributes:
        month: its audit month, as `2026-11`.
        version: how often it was returned; 1 for one that came by import.
        grade: the moderator's where they gave one, else the auditor's.
        has_outcome: whether what it found may be read (`storage.outcomes`).
    """

    id: int
    ref: str
    case_ref: str
    team_id: int
    month: str
    auditor: str
    status: AllocationStatus
    returned_on: date
    version: int
    grade: Rating | None
    strengths: str
    areas: str
    has_outcome: bool


_version = select(func.max(audit_version.c.version)).where(audit_version.c.allocation_id == _A.id).scalar_subquery()
_moderated = (
    select(_M.overall)
    .where(_M.allocation_id == _A.id, _M.overall.is_not(None))
    .order_by(_M.moderated_on.desc(), _M.id.desc())
    .limit(1)
    .scalar_subquery()
)
_AUDITS: Select[Any] = (
    select(
        _A.id,
        _A.ref,
        case_record.c.case_ref,
        _A.team_id,
        _A.month,
        person.c.name,
        _A.status,
        _A.returned_on,
        func.coalesce(_version, 1),
        func.coalesce(_moderated, audit.c.overall),
        func.coalesce(audit.c.strengths, ""),
        func.coalesce(audit.c.areas_for_improvement, ""),
    )
    .select_from(allocation.join(audit).join(case_record, case_record.c.id == _A.case_id))
    .join(person, person.c.id == _A.auditor_id)
    .where(_A.status.in_(RETURNED), _A.returned_on.is_not(None))
)


def audits_of_team(unit: Unit, team_id: int, since: date, moderated: Moderated) -> list[TeamAudit]:
    """The audits of a team's children first returned since a London day, the latest first.

    Args:
        unit: the unit of work.
        team_id: the team.
        since: the day.
        moderated: which audits the council has moderated: the others have their outcome with their return.
    """
    wanted = _audits(moderated).where(_A.team_id == team_id, _A.returned_on >= since)
    return [TeamAudit(*row) for row in unit.connection.execute(wanted.order_by(_A.returned_on.desc(), _A.id.desc()))]


def audit_of_team(unit: Unit, allocation_id: int, moderated: Moderated) -> TeamAudit | None:
    """One audit that came back from its auditor; None where it has not, or there is none."""
    row = unit.connection.execute(_audits(moderated).where(_A.id == allocation_id)).one_or_none()
    return None if row is None else TeamAudit(*row)


def _audits(moderated: Moderated) -> Select[Any]:
    return _AUDITS.add_columns(has_outcome(allocation, moderated))


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed in a team on a London day.

    Attributes:
        out, late: audits of its children with their auditors; of these, past the day they are due.
        not_uploaded: with their outcome, returned in the months shown, and not on the child's record.
        surveys: impact surveys sent from here and not answered.
        disputes: disputes in process about its children.
        actions, overdue: open actions from its audits; of these, past their due day.
    """

    out: int
    late: int
    not_uploaded: int
    surveys: int
    disputes: int
    actions: int
    overdue: int


def owed_in_team(unit: Unit, team_id: int, since: date, today: date, moderated: Moderated) -> Owed:
    """What is owed in a team (see `Owed`); `moderated` as in `audits_of_team`."""
    due = func.coalesce(_A.second_due_on, _A.due_on)
    out = select(func.count(), func.count().filter(due < today)).where(
        _A.team_id == team_id, _A.status.in_(WITH_THE_AUDITOR)
    )
    waits = and_(_A.status != AllocationStatus.UPLOADED, has_outcome(allocation, moderated))
    not_uploaded = select(func.count()).where(_A.team_id == team_id, waits, _A.returned_on >= since)
    actions = (
        select(func.count(), func.count().filter(_N.due_on < today))
        .select_from(agreed_action.join(allocation, _A.id == _N.allocation_id))
        .where(_A.team_id == team_id, IS_OPEN_ACTION)
    )
    surveys, disputes = (unit.connection.execute(one).scalar_one() for one in _registers(team_id))
    with_auditors, late = unit.connection.execute(out).one()
    is_open, overdue = unit.connection.execute(actions).one()
    waiting = unit.connection.execute(not_uploaded).scalar_one()
    return Owed(with_auditors, late, waiting, surveys, disputes, is_open, overdue)


def _registers(team_id: int) -> tuple[Select[Any], Select[Any]]:
    surveys = (
        select(func.count())
        .select_from(impact_survey.join(allocation, _A.id == impact_survey.c.allocation_id))
        .where(_A.team_id == team_id, impact_survey.c.part.is_not(None), impact_survey.c.answered_on.is_(None))
    )
    disputes = (
        select(func.count())
        .select_from(escalation.join(case_record, case_record.c.id == escalation.c.case_id))
        .where(case_record.c.team_id == team_id, escalation.c.status == EscalationStatus.IN_PROCESS)
    )
    return surveys, disputes


@dataclass(frozen=True, slots=True)
class TeamAction:
    """An action that an audit agreed on: what, whose, by when, and since when it is done."""

    description: str
    owner: str
    due_on: date
    completed_on: date | None


def actions_of_audit(unit: Unit, allocation_id: int) -> list[TeamAction]:
    """The actions that an audit asks for, in their order."""
    statement = (
        select(_N.description, person.c.name, _N.due_on, _N.completed_on)
        .join(person, person.c.id == _N.owner_id)
        .where(_N.allocation_id == allocation_id, _N.removed_on.is_(None))
        .order_by(_N.id)
    )
    return [TeamAction(*row) for row in unit.connection.execute(statement)]
