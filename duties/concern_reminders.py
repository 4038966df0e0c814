"""Nothing about a child of concern waits in silence: whose turn it is hears again, and QA where there is nobody.

What waits for a director, or to be put on the child's record, is asked for again five working days after it came to
that, and from then on once a week, on the weekday of QA's review. A response that is awaited is chased by the ladder.
Whoever has left is nobody: QA has a task. A review of the watch list whose day has come is a task of QA's too.
"""

from datetime import UTC, date, datetime

from domain.calendar import WorkingCalendar, london_day, spoken_day
from domain.policy import Policy
from domain.words import ConcernStatus, QaTaskKind
from duties.concern_review import decide as week_of
from storage.concern_due import fix_due_days
from storage.concern_entries import Waiting, waiting_entries
from storage.concern_turns import ask_where_nobody_is, tell_next
from storage.qa_tasks import raise_task, was_raised_since
from storage.store import Unit
from storage.watch_list import Watched, watched

# Whose turn is reminded of here, and from which working day on; QA itself has its review every week.
_REMINDED, _FIRST = (ConcernStatus.REVIEWED, ConcernStatus.SIGNED_OFF), 5
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


def decide(one: Waiting, today: date, weekday: int, calendar: WorkingCalendar) -> date | None:
    """The day of the latest reminder that is owed by a London day; None for none.

    What came to a director on Friday 4 December 2026 is asked for again on Friday 11 December, then on each Monday.
    """
    if one.entry.status not in _REMINDED:
        return None
    first = calendar.working_day_after(one.since, _FIRST)
    return None if today < first else max(first, week_of(today, weekday, calendar)[1])


def record(unit: Unit, policy: Policy, calendar: WorkingCalendar) -> int:
    """Owe every reminder that has come by the unit's instant, once; to how many people, with the tasks of QA's."""
    today, opens = london_day(unit.now), calendar.next_open(unit.now)
    fix_due_days(unit, policy, calendar)
    owed = 0
    for one in waiting_entries(unit):
        day = decide(one, today, policy.ladder.weekday, calendar)
        if day is None:
            ask_where_nobody_is(unit, one.entry)
        else:
            owed += len(tell_next(unit, one.entry, one.transition_id, opens, rung=day.isoformat()))
    return owed + sum(_ask_for_review(unit, one) for one in watched(unit, policy, None) if one.review_on <= today)


def _ask_for_review(unit: Unit, one: Watched) -> bool:
    """Ask QA for a review of the watch list, once for its day; whether that was new."""
    dedupe = f"watch_review:{one.allocation_id}:{one.review_on}"
    if was_raised_since(unit, dedupe, _EVER):
        return False
    about = (
        f"A child at risk of decline is to be reviewed since {spoken_day(one.review_on)}: reference {one.case_ref}, "
        f"{one.team}. Open the watch list and record what you find."
    )
    return raise_task(unit, QaTaskKind.CHILD_OF_CONCERN, dedupe, about) is not None
