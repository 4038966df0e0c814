"""What waits in the outbox: how much of it, and what is let go because its time is over.

Beside `storage.outbox` and `storage.outbox_again` nothing else writes these rows (docs/decisions/0004).
"""

from collections.abc import Collection

from sqlalchemy import func, select

from domain.words import SendClass, SendStatus
from storage.outbox import UNDER_WAY
from storage.store import Unit
from storage.tables.service import outbox

_O = outbox.c
_WAITING = (SendStatus.PENDING, *UNDER_WAY)


def lapse_waiting(unit: Unit, template: str, subjects: Collection[int], reason: str) -> None:
    """Settle as lapsed what nobody has begun to send of a template about these subjects: its time is over."""
    if subjects:
        late = outbox.update().where(
            _O.template == template,
            _O.subject_id.in_(list(subjects)),
            _O.status.in_([SendStatus.PENDING, SendStatus.CLAIMED]),
        )
        values = {"status": SendStatus.LAPSED, "settled_at": unit.now, "outcome": reason, "claimed_until": None}
        unit.connection.execute(late.values(values))


def waiting(unit: Unit) -> dict[SendClass, int]:
    """How many messages of each class are owed and not settled."""
    statement = select(_O.send_class, func.count()).where(_O.status.in_(_WAITING)).group_by(_O.send_class)
    counts = {row[0]: row[1] for row in unit.connection.execute(statement)}
    return {one: counts.get(one, 0) for one in SendClass}
