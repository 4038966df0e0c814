"""Meetings that there is nobody left to hold with: one of the two audits was withdrawn (DOMAIN, "Looped audits")."""

from datetime import date

from sqlalchemy import or_, select

from domain.calendar import WorkingCalendar
from domain.policy import Policy
from domain.words import AllocationStatus
from storage.audits import allocated_audit, lock_audit
from storage.giving_moderations import GIVEN, due_day, find_moderator, tell_moderator
from storage.loops import Meeting, meeting_by_id, settle
from storage.moderation import give_to, unjudged_of
from storage.store import Unit
from storage.tables.allocations import allocation
from storage.tables.moderation import loop_meeting

_A, _L = allocation.c, loop_meeting.c
_REASON = "The other audit of the loop was withdrawn, so there is no meeting."


def end_meetings_of_withdrawn(unit: Unit, policy: Policy, calendar: WorkingCalendar, today: date) -> int:
    """End each meeting one of whose audits was withdrawn; how many. The other goes on alone.

    It differed from an audit that counts no more, so it stays with the moderator of the meeting, to be judged by
    itself, and they are told.
    """
    is_gone = or_(_A.id == _L.first_id, _A.id == _L.second_id) & (_A.status == AllocationStatus.WITHDRAWN)
    statement = select(_L.id).join(allocation, is_gone).where(_L.settled_at.is_(None)).distinct().order_by(_L.id)
    ended = list(unit.connection.execute(statement).scalars())
    for meeting_id in ended:
        _end(unit, policy, calendar, meeting_id, today)
    return len(ended)


def _end(unit: Unit, policy: Policy, calendar: WorkingCalendar, meeting_id: int, today: date) -> None:
    meeting = meeting_by_id(unit, meeting_id)
    if meeting is None:
        return
    for allocation_id in sorted(meeting.pair):
        lock_audit(unit, allocation_id)
    settle(unit, meeting)
    for allocation_id in meeting.pair:
        _go_on_alone(unit, policy, calendar, meeting, allocation_id, today)


def _go_on_alone(
    unit: Unit, policy: Policy, calendar: WorkingCalendar, meeting: Meeting, allocation_id: int, today: date
) -> None:
    given, owed = allocated_audit(unit, allocation_id), unjudged_of(unit, allocation_id)
    if given is None or owed is None or given.status is AllocationStatus.WITHDRAWN:
        return
    if owed.moderator_id is None or meeting.moderator_id is None:
        find_moderator(unit, policy, calendar, given, owed, today)
        return
    give_to(unit, owed, owed.moderator_id, due_day(policy, calendar, today), today, _REASON)
    tell_moderator(unit, calendar, owed.moderator_id, GIVEN, owed.id, today)
