"""What is allocated: the notice, *my audits*, a conflict of interest."""

from cards.allocation import (
    AllocationView,
    ConflictForm,
    conflict_card,
    conflict_told_card,
    my_audits_card,
    notice_card,
)
from dialogs.standing import open_audit, own_audit
from dialogs.turn import Message, OwedMessage, Press, Reply, Turn
from domain.calendar import london_day
from domain.free_text import complaint_about
from domain.policy import Policy
from domain.words import AllocationStatus, QaTaskKind, Role
from storage import record
from storage.audits import AllocatedAudit, allocated_audit, open_audits_of, returned_audits_of
from storage.qa_tasks import has_open_matter, raise_task
from storage.store import Unit

NOTICE = "allocation_notice"
# More than these make a card that nobody reads on a phone.
_SHOWN = 5


def _view(given: AllocatedAudit, unit: Unit) -> AllocationView:
    return AllocationView(
        audit_id=given.id,
        case_ref=given.case_ref,
        team=given.team,
        month=given.month,
        theme=given.theme,
        due_on=given.due_on,
        is_started=given.status is not AllocationStatus.ALLOCATED,
        days_left=(given.due_on - london_day(unit.now)).days,
        is_conflict_told=has_open_matter(unit, _matter(given.id)),
    )


def _matter(allocation_id: int) -> str:
    return f"conflict:{allocation_id}"


def my_audits(turn: Turn, press: Press) -> Reply:
    """What this person has to audit, the earliest due first."""
    del press
    audits = open_audits_of(turn.unit, turn.viewer.id)
    if not audits and not turn.viewer.is_a(Role.AUDITOR):
        return Reply(
            text="You are not down as an auditor, so there are no audits here. Type 'help' for what you can do."
        )
    returned = [
        (done.case_ref, done.returned_on)
        for done in returned_audits_of(turn.unit, turn.viewer.id, _SHOWN)
        if done.returned_on is not None
    ]
    views = [_view(given, turn.unit) for given in audits[:_SHOWN]]
    return Reply(my_audits_card(views, returned, len(audits) - len(views), turn.card_id))


def conflict_form(turn: Turn, press: Press) -> Reply:
    """Ask what the conflict of interest is."""
    given = open_audit(turn, press)
    record.write(turn.unit, "opened_conflict_form", "allocation", given.id)
    return Reply(conflict_card(ConflictForm(given.id, given.case_ref, given.team), turn.card_id))


def declare_conflict(turn: Turn, press: Press) -> Reply:
    """Put a conflict of interest before QA."""
    given = open_audit(turn, press)
    why = press.inputs.get("why", "").strip()
    wrong = complaint_about(why, when_empty="Say in a few words what the conflict is.")
    if wrong:
        form = ConflictForm(given.id, given.case_ref, given.team, {"why": why}, {"why": wrong})
        return Reply(conflict_card(form, turn.card_id), is_refused=True)
    raise_task(
        turn.unit,
        QaTaskKind.CONFLICT_OF_INTEREST,
        _matter(given.id),
        f"{turn.viewer.name} has a conflict of interest with audit {given.ref} "
        f"(reference {given.case_ref}, {given.team}). In their words: {why}",
        person_id=turn.viewer.id,
        allocation_id=given.id,
    )
    record.write(turn.unit, "declared_conflict", "allocation", given.id)
    return Reply(conflict_told_card(given.case_ref, turn.card_id))


def conflict_again(turn: Turn, press: Press) -> Reply:
    """The same conflict told twice: once is enough."""
    return Reply(conflict_told_card(own_audit(turn, press).case_ref, turn.card_id))


def notice(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """The notice of an allocation; not owed once the audit is begun, exempt, or no longer this person's."""
    del policy
    given = allocated_audit(unit, owed.subject_id)
    if given is None or given.auditor_id != owed.person_id or given.status is not AllocationStatus.ALLOCATED:
        return None
    return Message(notice_card(_view(given, unit), f"sent-{owed.id}"), "A practice audit has been allocated to you.")
