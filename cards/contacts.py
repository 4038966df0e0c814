"""Contact attempts: what a step shows of them, and the form that notes one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.audit import for_whom
from cards.elements import (
    Button,
    buttons,
    card,
    complaint,
    date_input,
    execute,
    one_of,
    said,
    text_input,
    typed,
)
from cards.room import ROOM, size
from cards.verbs import AUDIT, STEP, Verb
from domain.audit_steps import PARTY_TITLES
from domain.contacts import LONGEST_RESULT, WAYS, Attempt, in_words
from domain.words import Party

# The step that a press on the form names, so that an alarm can carry what was typed in it and bring it back.
CONTACTS = "contacts"
ATTEMPT = "attempt"
PARTY = "party"
# The room of a line, in bytes: all of them fit into a card beside what else it holds.
_ROOM = 700
# More lines than these push the questions of a step off a phone.
_MOST_ON_A_STEP = 5


def attempt_line(attempt: Attempt) -> str:
    """A try as a list has it: "Child. Tried on Friday 20 November 2026 by phone: it rang out"."""
    return f"{PARTY_TITLES[attempt.party]}. {in_words(attempt)}"


@dataclass(frozen=True, slots=True)
class ContactsOnStep:
    """What a step shows of the tries so far.

    Attributes:
        carried: what the step's own buttons carry, so that what is typed on it is kept.
        offered: the parties that were tried and may have been tried today, for one tap each.
    """

    attempts: Sequence[Attempt]
    carried: Mapping[str, str | int]
    offered: Sequence[Party]


def with_contacts(made: AdaptiveCard, view: ContactsOnStep, card_id: str) -> AdaptiveCard:
    """A step's card with the tries so far below its questions, and the ways to note one."""
    lines = [typed(attempt_line(one), _ROOM) for one in view.attempts[-_MOST_ON_A_STEP:]]
    more = len(view.attempts) - len(lines)
    head: list[CardElement] = [said("Contact attempts", bold=True), *lines] if lines else []
    head += [said(f"And {more} earlier.", quiet=True)] if more else []
    taps = [
        Button(f"{PARTY_TITLES[party]}: tried today", Verb.CONTACT_TODAY, {**view.carried, PARTY: party.value})
        for party in view.offered
    ]
    note = Button("Note a contact attempt", Verb.CONTACT_FORM, view.carried)
    made.body = [*(made.body or []), Container(separator=True, items=[*head, buttons(card_id, *taps, note)])]
    return made


@dataclass(frozen=True, slots=True)
class ContactForm:
    """A try to be noted, and those noted so far. `given` is what was typed, `complaints` what is wrong with it.

    `removed` is the try that was taken out just now, and can be brought back in one tap. `on_behalf_of` is the
    auditor's name, where QA goes through the audit for them.
    """

    audit_id: int
    case_ref: str
    attempts: Sequence[Attempt]
    given: Mapping[str, str] = field(default_factory=dict)
    complaints: Mapping[str, str] = field(default_factory=dict)
    removed: Attempt | None = None
    on_behalf_of: str = ""


def _taken_out(form: ContactForm, removed: Attempt, card_id: str) -> list[CardElement]:
    carried: dict[str, str | int] = {AUDIT: form.audit_id, ATTEMPT: removed.id}
    back = Button("Bring it back", Verb.RESTORE_CONTACT, carried, sends_inputs=False)
    return [said("Removed:"), typed(attempt_line(removed), _ROOM), buttons(card_id, back)]


def _so_far(form: ContactForm, card_id: str) -> list[CardElement]:
    return [
        Container(
            items=[
                typed(attempt_line(one), _ROOM),
                buttons(
                    card_id,
                    Button(
                        "Remove",
                        Verb.REMOVE_CONTACT,
                        {AUDIT: form.audit_id, ATTEMPT: one.id},
                        sends_inputs=False,
                        tooltip=f"Remove: {attempt_line(one)[:100]}",
                    ),
                ),
            ]
        )
        for one in form.attempts
    ]


def _inputs(form: ContactForm) -> list[tuple[str, CardElement]]:
    # None is required by the client: nothing left empty may hold up the button of an immediate concern.
    given = form.given
    parties = [(party.value, title) for party, title in PARTY_TITLES.items()]
    ways = [(way.value, words) for way, words in WAYS.items()]
    result = text_input(
        "result",
        "What came of it? (optional)",
        given.get("result", ""),
        hint="A few words. No names.",
        longest=LONGEST_RESULT,
        room=ROOM - sum(size(one.result) for one in form.attempts),
    )
    return [
        ("whom", one_of("whom", "Whom did you try to reach?", parties, given.get("whom", ""))),
        ("day", date_input("day", "When?", given.get("day", ""))),
        ("way", one_of("way", "How? (optional)", ways, given.get("way", ""))),
        ("result", result),
    ]


def contact_card(form: ContactForm, card_id: str) -> AdaptiveCard:
    """The form for one try, above the list of those noted."""
    body: list[CardElement] = [said(f"{for_whom(form.on_behalf_of)}Reference {form.case_ref}", quiet=True)]
    body += _taken_out(form, form.removed, card_id) if form.removed else []
    for key, element in _inputs(form):
        body += [complaint(form.complaints[key])] if key in form.complaints else []
        body.append(element)
    body += [said("Noted so far", bold=True), *_so_far(form, card_id)] if form.attempts else []
    carried: dict[str, str | int] = {AUDIT: form.audit_id, STEP: CONTACTS}
    wanted = (
        Button("Save attempt", Verb.SAVE_CONTACT, carried, style="positive"),
        Button("Cancel", Verb.CONTINUE_AUDIT, {AUDIT: form.audit_id}, sends_inputs=False),
        Button("Raise immediate concern", Verb.CONCERN_FORM, carried, style="destructive"),
    )
    return card(
        "Note a contact attempt",
        body,
        [execute(button, card_id) for button in wanted],
        fallback="Note whom you tried to reach for your audit, when and how.",
    )
