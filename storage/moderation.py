"""Moderations: whose they are, how far they have come, and what a moderator did with them.

Each change leaves its row in the allocation's history (`storage.lifecycle`). Whether an audit is somebody's to
moderate is asked before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, select

from domain.errors import NotAllowedError
from domain.lifecycle import Part, check_change
from domain.moderation_steps import ENGAGEMENT
from domain.words import AllocationStatus, Change, Rating
from storage.audits import AllocatedAudit
from storage.lifecycle import CHANGED_MEANWHILE, record_act
from storage.reopening import end_reopening
from storage.statements import insert_returning_id
from storage.store import Unit
from storage.tables.allocations import allocation
from storage.tables.audits import moderation
from storage.tables.moderation import loop_meeting, moderation_answer, moderation_answer_revision

_A, _M = allocation.c, moderation.c
IS_UNJUDGED = and_(_M.moderated_on.is_(None), _M.overall.is_(None), _M.met_standard.is_(None))


@dataclass(frozen=True, slots=True)
class AssignedModeration:
    """An audit given to a moderator, or to be given to one where `moderator_id` is None.

    Attributes:
        due_on: the day by which they are asked to judge; None where an import gave it to them.
        opened_at: when they opened it last.
        rated_at: since when they see the auditor's grades.
        position: the step at which they are.
        moderated_on, overall, met_standard: the judgement; all None before it.
        reason: why the overall grade is another one, or what is not to standard.
        answer: what the auditor said to it, once.
    """

    id: int
    allocation_id: int
    moderator_id: int | None
    due_on: date | None
    opened_at: datetime | None
    rated_at: datetime | None
    position: str | None
    moderated_on: date | None
    overall: Rating | None
    met_standard: bool | None
    reason: str | None
    answer: str | None
    source: str

    @property
    def is_judged(self) -> bool:
        """Whether it is more than an assignment."""
        return not (self.moderated_on is None and self.overall is None and self.met_standard is None)


_SELECT: Select[Any] = select(
    _M.id,
    _M.allocation_id,
    _M.moderator_id,
    _M.due_on,
    _M.opened_at,
    _M.rated_at,
    _M.position,
    _M.moderated_on,
    _M.overall,
    _M.met_standard,
    _M.reason,
    _M.answer,
    _M.source,
)


def moderation_by_id(unit: Unit, moderation_id: int) -> AssignedModeration | None:
    """The moderation with an id, or None."""
    row = unit.connection.execute(_SELECT.where(_M.id == moderation_id)).one_or_none()
    return None if row is None else AssignedModeration(*row)


def unjudged_of(unit: Unit, allocation_id: int) -> AssignedModeration | None:
    """The moderation that an audit owes; None where it owes none, or it is made."""
    statement = _SELECT.where(_M.allocation_id == allocation_id, IS_UNJUDGED).order_by(_M.id.desc()).limit(1)
    row = unit.connection.execute(statement).one_or_none()
    return None if row is None else AssignedModeration(*row)


def judgements_of(unit: Unit, allocation_id: int) -> list[AssignedModeration]:
    """The judgements of an audit, the one that decides last (by its day, then by its row)."""
    day = func.coalesce(_M.moderated_on, _A.returned_on)
    statement = _SELECT.join(allocation, _A.id == _M.allocation_id).where(_M.allocation_id == allocation_id)
    return [
        AssignedModeration(*row) for row in unit.connection.execute(statement.where(~IS_UNJUDGED).order_by(day, _M.id))
    ]


_in_a_meeting = (
    select(loop_meeting.c.id)
    .where(_M.allocation_id.in_([loop_meeting.c.first_id, loop_meeting.c.second_id]))
    .where(loop_meeting.c.settled_at.is_(None))
    .exists()
)


def queue_of(unit: Unit, moderator_id: int) -> list[AssignedModeration]:
    """What somebody has to moderate, the earliest returned first; what a meeting is to settle is not among it."""
    statement = (
        _SELECT.join(allocation, _A.id == _M.allocation_id)
        .where(_M.moderator_id == moderator_id, IS_UNJUDGED, ~_in_a_meeting)
        .where(_A.status == AllocationStatus.RETURNED)
        .order_by(_A.returned_on, _A.id)
    )
    return [AssignedModeration(*row) for row in unit.connection.execute(statement)]


def judged_by(unit: Unit, moderator_id: int, limit: int) -> list[AssignedModeration]:
    """What somebody judged last in chat, the latest first."""
    statement = _SELECT.where(_M.moderator_id == moderator_id, ~IS_UNJUDGED, _M.source == "chat")
    found = unit.connection.execute(statement.order_by(_M.moderated_on.desc(), _M.id.desc()).limit(limit))
    return [AssignedModeration(*row) for row in found]


def waiting_for_a_moderator(unit: Unit) -> list[int]:
    """The audits that owe a moderation and have no moderator, those of meetings apart; the earliest first."""
    statement = (
        select(_A.id)
        .join_from(moderation, allocation, _A.id == _M.allocation_id)
        .where(_M.moderator_id.is_(None), IS_UNJUDGED, ~_in_a_meeting, _A.status == AllocationStatus.RETURNED)
        .order_by(_A.id)
    )
    return list(unit.connection.execute(statement).scalars())


def is_in_a_meeting(unit: Unit, moderation_id: int) -> bool:
    """Whether a meeting that is still to be settled is about a moderation's audit."""
    return unit.connection.execute(select(_M.id).where(_M.id == moderation_id, _in_a_meeting)).first() is not None


def last_moderator_of(unit: Unit, allocation_id: int) -> int | None:
    """Who judged an audit last; None where nobody did."""
    judged = judgements_of(unit, allocation_id)
    return judged[-1].moderator_id if judged else None


def owe_moderation(unit: Unit, allocation_id: int, due_on: date) -> AssignedModeration:
    """Note that an audit owes a moderation, whoever is to make it; the one it owes already where there is one."""
    known = unjudged_of(unit, allocation_id)
    if known is not None:
        return known
    by = {"source": unit.actor.source, "recorded_at": unit.now}
    key = insert_returning_id(unit, moderation, allocation_id=allocation_id, due_on=due_on, **by)
    return AssignedModeration(*unit.connection.execute(_SELECT.where(_M.id == key)).one())


def give_to(
    unit: Unit,
    owed: AssignedModeration,
    moderator_id: int | None,
    due_on: date | None,
    today: date,
    reason: str | None = None,
    *,
    is_opened: bool = False,
) -> None:
    """Give a moderation to somebody, or to nobody for the time being; whoever takes it over begins anew.

    `is_opened`: its auditor can't reopen it any more all the same, since a meeting has been opened about it.

    Raises:
        NotAllowedError: it was judged or given to somebody else meanwhile.
    """
    opened_at = owed.opened_at if is_opened else None
    values = {
        "moderator_id": moderator_id,
        "due_on": due_on,
        "opened_at": opened_at,
        "rated_at": None,
        "position": None,
    }
    _change(unit, owed, **values)
    old, new = (None if one is None else str(one) for one in (owed.moderator_id, moderator_id))
    record_act(unit, owed.allocation_id, Change.GIVE_TO_MODERATOR, today, old=old, new=new, reason=reason)


def _change(unit: Unit, owed: AssignedModeration, **values: Any) -> None:
    same = _M.moderator_id.is_(None) if owed.moderator_id is None else _M.moderator_id == owed.moderator_id
    statement = moderation.update().where(_M.id == owed.id, same, IS_UNJUDGED)
    if unit.connection.execute(statement.values(recorded_at=unit.now, **values)).rowcount != 1:
        raise NotAllowedError(CHANGED_MEANWHILE)


def open_moderation(unit: Unit, owed: AssignedModeration, given: AllocatedAudit, today: date) -> bool:
    """Note that a moderator opens an audit, which ends its reopening; whether it is for the first time.

    Raises:
        NotAllowedError: it stands where there is nothing to moderate.
    """
    check_change(Change.OPEN_MODERATION, given.status, Part.MODERATOR)
    if owed.opened_at is not None:
        return False
    _change(unit, owed, opened_at=unit.now, position=owed.position or ENGAGEMENT)
    end_reopening(unit, given, "A moderator has opened it.", today)
    record_act(unit, given.id, Change.OPEN_MODERATION, today)
    return True


def go_to(unit: Unit, moderation_id: int, position: str) -> None:
    """Note the step at which a moderator is."""
    unit.connection.execute(moderation.update().where(_M.id == moderation_id).values(position=position))


def note_rated(unit: Unit, owed: AssignedModeration, given: AllocatedAudit, today: date) -> None:
    """Note that a moderator's own grades are complete: from here on they see the auditor's.

    Raises:
        NotAllowedError: it stands where there is nothing to moderate, or was judged meanwhile.
    """
    if owed.rated_at is None:
        check_change(Change.RATE, given.status, Part.MODERATOR)
        _change(unit, owed, rated_at=unit.now)
        record_act(unit, given.id, Change.RATE, today)


@dataclass(frozen=True, slots=True)
class ModerationAnswer:
    """What a moderator answered to a step; `revision` counts how often, 0 for never."""

    revision: int
    answers: Mapping[str, str]


def moderation_answers(unit: Unit, owed: AssignedModeration) -> dict[str, ModerationAnswer]:
    """The standing answers of a moderation, by step.

    What somebody answered who had it before stays in the history: whoever has it now finds blank cards.
    """
    t = moderation_answer.c
    statement = select(t.step, t.revision, t.answers, t.answered_by_id).where(t.moderation_id == owed.id)
    return {
        row.step: ModerationAnswer(row.revision, row.answers if row.answered_by_id == owed.moderator_id else {})
        for row in unit.connection.execute(statement)
    }


def save_moderation_answers(
    unit: Unit, moderation_id: int, step: str, answers: Mapping[str, str], revision: int
) -> None:
    """Store what a moderator answered to a step after the revision `revision` (0: its first)."""
    row = {
        "moderation_id": moderation_id,
        "step": step,
        "revision": revision + 1,
        "answers": dict(answers),
        "answered_at": unit.now,
        "answered_by_id": unit.actor.person_id,
    }
    # Two devices with the same revision meet in the history's primary key: the second one fails whole.
    unit.connection.execute(moderation_answer_revision.insert().values(row))
    if revision == 0:
        unit.connection.execute(moderation_answer.insert().values(row))
        return
    t = moderation_answer.c
    where = (t.moderation_id == moderation_id, t.step == step)
    unit.connection.execute(moderation_answer.update().where(*where).values(row))
