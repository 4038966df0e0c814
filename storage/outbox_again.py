"""What of the outbox is owed again: to somebody who can be reached again, and what an instance leaves behind.

Beside `storage.outbox` nothing else writes these rows (docs/decisions/0004).
"""

from sqlalchemy import ColumnElement, select

from domain.words import SendClass, SendStatus
from storage.outbox import UNDER_WAY, ClaimedMessage
from storage.store import Unit
from storage.tables.service import outbox

_O = outbox.c
SENDER_STOPPED = "sender_stopped"
OVERTAKEN = "overtaken"
_GOES_OR_WENT = (SendStatus.PENDING, *UNDER_WAY, SendStatus.SENT)
_FREE = {"status": SendStatus.PENDING, "claimed_by": None, "claimed_until": None}


def owe_again_to(unit: Unit, person_id: int) -> int:
    """Owe a person anew what could not reach them; how many messages.

    Whether each of them is owed still is asked when it is sent, as ever. The tries made stay counted and on record.
    """
    statement = (
        outbox.update()
        .where(_O.person_id == person_id, _O.status == SendStatus.UNREACHABLE)
        .values(**_FREE, not_before=unit.now, settled_at=None, outcome=None)
    )
    return unit.connection.execute(statement).rowcount


def give_back(unit: Unit, instance: str) -> None:
    """Leave to others at once what an instance still has when it stops; a notice half sent is uncertain."""
    mine = _O.claimed_by == instance
    _free(unit, mine)
    # The claim's name stays: a try that ends after all may still say how.
    half_sent = outbox.update().where(mine, _O.status == SendStatus.SENDING)
    unit.connection.execute(
        half_sent.values(status=SendStatus.UNCERTAIN, settled_at=unit.now, outcome=SENDER_STOPPED, claimed_until=None)
    )


def take_over(unit: Unit, instance: str) -> None:
    """Free at once what a killed instance had, on SQLite, where nobody else is at work by design.

    A notice that may have gone keeps its lease: whoever sends it might live after all, and it must not come twice.
    """
    if unit.connection.dialect.name == "sqlite":
        _free(unit, _O.claimed_by != instance)


def is_overtaken(unit: Unit, message: ClaimedMessage) -> bool:
    """Whether the same person is owed the same message about the same thing once more, by something that came later."""
    later = select(_O.id).where(
        _O.person_id == message.person_id,
        _O.template == message.template,
        _O.subject_id == message.subject_id,
        _O.id > message.id,
        _O.status.in_(_GOES_OR_WENT),
    )
    return unit.connection.execute(later.limit(1)).first() is not None


def _free(unit: Unit, whose: ColumnElement[bool]) -> None:
    """Free claims not begun, and alarms in any case: an alarm may come twice and must not come late."""
    may_go_again = (_O.status == SendStatus.CLAIMED) | (_O.send_class == SendClass.ALARM)
    unit.connection.execute(outbox.update().where(whose, _O.status.in_(UNDER_WAY), may_go_again).values(**_FREE))
