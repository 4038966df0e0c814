"""What the demonstration's returned audits ask for: agreed actions, and children of concern."""

import random
from datetime import date, time

from bot.demo.caseload import Caseload
from bot.demo.rows import id_of
from bot.demo.staff import Staff
from bot.demo.wording import ACTIONS, CONCERNS
from domain.calendar import WorkingCalendar, london_instant
from domain.words import ActionStatus, ConcernStatus, Rating, Role
from storage.tables.allocations import Allocation
from storage.tables.audits import ActionTransition, AgreedAction, Audit
from storage.tables.concerns import Concern, ConcernTransition

_ACTIONS_FOR = {
    Rating.OUTSTANDING: (0, 0, 1),
    Rating.GOOD: (0, 1, 1, 2),
    Rating.REQUIRES_IMPROVEMENT: (1, 2, 2, 3),
    Rating.INADEQUATE: (2, 3, 3),
}
# How a hundred actions end: cumulative; the rest are still open.
_ON_TIME, _LATE = 58, 80
# Working days from raising a concern to the response (DOMAIN: Category 2 within 10), and on from there to its end.
_RESPONSE = {1: 0, 2: 6}
_AFTER_RESPONSE = ((ConcernStatus.REVIEWED, 9), (ConcernStatus.SIGNED_OFF, 24), (ConcernStatus.RESOLVED, 40))


class FollowUp:
    """The actions and the concerns of returned audits."""

    def __init__(
        self, staff: Staff, caseload: Caseload, today: date, calendar: WorkingCalendar, chance: random.Random
    ) -> None:
        self._staff, self._today, self._calendar, self._chance = staff, today, calendar, chance
        self._records = {id_of(record): record for record in caseload.records}
        self._director = staff.holders(Role.DIRECTOR)[0]
        self._reviewer = staff.holders(Role.QA)[0]
        self.actions: list[AgreedAction] = []
        self.action_transitions: list[ActionTransition] = []
        self.concerns: list[Concern] = []
        self.concern_transitions: list[ConcernTransition] = []

    def add(self, allocation: Allocation, audit: Audit) -> None:
        """What a returned audit asks for."""
        if audit.overall is None or allocation.returned_on is None:
            return
        count = self._chance.choice(_ACTIONS_FOR[audit.overall])
        for words in self._chance.sample(ACTIONS, count):
            self._agree(allocation, allocation.returned_on, words)
        if audit.concern_category:
            self._raise(allocation, allocation.returned_on, audit.concern_category)

    def _agree(self, allocation: Allocation, raised_on: date, words: str) -> None:
        worker = self._records[allocation.case_id].social_worker_id
        manager = id_of(self._staff.managers[allocation.team_id])
        due_on = self._calendar.working_day_after(raised_on, self._chance.choice((10, 15, 20, 30)))
        completed_on = self._completed(raised_on, due_on)
        self.actions.append(
            AgreedAction(
                id=len(self.actions) + 1,
                ref=f"AC-{len(self.actions) + 1:05d}",
                allocation_id=id_of(allocation),
                owner_id=worker if worker and self._chance.random() < 0.7 else manager,
                description=words,
                raised_on=raised_on,
                due_on=due_on,
                completed_on=completed_on,
                completion_note="Done and recorded." if completed_on else None,
            )
        )
        self._note_action(allocation.auditor_id, None, ActionStatus.OPEN, raised_on)
        if completed_on:
            self._note_action(self.actions[-1].owner_id, ActionStatus.OPEN, ActionStatus.COMPLETED, completed_on)

    def _note_action(self, actor_id: int, old: ActionStatus | None, new: ActionStatus, day: date) -> None:
        self.action_transitions.append(
            ActionTransition(
                action_id=id_of(self.actions[-1]),
                at=london_instant(day, time(17, 0)),
                on_day=day,
                actor_id=actor_id,
                source="import",
                from_status=old,
                to_status=new,
            )
        )

    def _completed(self, raised_on: date, due_on: date) -> date | None:
        lot = self._chance.randrange(100)
        if lot < _ON_TIME:
            day = self._calendar.working_day_after(due_on, -self._chance.randint(1, 5))
        elif lot < _LATE:
            day = self._calendar.working_day_after(due_on, self._chance.randint(1, 25))
        else:
            return None
        return day if raised_on <= day < self._today else None

    def _raise(self, allocation: Allocation, raised_on: date, category: int) -> None:
        concern = Concern(
            id=len(self.concerns) + 1,
            ref=f"{allocation.ref}-C",
            allocation_id=id_of(allocation),
            category=category,
            status=ConcernStatus.OPEN,
            raised_on=raised_on,
            raised_at=london_instant(raised_on, time(17, 5)),
            raised_by_id=allocation.auditor_id,
        )
        self.concerns.append(concern)
        self._note(concern, None, raised_on, allocation.auditor_id, self._chance.choice(CONCERNS))
        self._answer(concern, allocation)

    def _answer(self, concern: Concern, allocation: Allocation) -> None:
        answered = self._calendar.working_day_after(concern.raised_on, _RESPONSE[concern.category])
        if answered < self._today:
            concern.responded_on = answered
            self._move(concern, ConcernStatus.RESPONDED, answered, self._staff.heads[allocation.team_id].id)
        for status, days in _AFTER_RESPONSE:
            day = self._calendar.working_day_after(answered, days)
            if day < self._today:
                self._go_on(concern, status, day)

    def _go_on(self, concern: Concern, status: ConcernStatus, day: date) -> None:
        by = self._reviewer if status is ConcernStatus.REVIEWED else self._director
        if status is ConcernStatus.SIGNED_OFF:
            concern.signed_off_by_id = self._director.id
        if status is ConcernStatus.RESOLVED:
            concern.resolved_on = day
        self._move(concern, status, day, by.id)

    def _move(self, concern: Concern, to: ConcernStatus, day: date, actor_id: int | None) -> None:
        old, concern.status = concern.status, to
        self._note(concern, old, day, actor_id)

    def _note(
        self,
        concern: Concern,
        old: ConcernStatus | None,
        day: date,
        actor_id: int | None,
        what: str | None = None,
    ) -> None:
        self.concern_transitions.append(
            ConcernTransition(
                concern_id=id_of(concern),
                at=london_instant(day, time(17, 10)),
                on_day=day,
                actor_id=actor_id,
                source="import",
                from_status=old,
                to_status=concern.status,
                category=concern.category,
                what=what,
            )
        )
