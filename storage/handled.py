"""What was handled already: the channel delivers some activities twice, and people press twice.

What was said in an audit stands among the presses, under a name that no card has.
"""

import hashlib
from datetime import timedelta

from sqlalchemy import and_, or_, select

from storage.prepared import unless_there
from storage.store import Unit
from storage.tables.service import handled_activity, handled_press

_TAKE_ACTIVITY = unless_there(handled_activity)
_TAKE_PRESS = unless_there(handled_press)


def take_activity(unit: Unit, conversation_id: str, activity_id: str) -> bool:
    """Take an activity to handle it; False when it was handled before."""
    taken = _TAKE_ACTIVITY.change(unit, conversation_id=conversation_id, activity_id=activity_id, handled_at=unit.now)
    return taken == 1


def take_press(unit: Unit, action_id: str, digest: str) -> bool:
    """Take a press to handle it; False when the same card was pressed with the same inputs before."""
    return _TAKE_PRESS.change(unit, action_id=action_id, digest=digest, handled_at=unit.now) == 1


def give_back_press(unit: Unit, action_id: str, digest: str) -> None:
    """Forget a press that was refused, so that it may come again."""
    t = handled_press.c
    unit.connection.execute(handled_press.delete().where(t.action_id == action_id, t.digest == digest))


def note_said(unit: Unit, allocation_id: int, text: str) -> None:
    """Note what was said in an audit and kept, and that it was said last."""
    t = handled_press.c
    digest, ever, last = _digest(text), f"said:{allocation_id}", f"said last:{allocation_id}"
    before = or_(and_(t.action_id == ever, t.digest == digest), t.action_id == last)
    unit.connection.execute(handled_press.delete().where(before))
    for action_id in (ever, last):
        take_press(unit, action_id, digest)


def was_said(unit: Unit, allocation_id: int, text: str, within: timedelta) -> bool:
    """Whether the very same was said in an audit not longer ago than that, and kept.

    A single word or number may be the answer to one question after another: it counts only where it was said last.
    """
    t = handled_press.c
    action_id = f"said:{allocation_id}" if " " in text.strip() else f"said last:{allocation_id}"
    statement = select(t.handled_at).where(t.action_id == action_id, t.digest == _digest(text))
    at = unit.connection.execute(statement).scalar()
    return at is not None and unit.now - at <= within


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
