"""The cards of contact attempts, of the question about names, and of the notices to colleagues."""

from dataclasses import replace
from datetime import date

from microsoft_teams.cards import AdaptiveCard

from cards.colleague_notices import AuditedView, OutcomeView, outcome_card, started_card
from cards.contacts import ContactForm, ContactsOnStep, contact_card, with_contacts
from cards.elements import card, said, text_input
from cards.likely_names import with_question
from cards.verbs import AUDIT, REVISION, STEP, Verb
from domain.contacts import LONGEST_RESULT, MOST_ATTEMPTS, Attempt
from domain.words import ContactWay, Party

_DUE = date(2026, 12, 4)
_CARRIED = {AUDIT: "7", STEP: "involved_why", REVISION: "3"}


def _attempts(text: str, count: int) -> list[Attempt]:
    parties = list(Party)
    return [
        Attempt(number, parties[number % len(parties)], _DUE, ContactWay.PHONE, text[:LONGEST_RESULT])
        for number in range(1, count + 1)
    ]


def contact_cards(text: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    """The form and a step with the tries so far, by a name for each."""
    empty = ContactForm(7, case_ref, [], {"day": "2026-11-20"})
    given = {"whom": "parent", "day": "soon", "way": "phone", "result": text}
    wrong = {"whom": "Choose whom you tried to reach.", "day": "Choose a day.", "result": "Please shorten it."}
    on_step = ContactsOnStep(_attempts(text, 7), _CARRIED, [Party.CHILD, Party.PARENT])
    return {
        "contacts": contact_card(empty, card_id),
        "contacts refused": contact_card(ContactForm(7, case_ref, _attempts(text, 2), given, wrong), card_id),
        "contacts, one removed": contact_card(replace(empty, removed=_attempts(text, 1)[0]), card_id),
        "contacts, forty": contact_card(replace(empty, attempts=_attempts(text, MOST_ATTEMPTS)), card_id),
        "with contacts": with_contacts(_something(case_ref, text), on_step, card_id),
        "with no contacts": with_contacts(_something(case_ref, text), ContactsOnStep([], _CARRIED, []), card_id),
    }


def _something(case_ref: str, text: str) -> AdaptiveCard:
    words = [said(f"Reference {case_ref}"), text_input("evidence", "What shows this?", text)]
    return card("A step", words, fallback="A step of your audit.")


def question_cards(text: str, case_ref: str, card_id: str) -> dict[str, AdaptiveCard]:
    """A card that asks whether words are names, for one and for many."""
    one = {"evidence": ["Kayleigh"]}
    many = {"evidence": [f"{text[:80]}{number}".replace("\n", " ") for number in range(40)]}
    return {
        "asks about a name": with_question(_something(case_ref, text), one, Verb.NEXT, _CARRIED, card_id),
        "asks about forty names": with_question(_something(case_ref, text), many, Verb.NEXT, _CARRIED, card_id),
    }


def notice_cards(text: str, case_ref: str) -> dict[str, AdaptiveCard]:
    """The notices of an audit's start and of its outcome."""
    name = " ".join(text.split())[:60] or "Rosa"
    audited = AuditedView(case_ref, name, name, "2026-11", None, is_manager=False)
    outcome = OutcomeView(audited, text[:8_000], [(text[:2_000], name, _DUE)] * 3)
    return {
        "colleague: started": started_card(audited),
        "colleague: started, to the manager": started_card(replace(audited, theme=name, is_manager=True)),
        "colleague: outcome": outcome_card(outcome),
        "colleague: outcome again": outcome_card(
            replace(outcome, is_again=True, actions=[(text[:2_000], name, _DUE)] * 40)
        ),
        "colleague: outcome, nothing there": outcome_card(OutcomeView(audited, "", [])),
    }
