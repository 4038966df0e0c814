"""Children of concern, with their history and who has acknowledged what."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from domain.words import ConcernStatus
from storage.tables.columns import instant_field, reference, table_of, word_field


class Concern(SQLModel, table=True):
    """A child of concern (sheet `concerns`, key `ref`): what an audit found stands in one entry, never in two.

    `immediate_risk` is what was said as an immediate concern, a paragraph each time; `what_is_wrong` what the audit's
    last return as Inadequate says of the child.
    """

    __tablename__ = "concern"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    allocation_id: int = reference("allocation.id")
    category: int
    status: ConcernStatus = word_field(ConcernStatus)
    raised_on: date = Field(index=True)
    raised_at: datetime | None = instant_field(nullable=True)
    raised_by_id: int | None = reference("person.id", nullable=True, index=False)
    immediate: bool = False
    immediate_risk: str | None = None
    what_is_wrong: str | None = None
    responded_on: date | None = None
    resolved_on: date | None = Field(default=None, index=True)
    signed_off_by_id: int | None = reference("person.id", nullable=True, index=False)


class ConcernTransition(SQLModel, table=True):
    """One raising or other change of a concern: rows are added and never changed.

    `what` is the auditor's account, shown to those alarmed and never put into a summary or a log.
    """

    __tablename__ = "concern_transition"

    id: int | None = Field(default=None, primary_key=True)
    concern_id: int = reference("concern.id")
    at: datetime = instant_field()
    on_day: date
    actor_id: int | None = reference("person.id", nullable=True, index=False)
    source: str
    from_status: ConcernStatus | None = word_field(ConcernStatus, nullable=True)
    to_status: ConcernStatus = word_field(ConcernStatus)
    category: int
    what: str | None = None


class ConcernAcknowledgement(SQLModel, table=True):
    """That a person alarmed about a concern has said they have it: each raising of it is acknowledged anew."""

    __tablename__ = "concern_acknowledgement"

    raising_id: int = reference("concern_transition.id", primary_key=True, index=False)
    person_id: int = reference("person.id", primary_key=True, index=False)
    at: datetime = instant_field()


concern = table_of(Concern)
concern_transition = table_of(ConcernTransition)
concern_acknowledgement = table_of(ConcernAcknowledgement)
