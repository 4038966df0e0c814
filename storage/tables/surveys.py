"""Impact surveys beside their sheet: who is to be asked of an audit, and every answer that was ever given."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from domain.words import ColleaguePart, Done, Impact
from storage.tables.columns import instant_field, reference, table_of, word_field


class SurveyRespondent(SQLModel, table=True):
    """Who held a part in a case when its audit came back: they are asked of its impact, weeks later.

    `person_id` is empty where nobody held it.
    """

    __tablename__ = "survey_respondent"

    allocation_id: int = reference("allocation.id", primary_key=True, index=False)
    part: ColleaguePart = word_field(ColleaguePart, primary_key=True)
    person_id: int | None = reference("person.id", nullable=True)
    fixed_at: datetime = instant_field()


class SurveyAnswer(SQLModel, table=True):
    """The answers of a survey as they stood after each tap or save: rows are added and never changed."""

    __tablename__ = "survey_answer"

    id: int | None = Field(default=None, primary_key=True)
    survey_id: int = reference("impact_survey.id")
    at: datetime = instant_field()
    on_day: date
    actor_id: int | None = reference("person.id", nullable=True, index=False)
    source: str
    practice_change: Impact | None = word_field(Impact, nullable=True)
    child_impact: Impact | None = word_field(Impact, nullable=True)
    done: Done | None = word_field(Done, nullable=True)
    comment: str | None = None


survey_respondent = table_of(SurveyRespondent)
survey_answer = table_of(SurveyAnswer)
