"""Notices to an auditor whose audit somebody else has changed, made from the facts at the moment of sending."""

from cards.qa_notices import (
    ChangedAudit,
    audit_gone_card,
    brought_back_card,
    conflict_declined_card,
    due_day_card,
    reopening_ended_card,
    returned_for_card,
    sent_back_card,
)
from dialogs.turn import Message, OwedMessage, Turn
from domain.policy import Policy
from domain.words import AllocationStatus, SendClass
from storage.acting import returned_for_auditor
from storage.audits import AllocatedAudit, allocated_audit
from storage.outbox import owe
from storage.qa_changes import reasons_for_sending_back
from storage.qa_tasks import answered_task
from storage.store import Unit

AUDIT_GONE = "audit_gone"
SENT_BACK = "audit_sent_back"
DUE_DAY = "due_day_changed"
CONFLICT_DECLINED = "conflict_declined"
REOPENING_ENDED = "reopening_ended"
RETURNED_FOR = "returned_for_auditor"
BROUGHT_BACK = "audit_brought_back"


def tell(turn: Turn, template: str, person_id: int, subject_id: int, rung: str = "") -> None:
    """Owe somebody a notice in working hours, unless they did it themself."""
    if person_id != turn.viewer.id:
        at = turn.calendar.next_open(turn.unit.now)
        owe(turn.unit, SendClass.NOTICE, template, person_id, subject_id, rung=rung, not_before=at)


def tell_each_time(turn: Turn, template: str, person_id: int, subject_id: int) -> None:
    """As `tell`, of something that may happen to an audit more than once."""
    tell(turn, template, person_id, subject_id, rung=turn.unit.now.isoformat())


def _view(given: AllocatedAudit) -> ChangedAudit:
    is_begun = given.framework_id is not None
    return ChangedAudit(given.id, given.case_ref, given.team, given.month, given.due_now, is_begun)


def _theirs(unit: Unit, owed: OwedMessage) -> AllocatedAudit | None:
    given = allocated_audit(unit, owed.subject_id)
    return given if given is not None and given.auditor_id == owed.person_id else None


def _card_id(owed: OwedMessage) -> str:
    return f"sent-{owed.id}"


def sent_back(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That an audit was sent back; not owed once it is returned again, withdrawn, or somebody else's."""
    del policy
    given = _theirs(unit, owed)
    if given is None or given.status is not AllocationStatus.SENT_BACK:
        return None
    reasons = reasons_for_sending_back(unit, given.id) or ""
    return Message(sent_back_card(_view(given), reasons, _card_id(owed)), "An audit has been sent back to you.")


def audit_gone(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That an audit is theirs no longer; not owed where it has come back to them meanwhile."""
    del policy
    given = allocated_audit(unit, owed.subject_id)
    if given is None:
        return None
    if given.auditor_id == owed.person_id and given.status is not AllocationStatus.WITHDRAWN:
        return None
    return Message(audit_gone_card(_view(given), _card_id(owed)), "QA has taken an audit back.")


def brought_back(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That an audit which QA had withdrawn is theirs again; not owed where it is withdrawn anew, or somebody else's."""
    del policy
    given = _theirs(unit, owed)
    if given is None or given.status is AllocationStatus.WITHDRAWN:
        return None
    is_to_do = given.is_open and given.status is not AllocationStatus.EXEMPTED
    card = brought_back_card(_view(given), _card_id(owed), is_to_do=is_to_do)
    return Message(card, "QA has brought an audit of yours back.")


def due_day(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That an audit is due on another day; not owed once it is returned, or due on yet another."""
    del policy
    given = _theirs(unit, owed)
    if given is None or not given.is_open or given.due_now.isoformat() != owed.rung:
        return None
    return Message(due_day_card(_view(given), _card_id(owed)), "One of your audits has another due day.")


def conflict_declined(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """What QA says to a conflict of interest; not owed once the audit is returned, or somebody else's."""
    del policy
    answered = answered_task(unit, owed.subject_id)
    given = None if answered is None or answered[0] is None else allocated_audit(unit, answered[0])
    if answered is None or given is None or given.auditor_id != owed.person_id or not given.is_open:
        return None
    summary = "QA has answered you about a conflict of interest."
    return Message(conflict_declined_card(_view(given), answered[1], _card_id(owed)), summary)


def reopening_ended(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That a reopened audit stands as returned; not owed once it is open again in any way."""
    del policy
    given = _theirs(unit, owed)
    if given is None or given.is_open or given.status is AllocationStatus.WITHDRAWN:
        return None
    return Message(reopening_ended_card(_view(given), _card_id(owed)), "An audit stands as you returned it.")


def returned_for(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That QA has returned an audit in its auditor's place; not owed where it is somebody else's meanwhile."""
    del policy
    given = _theirs(unit, owed)
    returned = None if given is None else returned_for_auditor(unit, [given.id]).get(given.id)
    if given is None or returned is None:
        return None
    return Message(returned_for_card(_view(given), returned.name, _card_id(owed)), "QA has returned an audit for you.")
