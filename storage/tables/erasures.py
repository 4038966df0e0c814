"""What was erased, by whom and why, and what must not be: erasures, the rows of each, and legal holds."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import instant_field, reference, table_of, word_field


class ErasureGround(StrEnum):
    """On what an erasure rests: a child's case, a person's request, or that the time to keep it is over."""

    CASE = "case"
    PERSON = "person"
    RETENTION = "retention"


class HoldKind(StrEnum):
    """Of what nothing may be erased while a legal hold stands."""

    CASE = "case"
    PERSON = "person"


class Erasure(SQLModel, table=True):
    """That something was erased, once: rows are added and never changed, and none is ever erased itself.

    `subject_digest` stands for the case or person, which may be nowhere else by now; empty for retention. `counts` is
    how many rows of each table went, `certificate_digest` the SHA-256 of the certificate that was given out.
    """

    __tablename__ = "erasure"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = instant_field()
    actor_id: int | None = reference("person.id", nullable=True, index=False)
    reason: str
    ground: ErasureGround = word_field(ErasureGround)
    subject_digest: str | None = None
    counts: dict[str, Any] = Field(sa_type=JSON)
    certificate_digest: str


class ErasedRow(SQLModel, table=True):
    """A row of an append-only table that an erasure may empty or take away: rows are added and never changed.

    The database lets such a row be changed or deleted once it is named here, and no other (`storage.append_only`).
    `row_id` is the row's key as `storage.append_only.row_id` writes it.
    """

    __tablename__ = "erased_row"

    table_name: str = Field(primary_key=True)
    row_id: str = Field(primary_key=True)
    erasure_id: int = reference("erasure.id", primary_key=True)
    at: datetime = instant_field()


class LegalHold(SQLModel, table=True):
    """That nothing of a case or person is erased from a time on. Rows are added; one that is over has `lifted_at`."""

    __tablename__ = "legal_hold"
    __table_args__ = (Index("ix_legal_hold_kind_subject_id", "kind", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: HoldKind = word_field(HoldKind)
    subject_id: int
    reason: str
    held_from: datetime = instant_field()
    held_until: datetime | None = instant_field(nullable=True)
    set_by_id: int | None = reference("person.id", nullable=True, index=False)
    lifted_at: datetime | None = instant_field(nullable=True)
    lifted_by_id: int | None = reference("person.id", nullable=True, index=False)


erasure = table_of(Erasure)
erased_row = table_of(ErasedRow)
legal_hold = table_of(LegalHold)
