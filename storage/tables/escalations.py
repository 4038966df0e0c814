"""The history of dispute resolution: each raising, move to another stage and end."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from domain.words import EscalationStatus
from storage.tables.columns import instant_field, reference, table_of, word_field


class EscalationTransition(SQLModel, table=True):
    """One change of a dispute's stage or status: rows are added and never changed.

    `on_day` is the London day that figures go by: an import may bring a fact of an earlier day. `words` is what was
    written with it; `from_stage` and `from_status` are empty for the raising. `acting_for_id` is whose deputy did it.
    """

    __tablename__ = "escalation_transition"

    id: int | None = Field(default=None, primary_key=True)
    escalation_id: int = reference("escalation.id")
    at: datetime = instant_field()
    on_day: date
    actor_id: int | None = reference("person.id", nullable=True, index=False)
    source: str
    from_stage: int | None = None
    to_stage: int
    from_status: EscalationStatus | None = word_field(EscalationStatus, nullable=True)
    to_status: EscalationStatus = word_field(EscalationStatus)
    words: str | None = None
    acting_for_id: int | None = reference("person.id", nullable=True, index=False)


escalation_transition = table_of(EscalationTransition)
