"""What a judgement of an audit means for its child of concern (DOMAIN: away from Inadequate closes nothing itself)."""

from domain.calendar import WorkingCalendar, london_day
from domain.words import ConcernStatus, QaTaskKind
from storage.audits import allocated_audit
from storage.concern_alarms import had_of, sound
from storage.concern_due import fix_due_days
from storage.concern_entries import Entry, entry_of_audit, entry_of_raising
from storage.concern_turns import tell_next
from storage.concerns import BETWEEN, has_open_category_1, raise_concern
from storage.policies import policy_on_day
from storage.qa_tasks import close_matter, raise_task
from storage.store import Unit


def found_inadequate(unit: Unit, calendar: WorkingCalendar, allocation_id: int, category: int, what: str) -> int | None:
    """Open or update the child of concern of an audit found Inadequate by its return, its moderation or its loop.

    Call it in the unit that writes the judgement, in the name of whoever judges (`unit.actor`). The alarm goes where it
    makes a new category 1; what is new to those who respond is told them. Away from Inadequate see `ask_qa_to_decide`.

    Args:
        unit: the unit of work.
        calendar: the council's working days and hours: notices wait for them.
        allocation_id: the audit.
        category: 1 or 2, as the judge says.
        what: what is wrong for the child, in the judge's words, checked as free text before.

    Returns:
        The id of the raising (a row of `concern_transition`), or None where there is no such audit, or it says what an
        entry says already that is not resolved: an audit returned again as it was asks nobody anything twice.
    """
    given, before = allocated_audit(unit, allocation_id), entry_of_audit(unit, allocation_id)
    if before is not None:
        close_matter(unit, _decide_matter(before), "The audit is Inadequate again.")
    if given is None or _is_said_already(before, category, what):
        return None
    today = london_day(unit.now)
    known = has_open_category_1(unit, allocation_id)
    number = raise_concern(unit, given, category, what, today, immediate=False)
    fix_due_days(unit, policy_on_day(unit, today), calendar)
    entry = entry_of_raising(unit, number)
    if entry is None:
        return number
    is_alarm = entry.category == 1 and not known
    if is_alarm:
        sound(unit, number, given.team_id, today)
    if entry.status is ConcernStatus.OPEN:
        tell_next(unit, entry, number, calendar.next_open(unit.now), but=alarmed(unit, number) if is_alarm else ())
    else:
        _ask_qa_to_look(unit, allocation_id)
    return number


def _decide_matter(entry: Entry) -> str:
    return f"concern_decide:{entry.id}"


def _is_said_already(entry: Entry | None, category: int, what: str) -> bool:
    if entry is None or entry.status is ConcernStatus.RESOLVED or category < entry.category:
        return False
    return what in (entry.what_is_wrong or "").split(BETWEEN)


def alarmed(unit: Unit, raising_id: int) -> frozenset[int]:
    """Who was alarmed about a raising."""
    return frozenset(one.person_id for one in had_of(unit, raising_id)[0])


def _ask_qa_to_look(unit: Unit, allocation_id: int) -> None:
    entry = entry_of_audit(unit, allocation_id)
    if entry is not None:
        raise_task(
            unit,
            QaTaskKind.CHILD_OF_CONCERN,
            f"concern_said_more:{entry.id}",
            f"Audit {entry.audit_ref} (reference {entry.case_ref}, {entry.team}) was returned as Inadequate after its "
            "child of concern had a response. Look whether that response answers what the audit says now.",
            allocation_id=allocation_id,
        )


def ask_qa_to_decide(unit: Unit, allocation_id: int) -> None:
    """Ask QA what becomes of an open entry whose audit is Inadequate no longer; nothing where none is open."""
    given, entry = allocated_audit(unit, allocation_id), entry_of_audit(unit, allocation_id)
    if given is None or entry is None or entry.status is ConcernStatus.RESOLVED:
        return
    raise_task(
        unit,
        QaTaskKind.CHILD_OF_CONCERN,
        _decide_matter(entry),
        f"Audit {given.ref} (reference {given.case_ref}, {given.team}) is no longer Inadequate. Its child of "
        "concern stays open until you decide: leave it open, change its category, or close it with a reason.",
        allocation_id=allocation_id,
    )
