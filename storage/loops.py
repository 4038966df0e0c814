"""Looped audits: the halves of a pair, and the moderation meeting of one whose overall grades differ (DOMAIN)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, literal, or_, select

from domain.words import AllocationStatus, Change, Rating
from storage.audits import AllocatedAudit, allocated_audit
from storage.lifecycle import record_act
from storage.statements import insert_returning_id
from storage.store import Unit
from storage.tables.allocations import allocation
from storage.tables.audits import audit
from storage.tables.moderation import loop_meeting, loop_reply

_A, _L, _R = allocation.c, loop_meeting.c, loop_reply.c


def other_halves(unit: Unit, given: AllocatedAudit) -> list[AllocatedAudit]:
    """The other audits of the same record in the same loop that count: not withdrawn, not exempt."""
    own = select(_A.loop_ref, _A.case_id).where(_A.id == given.id)
    loop = unit.connection.execute(own).one()
    if loop.loop_ref is None:
        return []
    gone = (AllocationStatus.WITHDRAWN, AllocationStatus.EXEMPTED)
    statement = (
        select(_A.id)
        .where(_A.loop_ref == loop.loop_ref, _A.case_id == loop.case_id, _A.id != given.id, _A.status.not_in(gone))
        .order_by(_A.id)
    )
    found = (allocated_audit(unit, key) for key in unit.connection.execute(statement).scalars())
    return [one for one in found if one is not None]


def of_the_record(allocation_id: int) -> CompoundSelect[Any]:
    """The keys of an audit and of the others of its loop, as a sub-select: they rate one record of one child."""
    own = allocation.alias("own_audit")
    same = and_(_A.loop_ref == own.c.loop_ref, _A.case_id == own.c.case_id, _A.id != own.c.id)
    others = select(_A.id).select_from(own.join(allocation, same)).where(own.c.id == allocation_id)
    return select(literal(allocation_id)).union_all(others)


def overall_of(unit: Unit, allocation_id: int) -> Rating | None:
    """The overall grade that an auditor returned last."""
    found: Rating | None = unit.connection.execute(
        select(audit.c.overall).where(audit.c.allocation_id == allocation_id)
    ).scalar()
    return found


@dataclass(frozen=True, slots=True)
class Meeting:
    """A moderation meeting of two auditors of one record (`storage.tables.moderation.LoopMeeting`)."""

    id: int
    first_id: int
    second_id: int
    moderator_id: int | None
    opened_at: datetime
    proposal: str | None
    round: int
    settled_at: datetime | None

    @property
    def pair(self) -> tuple[int, int]:
        """The two allocations."""
        return self.first_id, self.second_id


_SELECT: Select[Any] = select(
    _L.id, _L.first_id, _L.second_id, _L.moderator_id, _L.opened_at, _L.proposal, _L.round, _L.settled_at
)


def meeting_by_id(unit: Unit, meeting_id: int) -> Meeting | None:
    """The meeting with an id, or None."""
    row = unit.connection.execute(_SELECT.where(_L.id == meeting_id)).one_or_none()
    return None if row is None else Meeting(*row)


def meeting_of(unit: Unit, allocation_id: int) -> Meeting | None:
    """The meeting that is to settle an audit, or has; None where there is none."""
    either = or_(_L.first_id == allocation_id, _L.second_id == allocation_id)
    row = unit.connection.execute(_SELECT.where(either).order_by(_L.id.desc()).limit(1)).one_or_none()
    return None if row is None else Meeting(*row)


def meetings_of_moderator(unit: Unit, moderator_id: int) -> list[Meeting]:
    """The meetings that somebody has still to bring about, the oldest first."""
    statement = _SELECT.where(_L.moderator_id == moderator_id, _L.settled_at.is_(None)).order_by(_L.id)
    return [Meeting(*row) for row in unit.connection.execute(statement)]


def meetings_without_moderator(unit: Unit) -> list[Meeting]:
    """The meetings for which nobody is there, the oldest first."""
    statement = _SELECT.where(_L.moderator_id.is_(None), _L.settled_at.is_(None)).order_by(_L.id)
    return [Meeting(*row) for row in unit.connection.execute(statement)]


def open_meetings_of_auditor(unit: Unit, auditor_id: int) -> list[Meeting]:
    """The meetings that an auditor is still to take part in, the oldest first."""
    statement = (
        _SELECT.join(allocation, or_(_A.id == _L.first_id, _A.id == _L.second_id))
        .where(_A.auditor_id == auditor_id, _L.settled_at.is_(None))
        .order_by(_L.id)
    )
    return [Meeting(*row) for row in unit.connection.execute(statement)]


def open_meeting(unit: Unit, pair: Sequence[int]) -> Meeting:
    """Open the meeting of a pair; the one that was settled before is opened anew."""
    first, second = sorted(pair)
    known = select(_L.id).where(_L.first_id == first, _L.second_id == second)
    key = unit.connection.execute(known).scalar()
    fresh = {"opened_at": unit.now, "proposal": None, "proposed_at": None, "settled_at": None, "moderator_id": None}
    if key is None:
        key = insert_returning_id(unit, loop_meeting, first_id=first, second_id=second, **fresh)
    else:
        unit.connection.execute(loop_meeting.update().where(_L.id == key).values(fresh))
    return Meeting(*unit.connection.execute(_SELECT.where(_L.id == key)).one())


def set_moderator(unit: Unit, meeting: Meeting, moderator_id: int | None) -> None:
    """Note who brings a meeting about."""
    unit.connection.execute(loop_meeting.update().where(_L.id == meeting.id).values(moderator_id=moderator_id))


def propose(unit: Unit, meeting: Meeting, when: str, today: date) -> int:
    """Propose a day and a time, in words; the number of the proposal."""
    number = meeting.round + 1
    values = {"proposal": when, "round": number, "proposed_at": unit.now}
    unit.connection.execute(loop_meeting.update().where(_L.id == meeting.id).values(values))
    for allocation_id in meeting.pair:
        record_act(unit, allocation_id, Change.PROPOSE_MEETING, today, reason=when)
    return number


def is_called_off(unit: Unit, meeting: Meeting) -> bool:
    """Whether there is nothing left to meet about: one of the two audits was withdrawn."""
    gone = select(_A.id).where(_A.id.in_(meeting.pair), _A.status == AllocationStatus.WITHDRAWN)
    return unit.connection.execute(gone).first() is not None


def settle(unit: Unit, meeting: Meeting) -> None:
    """Note that a meeting's outcome is recorded."""
    unit.connection.execute(loop_meeting.update().where(_L.id == meeting.id).values(settled_at=unit.now))


@dataclass(frozen=True, slots=True)
class Replied:
    """What somebody said to a proposal."""

    person_id: int
    round: int
    works: bool
    words: str


def reply_to(
    unit: Unit, meeting: Meeting, allocation_id: int, person_id: int, words: str, today: date, *, works: bool
) -> None:
    """Keep what somebody of the pair says to the day proposed; the latest word of each counts."""
    values = {"meeting_id": meeting.id, "round": meeting.round, "person_id": person_id, "works": works}
    insert_returning_id(unit, loop_reply, **values, words=words or None, at=unit.now)
    record_act(unit, allocation_id, Change.ANSWER_MEETING, today, new="works" if works else None, reason=words or None)


def replies_to(unit: Unit, meeting: Meeting) -> dict[int, Replied]:
    """The latest word of each to the day that is proposed now, by person."""
    statement = (
        select(_R.person_id, _R.round, _R.works, _R.words)
        .where(_R.meeting_id == meeting.id, _R.round == meeting.round)
        .order_by(_R.id)
    )
    rows = unit.connection.execute(statement)
    return {row.person_id: Replied(row.person_id, row.round, row.works, row.words or "") for row in rows}
