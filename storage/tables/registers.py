"""The registers beside the audits: escalations, the caseload, dip samples, impact surveys."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.words import DipAnswer, Done, EscalationRoute, EscalationStatus, Impact
from storage.tables.columns import reference, table_of, word_field


class Escalation(SQLModel, table=True):
    """A case that an IRO or CP chair took into dispute resolution (sheet `escalations`, key `ref`); stages 1 to 3."""

    __tablename__ = "escalation"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    case_id: int = reference("case_record.id")
    route: EscalationRoute = word_field(EscalationRoute)
    theme: str
    stage: int
    status: EscalationStatus = word_field(EscalationStatus)
    raised_on: date
    resolved_on: date | None = None


class Caseload(SQLModel, table=True):
    """How many children had a plan or status in a month (sheet `caseload`, key month `2026-11` and legal status)."""

    __tablename__ = "caseload"
    __table_args__ = (UniqueConstraint("month", "legal_status"),)

    id: int | None = Field(default=None, primary_key=True)
    month: str
    legal_status: str
    children: int


class DipSample(SQLModel, table=True):
    """A set of records that were asked a few questions each (sheet `dip_samples`, key `ref`)."""

    __tablename__ = "dip_sample"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    title: str
    carried_out_on: date


class DipSampleResult(SQLModel, table=True):
    """The answer of one record to one question (sheet `dip_sample_results`, key sample, case and question)."""

    __tablename__ = "dip_sample_result"
    __table_args__ = (UniqueConstraint("dip_sample_id", "case_id", "question"),)

    id: int | None = Field(default=None, primary_key=True)
    dip_sample_id: int = reference("dip_sample.id", index=False)
    case_id: int = reference("case_record.id")
    question: str
    answer: DipAnswer = word_field(DipAnswer)


class ImpactSurvey(SQLModel, table=True):
    """The impact questions to one person after an audit (sheet `impact_surveys`, key allocation and respondent)."""

    __tablename__ = "impact_survey"
    __table_args__ = (UniqueConstraint("allocation_id", "respondent_id"),)

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = reference("allocation.id", index=False)
    respondent_id: int = reference("person.id")
    sent_on: date
    answered_on: date | None = None
    practice_change: Impact | None = word_field(Impact, nullable=True)
    child_impact: Impact | None = word_field(Impact, nullable=True)
    done: Done | None = word_field(Done, nullable=True)
    comment: str | None = None


escalation = table_of(Escalation)
caseload = table_of(Caseload)
dip_sample = table_of(DipSample)
dip_sample_result = table_of(DipSampleResult)
impact_survey = table_of(ImpactSurvey)
