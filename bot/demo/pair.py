"""The demonstration's looped audit: two auditors of one record who differ, for a meeting to settle."""

from collections import Counter

from bot.demo.cast import CAST
from bot.demo.course import Course
from bot.demo.findings import Findings
from bot.demo.rows import id_of
from bot.demo.staff import Staff
from domain.words import AllocationKind, AllocationStatus, Rating
from storage.tables.allocations import Allocation


def make_pair(staff: Staff, course: Course, findings: Findings, month: str) -> tuple[Allocation, Allocation] | None:
    """Have two auditors of a month audit one record; None where nobody's two audits differ as they should.

    The second one's own record is audited by others that month, so that no team goes without.
    """
    cast = {staff.named(one).id for one in CAST}
    own_team = {one.id: one.team_id for one in staff.people}
    back = [
        one
        for one in course.allocations
        if one.month == month and one.status is AllocationStatus.RETURNED and one.auditor_id not in cast
    ]
    grades = {audit.allocation_id: audit.overall for audit in findings.audits}
    audited = Counter(one.team_id for one in course.allocations if one.month == month)
    for first in (one for one in back if grades[id_of(one)] is Rating.GOOD):
        for second in (one for one in back if grades[id_of(one)] is Rating.REQUIRES_IMPROVEMENT):
            if audited[second.team_id] > 1 and own_team[second.auditor_id] != first.team_id:
                _loop(first, second)
                return first, second
    return None


def _loop(first: Allocation, second: Allocation) -> None:
    for name in ("case_id", "team_id", "service", "locality", "legal_status"):
        setattr(second, name, getattr(first, name))
    for one in (first, second):
        one.kind, one.loop_ref = AllocationKind.LOOPED, f"L-{first.month}-1"
