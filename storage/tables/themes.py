"""The QA team's themes of what families say, dated, and which words were put to which of them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.words import Party
from storage.tables.columns import instant_field, reference, table_of, word_field


class ThemeList(SQLModel, table=True):
    """The themes as they hold from a day on: `content` is a list of titles, each with the words that suggest it."""

    __tablename__ = "theme_list"
    __table_args__ = (UniqueConstraint("effective_from"),)

    id: int | None = Field(default=None, primary_key=True)
    effective_from: date
    content: list[dict[str, Any]] = Field(sa_type=JSON)
    added_at: datetime = instant_field()
    added_by_id: int | None = reference("person.id", nullable=True, index=False)


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


theme_list = table_of(ThemeList)
feedback_placing = table_of(FeedbackPlacing)
