"""Cases, cycles, exemptions and allocations, with the allocations' history of states."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from domain.words import AllocationKind, AllocationStatus, Change, ExemptionKind
from storage.tables.columns import chase_day, instant_field, reference, table_of, word_field


class CaseRecord(SQLModel, table=True):
    """A child's record, known by its reference only (sheet `cases`, key `case_ref`)."""

    __tablename__ = "case_record"

    id: int | None = Field(default=None, primary_key=True)
    case_ref: str = Field(unique=True)
    team_id: int = reference("team.id")
    social_worker_id: int | None = reference("person.id", nullable=True)
    legal_status: str
    iro_or_chair_id: int | None = reference("person.id", nullable=True)
    opened_on: date | None = None
    closed_on: date | None = None
    tags: str | None = None


class Cycle(SQLModel, table=True):
    """A service's audit month (sheet `cycles`, key month and service). `month` is `2026-11`."""

    __tablename__ = "cycle"
    __table_args__ = (UniqueConstraint("month", "service"),)

    id: int | None = Field(default=None, primary_key=True)
    month: str
    service: str
    theme: str | None = None
    framework: str | None = None
    allocated_on: date
    due_on: date


class Exemption(SQLModel, table=True):
    """That a person has no audit in a month (sheet `exemptions`, key e-mail and month `2026-11`).

    `source` and `recorded_at` say who wrote the row last, and when: `chat` or `import`, as in the history.
    """

    __tablename__ = "exemption"
    __table_args__ = (UniqueConstraint("person_id", "month"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = reference("person.id", index=False)
    month: str
    kind: ExemptionKind = word_field(ExemptionKind)
    reason: str | None = None
    authorised_by_id: int | None = reference("person.id", nullable=True, index=False)
    authorised_on: date
    source: str
    recorded_at: datetime = instant_field()


# As text, and just so in the query, so that either engine sees that the index will do.
CAN_BE_CHASED = text("status IN ('allocated', 'started', 'returned', 'sent_back', 'moderated')")
IS_LOOPED = text("loop_ref IS NOT NULL")
IS_UNCONSIDERED = text("status = 'returned' AND considered_on IS NULL")


class Allocation(SQLModel, table=True):
    """One record given to one auditor for one month (sheet `allocations`, key `ref`).

    Team, service, locality and legal status are fixed when the allocation is made, so that a later move never
    changes history. `returned_on` is the London day of the first return: only an import that puts it right changes
    it, or QA with a reason. `second_due_on` is the day by which an audit that was sent back is due again. `uploaded_on`
    is the day on which the audit was placed on the child's record. `considered_on` is the
    London day on which it was decided whether the latest return owes a moderation; where it does there is a row of
    `moderation`. `chase_on` is chasing's own (`chase_day`).
    """

    __tablename__ = "allocation"
    __table_args__ = (
        Index("ix_allocation_auditor_month", "auditor_id", "month"),
        Index("ix_allocation_month_status", "month", "status"),
        # Few are looped: a pair is looked for by what joins it.
        Index("ix_allocation_loop_ref", "loop_ref", sqlite_where=IS_LOOPED, postgresql_where=IS_LOOPED),
        # What has come back since moderators were given their audits last: a handful, however much is stored.
        Index("ix_allocation_unconsidered", "id", sqlite_where=IS_UNCONSIDERED, postgresql_where=IS_UNCONSIDERED),
        Index("ix_allocation_chase_on", "chase_on", sqlite_where=CAN_BE_CHASED, postgresql_where=CAN_BE_CHASED),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    month: str
    case_id: int = reference("case_record.id")
    auditor_id: int = reference("person.id", index=False)
    kind: AllocationKind = word_field(AllocationKind)
    loop_ref: str | None = None
    allocated_on: date
    due_on: date = Field(index=True)
    team_id: int = reference("team.id")
    service: str
    locality: str | None = None
    legal_status: str
    status: AllocationStatus = word_field(AllocationStatus)
    started_at: datetime | None = instant_field(nullable=True, index=True)
    returned_on: date | None = None
    second_due_on: date | None = None
    uploaded_on: date | None = None
    withdrawn_on: date | None = None
    replaced_by: str | None = None
    considered_on: date | None = None
    chase_on: date = chase_day()


class AllocationTransition(SQLModel, table=True):
    """One change of an allocation's state: who, when, from, to. Rows are added and never changed.

    `on_day` is the London day that figures go by: an import may bring a fact of an earlier day. `acting_for_id` is the
    auditor for whom QA did it.
    """

    __tablename__ = "allocation_transition"
    # What was done in chat of late is looked for every few minutes; an import's history is not, and stays out of it.
    __table_args__ = (
        Index(
            "ix_allocation_transition_in_chat",
            "at",
            sqlite_where=text("source = 'chat'"),
            postgresql_where=text("source = 'chat'"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = reference("allocation.id")
    at: datetime = instant_field()
    on_day: date
    actor_id: int | None = reference("person.id", nullable=True, index=False)
    source: str
    from_status: AllocationStatus | None = word_field(AllocationStatus, nullable=True)
    to_status: AllocationStatus = word_field(AllocationStatus)
    reason: str | None = None
    acting_for_id: int | None = reference("person.id", nullable=True, index=False)


class AllocationAct(SQLModel, table=True):
    """Something done to an allocation that leaves its state as it is: another auditor, another day, a reopening.

    Rows are added and never changed. `old` and `new` are what stood before and what stands now, as text: a person's
    row, or a day as `2026-12-04`; empty where the act has none.
    """

    __tablename__ = "allocation_act"

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = reference("allocation.id")
    at: datetime = instant_field(index=True)
    on_day: date
    actor_id: int | None = reference("person.id", nullable=True, index=False)
    acting_for_id: int | None = reference("person.id", nullable=True, index=False)
    source: str
    what: Change = word_field(Change)
    old: str | None = None
    new: str | None = None
    reason: str | None = None


class ActingFor(SQLModel, table=True):
    """That somebody of QA goes through an audit for its auditor, from `began_at` until `ended_at`."""

    __tablename__ = "acting_for"

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = reference("allocation.id")
    auditor_id: int = reference("person.id", index=False)
    person_id: int = reference("person.id", index=False)
    reason: str
    began_at: datetime = instant_field()
    ended_at: datetime | None = instant_field(nullable=True)


case_record = table_of(CaseRecord)
cycle = table_of(Cycle)
exemption = table_of(Exemption)
allocation = table_of(Allocation)
allocation_transition = table_of(AllocationTransition)
allocation_act = table_of(AllocationAct)
acting_for = table_of(ActingFor)
