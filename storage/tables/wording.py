"""Words that stay in a text although they may name a child or their family."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import instant_field, reference, table_of


class KeptWording(SQLModel, table=True):
    """A likely name that was left in a text of an audit: by whom, when and where. Rows are added and never changed.

    `digest` stands for the phrase, so that the name is in no second place; `place` is the step or form and `question`
    its input. `was_asked` is False for what an immediate concern holds: nothing may hold that up.
    """

    __tablename__ = "kept_wording"
    __table_args__ = (UniqueConstraint("allocation_id", "place", "question", "digest", "was_asked"),)

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = reference("allocation.id", index=False)
    place: str
    question: str
    digest: str
    was_asked: bool
    kept_at: datetime = instant_field()
    kept_by_id: int = reference("person.id", index=False)


kept_wording = table_of(KeptWording)
