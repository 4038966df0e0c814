"""What the service keeps for itself: the outbox, what was handled, QA tasks, the record, settings, jobs."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Double, Index, Integer, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from domain.words import QaTaskKind, SendClass, SendStatus
from storage.tables.columns import instant_field, reference, table_of, word_field

_LONG_KEY = BigInteger().with_variant(Integer, "sqlite")


class Outbox(SQLModel, table=True):
    """A message that the service owes a person, unique per person, subject and rung.

    Only what the message is about is stored; its card is made from the facts at the moment of sending.
    `template` names the message, `rung` tells repeats apart. The claim is an instance's, until `claimed_until`.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("person_id", "template", "subject_id", "rung"),
        Index("ix_outbox_status_not_before", "status", "not_before"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=_LONG_KEY)
    send_class: SendClass = word_field(SendClass)
    template: str
    person_id: int = reference("person.id", index=False)
    subject_id: int
    rung: str = ""
    created_at: datetime = instant_field()
    not_before: datetime = instant_field()
    status: SendStatus = word_field(SendStatus)
    attempts: int = 0
    claimed_by: str | None = None
    claimed_until: datetime | None = instant_field(nullable=True)
    settled_at: datetime | None = instant_field(nullable=True)
    outcome: str | None = None
    channel_activity_id: str | None = None


class OutboxAttempt(SQLModel, table=True):
    """One try at sending a message and how it ended: `outcome` stays empty where it was never known."""

    __tablename__ = "outbox_attempt"

    id: int | None = Field(default=None, primary_key=True, sa_type=_LONG_KEY)
    outbox_id: int = reference("outbox.id")
    started_at: datetime = instant_field()
    settled_at: datetime | None = instant_field(nullable=True)
    outcome: str | None = None
    detail: str | None = None


class HandledActivity(SQLModel, table=True):
    """An activity of the channel that was handled: a second delivery changes nothing."""

    __tablename__ = "handled_activity"

    conversation_id: str = Field(primary_key=True)
    activity_id: str = Field(primary_key=True)
    handled_at: datetime = instant_field(index=True)


class HandledPress(SQLModel, table=True):
    """A button that was pressed, by its card's one-time action id and a digest of what came with it."""

    __tablename__ = "handled_press"

    action_id: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    handled_at: datetime = instant_field(index=True)


class QaTask(SQLModel, table=True):
    """Something QA must look at. `about` is a sentence without case text; one open task a `dedupe` key.

    `object_id` and `tenant_id` are the Teams account that it is about, as the channel signed them.
    """

    __tablename__ = "qa_task"
    __table_args__ = (
        Index(
            "uq_qa_task_open",
            "dedupe",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: QaTaskKind = word_field(QaTaskKind)
    dedupe: str
    about: str
    person_id: int | None = reference("person.id", nullable=True, index=False)
    allocation_id: int | None = reference("allocation.id", nullable=True, index=False)
    outbox_id: int | None = reference("outbox.id", nullable=True, index=False)
    object_id: str | None = None
    tenant_id: str | None = None
    raised_at: datetime = instant_field()
    closed_at: datetime | None = instant_field(nullable=True)
    closed_by_id: int | None = reference("person.id", nullable=True, index=False)
    closing_note: str | None = None


class Event(SQLModel, table=True):
    """The record of who did and saw what, and when. Rows are added and never changed; no case text.

    Its number is that of its digest (`storage.tables.record_seals`). An erasure may empty or take away what stands
    here, the salt with it: what is left is a digest that tells nobody anything.
    """

    __tablename__ = "event"

    id: int | None = Field(default=None, primary_key=True, sa_type=_LONG_KEY)
    at: datetime = instant_field(index=True)
    actor_id: int | None = reference("person.id", nullable=True)
    actor_object_id: str | None = None
    source: str
    what: str
    subject: str
    subject_id: int | None = None
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    salt: str | None = None


class PolicySetting(SQLModel, table=True):
    """A change of a policy setting, from a day on. Rows are added and never changed."""

    __tablename__ = "policy_setting"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    value: str
    effective_from: date
    reason: str | None = None
    set_at: datetime = instant_field()
    set_by_id: int | None = reference("person.id", nullable=True, index=False)


# Of the runs that ended well there is one for each time that a job was due.
_ENDED_WELL = text("outcome = 'done'")


class JobRun(SQLModel, table=True):
    """One run of a job of the timetable: `outcome` is `done` or `failed`, empty while it runs.

    `due_at` is the time of the timetable for which it ran; empty where somebody ran it by hand.
    """

    __tablename__ = "job_run"
    __table_args__ = (
        Index("ix_job_run_job_outcome_now", "job", "outcome", "now"),
        Index(
            "uq_job_run_due",
            "job",
            "due_at",
            unique=True,
            sqlite_where=_ENDED_WELL,
            postgresql_where=_ENDED_WELL,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    job: str
    due_at: datetime | None = instant_field(nullable=True)
    now: datetime = instant_field()
    started_at: datetime = instant_field()
    finished_at: datetime | None = instant_field(nullable=True)
    outcome: str | None = None
    detail: str | None = None


class Lease(SQLModel, table=True):
    """That one instance of several does something alone, such as keeping the timetable, for as long as it says so.

    It is over when either clock says so: `until` by the service's clock, `until_seconds` by the machines' (seconds
    since 1970), which goes on while a clock file stands.
    """

    __tablename__ = "lease"

    name: str = Field(primary_key=True)
    holder: str
    taken_at: datetime = instant_field()
    until: datetime = instant_field()
    until_seconds: float = Field(sa_type=Double)


class PaceLine(SQLModel, table=True):
    """What has gone to a tenant or a conversation of late: all instances keep Teams' limits by it.

    `line` is `tenant:…` or `conversation:…`. `went` holds the latest requests, in seconds since 1970 by the machines'
    clocks; `reckoned_until` stands for those of the last hour, one after the other at the hourly limit's distance.
    Until `held_until` nothing goes, because Teams asked for it.
    """

    __tablename__ = "pace_line"

    line: str = Field(primary_key=True)
    went: list[float] = Field(sa_type=JSON)
    reckoned_until: float = Field(default=0.0, sa_type=Double)
    held_until: float = Field(default=0.0, sa_type=Double)
    touched_at: float = Field(sa_type=Double, index=True)


class ImportRun(SQLModel, table=True):
    """One workbook that was imported: its digest and what it changed, sheet by sheet."""

    __tablename__ = "import_run"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = instant_field()
    by_id: int | None = reference("person.id", nullable=True, index=False)
    digest: str
    changes: dict[str, Any] = Field(sa_type=JSON)


class SchemaRevision(SQLModel, table=True):
    """A revision of the database's tables that has been made, and from which one on a version may run on it.

    A version that is older than the database reads here whether it may serve: it has never heard of the revision.
    """

    __tablename__ = "schema_revision"

    revision: str = Field(primary_key=True)
    serves_from: str


outbox = table_of(Outbox)
outbox_attempt = table_of(OutboxAttempt)
handled_activity = table_of(HandledActivity)
handled_press = table_of(HandledPress)
qa_task = table_of(QaTask)
event = table_of(Event)
policy_setting = table_of(PolicySetting)
job_run = table_of(JobRun)
lease = table_of(Lease)
pace_line = table_of(PaceLine)
import_run = table_of(ImportRun)
schema_revision = table_of(SchemaRevision)
