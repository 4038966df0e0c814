"""QA's weekly review of children of concern: one card a week to each of QA (DOMAIN, "What follows an audit").

It comes on the day on which what is weekly comes round (setting `ladder`, its weekday); where that is a day off, on the
next working day, once. A service that stood still on the day sends it when it runs again, if anything of that day is
open still.
"""

from datetime import date, timedelta

from domain.calendar import WorkingCalendar, london_day
from domain.ladder import moved
from domain.policy import Policy
from domain.words import Role, SendClass
from storage.concern_due import fix_due_days
from storage.concern_entries import was_open_on
from storage.concern_turns import REVIEW, was_review_owed
from storage.deputies import answering_for
from storage.outbox import owe
from storage.people import people_with_role
from storage.store import Unit


def decide(today: date, weekday: int, calendar: WorkingCalendar) -> tuple[date, date]:
    """The latest review by a London day: the day that it is called by, and the working day on which it comes.

    With Monday as its weekday, on Tuesday 29 December 2026 that is the review of Monday 28 December (a bank holiday),
    which comes on the Tuesday.
    """
    nominal = today - timedelta(days=(today.weekday() - weekday) % 7)
    while (day := moved(nominal, calendar)) > today:
        nominal -= timedelta(days=7)
    return nominal, day


def record(unit: Unit, policy: Policy, calendar: WorkingCalendar) -> int:
    """Owe QA the week's review, once, where an entry is open that was open on its day; to how many."""
    today = london_day(unit.now)
    nominal, day = decide(today, policy.ladder.weekday, calendar)
    number = nominal.toordinal()
    if not was_open_on(unit, day) or was_review_owed(unit, number):
        return 0
    fix_due_days(unit, policy, calendar)
    people = answering_for(unit, people_with_role(unit, Role.QA, today), today)
    opens = calendar.next_open(unit.now)
    for person_id in people:
        owe(unit, SendClass.NOTICE, REVIEW, person_id, number, not_before=opens)
    return len(people)
