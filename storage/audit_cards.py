"""Messages in a chat that show a card of an audit: each becomes a receipt once its reader is done with the audit.

The auditor's are replaced at the return, the moderator's with the judgement: neither touches the other's.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from domain.audience import Audience
from storage.audits import IS_OPEN
from storage.moderation import IS_UNJUDGED
from storage.statements import insert
from storage.store import Unit
from storage.tables.allocations import allocation
from storage.tables.audits import audit, audit_card, moderation

# The audits that somebody is at: a message may show one again by the time its receipt has come.
_AT_WORK = {
    Audience.AUDITOR: select(allocation.c.id).select_from(allocation.outerjoin(audit)).where(IS_OPEN),
    Audience.MODERATOR: select(moderation.c.allocation_id).where(IS_UNJUDGED, moderation.c.opened_at.is_not(None)),
}


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A message in a chat, by the channel's own ids."""

    conversation_id: str
    activity_id: str


@dataclass(frozen=True, slots=True)
class Shows:
    """What a message shows: an audit, as one of its two readers sees it."""

    allocation_id: int
    audience: Audience = Audience.AUDITOR


def note_card(unit: Unit, shows: Shows, card: ShownCard) -> None:
    """Keep that a message shows an audit, and no more what was opened in it before."""
    now = {"allocation_id": shows.allocation_id, "audience": shows.audience, "noted_at": unit.now}
    there = {"conversation_id": card.conversation_id, "activity_id": card.activity_id}
    statement = insert(unit, audit_card).values(**there, **now)
    unit.connection.execute(statement.on_conflict_do_update(index_elements=list(there), set_=now))


def last_shown(unit: Unit, allocation_id: int) -> datetime | None:
    """When a message that shows an audit to its auditor was last sent or opened; None where there is none."""
    statement = select(func.max(audit_card.c.noted_at)).where(*_is(Shows(allocation_id)))
    found: datetime | None = unit.connection.execute(statement).scalar()
    return found


def _is(shows: Shows) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return audit_card.c.allocation_id == shows.allocation_id, audit_card.c.audience == shows.audience


def cards_of(unit: Unit, shows: Shows) -> list[ShownCard]:
    """The messages that show an audit to one of its readers and are no receipt yet, the oldest first."""
    t = audit_card.c
    statement = select(t.conversation_id, t.activity_id).where(*_is(shows)).order_by(t.noted_at)
    return [ShownCard(*row) for row in unit.connection.execute(statement)]


def forget_card(unit: Unit, shows: Shows, card: ShownCard) -> None:
    """Note that a message shows the audit no more, unless its reader is at it again by now: then it may well."""
    t = audit_card.c
    here = (t.conversation_id == card.conversation_id, t.activity_id == card.activity_id, *_is(shows))
    unit.connection.execute(audit_card.delete().where(*here, t.allocation_id.not_in(_AT_WORK[shows.audience])))
