"""Files that go to and fro in chat."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from domain.chat_files import ChatFileKind, ChatFileOutcome
from storage.tables.columns import instant_field, reference, table_of, word_field


class ChatFile(SQLModel, table=True):
    """A file that came by chat or is to go by it, kept until it is done with and never longer than `expires_at`.

    `content` is erased as soon as the file has its outcome; the row stays and says what became of it. `begun_at`
    is when somebody last set its import going, `came_to` what an import did, sheet by sheet and warning by warning.
    `digest` is the SHA-256 of the bytes, hexadecimal.
    """

    __tablename__ = "chat_file"

    id: int | None = Field(default=None, primary_key=True)
    kind: ChatFileKind = word_field(ChatFileKind)
    kept_at: datetime = instant_field()
    person_id: int = reference("person.id", index=False)
    name: str
    digest: str
    size: int
    content: bytes | None = None
    expires_at: datetime = instant_field(index=True)
    begun_at: datetime | None = instant_field(nullable=True)
    settled_at: datetime | None = instant_field(nullable=True)
    settled_by_id: int | None = reference("person.id", nullable=True, index=False)
    outcome: ChatFileOutcome | None = word_field(ChatFileOutcome, nullable=True)
    came_to: dict[str, Any] | None = Field(default=None, sa_type=JSON)


chat_file = table_of(ChatFile)
