"""Files that go to and fro in chat: kept for a day at most, done with once, erased when done with."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from domain.chat_files import KEPT, ChatFileKind, ChatFileOutcome
from storage.statements import insert_returning_id
from storage.store import Unit
from storage.tables.chat_files import chat_file

_F = chat_file.c
# Whoever set an import going and died is waited for no longer than this; a second one at once does no harm.
_UNDER_WAY = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as it stands, without its bytes.

    Attributes:
        person_id: who sent it, or who asked for it.
        digest: the SHA-256 of the bytes, hexadecimal.
        size: in bytes.
        begun_at: when its import was last set going.
        outcome: how it ended; None while it waits for somebody.
        came_to: what an import of it did.
    """

    id: int
    kind: ChatFileKind
    person_id: int
    name: str
    digest: str
    size: int
    expires_at: datetime
    begun_at: datetime | None
    settled_at: datetime | None
    settled_by_id: int | None
    outcome: ChatFileOutcome | None
    came_to: dict[str, Any] | None

    def is_there(self, now: datetime) -> bool:
        """Whether it still waits for somebody: not done with, not expired."""
        return self.outcome is None and now < self.expires_at

    def is_under_way(self, now: datetime) -> bool:
        """Whether somebody set its import going a moment ago."""
        return self.outcome is None and self.begun_at is not None and now < self.begun_at + _UNDER_WAY


_COLUMNS = tuple(_F[name] for name in KeptFile.__dataclass_fields__)


def digest_of(content: bytes) -> str:
    """What tells a file from any other: the SHA-256 of its bytes, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def keep_file(unit: Unit, kind: ChatFileKind, person_id: int, name: str, content: bytes) -> KeptFile:
    """Keep a file for a day."""
    new = insert_returning_id(
        unit,
        chat_file,
        kind=kind,
        kept_at=unit.now,
        person_id=person_id,
        name=name,
        digest=digest_of(content),
        size=len(content),
        content=content,
        expires_at=unit.now + KEPT,
    )
    kept = kept_file(unit, new)
    assert kept is not None  # noqa: S101 - it was inserted in this transaction
    return kept


def kept_file(unit: Unit, file_id: int) -> KeptFile | None:
    """A file as it stands."""
    row = unit.connection.execute(select(*_COLUMNS).where(_F.id == file_id)).one_or_none()
    return None if row is None else KeptFile(*row)


def lock_file(unit: Unit, file_id: int) -> KeptFile | None:
    """A file as it stands, held until the end of the unit: of two who press at once the second sees what was done."""
    row = unit.connection.execute(select(*_COLUMNS).where(_F.id == file_id).with_for_update()).one_or_none()
    return None if row is None else KeptFile(*row)


def content_of(unit: Unit, file: KeptFile) -> bytes | None:
    """The bytes of a file; None where they were erased, or are not those that were kept."""
    content = unit.connection.execute(select(_F.content).where(_F.id == file.id)).scalar()
    return content if content is not None and digest_of(content) == file.digest else None


def begin(unit: Unit, file: KeptFile) -> None:
    """Note that a file's import was set going."""
    unit.connection.execute(chat_file.update().where(_F.id == file.id).values(begun_at=unit.now))


def put_aside(unit: Unit, file: KeptFile) -> None:
    """Note that an import which was set going came to nothing: it may be set going again."""
    unit.connection.execute(chat_file.update().where(_F.id == file.id).values(begun_at=None))


def settle(unit: Unit, file: KeptFile, outcome: ChatFileOutcome, came_to: dict[str, Any] | None = None) -> bool:
    """Note how a file ended and erase its bytes; whether it had not ended before."""
    ended = {
        **({} if came_to is None else {"came_to": came_to}),
        "outcome": outcome,
        "settled_at": unit.now,
        "settled_by_id": unit.actor.person_id,
        "content": None,
    }
    still_waiting = chat_file.update().where(_F.id == file.id, _F.outcome.is_(None))
    return bool(unit.connection.execute(still_waiting.values(**ended)).rowcount)


def erase_expired_files(unit: Unit) -> int:
    """Erase the bytes of files that nobody did anything with in time; how many there were."""
    expired = chat_file.update().where(_F.content.is_not(None), _F.expires_at <= unit.now)
    return int(unit.connection.execute(expired.values(content=None)).rowcount)


def forget_files_kept_before(unit: Unit, instant: datetime) -> int:
    """Drop the rows of files that were kept before an instant; how many there were."""
    return int(unit.connection.execute(chat_file.delete().where(_F.kept_at < instant)).rowcount)
