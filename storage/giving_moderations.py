"""A moderation given to a moderator: chosen, or named by QA; told by a notice, and QA told where nobody may."""

from collections.abc import Sequence
from datetime import date

from domain.calendar import WorkingCalendar, spoken_month
from domain.moderation import MOST_AUDITORS, Choice, choose
from domain.policy import Policy
from domain.words import QaTaskKind, SendClass
from storage.audits import AllocatedAudit, allocated_audit
from storage.colleagues import matters_ever_raised
from storage.deputies import answering_for
from storage.loops import Meeting, set_moderator
from storage.moderation import AssignedModeration, give_to, last_moderator_of, unjudged_of
from storage.moderators import lines_of, moderators_of, work_of
from storage.outbox import owe
from storage.qa_tasks import close_matter, raise_task
from storage.store import Unit

# The notices to whoever is to moderate an audit, or to bring a meeting about.
GIVEN = "moderation_given"
MEETING_GIVEN = "loop_meeting_given"


def due_day(policy: Policy, calendar: WorkingCalendar, today: date) -> date:
    """By when a moderation given on a day is to be made."""
    return calendar.working_day_after(today, policy.moderation_working_days)


def find_moderator(
    unit: Unit, policy: Policy, calendar: WorkingCalendar, given: AllocatedAudit, owed: AssignedModeration, today: date
) -> bool:
    """Give a moderation to whoever fits best, or put it before QA; whether somebody was found."""
    choice = _chosen(unit, [given], today, last_moderator_of(unit, given.id))
    if choice is None:
        _tell_nobody_may(unit, given)
        return False
    give_to(unit, owed, choice.moderator_id, due_day(policy, calendar, today), today)
    tell_moderator(unit, calendar, choice.moderator_id, GIVEN, owed.id, today)
    _settled(unit, given, choice)
    return True


def find_moderator_of_meeting(
    unit: Unit, policy: Policy, calendar: WorkingCalendar, meeting: Meeting, today: date
) -> bool:
    """Give a meeting to whoever fits both of its auditors best, or put it before QA; whether somebody was found."""
    pair = [one for one in (allocated_audit(unit, key) for key in meeting.pair) if one is not None]
    choice = _chosen(unit, pair, today, None)
    if choice is None:
        _tell_nobody_may(unit, pair[0])
        return False
    give_meeting_to(unit, policy, calendar, meeting, choice.moderator_id, today)
    _settled(unit, pair[0], choice)
    return True


def give_meeting_to(
    unit: Unit,
    policy: Policy,
    calendar: WorkingCalendar,
    meeting: Meeting,
    moderator_id: int,
    today: date,
    reason: str | None = None,
) -> None:
    """Give both halves of a meeting to one moderator, and tell them."""
    for allocation_id in meeting.pair:
        owed = unjudged_of(unit, allocation_id)
        if owed is not None:
            give_to(unit, owed, moderator_id, due_day(policy, calendar, today), today, reason, is_opened=True)
    set_moderator(unit, meeting, moderator_id)
    tell_moderator(unit, calendar, moderator_id, MEETING_GIVEN, meeting.id, today)


def _chosen(unit: Unit, audits: Sequence[AllocatedAudit], today: date, before: int | None) -> Choice | None:
    lines = lines_of(unit)
    work = work_of(unit, [one.id for one in audits], lines)
    return choose(work, moderators_of(unit, audits[0].month, today, lines), before)


def tell_moderator(
    unit: Unit, calendar: WorkingCalendar, moderator_id: int, template: str, subject_id: int, today: date
) -> None:
    """Owe a moderator, and whoever stands in for them, the notice of what they have been given."""
    opens = calendar.next_open(unit.now)
    for person_id in answering_for(unit, [moderator_id], today):
        # A moderation may come back to somebody who has had it before.
        rung = f"{moderator_id} {unit.now.isoformat()}"
        owe(unit, SendClass.NOTICE, template, person_id, subject_id, rung=rung, not_before=opens)


def nobody_matter(allocation_id: int) -> str:
    """The matter of an audit that nobody may moderate, as QA's inbox knows it."""
    return f"no_moderator:{allocation_id}"


def _tell_nobody_may(unit: Unit, given: AllocatedAudit) -> None:
    raise_task(
        unit,
        QaTaskKind.MODERATION,
        nobody_matter(given.id),
        f"Nobody can moderate audit {given.ref} ({given.team}): each moderator is away, of that team or the auditor's, "
        "or in the auditor's line. Press Look at the audit, then Give to a moderator, or add a moderator in the "
        "workbook.",
        allocation_id=given.id,
    )


def _settled(unit: Unit, given: AllocatedAudit, choice: Choice) -> None:
    close_matter(unit, nobody_matter(given.id), "It is with a moderator now.")
    matter = f"moderators:{given.month}"
    if choice.is_too_many and not matters_ever_raised(unit, [matter]):
        raise_task(
            unit,
            QaTaskKind.MODERATION,
            matter,
            f"For {spoken_month(given.month)} there are too few moderators: somebody has more than {MOST_AUDITORS} "
            "auditors. The audits are shared out all the same. Ask another moderator to help, and add them in the "
            "workbook.",
            allocation_id=given.id,
        )
