"""QA changes an audit: somebody else's, withdrawn, brought back, sent back, put right, acted for. Each has a form."""

from collections.abc import Callable, Mapping
from datetime import date

from cards.elements import Button
from cards.forms import Asked
from cards.verbs import AUDIT, FORM, Verb
from dialogs import likely_names, moderation_giving, qa_notices
from dialogs.audit import resume, start
from dialogs.qa_audits import any_audit, shown, shown_after
from dialogs.qa_forms import change_form, unasked_day_off
from dialogs.qa_inputs import (
    GIVE_A_REASON,
    caution_about,
    read_auditor,
    read_day,
    typed_in,
    wrong_reason,
)
from dialogs.turn import Press, Reply, Turn
from domain.calendar import spoken_day
from domain.lifecycle import Part, check_change
from domain.words import AllocationStatus, Change
from storage import record
from storage.acting import begin_acting, stop_acting
from storage.audits import AllocatedAudit
from storage.people import Candidate
from storage.qa_changes import DAYS, correct_day, reassign, reinstate, send_back, too_early, withdraw

# The confirmation of what was cautioned about: whom QA was warned of.
_WARNED = "warned"
_REASON = Asked("why", "Why?", required=GIVE_A_REASON, hint="No names of children or families, please.")
_SAY_WHAT = "Say what should be better: the auditor reads it."
_NAME = Asked("name", "Who takes it?", "line", required="Type a name or an e-mail address.")

Given = Mapping[str, str]


def form(turn: Turn, press: Press) -> Reply:
    """The empty form of a change, if the audit stands where it can be made.

    Raises:
        NotAllowedError: the person is not of the QA team, or it can't be made; the sentence says what can.
    """
    given = any_audit(turn, press)
    found = FORMS.get(press.data.get(FORM, ""))
    if found is None:
        return shown(turn, given)
    change, ask = found
    check_change(change, given.status, Part.QA)
    return ask(turn, given, {}, {})


def _later_due(turn: Turn, given: AllocatedAudit) -> date:
    """The due day suggested for a replacement: the same, or some working days from now where that is later."""
    return max(given.due_on, turn.calendar.working_day_after(turn.today, turn.policy.second_due_working_days))


def _ask_reassign(
    turn: Turn, given: AllocatedAudit, typed: Given, wrong: Given, warned: Candidate | None = None
) -> Reply:
    begun = given.status is not AllocationStatus.ALLOCATED
    words = (
        "It is begun, so it will be withdrawn and a new audit of the same record takes its place."
        if begun
        else "It is not begun, so it moves as it is, with its due day. Its history keeps both auditors."
    )
    due = [Asked("due", "Due day of the new audit", "day", required="Choose a day.")] if begun else []
    data = {AUDIT: given.id} if warned is None else {AUDIT: given.id, _WARNED: warned.id}
    title = "Reassign" if warned is None else "Reassign all the same"
    caution = "" if warned is None else caution_about(turn, given, warned)
    suggested = {"due": _later_due(turn, given).isoformat(), **typed}
    go = Button(title, Verb.QA_REASSIGN, data, style="positive")
    return change_form(turn, given, "Reassign an audit", words, [_NAME, *due, _REASON], go, suggested, wrong, caution)


def reassign_it(turn: Turn, press: Press) -> Reply:
    """Give an audit to another auditor, or say beside each input what is wrong with it."""
    given = any_audit(turn, press)
    check_change(Change.REASSIGN, given.status, Part.QA)
    typed = typed_in(press, "name", "due", "why")
    auditor = read_auditor(turn, given, typed.get("name", ""))
    due = given.due_on
    wrong = _wrong_reason(typed)
    if given.status is not AllocationStatus.ALLOCATED:
        due, more = _due(turn, typed)
        wrong |= more
    if isinstance(auditor, str) or wrong:
        return _ask_reassign(turn, given, typed, {**wrong, **({"name": auditor} if isinstance(auditor, str) else {})})
    asked = _asked_about_names(turn, press, given, "reassign", typed)
    if asked is not None:
        return asked
    if caution_about(turn, given, auditor) and press.number(_WARNED) != auditor.id:
        return _ask_reassign(turn, given, typed, {}, auditor)
    off = {} if given.status is AllocationStatus.ALLOCATED else unasked_day_off(turn, press, due)
    if off:
        return _ask_reassign(turn, given, typed | off, {}, auditor if press.number(_WARNED) else None)
    return _reassigned(turn, given, auditor, typed["why"], due)


def _due(turn: Turn, typed: Given) -> tuple[date, dict[str, str]]:
    day = read_day(turn, typed.get("due", ""), earliest=turn.today)
    return (turn.today, {"due": day}) if isinstance(day, str) else (day, {})


def _wrong_reason(typed: Given, when_empty: str = GIVE_A_REASON) -> dict[str, str]:
    words = wrong_reason(typed.get("why", ""), when_empty)
    return {"why": words} if words else {}


def _asked_about_names(turn: Turn, press: Press, given: AllocatedAudit, form_of: str, typed: Given) -> Reply | None:
    asked = likely_names.unasked(turn, press, given.id, form_of, {"why": typed["why"]})
    _, ask = FORMS[form_of]
    return likely_names.ask(turn, press, ask(turn, given, typed, {}), asked) if asked else None


def _reassigned(turn: Turn, given: AllocatedAudit, auditor: Candidate, why: str, due: date) -> Reply:
    new = reassign(turn.unit, given, auditor.id, why, due, turn.today)
    record.write(turn.unit, "reassigned_audit", "allocation", given.id, to=auditor.id, allocation=new)
    qa_notices.tell_each_time(turn, qa_notices.AUDIT_GONE, given.auditor_id, given.id)
    return shown_after(turn, new, f"{auditor.name} has this audit now, and will hear of it.")


def _ask_withdraw(turn: Turn, given: AllocatedAudit, typed: Given, wrong: Given) -> Reply:
    words = "From that day on it leaves every count. Nobody takes it over: to give it to somebody, press Reassign."
    day = Asked("day", "Withdrawn from", "day", required="Choose a day.")
    go = Button("Withdraw", Verb.QA_WITHDRAW, {AUDIT: given.id}, style="destructive")
    suggested = {"day": turn.today.isoformat(), **typed}
    return change_form(turn, given, "Withdraw an audit", words, [day, _REASON], go, suggested, wrong)


def withdraw_it(turn: Turn, press: Press) -> Reply:
    """Withdraw an audit from a day on."""
    given = any_audit(turn, press)
    check_change(Change.WITHDRAW, given.status, Part.QA)
    typed = typed_in(press, "day", "why")
    day = read_day(turn, typed.get("day", ""), latest=turn.today)
    wrong = _wrong_reason(typed) | ({"day": day} if isinstance(day, str) else {})
    if isinstance(day, str) or wrong:
        return _ask_withdraw(turn, given, typed, wrong)
    asked = _asked_about_names(turn, press, given, "withdraw", typed)
    if asked is not None:
        return asked
    withdraw(turn.unit, given, typed["why"], day, turn.today)
    record.write(turn.unit, "withdrew_audit", "allocation", given.id)
    qa_notices.tell_each_time(turn, qa_notices.AUDIT_GONE, given.auditor_id, given.id)
    return shown_after(turn, given.id, "The audit is withdrawn.")


def _ask_reinstate(turn: Turn, given: AllocatedAudit, typed: Given, wrong: Given) -> Reply:
    words = "It stands again where it stood, with its auditor, and counts again from today on."
    go = Button("Bring back", Verb.QA_REINSTATE, {AUDIT: given.id}, style="positive")
    return change_form(turn, given, "Bring an audit back", words, [_REASON], go, typed, wrong)


def reinstate_it(turn: Turn, press: Press) -> Reply:
    """Bring back an audit that was withdrawn in error."""
    given = any_audit(turn, press)
    check_change(Change.REINSTATE, given.status, Part.QA)
    typed = typed_in(press, "why")
    wrong = _wrong_reason(typed)
    if wrong:
        return _ask_reinstate(turn, given, typed, wrong)
    asked = _asked_about_names(turn, press, given, "reinstate", typed)
    if asked is not None:
        return asked
    reinstate(turn.unit, given, typed["why"], turn.today)
    record.write(turn.unit, "brought_back_audit", "allocation", given.id)
    qa_notices.tell_each_time(turn, qa_notices.BROUGHT_BACK, given.auditor_id, given.id)
    return shown_after(turn, given.id, "The audit is back where it stood. Its auditor will hear of it.")


def _ask_send_back(turn: Turn, given: AllocatedAudit, typed: Given, wrong: Given) -> Reply:
    words = "Its auditor reads your reasons and returns it again by the second due day. It is never late again."
    why = Asked("why", "What should be better?", required=_SAY_WHAT, hint=_REASON.hint)
    day = Asked("day", "Second due day", "day", required="Choose a day.")
    go = Button("Send back", Verb.QA_SEND_BACK, {AUDIT: given.id}, style="positive")
    due = turn.calendar.working_day_after(turn.today, turn.policy.second_due_working_days)
    return change_form(
        turn, given, "Send an audit back", words, [why, day], go, {"day": due.isoformat(), **typed}, wrong
    )


def send_it_back(turn: Turn, press: Press) -> Reply:
    """Send a returned audit back, with reasons and a second due day."""
    given = any_audit(turn, press)
    check_change(Change.SEND_BACK, given.status, Part.QA)
    typed = typed_in(press, "why", "day")
    day = read_day(turn, typed.get("day", ""))
    if isinstance(day, date) and day <= turn.today:
        day = "Choose a day that is still to come."
    wrong = _wrong_reason(typed, _SAY_WHAT) | ({"day": day} if isinstance(day, str) else {})
    if isinstance(day, str) or wrong:
        return _ask_send_back(turn, given, typed, wrong)
    asked = _asked_about_names(turn, press, given, "send_back", typed)
    if asked is not None:
        return asked
    off = unasked_day_off(turn, press, day)
    if off:
        return _ask_send_back(turn, given, typed | off, {})
    number = send_back(turn.unit, given, typed["why"], day, turn.today)
    record.write(turn.unit, "sent_back_audit", "allocation", given.id)
    qa_notices.tell(turn, qa_notices.SENT_BACK, given.auditor_id, given.id, rung=str(number))
    return shown_after(turn, given.id, f"It is with its auditor again, until {spoken_day(day)}.")


def _ask_correct(turn: Turn, given: AllocatedAudit, typed: Given, wrong: Given) -> Reply:
    days = [(day, day.stands(given)) for day in DAYS]
    choices = [(day.column, f"{day.title}: {spoken_day(old)}") for day, old in days if old is not None]
    asked = [
        Asked("which", "Which day?", "choice", required="Choose which day.", choices=choices),
        Asked("day", "What it should be", "day", required="Choose a day."),
        _REASON,
    ]
    words = "The old day, the new one and your reason stay in the history. Figures use the new one."
    go = Button("Put it right", Verb.QA_CORRECT, {AUDIT: given.id}, style="positive")
    return change_form(turn, given, "Put a day right", words, asked, go, typed, wrong)


def correct_it(turn: Turn, press: Press) -> Reply:
    """Put one of an audit's days right, with a reason."""
    given = any_audit(turn, press)
    typed = typed_in(press, "which", "day", "why")
    which = next((one for one in DAYS if one.column == typed.get("which") and one.stands(given)), None)
    day = read_day(turn, typed.get("day", ""), latest=turn.today if typed.get("which") == "returned_on" else None)
    wrong = _wrong_reason(typed) | ({"day": day} if isinstance(day, str) else {})
    wrong |= {} if which else {"which": "Choose which day."}
    early = too_early(turn.unit, given, which, day) if which is not None and isinstance(day, date) else ""
    wrong |= {"day": early} if early else {}
    if which is None or isinstance(day, str) or wrong:
        check_change(Change.CORRECT_DUE_DAY, given.status, Part.QA)
        return _ask_correct(turn, given, typed, wrong)
    asked = _asked_about_names(turn, press, given, "correct", typed)
    if asked is not None:
        return asked
    off = {} if which.column == "returned_on" else unasked_day_off(turn, press, day)
    if off:
        return _ask_correct(turn, given, typed | off, {})
    correct_day(turn.unit, given, which, day, typed["why"], turn.today)
    record.write(turn.unit, "put_day_right", "allocation", given.id, day=which.column)
    if which.change is Change.CORRECT_DUE_DAY and given.is_open:
        qa_notices.tell(turn, qa_notices.DUE_DAY, given.auditor_id, given.id, rung=day.isoformat())
    return shown_after(turn, given.id, f"{which.title}: {spoken_day(day)} now.")


def _ask_act_for(turn: Turn, given: AllocatedAudit, typed: Given, wrong: Given) -> Reply:
    words = "You go through its cards in their place, until you return it or stop. The history names you both."
    go = Button("Act for them", Verb.QA_ACT_FOR, {AUDIT: given.id}, style="positive")
    return change_form(turn, given, "Act for an auditor", words, [_REASON], go, typed, wrong)


def act_for(turn: Turn, press: Press) -> Reply:
    """Go through an audit in its auditor's place, from its card on."""
    given = any_audit(turn, press)
    check_change(Change.ACT_FOR, given.status, Part.QA)
    typed = typed_in(press, "why")
    wrong = _wrong_reason(typed)
    if wrong:
        return _ask_act_for(turn, given, typed, wrong)
    asked = _asked_about_names(turn, press, given, "act_for", typed)
    if asked is not None:
        return asked
    begin_acting(turn.unit, given, turn.viewer.id, typed["why"], turn.today)
    record.write(turn.unit, "acts_for_auditor", "allocation", given.id, auditor=given.auditor_id)
    go_on = start if given.status is AllocationStatus.ALLOCATED else resume
    return go_on(turn, Press(Verb.CONTINUE_AUDIT, {AUDIT: str(given.id)}))


def stop(turn: Turn, press: Press) -> Reply:
    """Leave an audit to its auditor again."""
    given = any_audit(turn, press)
    stop_acting(turn.unit, given.id, turn.today, turn.viewer.id)
    record.write(turn.unit, "stopped_acting", "allocation", given.id)
    return shown_after(turn, given.id, "The audit is its auditor's alone again.")


Ask = Callable[[Turn, AllocatedAudit, Given, Given], Reply]
FORMS: Mapping[str, tuple[Change, Ask]] = {
    "reassign": (Change.REASSIGN, _ask_reassign),
    "withdraw": (Change.WITHDRAW, _ask_withdraw),
    "reinstate": (Change.REINSTATE, _ask_reinstate),
    "send_back": (Change.SEND_BACK, _ask_send_back),
    "correct": (Change.CORRECT_DUE_DAY, _ask_correct),
    "act_for": (Change.ACT_FOR, _ask_act_for),
    "moderator": (Change.GIVE_TO_MODERATOR, moderation_giving.ask),
}
