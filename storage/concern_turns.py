"""Whose turn it is with a child of concern, and the notice that says so."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select

from domain.calendar import london_day
from domain.words import ConcernStatus, Post, QaTaskKind, Role, SendClass
from storage.concern_entries import Entry
from storage.deputies import answering_for
from storage.outbox import owe
from storage.people import people_with_role, post_holder
from storage.qa_tasks import raise_task, was_raised_since
from storage.store import Unit
from storage.tables.service import outbox

# Its subject is the thing of the history that brought the entry to where it is the reader's turn.
TURN = "concern_turn"
# QA's weekly review of all that is open.
REVIEW = "concern_review"
# QA is asked again where a week later there is nobody still.
_A_WEEK = timedelta(days=7)


def whose_turn(unit: Unit, entry: Entry) -> list[int]:
    """For whom an entry waits, without their deputies; nobody once it is resolved."""
    today = london_day(unit.now)
    manager = post_holder(unit, entry.team_id, Post.TEAM_MANAGER, today)
    head = post_holder(unit, entry.team_id, Post.HEAD_OF_SERVICE, today)
    leading = [one for one in (manager, head) if one is not None]
    match entry.status:
        case ConcernStatus.OPEN:
            return leading
        case ConcernStatus.RESPONDED:
            return people_with_role(unit, Role.QA, today)
        case ConcernStatus.REVIEWED:
            return people_with_role(unit, Role.DIRECTOR, today)
        case ConcernStatus.SIGNED_OFF:
            return leading[:1]
        case _:
            return []


def tell_next(
    unit: Unit,
    entry: Entry,
    transition_id: int,
    opens: datetime,
    *,
    but: Collection[int] = (),
    rung: str = "",
) -> list[int]:
    """Owe those whose turn it is a notice, once, and their deputies; to whom. QA hears where there is nobody.

    Args:
        unit: the unit of work.
        entry: as it stands now.
        transition_id: what has just happened to it.
        opens: when notices may go (`WorkingCalendar.next_open`).
        but: who knows already.
        rung: of a reminder the day that it is called by, as `2026-12-07`.
    """
    turn = ask_where_nobody_is(unit, entry)
    people = [one for one in answering_for(unit, turn, london_day(unit.now)) if one not in {*but, unit.actor.person_id}]
    owed = {one: owe(unit, SendClass.NOTICE, TURN, one, transition_id, rung=rung, not_before=opens) for one in people}
    return [person_id for person_id, message in owed.items() if message is not None]


def ask_where_nobody_is(unit: Unit, entry: Entry) -> list[int]:
    """Whose turn it is (`whose_turn`); where it is nobody's QA is asked, and asked again after a week."""
    turn = whose_turn(unit, entry)
    if not turn and entry.status is not ConcernStatus.RESOLVED:
        _ask_qa(unit, entry)
    return turn


def _ask_qa(unit: Unit, entry: Entry) -> None:
    wants = (
        "a director to sign it off" if entry.status is ConcernStatus.REVIEWED else "a team manager or head of service"
    )
    dedupe = f"concern_nobody:{entry.id}:{entry.status}"
    if was_raised_since(unit, dedupe, unit.now - _A_WEEK):
        return
    raise_task(
        unit,
        QaTaskKind.CHILD_OF_CONCERN,
        dedupe,
        f"The child of concern {entry.ref} (reference {entry.case_ref}, {entry.team}) wants {wants}, and nobody is "
        "down as one. Speak to whoever should do it, and put it right in the workbook.",
        allocation_id=entry.allocation_id,
    )


def was_review_owed(unit: Unit, number: int) -> bool:
    """Whether a week's review (`REVIEW`) was owed to anybody, by what it is called: the ordinal of its day."""
    statement = select(outbox.c.id).where(outbox.c.template == REVIEW, outbox.c.subject_id == number).limit(1)
    return unit.connection.execute(statement).first() is not None
