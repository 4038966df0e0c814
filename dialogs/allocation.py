"""What is allocated: the notice, *my audits*, a conflict of interest."""

from collections.abc import Sequence

from cards.allocation import (
    AllocationView,
    ConflictForm,
    ReturnedLine,
    conflict_card,
    conflict_told_card,
    my_audits_card,
    notice_card,
)
from dialogs import likely_names
from dialogs.moderation_outcomes import decided
from dialogs.standing import open_audit, own_audit
from dialogs.turn import Message, OwedMessage, Press, Reply, Turn
from domain.calendar import london_day, spoken_day
from domain.chasing_facts import HoldReason
from domain.free_text import complaint_about
from domain.ladder import ItemKind
from domain.lifecycle import WITH_THE_AUDITOR
from domain.policy import Policy
from domain.words import AllocationStatus, QaTaskKind, Role
from storage import record
from storage.acting import acting_in, returned_for_auditor
from storage.audits import AllocatedAudit, allocated_audit, open_audits_of, returned_audits_of
from storage.chase_holds import NEVER_PUT_OFF, hold, put_off, was_ever_put_off
from storage.exemptions import TO_BE_RETURNED, is_exempt, waiting_request
from storage.months import has_closed
from storage.nudge_lines import note_answered
from storage.qa_changes import conflict_matter, reasons_for_sending_back
from storage.qa_tasks import add_to_task, has_open_matter, raise_task
from storage.reopening import can_be_reopened
from storage.store import Unit
from storage.uploads import can_be_taken_off, may_be_placed

NOTICE = "allocation_notice"
# More than these make a card that nobody reads on a phone.
_SHOWN = 5


def _view(given: AllocatedAudit, unit: Unit, policy: Policy, acted_by: str = "") -> AllocationView:
    is_sent_back = given.status is AllocationStatus.SENT_BACK
    key = (ItemKind.RETURN, given.id)
    off = put_off(unit, [key], london_day(unit.now)).get(key, NEVER_PUT_OFF)
    return AllocationView(
        audit_id=given.id,
        case_ref=given.case_ref,
        team=given.team,
        month=given.month,
        theme=given.theme,
        due_on=given.due_now,
        is_started=given.status is not AllocationStatus.ALLOCATED,
        days_left=(given.due_now - london_day(unit.now)).days,
        is_conflict_told=has_open_matter(unit, conflict_matter(given.id)),
        sent_back_why=(reasons_for_sending_back(unit, given.id) or "") if is_sent_back else "",
        is_reopened=given.is_reopened,
        acted_by=acted_by,
        put_off_until=off.until,
        may_ask_exemption=_may_ask_exemption(unit, policy, given),
        has_asked_exemption=waiting_request(unit, given.auditor_id, given.month) is not None,
        may_put_off=given.status in WITH_THE_AUDITOR and off.times < policy.put_off_times,
    )


def _may_ask_exemption(unit: Unit, policy: Policy, given: AllocatedAudit) -> bool:
    """Whether an audit that is still to be returned may lead to an exemption from its month (DOMAIN, step 6)."""
    return (
        given.status in TO_BE_RETURNED
        and not is_exempt(unit, given.auditor_id, given.month)
        and waiting_request(unit, given.auditor_id, given.month) is None
        and not has_closed(unit, policy, given.month, london_day(unit.now))
    )


def _returned(turn: Turn, given: AllocatedAudit, acted_by: str) -> ReturnedLine:
    returned_on = given.returned_on or turn.today
    return ReturnedLine(
        audit_id=given.id,
        case_ref=given.case_ref,
        returned_on=returned_on,
        was_late=returned_on > given.due_on,
        may_reopen=can_be_reopened(turn.unit, given, turn.policy, turn.today),
        acted_by=acted_by,
        may_place=may_be_placed(turn.unit, given, turn.policy.moderated),
        is_placed=given.status is AllocationStatus.UPLOADED,
        may_take_off=can_be_taken_off(turn.unit, given),
        has_outcome=decided(turn.unit, given) is not None,
    )


def _acted(turn: Turn, audits: Sequence[AllocatedAudit]) -> dict[int, str]:
    """Who of QA goes through these audits in their auditor's place, or has returned them so, and since when."""
    keys = [given.id for given in audits]
    at_it = {key: (one.began_at, one.name) for key, one in acting_in(turn.unit, keys).items()}
    returned = {key: (one.returned_at, one.name) for key, one in returned_for_auditor(turn.unit, keys).items()}
    found = {**at_it, **{one.id: returned[one.id] for one in audits if one.id in returned and not one.is_open}}
    return {key: f"On {spoken_day(london_day(at))} {name}" for key, (at, name) in found.items()}


def my_audits(turn: Turn, press: Press, note: str = "") -> Reply:
    """What this person has to audit, the earliest due first; `note` says why something was not done."""
    del press
    audits = open_audits_of(turn.unit, turn.viewer.id)
    if not audits and not turn.viewer.is_a(Role.AUDITOR):
        return Reply(
            text="You are not down as an auditor, so there are no audits here. Type 'help' for what you can do."
        )
    last = [done for done in returned_audits_of(turn.unit, turn.viewer.id, _SHOWN) if not done.is_open]
    acted = _acted(turn, [*audits[:_SHOWN], *last])
    record.write(turn.unit, "saw_own_audits", "person", turn.viewer.id, audits=len(audits), returned=len(last))
    returned = [_returned(turn, done, acted.get(done.id, "")) for done in last]
    views = [_view(given, turn.unit, turn.policy, acted.get(given.id, "")) for given in audits[:_SHOWN]]
    return Reply(my_audits_card(views, returned, len(audits) - len(views), turn.card_id, note))


def conflict_form(turn: Turn, press: Press) -> Reply:
    """Ask what the conflict of interest is."""
    given = open_audit(turn, press)
    record.write(turn.unit, "opened_conflict_form", "allocation", given.id)
    is_told = has_open_matter(turn.unit, conflict_matter(given.id))
    form = ConflictForm(given.id, given.case_ref, given.team, is_told=is_told)
    return Reply(conflict_card(form, turn.card_id))


def declare_conflict(turn: Turn, press: Press) -> Reply:
    """Put a conflict of interest before QA."""
    given = open_audit(turn, press)
    why = press.inputs.get("why", "").strip()
    wrong = complaint_about(why, when_empty="Say in a few words what the conflict is.")
    if wrong:
        form = ConflictForm(given.id, given.case_ref, given.team, {"why": why}, {"why": wrong})
        return Reply(conflict_card(form, turn.card_id), is_refused=True)
    asked = likely_names.unasked(turn, press, given.id, "conflict", {"why": why})
    if asked:
        form = ConflictForm(given.id, given.case_ref, given.team, {"why": why})
        return likely_names.ask(turn, press, Reply(conflict_card(form, turn.card_id)), asked)
    new = raise_task(
        turn.unit,
        QaTaskKind.CONFLICT_OF_INTEREST,
        conflict_matter(given.id),
        f"{turn.viewer.name} has a conflict of interest with audit {given.ref} "
        f"(reference {given.case_ref}, {given.team}). In their words: {why}",
        person_id=turn.viewer.id,
        allocation_id=given.id,
    )
    if new is None:
        add_to_task(turn.unit, conflict_matter(given.id), why)
    _rest(turn, given.id)
    record.write(turn.unit, "declared_conflict", "allocation", given.id)
    return Reply(conflict_told_card(given.case_ref, turn.card_id))


def _rest(turn: Turn, allocation_id: int) -> None:
    """Say nothing of an audit while QA decides, for so many working days at most and once a person."""
    key = (ItemKind.RETURN, allocation_id)
    if not was_ever_put_off(turn.unit, key, HoldReason.CONFLICT, turn.viewer.id):
        until = turn.calendar.working_day_after(turn.today, turn.policy.held_working_days)
        hold(turn.unit, key, until, HoldReason.CONFLICT)
        note_answered(turn.unit, key, turn.viewer.id)


def conflict_again(turn: Turn, press: Press) -> Reply:
    """The same conflict told twice: once is enough."""
    return Reply(conflict_told_card(own_audit(turn, press).case_ref, turn.card_id))


def notice(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """The notice of an allocation; not owed once the audit is begun, exempt, or no longer this person's."""
    given = allocated_audit(unit, owed.subject_id)
    if given is None or given.auditor_id != owed.person_id or given.status is not AllocationStatus.ALLOCATED:
        return None
    return Message(
        notice_card(_view(given, unit, policy), f"sent-{owed.id}"), "A practice audit has been allocated to you."
    )
