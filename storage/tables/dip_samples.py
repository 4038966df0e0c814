"""Dip samples that are set up in chat: their questions, their records with who reviews them, and what was done."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.words import DipAnswer
from storage.tables.columns import instant_field, reference, table_of, word_field


class DipSampleQuestion(SQLModel, table=True):
    """A question of a dip sample, in its place from 1 on."""

    __tablename__ = "dip_sample_question"

    dip_sample_id: int = reference("dip_sample.id", primary_key=True, index=False)
    place: int = Field(primary_key=True)
    question: str


class DipSampleRecord(SQLModel, table=True):
    """A record of a dip sample, and who reviews it; nobody until it is shared out."""

    __tablename__ = "dip_sample_record"
    __table_args__ = (UniqueConstraint("dip_sample_id", "case_id"),)

    id: int | None = Field(default=None, primary_key=True)
    dip_sample_id: int = reference("dip_sample.id", index=False)
    case_id: int = reference("case_record.id")
    reviewer_id: int | None = reference("person.id", nullable=True)


class DipSampleAct(SQLModel, table=True):
    """Something done to a dip sample: rows are added and never changed.

    `what` is `set_up`, `shared_out`, `answered` or `closed`. Of an answer `record_id`, `question`, `old` and `new` say
    which one; of a sharing out `record_id`, and `reviewer_id` who has it from then on.
    """

    __tablename__ = "dip_sample_act"

    id: int | None = Field(default=None, primary_key=True)
    dip_sample_id: int = reference("dip_sample.id")
    at: datetime = instant_field()
    on_day: date
    actor_id: int | None = reference("person.id", nullable=True, index=False)
    source: str
    what: str
    record_id: int | None = reference("dip_sample_record.id", nullable=True, index=False)
    reviewer_id: int | None = reference("person.id", nullable=True, index=False)
    question: str | None = None
    old: DipAnswer | None = word_field(DipAnswer, nullable=True)
    new: DipAnswer | None = word_field(DipAnswer, nullable=True)


dip_sample_question = table_of(DipSampleQuestion)
dip_sample_record = table_of(DipSampleRecord)
dip_sample_act = table_of(DipSampleAct)
