"""Tell the social worker and the team manager what came of an audit (DOMAIN, "The monthly cycle", 8)."""

from domain.calendar import WorkingCalendar
from domain.policy import Policy
from domain.words import AllocationStatus
from duties.colleague_notices import NEWS, decide, owe_new, tell_qa
from storage.colleagues import OUTCOME, work_moved_since, work_returned_again_since
from storage.store import Unit


def record(unit: Unit, policy: Policy, calendar: WorkingCalendar) -> int:
    """Owe the notices of the outcomes of late, by moderation or by a return that needs none; how many were new."""
    states = [AllocationStatus.RETURNED, AllocationStatus.MODERATED]
    since = unit.now - NEWS
    moved = {one.id: one for one in [*work_moved_since(unit, since, states), *work_returned_again_since(unit, since)]}
    reached = [one for one in moved.values() if one.has_its_outcome(policy.moderated)]
    owed, untold = decide(reached, lambda work: work.outcome_rung, unit.now)
    tell_qa(unit, OUTCOME, untold)
    return owe_new(unit, OUTCOME, owed, calendar)
