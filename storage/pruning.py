"""What may be forgotten: rows that only keep the service from doing a thing twice."""

from datetime import datetime

from storage.store import Unit
from storage.tables.service import handled_activity


def forget_activities_handled_before(unit: Unit, instant: datetime) -> int:
    """Drop the note of activities handled before an instant; how many there were.

    Teams sends an activity again within minutes, never after weeks.
    """
    statement = handled_activity.delete().where(handled_activity.c.handled_at < instant)
    return int(unit.connection.execute(statement).rowcount)
