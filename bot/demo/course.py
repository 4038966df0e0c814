"""The course of the demonstration's audits: who starts, returns on time or late, withdraws or never does."""

import random
from datetime import date, time, timedelta

from bot.demo import cast
from bot.demo.rounds import Round
from bot.demo.rows import id_of
from bot.demo.staff import Staff
from domain.calendar import WorkingCalendar, london_instant
from domain.lifecycle import check_transition
from domain.words import AllocationKind
from domain.words import AllocationStatus as S
from storage.tables.allocations import Allocation, AllocationTransition

# How a hundred allocations of a closed month end: cumulative; the rest come back on time.
WITHDRAWN, NEVER_STARTED, NEVER_RETURNED, LATE = 3, 8, 12, 26
# How far a hundred of the open month are: cumulative; the rest have not been started.
RETURNED_ALREADY, STARTED_ALREADY = 20, 45
# Audits returned this long ago have been placed on the child's record.
UPLOADED_AFTER = timedelta(days=75)


class Course:
    """Lives through the rounds and keeps every change of state beside the state it leads to."""

    def __init__(self, staff: Staff, today: date, calendar: WorkingCalendar, chance: random.Random) -> None:
        self._today, self._calendar, self._chance = today, calendar, chance
        self._rosa = staff.named(cast.AUDITOR).id
        self._moira = staff.named(cast.MANAGER).id
        self._own_team = {person.id: person.team_id for person in staff.people}
        self.allocations: list[Allocation] = []
        self.transitions: list[AllocationTransition] = []

    def live(self, one: Round, allocations: list[Allocation]) -> None:
        """Let a round's allocations run until today."""
        auditors = [allocation.auditor_id for allocation in allocations]
        for allocation in allocations:
            self._make(allocation, allocation.allocated_on)
            if one.is_open:
                self._run_open(allocation)
            else:
                self._run_closed(allocation, auditors)

    def _make(self, allocation: Allocation, on_day: date) -> None:
        allocation.id = len(self.allocations) + 1
        self.allocations.append(allocation)
        self._note(allocation, None, S.ALLOCATED, on_day, time(8, 5))

    def _run_open(self, allocation: Allocation) -> None:
        yesterday = self._calendar.working_day_after(self._today, -1)
        if allocation.auditor_id == self._rosa:
            return
        if allocation.auditor_id == self._moira:
            self._start(allocation, yesterday)
            return
        lot = self._chance.randrange(100)
        if lot < STARTED_ALREADY:
            self._start(allocation, yesterday)
        if lot < RETURNED_ALREADY:
            self._return(allocation, yesterday)

    def _run_closed(self, allocation: Allocation, auditors: list[int]) -> None:
        lot = LATE if allocation.auditor_id in (self._rosa, self._moira) else self._chance.randrange(100)
        if lot < WITHDRAWN:
            self._replace(allocation, auditors)
        elif lot < NEVER_STARTED:
            return
        elif lot < NEVER_RETURNED:
            self._start(allocation, self._day_before_due(allocation, 1, 6))
        else:
            self._carry_out(allocation, is_late=lot < LATE)

    def _day_before_due(self, allocation: Allocation, fewest: int, most: int) -> date:
        """A working day before the due day, and never before the allocation."""
        day = self._calendar.working_day_after(allocation.due_on, -self._chance.randint(fewest, most))
        return max(day, allocation.allocated_on)

    def _carry_out(self, allocation: Allocation, *, is_late: bool) -> None:
        self._start(allocation, self._day_before_due(allocation, 8, 12))
        day = self._day_before_due(allocation, 1, 7)
        if is_late:
            day = self._calendar.working_day_after(allocation.due_on, self._chance.randint(1, 11))
        if day >= self._today:
            return
        self._return(allocation, day)
        if day < self._today - UPLOADED_AFTER:
            self._move(allocation, S.UPLOADED, self._calendar.working_day_after(day, 8), self._any_time())

    def _replace(self, allocation: Allocation, auditors: list[int]) -> None:
        """A conflict of interest that QA accepted: the same record goes to somebody else two days later."""
        day = self._calendar.working_day_after(allocation.allocated_on, 2)
        others = [one for one in auditors if one != allocation.auditor_id]
        fitting = [one for one in others if self._own_team[one] != allocation.team_id]
        given = Allocation(**allocation.model_dump(exclude={"id", "ref", "status"}), ref=f"{allocation.ref}-R")
        given.auditor_id, given.kind = self._chance.choice(fitting), AllocationKind.ADDITIONAL
        given.allocated_on, given.status = day, S.ALLOCATED
        allocation.withdrawn_on, allocation.replaced_by = day, given.ref
        self._move(allocation, S.WITHDRAWN, day, time(11, 30), "A conflict of interest, accepted by QA.")
        self._make(given, day)
        self._carry_out(given, is_late=False)

    def _start(self, allocation: Allocation, day: date) -> None:
        at = time(9, self._chance.randrange(60))
        allocation.started_at = london_instant(day, at)
        self._move(allocation, S.STARTED, day, at)

    def _return(self, allocation: Allocation, day: date) -> None:
        allocation.returned_on = day
        self._move(allocation, S.RETURNED, day, self._any_time())

    def _any_time(self) -> time:
        """Later in a working day than any start."""
        return time(self._chance.randint(11, 16), self._chance.randrange(60))

    def _move(self, allocation: Allocation, to: S, day: date, at: time, reason: str | None = None) -> None:
        check_transition(allocation.status, to)
        old, allocation.status = allocation.status, to
        self._note(allocation, old, to, day, at, reason)

    def _note(
        self, allocation: Allocation, old: S | None, new: S, day: date, at: time, reason: str | None = None
    ) -> None:
        self.transitions.append(
            AllocationTransition(
                allocation_id=id_of(allocation),
                at=london_instant(day, at),
                on_day=day,
                actor_id=allocation.auditor_id if new in (S.STARTED, S.RETURNED) else None,
                source="import",
                from_status=old,
                to_status=new,
                reason=reason,
            )
        )
