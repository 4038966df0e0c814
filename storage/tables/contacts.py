"""What an auditor did to reach those who should have a say in an audit."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.words import ContactWay, Party
from storage.tables.columns import instant_field, reference, table_of, word_field


class ContactAttempt(SQLModel, table=True):
    """A try to reach a party of an audit, noted by its auditor; at the return it joins the `engagement` row's reason.

    `made_by` is the card's one-time action id, so that a second tap makes no second row. A row taken out stays.
    """

    __tablename__ = "contact_attempt"
    __table_args__ = (UniqueConstraint("made_by"),)

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = reference("audit.allocation_id")
    made_by: str
    party: Party = word_field(Party)
    on_day: date
    way: ContactWay | None = word_field(ContactWay, nullable=True)
    result: str | None = None
    noted_at: datetime = instant_field()
    noted_by_id: int = reference("person.id", index=False)
    removed_at: datetime | None = instant_field(nullable=True)


contact_attempt = table_of(ContactAttempt)
