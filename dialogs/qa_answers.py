"""What QA answers to a task: a conflict of interest, a Teams account that nobody knows, what a leaver has open."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from cards.elements import Button
from cards.forms import Asked, ChangeForm, form_card
from cards.qa_audits import leaver_card
from cards.verbs import ACTION, FORM, TASK, Verb
from dialogs import actions_notices, likely_names, qa_notices
from dialogs.leavers_items import items_of_leaver
from dialogs.qa_audits import only_qa
from dialogs.qa_forms import day_off_words
from dialogs.qa_inputs import GIVE_A_REASON, caution_about, read_auditor, read_day, read_person, typed_in, wrong_reason
from dialogs.qa_tasks import listed
from dialogs.turn import Press, Reply, Turn
from domain.calendar import spoken_day
from domain.chasing_facts import HoldReason
from domain.ladder import ItemKind
from domain.words import QaTaskKind
from storage import record
from storage.audits import AllocatedAudit, allocated_audit, lock_audit
from storage.chase_holds import lift_holds
from storage.identities import REFUSED_ACCOUNT, account_of, give_account
from storage.owned_actions import OwnedAction, give_action, open_action
from storage.people import Candidate
from storage.qa_changes import conflict_matter, replace_with_new, withdraw
from storage.qa_finding import somebody
from storage.qa_tasks import TaskInHand, close_matter, close_task, task_in_hand

Given = Mapping[str, str]
_WARNED = "warned"
_MOST_ITEMS = 8
_BACK = Button("Back to the tasks", Verb.QA_TASKS, sends_inputs=False)
_WHY = Asked("why", "Why?", required=GIVE_A_REASON, hint="No names of children or families, please.")
_ACCOUNTS = frozenset({QaTaskKind.UNMATCHED_PERSON, QaTaskKind.IDENTITY_CLASH})


def _task(turn: Turn, press: Press, *kinds: QaTaskKind) -> TaskInHand | None:
    """The open task of these kinds that a card speaks of; None where it is settled by now.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    number = press.number(TASK)
    task = None if number is None else task_in_hand(turn.unit, number)
    return task if task is not None and task.kind in kinds else None


def _ask(
    turn: Turn,
    about: str,
    title: str,
    words: str,
    asked: Sequence[Asked],
    go: Button,
    typed: Given,
    wrong: Given,
    caution: str = "",
) -> Reply:
    made = ChangeForm(title, [], words, asked, go, _BACK, typed, wrong, caution, about)
    return Reply(form_card(made, turn.card_id), is_refused=bool(wrong or caution))


def form(turn: Turn, press: Press) -> Reply:
    """The form that answers a task; the list where it is settled by now."""
    if press.data.get(FORM) == ACTION:
        return _action_form(turn, press)
    found = FORMS.get(press.data.get(FORM, ""))
    task = None if found is None else _task(turn, press, *found[0])
    if found is None or task is None:
        only_qa(turn)
        return listed(turn)
    return found[1](turn, task, {}, {})


# A conflict of interest.


def _conflict(turn: Turn, press: Press) -> tuple[TaskInHand, AllocatedAudit] | None:
    """The task and its audit, held; None where either is settled by now."""
    task = _task(turn, press, QaTaskKind.CONFLICT_OF_INTEREST)
    if task is None or task.allocation_id is None:
        return None
    lock_audit(turn.unit, task.allocation_id)
    given = allocated_audit(turn.unit, task.allocation_id)
    return None if given is None else (task, given)


def _ask_accept(turn: Turn, task: TaskInHand, typed: Given, wrong: Given, caution: str = "", warned: int = 0) -> Reply:
    words = "If you accept, the audit is withdrawn. Leave the name empty if nobody takes its place."
    asked = [Asked("name", "Who takes its place?", "line"), Asked("due", "Due day of the new audit", "day")]
    given = None if task.allocation_id is None else allocated_audit(turn.unit, task.allocation_id)
    later = turn.calendar.working_day_after(turn.today, turn.policy.second_due_working_days)
    due = later if given is None else max(later, given.due_on)
    data = {TASK: task.id, _WARNED: warned} if warned else {TASK: task.id}
    title = "Accept all the same" if warned else "Accept"
    go = Button(title, Verb.ACCEPT_CONFLICT, data, style="positive")
    return _ask(
        turn, task.about, "Accept a conflict", words, asked, go, {"due": due.isoformat(), **typed}, wrong, caution
    )


def accept_conflict(turn: Turn, press: Press) -> Reply:
    """Withdraw the audit, from today; the record goes to somebody else, if one is named."""
    found = _conflict(turn, press)
    if found is None:
        return listed(turn)
    task, given = found
    typed = typed_in(press, "name", "due")
    auditor = read_auditor(turn, given, typed["name"]) if "name" in typed else None
    due = read_day(turn, typed.get("due", ""), earliest=turn.today) if auditor else turn.today
    wrong = ({"name": auditor} if isinstance(auditor, str) else {}) | ({"due": due} if isinstance(due, str) else {})
    if wrong or isinstance(auditor, str) or isinstance(due, str):
        return _ask_accept(turn, task, typed, wrong)
    caution = "" if auditor is None else f"{caution_about(turn, given, auditor)} {day_off_words(turn, due)}".strip()
    if auditor is not None and caution and press.number(_WARNED) != auditor.id:
        return _ask_accept(turn, task, typed, {}, caution, auditor.id)
    _accept(turn, given, auditor, due)
    return listed(turn)


def _accept(turn: Turn, given: AllocatedAudit, auditor: Candidate | None, due: date) -> None:
    reason = "A conflict of interest, accepted by QA."
    close_matter(turn.unit, conflict_matter(given.id), "accepted")
    if auditor is None:
        withdraw(turn.unit, given, reason, turn.today, turn.today)
    else:
        replace_with_new(turn.unit, given, auditor.id, reason, due, turn.today)
    record.write(turn.unit, "accepted_conflict", "allocation", given.id, to=auditor.id if auditor else None)
    qa_notices.tell_each_time(turn, qa_notices.AUDIT_GONE, given.auditor_id, given.id)


def _ask_decline(turn: Turn, task: TaskInHand, typed: Given, wrong: Given) -> Reply:
    words = "If you decline, they are asked to go on with it, and read what you write here."
    go = Button("Decline", Verb.DECLINE_CONFLICT, {TASK: task.id}, style="positive")
    return _ask(turn, task.about, "Decline a conflict", words, [_WHY], go, typed, wrong)


def decline_conflict(turn: Turn, press: Press) -> Reply:
    """Ask the auditor to go on, and tell them why."""
    found = _conflict(turn, press)
    if found is None:
        return listed(turn)
    task, given = found
    typed = typed_in(press, "why")
    complaint = wrong_reason(typed.get("why", ""))
    if complaint:
        return _ask_decline(turn, task, typed, {"why": complaint})
    asked = likely_names.unasked(turn, press, given.id, "decline", typed)
    if asked:
        return likely_names.ask(turn, press, _ask_decline(turn, task, typed, {}), asked)
    close_task(turn.unit, task.id, typed["why"])
    lift_holds(turn.unit, (ItemKind.RETURN, given.id), HoldReason.CONFLICT)
    record.write(turn.unit, "declined_conflict", "allocation", given.id)
    qa_notices.tell(turn, qa_notices.CONFLICT_DECLINED, given.auditor_id, task.id)
    return listed(turn)


# Whose Teams account is it?


def _ask_link(turn: Turn, task: TaskInHand, typed: Given, wrong: Given, warned: int = 0) -> Reply:
    known = "" if task.person_id is None else somebody(turn.unit, task.person_id).email
    words = "Whoever you name is served from this account from now on, and from no other."
    asked = [Asked("name", "Who is it?", "line", required="Type a name or an e-mail address.")]
    caution = "They have another Teams account here. Press again to use this one in its place." if warned else ""
    data = {TASK: task.id, _WARNED: warned} if warned else {TASK: task.id}
    go = Button("It's them", Verb.LINK_ACCOUNT, data, style="positive")
    return _ask(turn, task.about, "Say who it is", words, asked, go, {"name": known, **typed}, wrong, caution)


def link_account(turn: Turn, press: Press) -> Reply:
    """Tie the account to a person."""
    task = _task(turn, press, *_ACCOUNTS)
    if task is None or not task.object_id:
        return listed(turn)
    typed = typed_in(press, "name")
    who = read_person(turn, typed.get("name", ""))
    if isinstance(who, str):
        return _ask_link(turn, task, typed, {"name": who})
    before = account_of(turn.unit, who.id)
    if before not in {None, task.object_id} and press.number(_WARNED) != who.id:
        return _ask_link(turn, task, typed, {}, who.id)
    give_account(turn.unit, who.id, task)
    record.write(turn.unit, "linked_by_qa", "person", who.id, object_id=task.object_id, before=before)
    close_task(turn.unit, task.id, "linked")
    return listed(turn)


def _ask_refuse(turn: Turn, task: TaskInHand, typed: Given, wrong: Given) -> Reply:
    words = "If it is not one of yours, it goes on hearing nothing, and I won't ask you again."
    go = Button("Not one of ours", Verb.REFUSE_ACCOUNT, {TASK: task.id}, style="destructive")
    return _ask(turn, task.about, "Not one of ours", words, [], go, typed, wrong)


def refuse_account(turn: Turn, press: Press) -> Reply:
    """Turn the account away for good."""
    task = _task(turn, press, *_ACCOUNTS)
    if task is not None and close_task(turn.unit, task.id, REFUSED_ACCOUNT):
        record.write(turn.unit, "refused_account", "qa_task", task.id, object_id=task.object_id)
    return listed(turn)


# What a leaver has open.


def leavers_items(turn: Turn, press: Press) -> Reply:
    """What is open in a leaver's name, each with the way to give it to somebody else."""
    task = _task(turn, press, QaTaskKind.LEAVERS_ITEMS)
    if task is None or task.person_id is None:
        return listed(turn)
    who = somebody(turn.unit, task.person_id)
    record.write(turn.unit, "saw_leavers_items", "person", who.id)
    items = items_of_leaver(turn, task, who.id)
    left = "not known" if who.left_on is None else spoken_day(who.left_on)
    more = max(len(items) - _MOST_ITEMS, 0)
    return Reply(leaver_card(who.name, left, items[:_MOST_ITEMS], more, _BACK, turn.card_id))


def _action(turn: Turn, press: Press) -> tuple[TaskInHand, OwnedAction] | None:
    """The task and the action of a press; None where the action is done, or somebody else's by now."""
    task = _task(turn, press, QaTaskKind.LEAVERS_ITEMS)
    number = press.number(ACTION)
    action = None if number is None else open_action(turn.unit, number)
    return None if task is None or action is None or action.owner_id != task.person_id else (task, action)


def _action_form(turn: Turn, press: Press) -> Reply:
    found = _action(turn, press)
    return leavers_items(turn, press) if found is None else _ask_give(turn, *found, {}, {})


def _ask_give(turn: Turn, task: TaskInHand, action: OwnedAction, typed: Given, wrong: Given) -> Reply:
    words = f"It keeps its due day, {spoken_day(action.due_on)}."
    name = Asked("name", "Who does it now?", "line", required="Type a name or an e-mail address.")
    go = Button("Give it to them", Verb.GIVE_ACTION, {TASK: task.id, ACTION: action.id}, style="positive")
    about = f"Action {action.ref}: {action.description}"
    return _ask(turn, about, "Another owner", words, [name, _WHY], go, typed, wrong)


def give_to(turn: Turn, press: Press) -> Reply:
    """Give a leaver's action to somebody else; then what else is open."""
    found = _action(turn, press)
    if found is None:
        return leavers_items(turn, press)
    task, action = found
    typed = typed_in(press, "name", "why")
    who = read_person(turn, typed.get("name", ""))
    complaint = wrong_reason(typed.get("why", ""))
    wrong = ({"name": who} if isinstance(who, str) else {}) | ({"why": complaint} if complaint else {})
    if isinstance(who, str) or wrong:
        return _ask_give(turn, task, action, typed, wrong)
    if who.id == action.owner_id:
        return _ask_give(turn, task, action, typed, {"name": f"{who.name} has it now. Choose somebody else."})
    asked = likely_names.unasked(turn, press, action.allocation_id, "give_action", {"why": typed["why"]})
    if asked:
        return likely_names.ask(turn, press, _ask_give(turn, task, action, typed, {}), asked)
    give_action(turn.unit, action, who.id, who.name, typed["why"], turn.today)
    actions_notices.tell_given(turn, action.id, who.id)
    record.write(turn.unit, "gave_action", "agreed_action", action.id, to=who.id)
    return leavers_items(turn, press)


Ask = Callable[[Turn, TaskInHand, Given, Given], Reply]
FORMS: Mapping[str, tuple[frozenset[QaTaskKind], Ask]] = {
    "accept": (frozenset({QaTaskKind.CONFLICT_OF_INTEREST}), _ask_accept),
    "decline": (frozenset({QaTaskKind.CONFLICT_OF_INTEREST}), _ask_decline),
    "link": (_ACCOUNTS, _ask_link),
    "refuse": (_ACCOUNTS, _ask_refuse),
}
