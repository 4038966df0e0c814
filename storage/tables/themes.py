"""Which words of families were put to which of the QA team's themes (setting `feedback_themes`)."""

from datetime import date, datetime

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from domain.words import Party
from storage.tables.columns import instant_field, reference, table_of, word_field


class FeedbackPlacing(SQLModel, table=True):
    """That somebody put what a family said to some themes, or to none: rows are added and never changed.

    The latest row of an audit and party counts, and only while `digest` is that of the words as they stand: other words
    are placed anew.
    """

    __tablename__ = "feedback_placing"

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = reference("allocation.id")
    party: Party = word_field(Party)
    digest: str
    themes: list[str] = Field(sa_type=JSON)
    placed_at: datetime = instant_field()
    on_day: date
    placed_by_id: int | None = reference("person.id", nullable=True, index=False)


feedback_placing = table_of(FeedbackPlacing)
