"""What makes the demonstration's chasing worth watching: somebody on leave, somebody exempt, somebody out of reach."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from bot.demo.cast import CAST
from bot.demo.course import Course
from bot.demo.names import TENANT_ID
from bot.demo.rows import id_of
from bot.demo.staff import Staff
from domain.calendar import london_day, london_instant
from domain.lifecycle import WITH_THE_AUDITOR
from domain.words import ExemptionKind
from storage.tables.allocations import Allocation, Exemption
from storage.tables.audits import AgreedAction
from storage.tables.chasing import Leave
from storage.tables.people import ChannelAddress, Person

DAYS_OF_LEAVE = 16
# As Teams says it of somebody who has blocked an app.
BLOCKED = "ConversationBlockedByUser"


class Circumstances:
    """Who is away, exempt or out of reach as the demonstration begins, each with something late.

    None of them is of the cast. A council without so many late people has fewer of them.
    """

    def __init__(self, staff: Staff, course: Course, actions: Sequence[AgreedAction], now: datetime) -> None:
        self._staff, self._now, self._today = staff, now, london_day(now)
        self._cast = {staff.named(one).id for one in CAST}
        self.leave: list[Leave] = []
        self.exemptions: list[Exemption] = []
        self.addresses: list[ChannelAddress] = []
        late = self._late(course.allocations)
        for one, allocation in zip((self._is_away, self._is_exempt), late, strict=False):
            one(allocation)
        taken = {one.auditor_id for one in late[:2]}
        owners = (one.owner_id for one in actions if one.completed_on is None and one.due_on < self._today)
        out_of_reach = next((one for one in owners if one not in self._cast | taken), None)
        if out_of_reach is not None:
            self._blocks(next(one for one in staff.people if one.id == out_of_reach))

    def _late(self, allocations: Sequence[Allocation]) -> list[Allocation]:
        """The latest late audit of each of two auditors."""
        latest: dict[int, Allocation] = {}
        for one in sorted(allocations, key=lambda one: (one.due_on, one.ref), reverse=True):
            if one.status in WITH_THE_AUDITOR and one.due_on < self._today and one.auditor_id not in self._cast:
                latest.setdefault(one.auditor_id, one)
        return list(latest.values())

    def _is_away(self, allocation: Allocation) -> None:
        away = Leave(
            person_id=allocation.auditor_id,
            starts_on=self._today,
            ends_on=self._today + timedelta(days=DAYS_OF_LEAVE),
            recorded_at=self._earlier(3),
        )
        self.leave.append(away)

    def _is_exempt(self, allocation: Allocation) -> None:
        exempt = Exemption(
            person_id=allocation.auditor_id,
            month=allocation.month,
            kind=ExemptionKind.HEALTH,
            authorised_on=allocation.allocated_on,
            source="import",
            recorded_at=london_instant(allocation.allocated_on, time(9)),
        )
        self.exemptions.append(exempt)

    def _blocks(self, one: Person) -> None:
        address = ChannelAddress(
            person_id=id_of(one),
            tenant_id=TENANT_ID,
            object_id=one.entra_object_id or "",
            unreachable_since=self._earlier(2),
            unreachable_reason=BLOCKED,
            updated_at=self._earlier(2),
        )
        self.addresses.append(address)

    def _earlier(self, days: int) -> datetime:
        return self._now - timedelta(days=days)
