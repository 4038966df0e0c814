"""Name to each head of service, once a month, the teams whose audits stand out (DOMAIN, "What follows an audit")."""

from domain.calendar import WorkingCalendar, london_day
from domain.words import SendClass
from storage.outbox import owe
from storage.seniors import TEAMS_NAMED, heads_of_service
from storage.store import Unit

# A first of the month that was missed heals within its first days; later it is no news any more.
_NEWS_DAYS = 7


def record(unit: Unit, calendar: WorkingCalendar) -> int:
    """Owe the month's notice, about the months before it; how many were new. Which teams is told when it goes."""
    today = london_day(unit.now)
    if today.day > _NEWS_DAYS:
        return 0
    month = today.year * 100 + today.month
    opens = calendar.next_open(unit.now)
    owed = [
        owe(unit, SendClass.NOTICE, TEAMS_NAMED, head, month, not_before=opens)
        for head in heads_of_service(unit, today)
    ]
    return sum(one is not None for one in owed)
