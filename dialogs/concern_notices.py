"""What those hear whose turn it is with a child of concern, and QA's weekly review of all that are open."""

from collections.abc import Mapping
from datetime import date

from cards.concern_entry import entry_card, register_card
from dialogs.concern_register import listed, view_of
from dialogs.turn import Message, OwedMessage
from domain.calendar import london_day
from domain.policy import Policy
from domain.words import ConcernStatus
from storage.concern_entries import entry_of_raising, last_transition
from storage.concern_scope import reach_of
from storage.store import Unit

_SUMMARIES: Mapping[ConcernStatus, str] = {
    ConcernStatus.OPEN: "A child of concern waits for your response.",
    ConcernStatus.RESPONDED: "A response to a child of concern waits for QA's review.",
    ConcernStatus.REVIEWED: "A child of concern waits for your sign-off.",
    ConcernStatus.SIGNED_OFF: "A child of concern is signed off. Please put it on the child's record.",
}
_STILL: Mapping[ConcernStatus, str] = {
    ConcernStatus.REVIEWED: "A child of concern still waits for your sign-off.",
    ConcernStatus.SIGNED_OFF: "A child of concern is signed off and not on the child's record yet.",
}
_WEEK = 7
REVIEW_SUMMARY = "The week's review of children of concern."


def turn_notice(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That it is somebody's turn with an entry; not owed once the entry has gone on, or is none of theirs any more.

    Nor a reminder once a week has gone by: the next one says the same.
    """
    del policy
    entry = entry_of_raising(unit, owed.subject_id)
    if entry is None or entry.status not in _SUMMARIES or last_transition(unit, entry.id) != owed.subject_id:
        return None
    today = london_day(unit.now)
    mine = reach_of(unit, owed.person_id, today)
    if not mine.sees(entry.team_id) or (owed.rung and (today - date.fromisoformat(owed.rung)).days >= _WEEK):
        return None
    words = _STILL[entry.status] if owed.rung else _SUMMARIES[entry.status]
    view = view_of(unit, entry, mine, owed.person_id, words)
    return Message(entry_card(view, f"sent-{owed.id}"), words)


def weekly_review(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """All open entries for QA, category 1 first; not owed once none is open, or to who is not of QA any more.

    Nor once a week has gone by: whoever can be reached again has the latest review, and not one for each week.
    """
    del policy
    today = london_day(unit.now)
    mine = reach_of(unit, owed.person_id, today)
    if mine.scope is not None or today.toordinal() - owed.subject_id >= _WEEK:
        return None
    words = "QA reviews these once a week. Each says what it waits for, and from whom."
    view = listed(unit, mine, "Children of concern: this week's review", words)
    return Message(register_card(view, f"sent-{owed.id}"), REVIEW_SUMMARY) if view.count else None
