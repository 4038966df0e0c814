"""The demonstration's past moderations: shared evenly, and one in eight changed with a reason."""

import random
from collections.abc import Collection
from datetime import date, time
from itertools import cycle, groupby

from bot.demo.caseload import Caseload
from bot.demo.course import Course
from bot.demo.findings import Findings
from bot.demo.rows import id_of
from bot.demo.staff import Staff
from domain.calendar import WorkingCalendar, london_instant
from domain.lifecycle import check_transition
from domain.words import AllocationStatus as S
from domain.words import Rating, Role
from storage.tables.allocations import Allocation, AllocationTransition
from storage.tables.audits import Audit, DomainRating, Moderation

WORKING_DAYS_TO_MODERATE = 5
# DOMAIN, "People": a change in 10-15% is what to expect.
CHANGED_IN_A_HUNDRED = 12
# What a moderator makes of a grade; Inadequate is left to whoever reads it in the demonstration.
_OTHERWISE = {
    Rating.OUTSTANDING: Rating.GOOD,
    Rating.GOOD: Rating.REQUIRES_IMPROVEMENT,
    Rating.REQUIRES_IMPROVEMENT: Rating.GOOD,
}
_WHY = (
    "The record shows the visits, and not yet what they changed for the child.",
    "The evidence is of how the work is recorded more than of what it came to.",
    "What the family said weighs more than the auditor gave it.",
)


class Moderations:
    """Judgements of what came back in the closed months, with the changes of state that they are.

    A random source of its own leaves the rest of the council as it is.
    """

    def __init__(
        self, staff: Staff, caseload: Caseload, findings: Findings, today: date, calendar: WorkingCalendar, seed: int
    ) -> None:
        self._today, self._calendar = today, calendar
        self._chance = random.Random(f"moderations {seed}")  # noqa: S311  # invented history, no secret
        self._chairs = {id_of(record): record.iro_or_chair_id for record in caseload.records}
        self._audits = {audit.allocation_id: audit for audit in findings.audits}
        by_audit = groupby(findings.domain_ratings, lambda row: row.allocation_id)
        self._domains = {key: list(rows) for key, rows in by_audit}
        heads = {one.id for one in staff.holders(Role.HEAD_OF_SERVICE)}
        pool = [*staff.holders(Role.MODERATOR), *staff.holders(Role.EXTERNAL_MODERATOR)]
        # Heads of service stand in the line of those whom they would moderate.
        self._moderators = cycle([id_of(one) for one in pool if one.id not in heads])
        self.rows: list[Moderation] = []

    def add(self, course: Course, open_month: str, left_out: Collection[int]) -> None:
        """Judge what came back in the closed months, but for some that are kept for later."""
        for given in course.allocations:
            if given.returned_on is None or given.month == open_month or given.id in left_out:
                continue
            day = self._calendar.working_day_after(given.returned_on, WORKING_DAYS_TO_MODERATE)
            if day < self._today:
                self._judge(course, given, day)
        course.transitions.sort(key=lambda change: (change.allocation_id, change.at))

    def _judge(self, course: Course, given: Allocation, day: date) -> None:
        moderator = next(one for one in self._moderators if one != self._chairs[given.case_id])
        audit = self._audits[id_of(given)]
        overall, reason = self._overall(audit)
        if reason:
            self._change_a_domain(self._domains[id_of(given)], overall, reason)
        self.rows.append(
            Moderation(
                allocation_id=id_of(given),
                moderator_id=moderator,
                moderated_on=day,
                overall=overall,
                met_standard=True,
                reason=reason,
                source="import",
                recorded_at=london_instant(day, time(17, 30)),
            )
        )
        self._move(course, given, day, moderator)

    def _overall(self, audit: Audit) -> tuple[Rating | None, str | None]:
        is_changed = self._chance.randrange(100) < CHANGED_IN_A_HUNDRED
        if not is_changed or audit.overall not in _OTHERWISE:
            return audit.overall, None
        return _OTHERWISE[audit.overall], self._chance.choice(_WHY)

    def _change_a_domain(self, rows: list[DomainRating], overall: Rating | None, reason: str) -> None:
        """What the whole was changed for: one domain that the auditor had graded otherwise."""
        others = [row for row in rows if row.rating not in {overall, Rating.NOT_GRADED, Rating.INADEQUATE}]
        if others:
            others[0].moderated_rating, others[0].reason = overall, reason

    def _move(self, course: Course, given: Allocation, day: date, moderator: int) -> None:
        check_transition(S.RETURNED, S.MODERATED)
        for change in course.transitions:
            if change.allocation_id == given.id and change.to_status is S.UPLOADED:
                check_transition(S.MODERATED, S.UPLOADED)
                change.from_status = S.MODERATED
        given.status = S.MODERATED if given.status is S.RETURNED else given.status
        course.transitions.append(
            AllocationTransition(
                allocation_id=id_of(given),
                at=london_instant(day, time(17, 0)),
                on_day=day,
                actor_id=moderator,
                source="import",
                from_status=S.RETURNED,
                to_status=S.MODERATED,
            )
        )
