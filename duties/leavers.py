"""When somebody's last day has passed, QA is asked to give what is open in their name to others (DOMAIN, QA tasks)."""

from collections.abc import Iterable
from datetime import date, time, timedelta

from domain.calendar import london_day, london_instant
from storage.leavers import Leaver, ask_for_leavers_items, people_leaving
from storage.store import Unit


def decide(gone: Iterable[Leaver], today: date) -> dict[int, date]:
    """Whose items QA is asked about on a London day: the last day of each person, by their ids.

    The day of leaving is their last one here: QA is asked from the day after, once, whether or not they were asked
    before that somebody would leave. What QA then leaves open is theirs to decide.
    """
    return {one.id: one.left_on for one in gone if one.left_on < today and not _was_asked(one)}


def _was_asked(one: Leaver) -> bool:
    if one.last_asked_at is None:
        return False
    return one.is_waiting or one.last_asked_at >= london_instant(one.left_on + timedelta(days=1), time())


def record(unit: Unit) -> int:
    """Ask QA about everybody who has gone by the unit's instant; how many tasks were owed, items or none."""
    leaving = decide(people_leaving(unit), london_day(unit.now))
    ask_for_leavers_items(unit, leaving)
    return len(leaving)
