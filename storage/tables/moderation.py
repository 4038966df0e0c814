"""What a moderator answers before they judge, and the meetings of looped pairs that differ."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import instant_field, reference, table_of


class ModerationAnswer(SQLModel, table=True):
    """The standing answers of one step of one moderation, with the number of times it was answered.

    The steps are those of `domain.moderation_steps`; `judgement` holds the reasons of the judgement made.
    """

    __tablename__ = "moderation_answer"

    moderation_id: int = reference("moderation.id", primary_key=True, index=False)
    step: str = Field(primary_key=True)
    revision: int
    answers: dict[str, Any] = Field(sa_type=JSON)
    answered_at: datetime = instant_field()
    answered_by_id: int = reference("person.id", index=False)


class ModerationAnswerRevision(SQLModel, table=True):
    """Every answer ever given to a step of a moderation: rows are added and never changed."""

    __tablename__ = "moderation_answer_revision"

    moderation_id: int = reference("moderation.id", primary_key=True, index=False)
    step: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    answers: dict[str, Any] = Field(sa_type=JSON)
    answered_at: datetime = instant_field()
    answered_by_id: int = reference("person.id", index=False)


class LoopMeeting(SQLModel, table=True):
    """The moderation meeting of a looped pair whose overall grades differ (DOMAIN, "Looped audits").

    `first_id` and `second_id` are the pair's allocations, in the order in which they were allocated. `proposal` is a
    day and a time in the moderator's words, `round` how many have been proposed. `settled_at` is when the outcome was
    recorded: from then on it is in a row of `moderation` for each of the two.
    """

    __tablename__ = "loop_meeting"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: int | None = Field(default=None, primary_key=True)
    first_id: int = reference("allocation.id", index=False)
    second_id: int = reference("allocation.id")
    moderator_id: int | None = reference("person.id", nullable=True)
    opened_at: datetime = instant_field()
    proposal: str | None = None
    round: int = 0
    proposed_at: datetime | None = instant_field(nullable=True)
    settled_at: datetime | None = instant_field(nullable=True)


class LoopReply(SQLModel, table=True):
    """What somebody of a pair said to a day proposed: it works, or other words. Rows are added and never changed."""

    __tablename__ = "loop_reply"

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = reference("loop_meeting.id")
    round: int
    person_id: int = reference("person.id", index=False)
    works: bool
    words: str | None = None
    at: datetime = instant_field()


moderation_answer = table_of(ModerationAnswer)
moderation_answer_revision = table_of(ModerationAnswerRevision)
loop_meeting = table_of(LoopMeeting)
loop_reply = table_of(LoopReply)
