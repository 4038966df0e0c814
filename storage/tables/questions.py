"""What was asked last, for the question that follows; figures kept as they were reported."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import instant_field, reference, table_of


class AskedQuestion(SQLModel, table=True):
    """The question that a person's next one may go on from, as it was understood: never the words that they typed.

    A row a person, so that every instance knows it, and a restart forgets nothing.
    """

    __tablename__ = "asked_question"

    person_id: int = reference("person.id", index=False, primary_key=True)
    query: str
    asked_at: datetime = instant_field(index=True)


class FrozenFigure(SQLModel, table=True):
    """A figure as it was reported. Rows are added and never changed.

    `query` is the question, `answer` its passport as METRICS has it, `facts` what was counted, a row each with what
    explains a later difference; all three hold no case reference. `frozen_by_card` is the card's one-time action id, so
    that a second tap makes no second row. `metric`, `first_day` and `last_day` are the question's, to be found by.
    """

    __tablename__ = "frozen_figure"
    __table_args__ = (
        UniqueConstraint("frozen_by_card"),
        Index("ix_frozen_figure_metric_first_day", "metric", "first_day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    frozen_by_card: str
    metric: str
    first_day: date
    last_day: date
    as_at: date
    title: str
    query: str
    answer: dict[str, Any] = Field(sa_type=JSON)
    facts: list[dict[str, Any]] = Field(sa_type=JSON)
    frozen_at: datetime = instant_field(index=True)
    frozen_by_id: int = reference("person.id", index=False)


asked_question = table_of(AskedQuestion)
frozen_figure = table_of(FrozenFigure)
