"""Audits: the answers as they are given, what the returned audit says, its moderation, its actions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from domain.audience import Audience
from domain.words import ActionStatus, Involvement, Party, Rating, Sentiment
from storage.tables.columns import chase_day, instant_field, reference, table_of, word_field


class FrameworkVersion(SQLModel, table=True):
    """An audit framework as it stands from a day on. A version that an audit was started with never changes."""

    __tablename__ = "framework_version"
    __table_args__ = (UniqueConstraint("name", "effective_from"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    effective_from: date
    content: dict[str, Any] = Field(sa_type=JSON)
    added_at: datetime = instant_field()
    added_by_id: int | None = reference("person.id", nullable=True, index=False)


class Audit(SQLModel, table=True):
    """The audit of an allocation (sheet `audits`): what was returned; drafts are in `audit_answer`.

    `position` is the step whose card the auditor sees on *Continue audit*. The columns after it are written
    at the return and hold the auditor's own rating for ever; a moderator's is kept beside it, in `moderation`.
    `reopened_at` is set while the auditor has a returned audit open again; what was returned last stands meanwhile.
    """

    __tablename__ = "audit"

    allocation_id: int = reference("allocation.id", primary_key=True, index=False)
    framework_id: int | None = reference("framework_version.id", nullable=True, index=False)
    position: str | None = None
    reopened_at: datetime | None = instant_field(nullable=True)
    returned_at: datetime | None = instant_field(nullable=True)
    overall: Rating | None = word_field(Rating, nullable=True)
    at_risk: bool | None = None
    concern_category: int | None = None
    strengths: str | None = None
    areas_for_improvement: str | None = None


class AuditAnswer(SQLModel, table=True):
    """The standing answers of one step of one audit, with the number of times it was answered."""

    __tablename__ = "audit_answer"

    allocation_id: int = reference("audit.allocation_id", primary_key=True, index=False)
    step: str = Field(primary_key=True)
    revision: int
    answers: dict[str, str] = Field(sa_type=JSON)
    answered_at: datetime = instant_field()
    answered_by_id: int = reference("person.id", index=False)


class AuditAnswerRevision(SQLModel, table=True):
    """Every answer ever given to a step: rows are added and never changed."""

    __tablename__ = "audit_answer_revision"

    allocation_id: int = reference("audit.allocation_id", primary_key=True, index=False)
    step: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    answers: dict[str, str] = Field(sa_type=JSON)
    answered_at: datetime = instant_field()
    answered_by_id: int = reference("person.id", index=False)


class LateWords(SQLModel, table=True):
    """What was typed on one device after an audit was returned on another, until it is returned again.

    It counts for nothing, and is put back on its step where the auditor opens the audit again. `revision` is that of
    the step's answers which the card had shown.
    """

    __tablename__ = "late_words"

    allocation_id: int = reference("audit.allocation_id", primary_key=True, index=False)
    step: str
    revision: int
    answers: dict[str, str] = Field(sa_type=JSON)
    typed_at: datetime = instant_field()
    typed_by_id: int = reference("person.id", index=False)


class DraftAction(SQLModel, table=True):
    """An action agreed in an audit that has not been returned yet. `made_by` is the card's one-time action id.

    An action that is worded anew is a row of its own: `first_id` is the first row of the same action.
    """

    __tablename__ = "draft_action"
    __table_args__ = (UniqueConstraint("made_by"),)

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = reference("audit.allocation_id")
    made_by: str
    first_id: int | None = reference("draft_action.id", nullable=True, index=False)
    description: str
    owner_id: int = reference("person.id", index=False)
    due_on: date
    added_at: datetime = instant_field()
    removed_at: datetime | None = instant_field(nullable=True)


class AuditCard(SQLModel, table=True):
    """A message in a chat that shows a step or the review of an audit, by the channel's ids.

    At the return each of the auditor's becomes the receipt, with the judgement each of the moderator's; then its row
    goes: what is left is still to be replaced. A message shows one audit at a time, the one opened in it last.
    """

    __tablename__ = "audit_card"

    conversation_id: str = Field(primary_key=True)
    activity_id: str = Field(primary_key=True)
    allocation_id: int = reference("allocation.id")
    audience: Audience = word_field(Audience)
    noted_at: datetime = instant_field()


class AuditVersion(SQLModel, table=True):
    """An audit as it was returned, whole: one row a return, never changed.

    `on_day` is the London day of that return, `overall` and `at_risk` what it said: as at a day before the next
    version, figures go by them. `acting_for_id` is its auditor, where QA returned it for them.
    """

    __tablename__ = "audit_version"

    allocation_id: int = reference("audit.allocation_id", primary_key=True, index=False)
    version: int = Field(primary_key=True)
    returned_at: datetime = instant_field()
    on_day: date = Field(index=True)
    overall: Rating = word_field(Rating)
    at_risk: bool | None = None
    returned_by_id: int = reference("person.id", index=False)
    acting_for_id: int | None = reference("person.id", nullable=True, index=False)
    content: dict[str, Any] = Field(sa_type=JSON)


# As text, and just so in the query, so that either engine sees that the index will do.
IS_UNJUDGED = text("moderated_on IS NULL AND overall IS NULL AND met_standard IS NULL")


class Moderation(SQLModel, table=True):
    """A moderator's judgement of an audit (columns `moderator` to `met_standard` of sheet `audits`).

    An audit that was sent back has several; the latest by `moderated_on` decides (then by `id`), and as at a day
    before the first the auditor's rating stands. A row without day, rating and standard is an assignment that is
    not judged yet. An import may bring a judgement without its day, which then counts from the return.
    `opened_at` is when the moderator opened the audit: from then on its auditor can't reopen it.
    `source` and `recorded_at` say who wrote the row last, and when.

    What the moderator has answered so far is in `moderation_answer`, `position` the step at which they are, `due_on`
    the day by which they are asked to judge. `rated_at` is when their own grades were complete: until then the
    auditor's are kept from them. `reason` says why the overall grade was changed, or what is not to standard;
    `answer` is what the auditor said to the outcome, once.
    """

    __tablename__ = "moderation"
    __table_args__ = (
        Index("ix_moderation_unjudged", "moderator_id", sqlite_where=IS_UNJUDGED, postgresql_where=IS_UNJUDGED),
    )

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = reference("allocation.id")
    moderator_id: int | None = reference("person.id", nullable=True)
    moderated_on: date | None = None
    overall: Rating | None = word_field(Rating, nullable=True)
    met_standard: bool | None = None
    opened_at: datetime | None = instant_field(nullable=True)
    due_on: date | None = None
    position: str | None = None
    rated_at: datetime | None = instant_field(nullable=True)
    reason: str | None = None
    answer: str | None = None
    answered_at: datetime | None = instant_field(nullable=True)
    source: str
    recorded_at: datetime = instant_field()


class DomainRating(SQLModel, table=True):
    """The grade in one domain of an audit (sheet `domain_ratings`), by the domain's title.

    `rating` and `evidence` are the auditor's, `moderated_rating` the moderator's; `reason` says why a domain was
    not graded, or why the moderator changed the grade.
    """

    __tablename__ = "domain_rating"

    allocation_id: int = reference("allocation.id", primary_key=True, index=False)
    domain: str = Field(primary_key=True)
    rating: Rating = word_field(Rating)
    moderated_rating: Rating | None = word_field(Rating, nullable=True)
    evidence: str | None = None
    reason: str | None = None


class Engagement(SQLModel, table=True):
    """How far a party was involved and what they said (sheet `engagement`).

    `comment` is that person's own words, `reason` the auditor's.
    """

    __tablename__ = "engagement"

    allocation_id: int = reference("allocation.id", primary_key=True, index=False)
    party: Party = word_field(Party, primary_key=True)
    outcome: Involvement = word_field(Involvement)
    sentiment: Sentiment | None = word_field(Sentiment, nullable=True)
    comment: str | None = None
    reason: str | None = None


# As text, and just so in the query, so that either engine sees that the index will do.
IS_OPEN_ACTION = text("completed_on IS NULL AND removed_on IS NULL")


class AgreedAction(SQLModel, table=True):
    """An action that an audit asks for (sheet `actions`, key `ref`), completed once it has a day for that.

    `removed_on` is the day from which a later version of the audit no longer asks for it: it leaves every count.
    `chase_on` is chasing's own (`chase_day`).
    """

    __tablename__ = "agreed_action"
    __table_args__ = (
        Index(
            "ix_agreed_action_chase_on_due_on",
            "chase_on",
            "due_on",
            sqlite_where=IS_OPEN_ACTION,
            postgresql_where=IS_OPEN_ACTION,
        ),
        # What is open as at a day: without a day of completion, or with a later one.
        Index("ix_agreed_action_completed_on_due_on", "completed_on", "due_on"),
        Index("ix_agreed_action_due_on", "due_on", sqlite_where=IS_OPEN_ACTION, postgresql_where=IS_OPEN_ACTION),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    allocation_id: int = reference("allocation.id")
    owner_id: int = reference("person.id")
    description: str
    raised_on: date = Field(index=True)
    due_on: date
    completed_on: date | None = None
    completion_note: str | None = None
    removed_on: date | None = None
    chase_on: date = chase_day()


class ActionTransition(SQLModel, table=True):
    """One raising, completion or reopening of an action: rows are added and never changed.

    `on_day` is the London day that figures go by: an import may bring a fact of an earlier day.
    """

    __tablename__ = "action_transition"

    id: int | None = Field(default=None, primary_key=True)
    action_id: int = reference("agreed_action.id")
    at: datetime = instant_field()
    on_day: date
    actor_id: int | None = reference("person.id", nullable=True, index=False)
    source: str
    from_status: ActionStatus | None = word_field(ActionStatus, nullable=True)
    to_status: ActionStatus = word_field(ActionStatus)
    note: str | None = None
    acting_for_id: int | None = reference("person.id", nullable=True, index=False)


framework_version = table_of(FrameworkVersion)
audit = table_of(Audit)
audit_answer = table_of(AuditAnswer)
audit_answer_revision = table_of(AuditAnswerRevision)
late_words = table_of(LateWords)
draft_action = table_of(DraftAction)
audit_card = table_of(AuditCard)
audit_version = table_of(AuditVersion)
moderation = table_of(Moderation)
domain_rating = table_of(DomainRating)
engagement = table_of(Engagement)
agreed_action = table_of(AgreedAction)
action_transition = table_of(ActionTransition)
