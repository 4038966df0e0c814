"""The registers beside the audits: escalations, the caseload, dip samples, impact surveys."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from domain.words import ColleaguePart, DipAnswer, Done, EscalationRoute, EscalationStatus, Impact
from storage.tables.columns import chase_day, instant_field, reference, table_of, word_field

# As text, and just so in the query, so that either engine sees that the index will do.
IS_OPEN_SURVEY = text("answered_on IS NULL AND part IS NOT NULL")


class Escalation(SQLModel, table=True):
    """A case that an IRO or CP chair took into dispute resolution (sheet `escalations`, key `ref`); stages 1 to 3.

    `about` and `resolution` are what was written in chat; `raised_by_id` is empty for what came by import. `stage`
    and `status` are where it stands; `escalation_transition` has where it stood on any day.
    """

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
    about: str | None = None
    resolution: str | None = None
    raised_by_id: int | None = reference("person.id", nullable=True)


class Caseload(SQLModel, table=True):
    """How many children had a plan or status in a month (sheet `caseload`, key month `2026-11` and legal status)."""

    __tablename__ = "caseload"
    __table_args__ = (UniqueConstraint("month", "legal_status"),)

    id: int | None = Field(default=None, primary_key=True)
    month: str
    legal_status: str
    children: int


class DipSample(SQLModel, table=True):
    """A set of records that were asked a few questions each (sheet `dip_samples`, key `ref`).

    `made_by_id` is who set it up in chat, empty for what came by import; `seed` is what its records were drawn with,
    empty where they were named; `closed_on` is the day from which it takes no answers in chat.
    """

    __tablename__ = "dip_sample"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    title: str
    carried_out_on: date
    made_by_id: int | None = reference("person.id", nullable=True, index=False)
    seed: str | None = None
    closed_on: date | None = None


class DipSampleResult(SQLModel, table=True):
    """The answer of one record to one question (sheet `dip_sample_results`, key sample, case and question).

    `answered_on` is the London day of an answer given in chat: what came by import counts from its sample's day.
    `source` and `recorded_at` say who wrote the row last, and when.
    """

    __tablename__ = "dip_sample_result"
    __table_args__ = (UniqueConstraint("dip_sample_id", "case_id", "question"),)

    id: int | None = Field(default=None, primary_key=True)
    dip_sample_id: int = reference("dip_sample.id", index=False)
    case_id: int = reference("case_record.id")
    question: str
    answer: DipAnswer = word_field(DipAnswer)
    answered_on: date | None = None
    source: str = "import"
    recorded_at: datetime | None = instant_field(nullable=True)


class ImpactSurvey(SQLModel, table=True):
    """The impact questions to one person after an audit (sheet `impact_surveys`, key allocation and respondent).

    `part` is the respondent's in the case where the survey was sent from here, empty for what came by import.
    `answered_on` is the day on which the second of the two needed questions was answered. `chase_on` is chasing's own.
    """

    __tablename__ = "impact_survey"
    __table_args__ = (
        UniqueConstraint("allocation_id", "respondent_id"),
        Index("ix_impact_survey_chase_on", "chase_on", sqlite_where=IS_OPEN_SURVEY, postgresql_where=IS_OPEN_SURVEY),
    )

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = reference("allocation.id", index=False)
    respondent_id: int = reference("person.id")
    sent_on: date
    answered_on: date | None = None
    practice_change: Impact | None = word_field(Impact, nullable=True)
    child_impact: Impact | None = word_field(Impact, nullable=True)
    done: Done | None = word_field(Done, nullable=True)
    comment: str | None = None
    part: ColleaguePart | None = word_field(ColleaguePart, nullable=True)
    chase_on: date = chase_day()


escalation = table_of(Escalation)
caseload = table_of(Caseload)
dip_sample = table_of(DipSample)
dip_sample_result = table_of(DipSampleResult)
impact_survey = table_of(ImpactSurvey)
