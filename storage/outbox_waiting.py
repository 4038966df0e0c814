"""What waits in the outbox: owed to many at once, how much of it, and what is let go because its time is over.

Beside `storage.outbox` and `storage.outbox_again` nothing else writes these rows (docs/decisions/0004).
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from domain.words import SendClass, SendStatus
from storage.outbox import UNDER_WAY
from storage.statements import insert
from storage.store import Unit
from storage.tables.service import outbox, outbox_attempt

_O = outbox.c
WAITING = (SendStatus.PENDING, *UNDER_WAY)
# As many of the last tries as tell whether anything goes at all.
_LAST_TRIES = 200


def owe_each(
    unit: Unit,
    send_class: SendClass,
    template: str,
    people: Collection[int],
    subject_id: int,
    *,
    rung: str,
    not_before: datetime | None = None,
) -> None:
    """Owe each of many people the same message, as `storage.outbox.owe` does one; whom it is owed to, is left so."""
    message = {"send_class": send_class, "template": template, "subject_id": subject_id, "rung": rung}
    begins = not_before or unit.now
    state = {"created_at": unit.now, "not_before": begins, "status": SendStatus.PENDING, "attempts": 0}
    rows = [{**message, **state, "person_id": person_id} for person_id in people]
    if rows:
        unit.connection.execute(insert(unit, outbox).on_conflict_do_nothing(), rows)


def release_waiting(unit: Unit, template: str, subject_id: int) -> None:
    """Let what waits of a template about a subject go from now on."""
    held = outbox.update().where(
        _O.template == template,
        _O.subject_id == subject_id,
        _O.status == SendStatus.PENDING,
        _O.not_before > unit.now,
    )
    unit.connection.execute(held.values(not_before=unit.now))


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
    statement = select(_O.send_class, func.count()).where(_O.status.in_(WAITING)).group_by(_O.send_class)
    counts = {row[0]: row[1] for row in unit.connection.execute(statement)}
    return {one: counts.get(one, 0) for one in SendClass}


def has_sent_since(unit: Unit, since: datetime) -> bool:
    """Whether any message has gone since an instant, by the last tries of all."""
    a = outbox_attempt.c
    last = select(a.outcome, a.started_at).order_by(a.id.desc()).limit(_LAST_TRIES).subquery()
    went = select(last.c.outcome).where(last.c.outcome == SendStatus.SENT.value, last.c.started_at >= since)
    return unit.connection.execute(went.limit(1)).first() is not None
