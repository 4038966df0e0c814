"""The registers beside the audits: dispute resolution, dip samples, how much of the caseload was seen."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from sqlalchemy import FromClause, String, and_, case, cast, func, or_, select

from domain.calendar import month_of
from domain.words import DipAnswer, EscalationStatus, Post
from metrics.facts.audits import A, AuditFacts
from metrics.facts.joined import Column, Condition, Facts, Join
from metrics.query import Dimension
from storage.tables.allocations import case_record
from storage.tables.escalations import escalation_transition
from storage.tables.people import person, team, team_post
from storage.tables.registers import caseload, dip_sample, dip_sample_result, escalation

_E = escalation.c
_D = dip_sample.c
_R = dip_sample_result.c
_CASE = case_record.c
_STEP = escalation_transition.c
_HEAD_POST = team_post.alias("head_post_of_case")
_HEAD = person.alias("head_of_case")

CASE_JOINS: Mapping[str, Join] = {
    "team": Join(team, lambda _: team.c.id == _CASE.team_id, is_outer=False),
    "head_post": Join(
        _HEAD_POST,
        lambda _: and_(_HEAD_POST.c.team_id == _CASE.team_id, _HEAD_POST.c.post == Post.HEAD_OF_SERVICE),
    ),
    "head": Join(_HEAD, lambda _: _HEAD.c.id == _HEAD_POST.c.person_id, after=("head_post",)),
}
_OF_THE_CASE: Mapping[Dimension, Callable[[Any], Column]] = {
    Dimension.SERVICE: lambda facts: facts.need("team").c.service,
    Dimension.LOCALITY: lambda facts: facts.need("team").c.locality,
    Dimension.TEAM: lambda facts: facts.need("team").c.name,
    Dimension.LEGAL_STATUS: lambda _: _CASE.legal_status,
    Dimension.HEAD_OF_SERVICE: lambda facts: facts.need("head").c.email,
}


class CaseFacts(Facts):
    """Facts about a case: by the team that has it."""

    JOINS: ClassVar[Mapping[str, Join]] = CASE_JOINS

    def of_teams(self, teams: Any) -> Condition:
        """Of the case's team."""
        return _CASE.team_id.in_(teams)


class EscalationFacts(CaseFacts):
    """Escalations as they stood on a day."""

    DIMENSIONS: ClassVar[Mapping[Dimension, Callable[[Any], Column]]] = {
        **_OF_THE_CASE,
        Dimension.MONTH: lambda _: func.substr(cast(_E.raised_on, String), 1, 7),
        Dimension.ROUTE: lambda _: _E.route,
        Dimension.STAGE: lambda facts: facts.stage(),
        Dimension.THEME: lambda _: _E.theme,
        Dimension.STATUS: lambda facts: facts.status(),
    }

    def first_table(self) -> FromClause:
        """The escalations with their cases."""
        return escalation.join(case_record, _CASE.id == _E.case_id)

    def in_period(self) -> Condition:
        """Raised within the period."""
        return _E.raised_on.between(self.period.start, self.period.end)

    def stands(self) -> Condition:
        """Raised by the day."""
        return _E.raised_on <= self.as_at

    def of_person(self, person_id: int) -> Condition:
        """Of a case whose IRO or chair the person is."""
        return _CASE.iro_or_chair_id == person_id

    def stage(self) -> Column:
        """The stage that it had reached by the day, by its history; without one, as it says."""
        latest = select(_STEP.to_stage).where(_STEP.escalation_id == _E.id, _STEP.on_day <= self.as_at)
        reached = latest.order_by(_STEP.on_day.desc(), _STEP.id.desc()).limit(1).correlate(escalation)
        return func.coalesce(reached.scalar_subquery(), _E.stage)

    def status(self) -> Column:
        """`resolved` once it was by the day, else `in process`; without a day of its own, as it says."""
        undated = and_(_E.resolved_on.is_(None), _E.status == EscalationStatus.RESOLVED)
        resolved = or_(_E.resolved_on <= self.as_at, undated)
        return case((resolved, EscalationStatus.RESOLVED.value), else_=EscalationStatus.IN_PROCESS.value)

    def listed(self) -> Sequence[tuple[str, Column]]:
        """The escalation, its case, route, stage and days."""
        return (
            ("escalation", _E.ref),
            ("case_ref", _CASE.case_ref),
            ("team", self.need("team").c.name),
            ("route", _E.route),
            ("stage", self.stage()),
            ("status", self.status()),
            ("theme", _E.theme),
            ("raised_on", _E.raised_on),
            ("resolved_on", _E.resolved_on),
        )


class DipSampleFacts(CaseFacts):
    """The answers of dip samples carried out by a day."""

    DIMENSIONS: ClassVar[Mapping[Dimension, Callable[[Any], Column]]] = {
        **_OF_THE_CASE,
        Dimension.MONTH: lambda _: func.substr(cast(_D.carried_out_on, String), 1, 7),
        Dimension.SAMPLE: lambda _: _D.title,
        Dimension.QUESTION: lambda _: _R.question,
        Dimension.ANSWER: lambda _: _R.answer,
    }

    def first_table(self) -> FromClause:
        """The answers with their samples and cases."""
        return dip_sample_result.join(dip_sample, _D.id == _R.dip_sample_id).join(case_record, _CASE.id == _R.case_id)

    def in_period(self) -> Condition:
        """Carried out within the period."""
        return _D.carried_out_on.between(self.period.start, self.period.end)

    def stands(self) -> Condition:
        """Carried out by the day; an answer given in chat, given by then."""
        return and_(_D.carried_out_on <= self.as_at, func.coalesce(_R.answered_on, _D.carried_out_on) <= self.as_at)

    def of_person(self, person_id: int) -> Condition:
        """Of a case whose social worker the person is."""
        return _CASE.social_worker_id == person_id

    def counted(self) -> Condition:
        """Every answer but not applicable, which is shown and not counted."""
        return _R.answer != DipAnswer.NOT_APPLICABLE

    def not_applicable(self) -> Condition:
        """Answered as not applicable."""
        return _R.answer == DipAnswer.NOT_APPLICABLE

    def listed(self) -> Sequence[tuple[str, Column]]:
        """The sample, the case, the question and the answer."""
        return (
            ("sample", _D.ref),
            ("case_ref", _CASE.case_ref),
            ("question", _R.question),
            ("answer", _R.answer),
            ("carried_out_on", _D.carried_out_on),
        )


class CoverageFacts(AuditFacts):
    """Cases audited to standard in a period, once each: by the latest of their audits."""

    def stands(self) -> Condition:
        """To standard, of a plan or status that the caseload counts, and with no later such audit of the case."""
        # The rank has to be taken over the rows that count, so it is a select of its own.
        return A.id.in_(self._latest_of_each_case())

    def _latest_of_each_case(self) -> Any:
        inner = AuditFacts(self.as_at, self.period)
        wanted = and_(inner.in_period(), inner.stands(), inner.to_standard(), A.legal_status.in_(self._counted()))
        place = func.row_number().over(partition_by=A.case_id, order_by=(A.month.desc(), A.id.desc())).label("place")
        ranked = select(A.id, place).select_from(inner.source()).where(wanted).subquery()
        return select(ranked.c.id).where(ranked.c.place == 1)

    def _counted(self) -> Any:
        return select(caseload.c.legal_status).where(caseload.c.month == latest_caseload(self.as_at))


def latest_caseload(as_at: Any) -> Any:
    """The month of the latest caseload known on a day, as a scalar sub-select."""
    return select(func.max(caseload.c.month)).where(caseload.c.month <= month_of(as_at)).scalar_subquery()


class CaseloadFacts(Facts):
    """The children of the latest caseload."""

    DIMENSIONS: ClassVar[Mapping[Dimension, Callable[[Any], Column]]] = {
        Dimension.LEGAL_STATUS: lambda _: caseload.c.legal_status,
    }

    def first_table(self) -> FromClause:
        """The caseload."""
        return caseload

    def in_period(self) -> Condition:
        """Of the latest month."""
        found: Condition = caseload.c.month == latest_caseload(self.as_at)
        return found

    def stands(self) -> Condition:
        """Counted by the day."""
        return caseload.c.month <= month_of(self.as_at)

    def of_teams(self, teams: Any) -> Condition:
        """The caseload is the whole council's: it has no teams."""
        del teams
        return caseload.c.id.is_(None)

    def of_person(self, person_id: int) -> Condition:
        """The caseload is nobody's own."""
        del person_id
        return caseload.c.id.is_(None)

    def listed(self) -> Sequence[tuple[str, Column]]:
        """The plan or status, and how many children."""
        return (("legal_status", caseload.c.legal_status), ("children", caseload.c.children))
