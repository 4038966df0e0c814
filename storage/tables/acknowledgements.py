"""That a manager has read an audit of their team's work, and talked it over."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.words import Heed
from storage.tables.columns import instant_field, reference, table_of, word_field


class AuditAcknowledgement(SQLModel, table=True):
    """An audit acknowledged, or discussed, by a manager: once each for a return (`version`). Rows never change."""

    __tablename__ = "audit_acknowledgement"
    __table_args__ = (UniqueConstraint("allocation_id", "version", "what"),)

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = reference("allocation.id", index=False)
    version: int
    what: Heed = word_field(Heed)
    at: datetime = instant_field()
    on_day: date
    person_id: int = reference("person.id", index=False)
    source: str


audit_acknowledgement = table_of(AuditAcknowledgement)
