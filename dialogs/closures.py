"""QA's check of closures: what was agreed, what was done, and *Verified* or *Reopen* with a reason."""

from cards.actions import MOST_SHOWN, ActionEntry, ActionList, actions_list_card
from cards.elements import Button
from cards.forms import Asked
from cards.verbs import ACTION, CLOSURE, FIRST, FORM, LIST, Verb
from dialogs import actions_notices, likely_names
from dialogs.actions_buttons import CHECKS, REOPEN, Carried
from dialogs.actions_forms import Given, Opened, shown
from dialogs.qa_audits import only_qa
from dialogs.qa_inputs import GIVE_A_REASON, typed_in, wrong_reason
from dialogs.turn import Press, Reply, Turn
from domain.calendar import spoken_day, spoken_month
from storage import record
from storage.actions import held_action, reopen
from storage.closures import ToCheck, closure_to_check, count_to_check, note_checked, to_check, waits_of_month
from storage.qa_tasks import close_matter
from storage.tables.actions import Checked

_WHY = Asked(
    "why", "What is still to be done?", required=GIVE_A_REASON, hint="No names of children or families, please."
)


def closures_matter(month: str) -> str:
    """What tells QA's task about a month's closures from all others."""
    return f"closures:{month}"


def closures(turn: Turn, press: Press) -> Reply:
    """The closures that wait to be checked, the oldest month first, in it those with the most risk about them.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    return listed(turn, press.number(FIRST) or 0)


def listed(turn: Turn, start: int = 0, note: str = "") -> Reply:
    """The closures to check from the `start`th on; `note` says what was just done."""
    count = count_to_check(turn.unit)
    start = start if start < count else 0
    waiting = to_check(turn.unit, MOST_SHOWN, start)
    record.write(turn.unit, "saw_closures", "agreed_action", actions=[one.action.id for one in waiting])
    end = start + len(waiting)
    more = [Button("Show the rest", Verb.CLOSURES, {FIRST: end}, sends_inputs=False)] if end < count else []
    opening = (
        f"{count:,} to check, those with the most risk first." if count else "No closed action waits to be checked."
    )
    view = ActionList("Closures to check", opening, [_entry(one, start) for one in waiting], (), note, more)
    return Reply(actions_list_card(view, turn.card_id))


def _entry(one: ToCheck, start: int) -> ActionEntry:
    action, which = one.action, f"action {one.action.ref}"
    data: Carried = {CLOSURE: one.id, FIRST: start}
    form: Carried = {**data, ACTION: action.id, FORM: REOPEN, LIST: CHECKS}
    verified = Button(
        "Verified", Verb.VERIFY_CLOSURE, data, sends_inputs=False, style="positive", tooltip=f"Verified: {which}"
    )
    again = Button("Reopen", Verb.ACTION_FORM, form, sends_inputs=False, tooltip=f"Reopen: {which}")
    done_on = action.completed_on or action.due_on
    late = ", after its due day" if done_on > action.due_on else ""
    due = f"Done on {spoken_day(done_on)}{late}. Drawn for {spoken_month(one.month)}."
    name = f"{action.owner}: action {action.ref}, reference {action.case_ref}, {action.team}"
    done = (
        f"What was done: {action.completion_note}"
        if action.completion_note
        else "Nothing was written of what was done."
    )
    return ActionEntry(name, action.description, due, [done], (verified, again))


def verify(turn: Turn, press: Press) -> Reply:
    """Note that a closure stands."""
    only_qa(turn)
    one = _waiting(turn, press)
    if one is None:
        return listed(turn)
    note_checked(turn.unit, one.id, Checked.VERIFIED)
    record.write(turn.unit, "verified_closure", "agreed_action", one.action.id)
    return _after(turn, press, one, f"Action {one.action.ref} is verified.")


def _waiting(turn: Turn, press: Press) -> ToCheck | None:
    number = press.number(CLOSURE)
    return None if number is None else closure_to_check(turn.unit, number)


def _after(turn: Turn, press: Press, one: ToCheck, note: str) -> Reply:
    if not waits_of_month(turn.unit, one.month):
        close_matter(turn.unit, closures_matter(one.month), "all checked")
    return listed(turn, press.number(FIRST) or 0, note)


def ask(turn: Turn, press: Press, typed: Given | None = None, wrong: Given | None = None) -> Reply:
    """The form with which QA opens an action again."""
    only_qa(turn)
    one = _waiting(turn, press)
    if one is None:
        return listed(turn)
    words = "It is open again from today, with its due day. Its owner and their manager read why."
    form = Opened("Reopen", words, [_WHY], ("Reopen it", Verb.REOPEN_ACTION))
    return shown(turn, press, one.action, form, typed, wrong)


def reopen_it(turn: Turn, press: Press) -> Reply:
    """Open an action again whose closure does not stand; its owner and whoever is up the line are told why."""
    only_qa(turn)
    one = _waiting(turn, press)
    action = None if one is None else held_action(turn.unit, one.action.id)
    if one is None or action is None or action.completed_on is None:
        return listed(turn)
    typed = typed_in(press, "why")
    complaint = wrong_reason(typed.get("why", ""))
    if complaint:
        return ask(turn, press, typed, {"why": complaint})
    asked = likely_names.unasked(turn, press, action.allocation_id, "reopen_action", typed)
    if asked:
        return likely_names.ask(turn, press, ask(turn, press, typed), asked)
    note_checked(turn.unit, one.id, Checked.REOPENED, typed["why"])
    reopen(turn.unit, action, typed["why"], turn.today)
    actions_notices.tell_of_reopening(turn, action)
    record.write(turn.unit, "reopened_action", "agreed_action", action.id)
    return _after(turn, press, one, f"Action {action.ref} is open again. Its owner and their manager are told.")


def again(turn: Turn, press: Press) -> Reply:
    """The same press twice: the list as it is now."""
    del press
    only_qa(turn)
    return listed(turn)
