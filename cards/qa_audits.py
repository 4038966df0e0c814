"""QA's cards of any audit: finding one, where it stands with its history, and what a leaver has open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.elements import (
    Button,
    buttons,
    card,
    complaint,
    execute,
    facts,
    said,
    text_input,
    typed,
)
from cards.verbs import AUDIT, FORM, Verb
from domain.calendar import spoken_day, spoken_month

# What a phone still shows at ease; the whole history stays in the store.
MOST_FOUND = 8
MOST_LINES = 12
# For everything that QA is told, in bytes.
_ROOM = 2_000


def find_button(title: str = "Find an audit") -> Button:
    """The way to QA's search."""
    return Button(title, Verb.QA_FIND, sends_inputs=False)


@dataclass(frozen=True, slots=True)
class FoundAudit:
    """An audit in a list: whose it is and where it stands, in words."""

    audit_id: int
    ref: str
    case_ref: str
    auditor: str
    month: str
    stands: str


@dataclass(frozen=True, slots=True)
class Search:
    """A search of QA's, and what it came to.

    Attributes:
        text: what was typed; empty before.
        found: the latest audits that fit.
        has_more: whether there are more than those.
        problem: what is wrong with what was typed, or that nothing fits.
    """

    text: str = ""
    found: Sequence[FoundAudit] = ()
    has_more: bool = False
    problem: str = ""


def _found(one: FoundAudit, card_id: str) -> Container:
    look = Button(f"Look at {one.ref}", Verb.QA_AUDIT, {AUDIT: one.audit_id}, sends_inputs=False)
    pairs = [("Reference", one.case_ref), ("Auditor", one.auditor), ("Month", spoken_month(one.month))]
    return Container(separator=True, items=[facts([*pairs, ("Stands", one.stands)]), buttons(card_id, look)])


def search_card(search: Search, card_id: str) -> AdaptiveCard:
    """The search for an audit, by its reference or its auditor's name, and what was found."""
    body: list[CardElement] = [complaint(search.problem)] if search.problem else []
    label = "Reference of the audit or the record, or the auditor's name"
    body.append(text_input("find", label, search.text, long=False, required="Type a reference or a name."))
    body.append(buttons(card_id, Button("Find", Verb.QA_FIND)))
    body += [_found(one, card_id) for one in search.found]
    body += [said("There are more, allocated earlier. Type a reference to see one.")] if search.has_more else []
    return card("Find an audit", body, fallback="Type 'audit' and a reference, or 'audits of' and a name.")


@dataclass(frozen=True, slots=True)
class AuditView:
    """An audit as QA sees it: without its answers.

    Attributes:
        facts: names and values, in the order in which they are read.
        history: what happened, the latest first, a sentence each, with its reason or nothing.
        more_history: how many earlier ones are not shown.
        changes: what can be done from here: title, verb, and which form.
        note: what was just done.
    """

    audit_id: int
    ref: str
    facts: Sequence[tuple[str, str]]
    history: Sequence[tuple[str, str]]
    more_history: int = 0
    changes: Sequence[tuple[str, Verb, str]] = ()
    note: str = ""


def audit_card(view: AuditView, card_id: str) -> AdaptiveCard:
    """Where an audit stands, its history, and what QA can do about it."""
    body: list[CardElement] = [said(view.note, bold=True)] if view.note else []
    body.append(facts(view.facts))
    body.append(said("What happened, the latest first", bold=True))
    for what, why in view.history:
        body.append(said(what))
        body += [typed(why, _ROOM // 4)] if why else []
    body += [said(f"And {view.more_history} earlier.", quiet=True)] if view.more_history else []
    actions = [
        execute(Button(title, verb, {AUDIT: view.audit_id, FORM: form}, sends_inputs=False), card_id)
        for title, verb, form in view.changes
    ]
    actions.append(execute(find_button(), card_id))
    return card(f"Audit {view.ref}", body, actions, fallback="Where an audit stands, and what can be done about it.")


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something open in a leaver's name, with the button that gives it to somebody else, if it has one here."""

    words: str
    due_on: date | None
    button: Button | None


def leaver_card(name: str, left: str, items: Sequence[OpenItem], more: int, back: Button, card_id: str) -> AdaptiveCard:
    """What is still open in the name of somebody who leaves. `more` is how many of the items are not shown."""
    body: list[CardElement] = [facts([("Name", name), ("Last day", left)])]
    body += [] if items else [said("Nothing is open in their name any more. Press Done in the list.")]
    for item in items:
        due = [said(f"Due by {spoken_day(item.due_on)}", quiet=True)] if item.due_on else []
        way = [buttons(card_id, item.button)] if item.button else []
        body.append(Container(separator=True, items=[typed(item.words, _ROOM // 4), *due, *way]))
    body += [said(f"And {more} more, once these are given to others.")] if more else []
    return card("A leaver's open items", body, [execute(back, card_id)], fallback="What a leaver has still open.")
