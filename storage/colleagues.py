"""Who is to hear of an audit's start and outcome, and what there is to tell them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, func, select, text

from domain.colleagues import Colleague, is_outcome, is_under_way
from domain.policy import Moderated
from domain.words import AllocationStatus, Change, ColleaguePart, Post, SendStatus
from storage.store import Unit
from storage.tables.allocations import allocation, allocation_act, allocation_transition, case_record, cycle
from storage.tables.audits import agreed_action, audit, audit_version, moderation
from storage.tables.people import person, team, team_post
from storage.tables.service import outbox, qa_task

# The messages of the outbox that tell colleagues.
STARTED = "audit_started"
OUTCOME = "audit_outcome"


@dataclass(frozen=True, slots=True)
class AuditedWork:
    """An audit as its colleagues may hear of it.

    Attributes:
        month: its audit month, as `2026-11`.
        version: how often it was returned.
        awaits_moderator: whether a moderator has been given it and has not judged it.
        is_considered: whether it was decided that its return owes a moderation, or none.
        is_looped: whether it is half of a loop.
    """

    id: int
    ref: str
    case_ref: str
    team: str
    month: str
    theme: str | None
    auditor_id: int
    status: AllocationStatus
    version: int
    awaits_moderator: bool
    is_considered: bool
    is_looped: bool
    colleagues: tuple[Colleague, ...]

    def has_its_outcome(self, moderated: Moderated) -> bool:
        """Whether it has its outcome, where these are the audits that the council has moderated."""
        return is_outcome(
            self.status,
            moderated,
            awaits_moderator=self.awaits_moderator,
            is_considered=self.is_considered,
            is_looped=self.is_looped,
        )

    def is_still_going_on(self, moderated: Moderated) -> bool:
        """Whether it was started and its outcome is still to come."""
        return is_under_way(
            self.status,
            moderated,
            awaits_moderator=self.awaits_moderator,
            is_considered=self.is_considered,
            is_looped=self.is_looped,
        )

    @property
    def outcome_rung(self) -> str:
        """The rung of the notice of its latest outcome: the first return has none, a later one is told as its own."""
        return f"return {self.version}" if self.version > 1 else ""


_A, _M = allocation.c, moderation.c
_worker = person.alias("the_social_worker")
_holder = person.alias("the_team_manager")
_version = select(func.max(audit_version.c.version)).where(audit_version.c.allocation_id == _A.id).scalar_subquery()
_is_unjudged = and_(_M.overall.is_(None), _M.met_standard.is_(None), _M.moderated_on.is_(None))
_awaits = select(_M.id).where(_M.allocation_id == _A.id, _is_unjudged).exists()
_manages = and_(team_post.c.team_id == _A.team_id, team_post.c.post == Post.TEAM_MANAGER)
_SELECT = select(
    _A.id,
    _A.ref,
    case_record.c.case_ref,
    team.c.name.label("team"),
    _A.month,
    cycle.c.theme,
    _A.auditor_id,
    _A.status,
    func.coalesce(_version, 0).label("version"),
    _awaits.label("awaits_moderator"),
    _A.considered_on,
    _A.loop_ref,
    _worker.c.id.label("worker_id"),
    _worker.c.name.label("worker"),
    _worker.c.left_on.label("worker_left_on"),
    _holder.c.id.label("holder_id"),
    _holder.c.name.label("holder"),
    _holder.c.left_on.label("holder_left_on"),
).select_from(
    allocation.join(case_record)
    .join(team, team.c.id == _A.team_id)
    .outerjoin(cycle, and_(cycle.c.month == _A.month, cycle.c.service == _A.service))
    .outerjoin(_worker, _worker.c.id == case_record.c.social_worker_id)
    .outerjoin(team_post, _manages)
    .outerjoin(_holder, _holder.c.id == team_post.c.person_id)
)


def _work(row: Row[Any]) -> AuditedWork:
    worker = Colleague(ColleaguePart.SOCIAL_WORKER, row.worker_id, row.worker or "", row.worker_left_on)
    holder = Colleague(ColleaguePart.TEAM_MANAGER, row.holder_id, row.holder or "", row.holder_left_on)
    return AuditedWork(
        id=row.id,
        ref=row.ref,
        case_ref=row.case_ref,
        team=row.team,
        month=row.month,
        theme=row.theme,
        auditor_id=row.auditor_id,
        status=row.status,
        version=row.version,
        awaits_moderator=bool(row.awaits_moderator),
        is_considered=row.considered_on is not None,
        is_looped=row.loop_ref is not None,
        colleagues=(worker, holder),
    )


def audited_work(unit: Unit, allocation_id: int) -> AuditedWork | None:
    """An audit and its colleagues as they stand, or None where there is no such allocation."""
    row = unit.connection.execute(_SELECT.where(_A.id == allocation_id)).one_or_none()
    return None if row is None else _work(row)


def work_moved_since(unit: Unit, since: datetime, to: Collection[AllocationStatus]) -> list[AuditedWork]:
    """The audits that were brought to one of these states in chat since an instant: an import's history is not news."""
    t = allocation_transition.c
    # As text, so that either engine sees that the index which leaves imports out will do.
    in_chat = text("allocation_transition.source = 'chat'")
    moved = select(t.allocation_id).where(in_chat, t.at >= since, t.to_status.in_(list(to)))
    return [_work(row) for row in unit.connection.execute(_SELECT.where(_A.id.in_(moved)).order_by(_A.id))]


def work_returned_again_since(unit: Unit, since: datetime) -> list[AuditedWork]:
    """The audits that were reopened and returned again since an instant."""
    t = allocation_act.c
    again = select(t.allocation_id).where(t.at >= since, t.what == Change.RETURN_AGAIN)
    return [_work(row) for row in unit.connection.execute(_SELECT.where(_A.id.in_(again)).order_by(_A.id))]


def already_owed(unit: Unit, template: str, people: Collection[int]) -> set[tuple[int, int, str]]:
    """Which (person, subject, rung) have been owed a message before, of these people."""
    o = outbox.c
    statement = select(o.person_id, o.subject_id, o.rung).where(o.person_id.in_(list(people)), o.template == template)
    return {(row.person_id, row.subject_id, row.rung) for row in unit.connection.execute(statement)}


def matters_ever_raised(unit: Unit, matters: Collection[str]) -> set[str]:
    """Which of these matters QA was told of, whether they still wait or not."""
    statement = select(qa_task.c.dedupe).where(qa_task.c.dedupe.in_(list(matters)))
    return set(unit.connection.execute(statement).scalars())


def versions_told(unit: Unit, allocation_id: int, person_id: int) -> set[int]:
    """The returns of an audit whose outcome a person was sent; one of which nobody knows whether it arrived counts."""
    o = outbox.c
    went = o.status.in_([SendStatus.SENT, SendStatus.UNCERTAIN])
    theirs = and_(o.template == OUTCOME, o.person_id == person_id, o.subject_id == allocation_id, went)
    rungs = unit.connection.execute(select(o.rung).where(theirs)).scalars()
    return {int(rung.removeprefix("return ") or 1) for rung in rungs}


def reads_alike(unit: Unit, allocation_id: int, version: int, other: int) -> bool:
    """Whether two returns of an audit say the same to its colleagues: the same strengths, the same actions."""
    v = audit_version.c
    both = select(v.content).where(v.allocation_id == allocation_id, v.version.in_([version, other]))
    shown = [
        (content["answers"].get("summary", {}).get("strengths"), content["actions"])
        for content in unit.connection.execute(both).scalars()
    ]
    return len(shown) == 2 and shown[0] == shown[1]


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """An action agreed in an audit: what, who, by when."""

    description: str
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Outcome:
    """What colleagues hear of an audit's outcome: its strengths and the actions agreed, no grade."""

    strengths: str
    actions: tuple[AgreedLine, ...]


def outcome_of(unit: Unit, allocation_id: int) -> Outcome:
    """The outcome of a returned audit."""
    strengths = select(audit.c.strengths).where(audit.c.allocation_id == allocation_id)
    t = agreed_action.c
    actions = (
        select(t.description, person.c.name, t.due_on)
        .join(person, person.c.id == t.owner_id)
        .where(t.allocation_id == allocation_id, t.removed_on.is_(None))
        .order_by(t.id)
    )
    lines = tuple(AgreedLine(*row) for row in unit.connection.execute(actions))
    return Outcome(unit.connection.execute(strengths).scalar() or "", lines)
