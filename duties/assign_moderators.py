"""Give returned audits to moderators (DOMAIN, "Moderation"): what no return in chat has given already.

The rules are `domain.moderation`'s, and each return is considered by `storage.considering_returns`, as it is when an
audit is returned in chat.
"""

from dataclasses import dataclass

from domain.calendar import WorkingCalendar, london_day
from domain.policy import Policy
from storage.audits import allocated_audit, lock_audit
from storage.considering_returns import consider, pass_over_history, unconsidered
from storage.ending_meetings import end_meetings_of_withdrawn
from storage.giving_moderations import find_moderator, find_moderator_of_meeting
from storage.loops import meetings_without_moderator
from storage.moderation import unjudged_of, waiting_for_a_moderator
from storage.policies import policy_on_day
from storage.store import Unit
from storage.taking_moderations_back import take_moderations_back


@dataclass(frozen=True, slots=True)
class Assigned:
    """What a run did: returns considered, moderations taken back, moderations that found somebody."""

    considered: int
    taken_back: int
    found: int

    def __str__(self) -> str:
        """For the log of the job."""
        return f"returns considered: {self.considered}, taken back: {self.taken_back}, found a moderator: {self.found}"


def record(unit: Unit, calendar: WorkingCalendar) -> Assigned:
    """Consider what has come back, and share out anew what those who have left or are away had in hand."""
    today = london_day(unit.now)
    policy = policy_on_day(unit, today)
    taken_back = take_moderations_back(unit, today)
    end_meetings_of_withdrawn(unit, policy, calendar, today)
    considered = pass_over_history(unit, policy, today)
    for allocation_id in unconsidered(unit):
        lock_audit(unit, allocation_id)
        given = allocated_audit(unit, allocation_id)
        if given is not None:
            consider(unit, policy, calendar, given, today)
            considered += 1
    return Assigned(considered, taken_back, _find(unit, policy, calendar))


def _find(unit: Unit, policy: Policy, calendar: WorkingCalendar) -> int:
    today = london_day(unit.now)
    found = 0
    for allocation_id in waiting_for_a_moderator(unit):
        lock_audit(unit, allocation_id)
        given, owed = allocated_audit(unit, allocation_id), unjudged_of(unit, allocation_id)
        if given is not None and owed is not None and owed.moderator_id is None:
            found += find_moderator(unit, policy, calendar, given, owed, today)
    for meeting in meetings_without_moderator(unit):
        for allocation_id in meeting.pair:
            lock_audit(unit, allocation_id)
        found += find_moderator_of_meeting(unit, policy, calendar, meeting, today)
    return found
