"""What holds the record to what it was: a digest of each of its lines, and the seals on them in batches."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import instant_field, table_of

_LONG_KEY = BigInteger().with_variant(Integer, "sqlite")


class EventDigest(SQLModel, table=True):
    """The salted digest of a line of the record: rows are added and never changed, and outlast the line's content.

    It is written before its line and gives it its number, so that no number is ever used twice: no row of this table
    is deleted, though lines of the record may be. `digest` is that of `storage.record.digest_of`.
    """

    __tablename__ = "event_digest"

    event_id: int | None = Field(default=None, primary_key=True, sa_type=_LONG_KEY)
    at: datetime = instant_field()
    digest: str


class EventSeal(SQLModel, table=True):
    """A seal on a batch of lines: rows are added and never changed.

    The batch is every line from `first_id` to `last_id` that was there, but for those that an earlier seal has, and
    those of `late`: numbers below `first_id` whose transaction ended after the batch of their neighbours was sealed.
    `gaps` are the runs of numbers in between that were not there, `[first, last]` each. `root` is the SHA-256 of it
    all and of `previous_root`, which is unique, so that two instances that seal at once make one chain.
    """

    __tablename__ = "event_seal"
    __table_args__ = (UniqueConstraint("previous_root"),)

    id: int | None = Field(default=None, primary_key=True)
    first_id: int = Field(sa_type=_LONG_KEY)
    last_id: int = Field(sa_type=_LONG_KEY)
    lines: int
    late: list[int] = Field(sa_type=JSON)
    gaps: list[Any] = Field(sa_type=JSON)
    sealed_at: datetime = instant_field()
    previous_root: str
    root: str


event_digest = table_of(EventDigest)
event_seal = table_of(EventSeal)
