"""What waits for the cast as the demonstration begins, brought about by the acts that bring it about in life."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.demo import cast
from bot.demo.cast import CAST, Persona
from bot.demo.rows import id_of
from bot.demo.staff import Staff
from domain.calendar import WorkingCalendar, london_day
from domain.dip_sample import Reviewer, share_out
from domain.escalation_lifecycle import THEMES, Move
from domain.policy import Policy
from domain.words import AllocationStatus, ColleaguePart, DipAnswer, EscalationRoute, Rating, Role, SendClass
from storage import dip_reviews, dip_samples, escalations, loops
from storage.audits import AllocatedAudit, allocated_audit
from storage.considering_returns import note_considered
from storage.giving_moderations import GIVEN, due_day, give_meeting_to, tell_moderator
from storage.judging import Judgement, judge_below_standard
from storage.moderation import AssignedModeration, give_to, moderation_by_id, open_moderation, owe_moderation
from storage.moderation_reading import grades_of
from storage.moderators import lines_of, work_of
from storage.outbox import owe
from storage.store import Actor, Unit
from storage.surveys import SURVEY, send_survey
from storage.tables.allocations import Allocation, CaseRecord

QUEUE = 3
_SAMPLED, _ANSWERED = 6, 3
_QUESTIONS = (
    "Is the plan up to date?",
    "Was the child seen alone at the last visit?",
    "Does the record say what the family thinks?",
)
_SAMPLE = "Plans and visits"
_DRIFT = "Two reviews have agreed on the same step, and nobody has taken it. Please say who does it, and by when."
_MOVED_UP = "There was no answer within the ten days agreed, so I ask the head of service."
_MORE_WORK = "Please say what the evidence of each grade is. Two of them rest on one sentence."


class Scenes:
    """Acts of the council's people shortly before the demonstration begins.

    Args:
        unit: the unit of work that stores the council.
        staff: who works for it.
        calendar: its working days.
    """

    def __init__(self, unit: Unit, staff: Staff, calendar: WorkingCalendar) -> None:
        self._unit, self._staff, self._calendar, self._policy = unit, staff, calendar, Policy()

    def play(self, allocations: Sequence[Allocation], records: Sequence[CaseRecord]) -> None:
        """Give the moderator a queue, the IRO a dispute, and QA a dip sample."""
        self._moderations(self._to_moderate(allocations))
        self._dispute(records)
        self._dip_sample(records)

    def _as(self, person_id: int, days_ago: int = 0) -> Unit:
        """The unit in which somebody acts, some days before the demonstration begins."""
        return replace(self._unit, now=self._unit.now - timedelta(days=days_ago), actor=Actor("chat", person_id))

    def _id(self, persona: Persona) -> int:
        return id_of(self._staff.named(persona))

    @property
    def _today(self) -> date:
        return london_day(self._unit.now)

    def _to_moderate(self, allocations: Sequence[Allocation]) -> list[AllocatedAudit]:
        """What has come back this month that the moderator of the cast may moderate, of nobody of the cast."""
        members = {self._id(one) for one in CAST}
        month = max(one.month for one in allocations)
        lines, moderator = lines_of(self._unit), self._id(cast.MODERATOR)
        free = [
            id_of(one)
            for one in allocations
            if one.month == month and one.status is AllocationStatus.RETURNED and one.auditor_id not in members
        ]
        found = (allocated_audit(self._unit, key) for key in free if not self._is_close(key, moderator, lines))
        return [one for one in found if one is not None][: QUEUE + 1]

    def _is_close(self, allocation_id: int, moderator: int, lines: dict[int, frozenset[int]]) -> bool:
        return moderator in work_of(self._unit, [allocation_id], lines).close

    def _moderations(self, returned: Sequence[AllocatedAudit]) -> None:
        """A queue of three, the first of them begun; and one that was sent back to its auditor."""
        owed = [self._give(given) for given in returned]
        as_moderator = self._as(self._id(cast.MODERATOR))
        if returned:
            open_moderation(as_moderator, owed[0], returned[0], self._today)
        for one, given in list(zip(owed, returned, strict=True))[QUEUE:]:
            open_moderation(as_moderator, one, given, self._today)
            overall = Rating(grades_of(self._unit, given.id)["overall"])
            made = Judgement(overall, reason=_MORE_WORK, met_standard=False)
            again_on = self._calendar.working_day_after(self._today, self._policy.second_due_working_days)
            judge_below_standard(as_moderator, one, given, made, again_on, self._today)

    def _give(self, given: AllocatedAudit) -> AssignedModeration:
        unit, moderator = replace(self._unit, actor=Actor("duty")), self._id(cast.MODERATOR)
        due_on = due_day(self._policy, self._calendar, self._today)
        owed = owe_moderation(unit, given.id, due_on)
        note_considered(unit, given.id, self._today)
        give_to(unit, owed, moderator, due_on, self._today)
        tell_moderator(unit, self._calendar, moderator, GIVEN, owed.id, self._today)
        return moderation_by_id(unit, owed.id) or owed

    def survey(self, returned: Allocation) -> None:
        """Ask the social worker of the cast what an audit has changed."""
        unit, worker = replace(self._unit, actor=Actor("duty")), self._id(cast.SOCIAL_WORKER)
        opens = self._calendar.next_open(unit.now)
        number = send_survey(unit, id_of(returned), ColleaguePart.SOCIAL_WORKER, worker, london_day(opens))
        if number is not None:
            owe(unit, SendClass.NOTICE, SURVEY, worker, number, not_before=opens)

    def meeting(self, one: Allocation, other: Allocation) -> None:
        """Two auditors of one record differ: a day is proposed, and the first one says that it works."""
        first, second = id_of(one), id_of(other)
        unit, moderator = replace(self._unit, actor=Actor("duty")), self._id(cast.MODERATOR)
        halves = [one for one in (allocated_audit(unit, key) for key in (first, second)) if one is not None]
        for half in halves:
            owed = owe_moderation(unit, half.id, due_day(self._policy, self._calendar, self._today))
            open_moderation(unit, owed, half, self._today)
            note_considered(unit, half.id, self._today)
        meeting = loops.open_meeting(unit, (first, second))
        give_meeting_to(unit, self._policy, self._calendar, meeting, moderator, self._today)
        loops.propose(self._as(moderator), meeting, "Thursday at 10:00, in Teams", self._today)
        proposed = loops.meeting_by_id(unit, meeting.id) or meeting
        whose = halves[0].auditor_id
        loops.reply_to(self._as(whose), proposed, first, whose, "", self._today, works=True)

    def _dispute(self, records: Sequence[CaseRecord]) -> None:
        """An IRO's dispute that has come to the head of service."""
        chair = self._id(cast.REVIEWER)
        record = next((one for one in records if one.iro_or_chair_id == chair), None)
        case = None if record is None else escalations.case_named(self._unit, record.case_ref)
        if case is None:
            return
        raised, moved = self._as(chair, 18), self._as(chair, 3)
        dispute = escalations.raise_dispute(
            raised, case, EscalationRoute.IRO, THEMES[0], _DRIFT, london_day(raised.now)
        )
        escalations.move_dispute(moved, dispute, Move.MOVE_UP, _MOVED_UP, london_day(moved.now))

    def _dip_sample(self, records: Sequence[CaseRecord]) -> None:
        """A dip sample of six records, half of them done."""
        setting_up = self._as(self._id(cast.QA), 4)
        day = london_day(setting_up.now)
        chosen = [id_of(one) for one in records[:: len(records) // _SAMPLED][:_SAMPLED]]
        ref = dip_samples.next_ref(setting_up, day)
        sample = dip_samples.set_up(setting_up, dip_samples.NewSample(_SAMPLE, _QUESTIONS, chosen), ref, day)
        people = [self._id(cast.REVIEWER), id_of(self._staff.holders(Role.IRO)[1])]
        reviewers = [Reviewer(one, frozenset()) for one in people]
        shared, _ = share_out(dip_samples.unfinished_records(setting_up, sample), reviewers)
        dip_samples.give_records(setting_up, sample, shared, day)
        for number, (record, reviewer) in enumerate(sorted(shared.items())[:_ANSWERED]):
            self._review(record, reviewer, number)

    def _review(self, record: int, reviewer: int, number: int) -> None:
        unit = self._as(reviewer, 1)
        for place, question in enumerate(_QUESTIONS):
            one = dip_reviews.record_of(unit, record)
            if one is not None:
                answer = (DipAnswer.YES, DipAnswer.YES, DipAnswer.PARTIAL, DipAnswer.NO)[(number + 2 * place) % 4]
                dip_reviews.answer_record(unit, one, question, answer, london_day(unit.now))
