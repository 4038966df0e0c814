"""Children of concern, with their history and who has acknowledged what."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from domain.words import ConcernAct, ConcernStatus, WatchOutcome
from storage.tables.columns import instant_field, reference, table_of, word_field


class Concern(SQLModel, table=True):
    """A child of concern (sheet `concerns`, key `ref`): what an audit found stands in one entry, never in two.

    It stands open from `raised_on`, which for one that was opened again after its end is that later day; what stood
    before then is a `ConcernSpell`. `immediate_risk` is what was said as an immediate concern, a paragraph each time;
    `what_is_wrong` what the audit's last return as Inadequate says of the child. `responded_on` is the day of the
    response that stands: one that was sent back is none. `respond_by` is the last London day for the response, fixed
    once it is worked out
    (`storage.concern_due`).
    """

    __tablename__ = "concern"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    allocation_id: int = reference("allocation.id")
    category: int
    status: ConcernStatus = word_field(ConcernStatus)
    raised_on: date = Field(index=True)
    raised_at: datetime | None = instant_field(nullable=True)
    respond_by: date | None = None
    raised_by_id: int | None = reference("person.id", nullable=True, index=False)
    immediate: bool = False
    immediate_risk: str | None = None
    what_is_wrong: str | None = None
    responded_on: date | None = None
    resolved_on: date | None = Field(default=None, index=True)
    signed_off_by_id: int | None = reference("person.id", nullable=True, index=False)


class ConcernTransition(SQLModel, table=True):
    """One raising or other change of a concern: rows are added and never changed.

    `what` is the auditor's account, shown to those alarmed and never put into a summary or a log; `words` what whoever
    did anything else said of it: the response, or a reason. `act` is None for what an import brings. `acting_for_id` is
    whose deputy did it.
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
    act: ConcernAct | None = word_field(ConcernAct, nullable=True)
    words: str | None = None
    acting_for_id: int | None = reference("person.id", nullable=True, index=False)


class ConcernSpell(SQLModel, table=True):
    """That an entry stood from its raising to its end, and was opened again after that (METRICS: stock and flow).

    Figures of the days before it was opened again go by it, so that a report stays as it was. `category` is the one at
    its end. Rows are added and never changed.
    """

    __tablename__ = "concern_spell"

    id: int | None = Field(default=None, primary_key=True)
    concern_id: int = reference("concern.id")
    category: int
    raised_on: date
    responded_on: date | None = None
    resolved_on: date


class ConcernAcknowledgement(SQLModel, table=True):
    """That a person alarmed about a concern has said they have it: each raising of it is acknowledged anew."""

    __tablename__ = "concern_acknowledgement"

    raising_id: int = reference("concern_transition.id", primary_key=True, index=False)
    person_id: int = reference("person.id", primary_key=True, index=False)
    at: datetime = instant_field()


class ConcernAlarm(SQLModel, table=True):
    """That a person was alarmed about a raising on behalf of somebody (`for_id`), who may be they themself.

    `round` is 0 for the alarm at once, and counts up each time that nobody has acknowledged it (DOMAIN: category 1).
    """

    __tablename__ = "concern_alarm"

    raising_id: int = reference("concern_transition.id", primary_key=True, index=False)
    for_id: int = reference("person.id", primary_key=True, index=False)
    person_id: int = reference("person.id", primary_key=True, index=False)
    round: int = Field(primary_key=True)
    at: datetime = instant_field()


class WatchReview(SQLModel, table=True):
    """QA's review of a child on the watch list: an audit returned as Requires Improvement and at risk of decline.

    What stands on the list follows from the audits; rows are added and never changed. `review_on` is the day of the
    next review, where the child stays on the list.
    """

    __tablename__ = "watch_review"

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = reference("allocation.id")
    at: datetime = instant_field()
    on_day: date
    actor_id: int | None = reference("person.id", nullable=True, index=False)
    outcome: WatchOutcome = word_field(WatchOutcome)
    review_on: date | None = None
    words: str | None = None


concern = table_of(Concern)
concern_transition = table_of(ConcernTransition)
concern_spell = table_of(ConcernSpell)
concern_acknowledgement = table_of(ConcernAcknowledgement)
concern_alarm = table_of(ConcernAlarm)
watch_review = table_of(WatchReview)
