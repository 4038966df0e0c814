"""What was handled already: the channel delivers some activities twice, and people press twice."""

from storage.statements import insert_unless_there
from storage.store import Unit
from storage.tables.service import handled_activity, handled_press


def take_activity(unit: Unit, conversation_id: str, activity_id: str) -> bool:
    """Take an activity to handle it; False when it was handled before."""
    return insert_unless_there(
        unit, handled_activity, conversation_id=conversation_id, activity_id=activity_id, handled_at=unit.now
    )


def take_press(unit: Unit, action_id: str, digest: str) -> bool:
    """Take a press to handle it; False when the same card was pressed with the same inputs before."""
    return insert_unless_there(unit, handled_press, action_id=action_id, digest=digest, handled_at=unit.now)


def give_back_press(unit: Unit, action_id: str, digest: str) -> None:
    """Forget a press that was refused, so that it may come again."""
    t = handled_press.c
    unit.connection.execute(handled_press.delete().where(t.action_id == action_id, t.digest == digest))
