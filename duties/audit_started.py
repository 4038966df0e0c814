"""Tell the social worker and the team manager that an audit has begun (DOMAIN, "The monthly cycle", 3)."""

from domain.calendar import WorkingCalendar
from domain.policy import Policy
from domain.words import AllocationStatus
from duties.colleague_notices import NEWS, decide, owe_new, tell_qa
from storage.colleagues import STARTED, work_moved_since
from storage.store import Unit


def record(unit: Unit, policy: Policy, calendar: WorkingCalendar) -> int:
    """Owe the notices of the audits that were started of late and go on; how many were new.

    One that was withdrawn, exempted or done meanwhile is not told of any more. Who has become the social worker of a
    case within `NEWS` of the start is told as well.
    """
    begun = work_moved_since(unit, unit.now - NEWS, [AllocationStatus.STARTED])
    owed, untold = decide([one for one in begun if one.is_still_going_on(policy.moderated)], lambda _: "", unit.now)
    tell_qa(unit, STARTED, untold)
    return owe_new(unit, STARTED, owed, calendar)
