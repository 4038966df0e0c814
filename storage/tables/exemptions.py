"""Requests for an exemption from a month's audit, with their history; the exemptions are in `allocations`."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from domain.exemptions import RequestStatus
from domain.words import ExemptionKind
from storage.tables.columns import instant_field, reference, table_of, word_field

# As text, and just so in the query, so that either engine sees that the index will do.
IS_ASKED = text("status = 'asked'")


class ExemptionRequest(SQLModel, table=True):
    """What became of an exemption in chat: asked for, taken on one's own word, or recorded by QA.

    `approver_id` is with whom it lies while it waits. `reason` is never kept of health. `decided_by_id` is whoever
    decided last, a deputy perhaps; `answer` is why it was declined.
    """

    __tablename__ = "exemption_request"
    __table_args__ = (
        Index(
            "uq_exemption_request_waiting",
            "person_id",
            "month",
            unique=True,
            sqlite_where=IS_ASKED,
            postgresql_where=IS_ASKED,
        ),
        Index("ix_exemption_request_approver", "approver_id", sqlite_where=IS_ASKED, postgresql_where=IS_ASKED),
        Index("ix_exemption_request_person_month", "person_id", "month"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = reference("person.id", index=False)
    month: str
    kind: ExemptionKind = word_field(ExemptionKind)
    reason: str | None = None
    status: RequestStatus = word_field(RequestStatus)
    is_own_word: bool = False
    asked_at: datetime = instant_field()
    asked_by_id: int | None = reference("person.id", nullable=True, index=False)
    approver_id: int | None = reference("person.id", nullable=True, index=False)
    decided_at: datetime | None = instant_field(nullable=True)
    decided_by_id: int | None = reference("person.id", nullable=True, index=False)
    answer: str | None = None


class ExemptionStep(SQLModel, table=True):
    """One change of a request's state: who, when, from, to. Rows are added and never changed.

    `acting_for_id` is the approver for whom a deputy answered, or the auditor for whom QA recorded it.
    """

    __tablename__ = "exemption_step"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = reference("exemption_request.id")
    at: datetime = instant_field()
    on_day: date
    actor_id: int | None = reference("person.id", nullable=True, index=False)
    acting_for_id: int | None = reference("person.id", nullable=True, index=False)
    source: str
    from_status: RequestStatus | None = word_field(RequestStatus, nullable=True)
    to_status: RequestStatus = word_field(RequestStatus)
    reason: str | None = None


class ExemptionWording(SQLModel, table=True):
    """A likely name left in a text about somebody's exemption: by whom and when. `digest` stands for the phrase."""

    __tablename__ = "exemption_wording"
    __table_args__ = (UniqueConstraint("person_id", "month", "digest"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = reference("person.id", index=False)
    month: str
    digest: str
    kept_at: datetime = instant_field()
    kept_by_id: int = reference("person.id", index=False)


exemption_request = table_of(ExemptionRequest)
exemption_step = table_of(ExemptionStep)
exemption_wording = table_of(ExemptionWording)
