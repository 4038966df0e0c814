"""Chasing: who was told of what and why, what is put off, who is away, and where QA has stopped it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Index, and_, or_, text
from sqlmodel import Field, SQLModel

from domain.chasing_facts import HoldReason
from domain.ladder import ItemKind, Party
from storage.tables.columns import instant_field, reference, table_of, word_field


class LineStatus(StrEnum):
    """How a line of a digest stands: `acted` is one that its person has answered since.

    `withheld` is one that a rung would have owed, had leave, an exemption, a stop or a pause not held it back.
    """

    OWED = "owed"
    SENT = "sent"
    ACTED = "acted"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    LAPSED = "lapsed"
    WITHHELD = "withheld"


# What counts as told, or on its way: of these there is one for a person, an item and a rung.
_STANDING = text("status IN ('owed', 'sent', 'acted')")
_OWED = text("status = 'owed'")
_WITHHELD = text("status = 'withheld'")
_NOT_CANCELLED = text("cancelled_at IS NULL")


class NudgeLine(SQLModel, table=True):
    """A line of somebody's digest of a day: which item, which rung owed it, and how it ended.

    `due_on` is the day that the rung counts from, `reached_on` the day on which it was reached, `party` what the person
    is to the item. A line that failed, lapsed or is uncertain may be owed again, as a row of its own. Until it is
    settled here, the message of the outbox that carries it (`outbox_id`) says how it stands.
    """

    __tablename__ = "nudge_line"
    __table_args__ = (
        Index(
            "uq_nudge_line_standing",
            "person_id",
            "kind",
            "subject_id",
            "due_on",
            "rung",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index(
            "uq_nudge_line_withheld",
            "person_id",
            "kind",
            "subject_id",
            "due_on",
            "rung",
            "reason",
            unique=True,
            sqlite_where=_WITHHELD,
            postgresql_where=_WITHHELD,
        ),
        Index("ix_nudge_line_kind_subject_id", "kind", "subject_id"),
        Index("ix_nudge_line_person_id_digest_on", "person_id", "digest_on"),
        Index("ix_nudge_line_owed", "digest_on", sqlite_where=_OWED, postgresql_where=_OWED),
    )

    id: int | None = Field(default=None, primary_key=True)
    outbox_id: int | None = reference("outbox.id", nullable=True)
    digest_on: date
    person_id: int = reference("person.id", index=False)
    kind: ItemKind = word_field(ItemKind)
    subject_id: int
    due_on: date
    rung: str
    reached_on: date
    party: Party = word_field(Party)
    status: LineStatus = word_field(LineStatus)
    reason: str | None = None
    decided_at: datetime = instant_field()
    settled_at: datetime | None = instant_field(nullable=True)


class ChasingPass(SQLModel, table=True):
    """That a London day's digests were decided, once. `basis` says under which settings, days off and import."""

    __tablename__ = "chasing_pass"

    day: date = Field(primary_key=True)
    decided_at: datetime = instant_field()
    basis: str
    digests: int
    lines: int


class ChasingBasis(SQLModel, table=True):
    """That every open item is to be looked at anew under a basis (see `ChasingPass`); the latest row is what holds."""

    __tablename__ = "chasing_basis"

    id: int | None = Field(default=None, primary_key=True)
    basis: str
    since: datetime = instant_field()


class ChaseHold(SQLModel, table=True):
    """That nothing is said about an item up to and including a day; to one person only where it names them.

    Rows are added; one that is lifted early gets `lifted_at`.
    """

    __tablename__ = "chase_hold"
    __table_args__ = (Index("ix_chase_hold_kind_subject_id", "kind", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: ItemKind = word_field(ItemKind)
    subject_id: int
    person_id: int | None = reference("person.id", nullable=True, index=False)
    until_on: date
    why: HoldReason = word_field(HoldReason)
    note: str | None = None
    asked_at: datetime = instant_field()
    asked_by_id: int | None = reference("person.id", nullable=True, index=False)
    lifted_at: datetime | None = instant_field(nullable=True)


class Leave(SQLModel, table=True):
    """That a person is away, both days included. Rows are added; one that was taken back has `cancelled_at`."""

    __tablename__ = "leave"
    __table_args__ = (
        Index(
            "uq_leave_standing",
            "person_id",
            "starts_on",
            "ends_on",
            unique=True,
            sqlite_where=_NOT_CANCELLED,
            postgresql_where=_NOT_CANCELLED,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = reference("person.id", index=False)
    starts_on: date
    ends_on: date = Field(index=True)
    recorded_at: datetime = instant_field()
    recorded_by_id: int | None = reference("person.id", nullable=True, index=False)
    cancelled_at: datetime | None = instant_field(nullable=True)
    cancelled_by_id: int | None = reference("person.id", nullable=True, index=False)


class ChasingStop(SQLModel, table=True):
    """That QA has stopped chasing a person, a team, or everybody where neither is named; until `started_at`.

    It holds up to and including `ends_on`, where it has one.
    """

    __tablename__ = "chasing_stop"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int | None = reference("person.id", nullable=True, index=False)
    team_id: int | None = reference("team.id", nullable=True, index=False)
    reason: str
    ends_on: date | None = None
    stopped_at: datetime = instant_field()
    stopped_by_id: int | None = reference("person.id", nullable=True, index=False)
    started_at: datetime | None = instant_field(nullable=True)
    started_by_id: int | None = reference("person.id", nullable=True, index=False)


nudge_line = table_of(NudgeLine)
chasing_pass = table_of(ChasingPass)
chasing_basis = table_of(ChasingBasis)
chase_hold = table_of(ChaseHold)
leave = table_of(Leave)
chasing_stop = table_of(ChasingStop)


def stands_on(day: date) -> ColumnElement[bool]:
    """The condition that a row of `chasing_stop` holds on a London day: neither started again nor at its end."""
    stop = chasing_stop.c
    return and_(stop.started_at.is_(None), or_(stop.ends_on.is_(None), stop.ends_on >= day))
