"""The record of who did and saw what: rows are added and never changed, and hold no case text."""

from typing import Any

from storage.store import Unit
from storage.tables.service import event

_INSERT = event.insert()


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
    unit.connection.execute(_INSERT, line)
