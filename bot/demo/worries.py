"""The demonstration's children of concern of today: one of each category, in services of the cast's head of service."""

from bot.demo import cast
from bot.demo.course import Course
from bot.demo.findings import Findings
from bot.demo.rows import id_of
from bot.demo.staff import Staff
from domain.words import AllocationStatus, Rating
from storage.tables.allocations import Allocation


def find_inadequate(staff: Staff, course: Course, findings: Findings, months: tuple[str, str]) -> None:
    """Have the last audit of each of two months that came back be Inadequate: category 1, then category 2.

    The first has had its response by now, and the second waits for it. A council where nothing has come back has none.
    """
    head = staff.named(cast.HEAD_OF_SERVICE).id
    back = [one for one in course.allocations if one.status is AllocationStatus.RETURNED]
    for month, category in zip(months, (1, 2), strict=True):
        of_month = [one for one in back if one.month == month]
        own = [one for one in of_month if staff.heads[one.team_id].id == head]
        for given in (own or of_month)[-1:]:
            _judge(findings, given, category)


def _judge(findings: Findings, given: Allocation, category: int) -> None:
    audit = next(one for one in findings.audits if one.allocation_id == id_of(given))
    audit.overall, audit.at_risk, audit.concern_category = Rating.INADEQUATE, None, category
