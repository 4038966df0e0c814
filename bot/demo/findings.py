"""What the demonstration's returned audits say: grades, who was involved, their strengths and areas."""

import random
from datetime import datetime
from itertools import cycle

from bot.demo.rows import id_of
from bot.demo.wording import AREAS, EVIDENCE, FAMILY_WORDS, NOT_INCLUDED, STRENGTHS
from domain.audit_steps import steps_of
from domain.framework import Framework
from domain.words import OVERALL_RATINGS, AllocationStatus, Involvement, Party, Rating, Sentiment
from storage.tables.allocations import Allocation, AllocationTransition
from storage.tables.audits import Audit, AuditAnswer, AuditAnswerRevision, DomainRating, Engagement

_OVERALL_SHARES = (6, 48, 39, 7)
# A domain is graded as the whole audit is, or one grade better or worse; now and then not at all.
_STEPS, _STEP_SHARES = (-1, 0, 1), (20, 62, 18)
_NOT_GRADED_IN_A_HUNDRED = 2
_INVOLVED_SHARES = {
    Party.SOCIAL_WORKER: (94, 4, 1, 1),
    Party.MANAGER: (85, 8, 6, 1),
    Party.IRO_OR_CHAIR: (35, 12, 13, 40),
    Party.CHILD: (38, 26, 20, 16),
    Party.PARENT: (52, 30, 15, 3),
}
_SENTIMENT_SHARES = (58, 32, 10)


class Findings:
    """The audits that were started, and what those that came back say."""

    def __init__(self, framework: Framework, chance: random.Random) -> None:
        self._framework, self._chance = framework, chance
        # In turn, so that each is among those that are still open, on whatever day.
        self._categories = cycle((2, 1))
        self.audits: list[Audit] = []
        self.answers: list[AuditAnswer] = []
        self.answer_revisions: list[AuditAnswerRevision] = []
        self.domain_ratings: list[DomainRating] = []
        self.engagement: list[Engagement] = []

    def add(self, allocation: Allocation, changes: list[AllocationTransition]) -> None:
        """The audit of an allocation that was started; `changes` are its changes of state."""
        when = {change.to_status: change.at for change in changes}
        if AllocationStatus.RETURNED in when:
            self._return(id_of(allocation), when[AllocationStatus.RETURNED])
        elif AllocationStatus.STARTED in when:
            self._begin(allocation, when[AllocationStatus.STARTED])

    def _begin(self, allocation: Allocation, at: datetime) -> None:
        """An audit under way: its first step is answered, so that it goes on at the second."""
        first, second = steps_of(self._framework, {})[:2]
        key = id_of(allocation)
        self.audits.append(Audit(allocation_id=key, position=second.key))
        answer = AuditAnswer(
            allocation_id=key,
            step=first.key,
            revision=1,
            answers={question.key: Involvement.INCLUDED.value for question in first.questions},
            answered_at=at,
            answered_by_id=allocation.auditor_id,
        )
        self.answers.append(answer)
        self.answer_revisions.append(AuditAnswerRevision(**answer.model_dump()))

    def _return(self, allocation_id: int, at: datetime) -> None:
        overall = self._chance.choices(OVERALL_RATINGS, _OVERALL_SHARES)[0]
        needs_improvement = overall is Rating.REQUIRES_IMPROVEMENT
        self.audits.append(
            Audit(
                allocation_id=allocation_id,
                returned_at=at,
                overall=overall,
                at_risk=self._chance.random() < 0.2 if needs_improvement else None,
                concern_category=next(self._categories) if overall is Rating.INADEQUATE else None,
                strengths=self._chance.choice(STRENGTHS),
                areas_for_improvement=self._chance.choice(AREAS),
            )
        )
        self._grade(allocation_id, overall)
        for party, shares in _INVOLVED_SHARES.items():
            outcome = self._chance.choices(tuple(Involvement), shares)[0]
            self.engagement.append(self._involved(allocation_id, party, outcome))

    def _grade(self, allocation_id: int, overall: Rating) -> None:
        for domain in self._framework.domains:
            step = self._chance.choices(_STEPS, _STEP_SHARES)[0]
            place = OVERALL_RATINGS.index(overall) + step
            rating = OVERALL_RATINGS[min(max(place, 0), len(OVERALL_RATINGS) - 1)]
            if self._chance.randrange(100) < _NOT_GRADED_IN_A_HUNDRED:
                rating = Rating.NOT_GRADED
            text = self._chance.choice(EVIDENCE[rating])
            row = DomainRating(allocation_id=allocation_id, domain=domain.title, rating=rating)
            if rating is Rating.NOT_GRADED:
                row.reason = text
            else:
                row.evidence = text
            self.domain_ratings.append(row)

    def _involved(self, allocation_id: int, party: Party, outcome: Involvement) -> Engagement:
        row = Engagement(allocation_id=allocation_id, party=party, outcome=outcome)
        if outcome is Involvement.INCLUDED and party in FAMILY_WORDS:
            row.sentiment = self._chance.choices(tuple(Sentiment), _SENTIMENT_SHARES)[0]
            row.comment = FAMILY_WORDS[party][tuple(Sentiment).index(row.sentiment)]
        elif outcome in (Involvement.ATTEMPTED, Involvement.NOT_ATTEMPTED):
            row.reason = NOT_INCLUDED
        return row
