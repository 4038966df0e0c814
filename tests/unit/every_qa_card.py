"""Every card of QA's, and what an auditor is told of its changes, made from views as `every_card` makes the others."""

from dataclasses import replace
from datetime import date

from microsoft_teams.cards import AdaptiveCard

from cards.elements import Button
from cards.forms import Asked, ChangeForm, form_card
from cards.qa_audits import (
    MOST_FOUND,
    MOST_LINES,
    AuditView,
    FoundAudit,
    OpenItem,
    Search,
    audit_card,
    leaver_card,
    search_card,
)
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
from cards.qa_tasks import TITLES, TaskLine, qa_tasks_card
from cards.verbs import AUDIT, FORM, TASK, Verb
from dialogs.qa_audits import CHANGES

DUE = date(2026, 12, 4)
_AUDIT = {AUDIT: 7}
_TASK = {TASK: 3}
# The button that sends each form, with what it carries.
_SENT_BY: dict[Verb, tuple[str, dict[str, int]]] = {
    Verb.QA_REASSIGN: ("Reassign", _AUDIT),
    Verb.QA_WITHDRAW: ("Withdraw", _AUDIT),
    Verb.QA_REINSTATE: ("Bring back", _AUDIT),
    Verb.QA_SEND_BACK: ("Send back", _AUDIT),
    Verb.QA_CORRECT: ("Put it right", _AUDIT),
    Verb.QA_ACT_FOR: ("Act for them", _AUDIT),
    Verb.GIVE_MODERATION: ("Give it to them", _AUDIT),
    Verb.ACCEPT_CONFLICT: ("Accept", _TASK),
    Verb.DECLINE_CONFLICT: ("Decline", _TASK),
    Verb.LINK_ACCOUNT: ("It's them", _TASK),
    Verb.REFUSE_ACCOUNT: ("Not one of ours", _TASK),
    Verb.GIVE_ACTION: ("Give it to them", {**_TASK, "action": 5}),
}
_ASKED = [
    Asked("name", "Who takes it?", "line", required="Type a name or an e-mail address."),
    Asked("which", "Which day?", "choice", required="Choose which day.", choices=[("due_on", "Due day")]),
    Asked("day", "What it should be", "day", required="Choose a day."),
    Asked("why", "Why?", required="Say why in a few words. It stays in the history.", hint="No names, please."),
]


def qa_cards(text: str, name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    """The cards by a name for each; `text` is what somebody typed wherever somebody types."""
    return {
        **_inbox(text, card_id),
        **_audits(text, name, case_ref, card_id),
        **_forms(text, name, case_ref, card_id),
        **_notices(text, name, case_ref, card_id),
    }


def _inbox(text: str, card_id: str) -> dict[str, AdaptiveCard]:
    tasks = [TaskLine(number, kind, text, DUE) for number, kind in enumerate(TITLES, 1)]
    answers = [
        Button("Accept", Verb.TASK_FORM, {**_TASK, FORM: "accept"}, sends_inputs=False),
        Button("Look at the audit", Verb.QA_AUDIT, _AUDIT, sends_inputs=False),
        Button("See what is open", Verb.LEAVERS_ITEMS, _TASK, sends_inputs=False),
    ]
    return {
        "qa tasks, none": qa_tasks_card([], 0, None, card_id),
        "qa tasks": qa_tasks_card(tasks, 0, 8, card_id),
        "qa tasks with answers": qa_tasks_card([replace(tasks[0], answers=answers)], 0, None, card_id),
    }


def _audits(text: str, name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    found = FoundAudit(7, "2026-11-007", case_ref, name, "2026-11", "Started; not returned by its due day")
    history = [("Friday 20 November 2026 at 09:00: sent back. By Dan Iqbal.", text)] * MOST_LINES
    acting = [("Carry on for its auditor", Verb.CONTINUE_AUDIT, ""), ("Stop acting", Verb.QA_STOP_ACTING, "")]
    everything = [(title, verb, form) for _, title, verb, form in CHANGES]
    pairs = [("Reference", case_ref), ("Auditor", name), ("Stands", "Started")]
    view = AuditView(7, "2026-11-007", pairs, history, 4, [*acting, *everything], "The audit is withdrawn.")
    items = [OpenItem(text or "Audit A1", DUE, Button("Reassign", Verb.QA_FORM, {**_AUDIT, FORM: "reassign"}))] * 8
    back = Button("Back to the tasks", Verb.QA_TASKS, sends_inputs=False)
    wrong = "Nothing fits that. Check the spelling, or type an e-mail address."
    return {
        "qa search": search_card(Search(), card_id),
        "qa search, found": search_card(Search(text, [found] * MOST_FOUND, has_more=True), card_id),
        "qa search, nothing": search_card(Search(text, problem=wrong), card_id),
        "qa audit": audit_card(view, card_id),
        "leaver": leaver_card(name, "Friday 4 December 2026", items, 3, back, card_id),
        "leaver, nothing left": leaver_card(name, "not known", [], 0, back, card_id),
    }


def _forms(text: str, name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    pairs = [("Audit", "2026-11-007"), ("Reference", case_ref), ("Auditor", name)]
    back = Button("Cancel", Verb.QA_AUDIT, _AUDIT, sends_inputs=False)
    cards = {}
    for verb, (title, data) in _SENT_BY.items():
        form = ChangeForm(title, pairs, "Its history keeps both.", _ASKED, Button(title, verb, data), back)
        given = {"name": text, "why": text}
        wrong = {
            "name": f"I don't know anybody called “{text}”.",
            "why": "Say why in a few words.",
            "day": "Choose a day.",
        }
        cards[f"qa form {verb}"] = form_card(replace(form, about=text), card_id)
        cards[f"qa form {verb}, refused"] = form_card(replace(form, given=given, complaints=wrong), card_id)
        caution = f"{name} is of the team whose work this is. Press again to give it to them all the same."
        cards[f"qa form {verb}, cautioned"] = form_card(replace(form, given=given, caution=caution), card_id)
    return cards


def _notices(text: str, name: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    view = ChangedAudit(7, case_ref, name, "2026-11", DUE)
    return {
        "sent back": sent_back_card(view, text, card_id),
        "audit gone": audit_gone_card(view, card_id),
        "audit brought back": brought_back_card(view, card_id, is_to_do=True),
        "exempt audit brought back": brought_back_card(view, card_id, is_to_do=False),
        "another due day": due_day_card(view, card_id),
        "declined conflict": conflict_declined_card(view, text, card_id),
        "reopening ended": reopening_ended_card(view, card_id),
        "returned for": returned_for_card(view, name, card_id),
    }
