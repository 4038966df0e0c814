"""Messages in a chat that show a card of an audit: each becomes the receipt once the audit is returned."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storage.audits import IS_OPEN
from storage.statements import insert_unless_there
from storage.store import Unit
from storage.tables.allocations import allocation
from storage.tables.audits import audit, audit_card

_OPEN = select(allocation.c.id).select_from(allocation.outerjoin(audit)).where(IS_OPEN)


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A message in a chat, by the channel's own ids."""

    conversation_id: str
    activity_id: str


def note_card(unit: Unit, allocation_id: int, card: ShownCard) -> None:
    """Keep that a message shows an audit."""
    insert_unless_there(
        unit,
        audit_card,
        conversation_id=card.conversation_id,
        activity_id=card.activity_id,
        allocation_id=allocation_id,
        noted_at=unit.now,
    )


def last_shown(unit: Unit, allocation_id: int) -> datetime | None:
    """When a message that shows an audit was last sent or opened; None where there is none."""
    statement = select(func.max(audit_card.c.noted_at)).where(audit_card.c.allocation_id == allocation_id)
    found: datetime | None = unit.connection.execute(statement).scalar()
    return found


def cards_of(unit: Unit, allocation_id: int) -> list[ShownCard]:
    """The messages that show an audit and have not become its receipt yet, the oldest first."""
    t = audit_card.c
    statement = select(t.conversation_id, t.activity_id).where(t.allocation_id == allocation_id).order_by(t.noted_at)
    return [ShownCard(*row) for row in unit.connection.execute(statement)]


def forget_card(unit: Unit, card: ShownCard) -> None:
    """Note that a message shows the audit no more, unless the audit is open again by now: then it may well."""
    t = audit_card.c
    here = (t.conversation_id == card.conversation_id, t.activity_id == card.activity_id)
    unit.connection.execute(audit_card.delete().where(*here, t.allocation_id.not_in(_OPEN)))
