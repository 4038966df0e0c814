"""The record of who did and saw what: rows are added and never changed, and hold no case text.

Of every line there is a digest of its own row, salted, in `event_digest`. Seals (`storage.record_seals`) are over
digests alone: a line's content and salt can be erased where the law asks for it, and the seal still fits.
"""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam

from storage.prepared import Prepared
from storage.store import Unit
from storage.tables.record_seals import event_digest
from storage.tables.service import event

# What a digest is over; another column would change what was digested before.
CONTENT = ("at", "actor_id", "actor_object_id", "source", "what", "subject", "subject_id", "detail")
_SALT_BYTES = 16
_NEW_DIGEST = Prepared(
    event_digest.insert()
    .values(at=bindparam("the_at"), digest=bindparam("the_digest"))
    .returning(event_digest.c.event_id)
)
_NEW_LINE = Prepared(event.insert())


def write(unit: Unit, what: str, subject: str, subject_id: int | None = None, **detail: Any) -> None:
    """Add a line to the record, in the name of the unit's actor; for whom they act goes with the detail.

    Args:
        unit: the unit of work that does what is recorded.
        what: the act in the past tense, such as `audit_returned` or `signed_in_refused`.
        subject: the table that the act is about.
        subject_id: its row.
        detail: facts that are no case text and name no child.
    """
    acting = {} if unit.actor.acting_for is None else {"acting_for": unit.actor.acting_for}
    line = {
        "at": unit.now,
        "actor_id": unit.actor.person_id,
        "actor_object_id": unit.actor.object_id,
        "source": unit.actor.source,
        "what": what,
        "subject": subject,
        "subject_id": subject_id,
        "detail": {**detail, **acting},
    }
    salt = secrets.token_hex(_SALT_BYTES)
    ((number,),) = _NEW_DIGEST.rows(unit, the_at=unit.now, the_digest=digest_of(salt, line))
    _NEW_LINE.change(unit, id=number, salt=salt, **line)


def digest_of(salt: str, line: Mapping[str, Any]) -> str:
    """The digest of a line of the record, in hexadecimal: SHA-256 of its salt and of its content, written in one way.

    Without the salt nobody can try out what an erased line may have said.

    Args:
        salt: 32 hexadecimal digits that are this line's alone.
        line: the columns of `CONTENT`; `at` is aware.
    """
    content = {name: line[name] for name in CONTENT}
    # Read back from the database a day is text, and so is the name of a fact that was a number.
    content["detail"] = json.loads(json.dumps(content["detail"]))
    content["at"] = line["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return sha256(f"{salt}\n{json.dumps(content, sort_keys=True, separators=(',', ':'))}".encode()).hexdigest()
