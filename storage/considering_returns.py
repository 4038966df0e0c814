"""A return considered: whether it owes a moderation, or a meeting (DOMAIN, "Moderation", "Looped audits").

Done when an audit is returned, and again by the duty for what came by import or has waited for the other half.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import exists, select

from domain.calendar import WorkingCalendar
from domain.lifecycle import WITH_THE_AUDITOR
from domain.moderation import owes_moderation
from domain.policy import Policy
from domain.words import AllocationStatus, SendClass
from storage.audits import AllocatedAudit
from storage.giving_moderations import (
    GIVEN,
    due_day,
    find_moderator,
    find_moderator_of_meeting,
    tell_moderator,
)
from storage.late_halves import ask_qa_where_halves_differ
from storage.loops import meeting_of, open_meeting, other_halves, overall_of
from storage.moderation import (
    IS_UNJUDGED,
    AssignedModeration,
    give_to,
    judgements_of,
    open_moderation,
    owe_moderation,
    unjudged_of,
)
from storage.months import has_closed
from storage.outbox import owe
from storage.store import Actor, Unit
from storage.tables.allocations import IS_UNCONSIDERED, allocation, allocation_transition
from storage.tables.audits import moderation
from storage.tables.columns import NOT_LOOKED_AT

# The notices to the two of a loop.
LOOP_AGREED = "loop_agreed"
LOOP_DIFFERS = "loop_differs"
_A, _H = allocation.c, allocation_transition.c
_RETURNED = AllocationStatus.RETURNED


def consider(unit: Unit, policy: Policy, calendar: WorkingCalendar, given: AllocatedAudit, today: date) -> None:
    """Decide whether the latest return of an audit, held, owes a moderation, and give it to a moderator.

    An audit that its auditor has open again is considered once that has ended. Half of a loop waits for the other one
    until its month has closed, and the two are compared whatever the council has moderated.
    """
    if given.status is not _RETURNED or given.is_reopened:
        return
    # Nobody's act but the service's, though it follows at once from the auditor's return.
    unit = replace(unit, actor=Actor("duty"))
    owed = unjudged_of(unit, given.id)
    if owed is None and not _is_history(unit, policy, given, today):
        halves = other_halves(unit, given)
        if _waits(unit, policy, halves, today):
            return
        other = next((one for one in halves if _can_be_compared(unit, one)), None)
        if other is not None:
            _compare(unit, policy, calendar, given, other, today)
            return
        if owes_moderation(policy, given.ref):
            owed = owe_moderation(unit, given.id, due_day(policy, calendar, today))
        else:
            ask_qa_where_halves_differ(unit, given)
    note_considered(unit, given.id, today)
    if owed is not None:
        _give(unit, policy, calendar, given, owed, today)


def _give(
    unit: Unit, policy: Policy, calendar: WorkingCalendar, given: AllocatedAudit, owed: AssignedModeration, today: date
) -> None:
    if owed.moderator_id is None:
        find_moderator(unit, policy, calendar, given, owed, today)
    elif owed.opened_at is not None:
        _begin_anew(unit, policy, calendar, owed, owed.moderator_id, today)


def _begin_anew(
    unit: Unit, policy: Policy, calendar: WorkingCalendar, owed: AssignedModeration, moderator_id: int, today: date
) -> None:
    """Let a moderator who had begun read what was returned since: QA had sent it back meanwhile."""
    meeting = meeting_of(unit, owed.allocation_id)
    if meeting is None or meeting.settled_at is not None:
        give_to(unit, owed, moderator_id, due_day(policy, calendar, today), today, "It was returned again.")
        tell_moderator(unit, calendar, moderator_id, GIVEN, owed.id, today)


_in_chat = exists().where(_H.allocation_id == _A.id, _H.to_status == _RETURNED, _H.source == "chat")
_owes = exists().where(moderation.c.allocation_id == _A.id, IS_UNJUDGED)


def _is_history(unit: Unit, policy: Policy, given: AllocatedAudit, today: date) -> bool:
    """Whether an audit came by import, of a month that has closed."""
    if not has_closed(unit, policy, given.month, today):
        return False
    return unit.connection.execute(select(_A.id).where(_A.id == given.id, _in_chat)).first() is None


def pass_over_history(unit: Unit, policy: Policy, today: date) -> int:
    """Note of all at once what came by import, of months that have closed, that it owes none; how many."""
    months = unit.connection.execute(select(_A.month).where(IS_UNCONSIDERED).distinct()).scalars().all()
    closed = [month for month in months if has_closed(unit, policy, month, today)]
    if not closed:
        return 0
    statement = allocation.update().where(IS_UNCONSIDERED, _A.month.in_(closed), ~_in_chat, ~_owes)
    return unit.connection.execute(statement.values(considered_on=today, chase_on=NOT_LOOKED_AT)).rowcount


def unconsidered(unit: Unit) -> list[int]:
    """The returns about which nothing has been decided yet, the one allocated first first."""
    statement = select(_A.id).where(IS_UNCONSIDERED).order_by(_A.id)
    return list(unit.connection.execute(statement).scalars())


def note_considered(unit: Unit, allocation_id: int, today: date) -> None:
    """Note that it was decided whether the latest return of an audit owes a moderation."""
    # Whether its upload is chased depends on it: chasing looks anew.
    values = {"considered_on": today, "chase_on": NOT_LOOKED_AT}
    unit.connection.execute(allocation.update().where(_A.id == allocation_id).values(values))


def _waits(unit: Unit, policy: Policy, halves: Iterable[AllocatedAudit], today: date) -> bool:
    """Whether the other half is still with its auditor, and its month is open."""
    return any(
        (one.status in WITH_THE_AUDITOR or one.is_reopened) and not has_closed(unit, policy, one.month, today)
        for one in halves
    )


def _can_be_compared(unit: Unit, other: AllocatedAudit) -> bool:
    """Whether the other half is back, and no moderator has it or has judged it by itself."""
    if other.status is not _RETURNED or other.is_reopened:
        return False
    return unjudged_of(unit, other.id) is None and not judgements_of(unit, other.id)


def _compare(
    unit: Unit, policy: Policy, calendar: WorkingCalendar, given: AllocatedAudit, other: AllocatedAudit, today: date
) -> None:
    """Let a pair of the same grade stand as agreed; open the meeting of one that differs."""
    agrees = overall_of(unit, given.id) == overall_of(unit, other.id)
    for one in (given, other):
        note_considered(unit, one.id, today)
        rung = unit.now.isoformat()
        opens = calendar.next_open(unit.now)
        template = LOOP_AGREED if agrees else LOOP_DIFFERS
        owe(unit, SendClass.NOTICE, template, one.auditor_id, one.id, rung=rung, not_before=opens)
    if not agrees:
        _meet(unit, policy, calendar, given, other, today)


def _meet(
    unit: Unit, policy: Policy, calendar: WorkingCalendar, given: AllocatedAudit, other: AllocatedAudit, today: date
) -> None:
    for one in (given, other):
        owed = owe_moderation(unit, one.id, due_day(policy, calendar, today))
        # From here on each knows the other's grade: neither is reopened any more.
        open_moderation(unit, owed, one, today)
    meeting = open_meeting(unit, (given.id, other.id))
    find_moderator_of_meeting(unit, policy, calendar, meeting, today)
