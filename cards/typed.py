"""The cards that ask about a message typed into an audit: which audit it is for, where it belongs."""

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
    one_of,
    said,
    text_input,
    two_buttons,
    warning,
)
from cards.room import ROOM, left_out
from cards.verbs import AUDIT, MODERATION, STEP, Verb
from domain.calendar import spoken_day
from domain.free_text import LONG_TEXT

# The command that raises an immediate concern.
_CONCERN = "concern"


@dataclass(frozen=True, slots=True)
class OpenAudit:
    """A started audit to choose from; `moderation_id` where the chooser moderates it, else 0."""

    audit_id: int
    case_ref: str
    team: str
    due_on: date
    moderation_id: int = 0


def _what_was_typed(text: str) -> list[CardElement]:
    box = text_input("text", "What you typed", text, room=ROOM)
    cut_off = left_out(text, LONG_TEXT)
    return [said(cut_off), box] if cut_off else [box]


def _audit(one: OpenAudit, command: str, card_id: str) -> Container:
    pairs = [("Reference", one.case_ref), ("Team", one.team), ("Due by", spoken_day(one.due_on))]
    this = Button(
        "This one",
        Verb.SAY_IN_AUDIT,
        {AUDIT: one.audit_id, "command": command},
        tooltip=f"This one: reference {one.case_ref}",
    )
    if one.moderation_id:
        title = "The one I moderate"
        data: dict[str, str | int] = {MODERATION: one.moderation_id}
        this = Button(title, Verb.CONCERN_FORM, data, tooltip=f"{title}: reference {one.case_ref}")
    if command == _CONCERN:
        return Container(separator=True, items=[facts(pairs), buttons(card_id, this)])
    alarm = Button(
        "Raise immediate concern",
        Verb.SAY_IN_AUDIT,
        {AUDIT: one.audit_id, "command": _CONCERN},
        style="destructive",
        tooltip=f"Raise immediate concern: reference {one.case_ref}",
    )
    return Container(separator=True, items=[facts(pairs), two_buttons(card_id, this, alarm)])


def which_audit_card(
    audits: Sequence[OpenAudit], command: str, text: str, card_id: str, phone_first: str = ""
) -> AdaptiveCard:
    """Which of several audits a message is for.

    Args:
        audits: those to choose from.
        command: the command that was typed; "" where it was a text.
        text: the text, which stays on the card until it has its place; "" where it was a command.
        card_id: the card's one-time action id.
        phone_first: whom to phone at once, where it is an immediate concern; "" where it is none.
    """
    call = f"Phone the team manager or {phone_first} now. This message does not replace that call."
    first: list[CardElement] = [warning(call)] if phone_first else []
    asked = f"There are {len(audits)} audits it may be for. Which one is it?"
    body: list[CardElement] = [*first, said(asked), *(_what_was_typed(text) if text else [])]
    return card(
        "Which audit do you mean?",
        [*body, *(_audit(one, command, card_id) for one in audits)],
        fallback=call if phone_first else "You have several audits open. Type 'my audits' to choose one.",
    )


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A text to be put into an audit.

    Attributes:
        places: (where, words) of every text that the audit asks for, the likely one first.
        step: the step at which the auditor is.
        chosen: which of the places is picked so far.
        wrong: what to say beside the choice.
    """

    audit_id: int
    case_ref: str
    step: str
    text: str
    places: Sequence[tuple[str, str]]
    card_id: str
    chosen: str = ""
    wrong: str = ""


def place_card(view: PlaceView) -> AdaptiveCard:
    """Where a text belongs, with the text on the card until it is there."""
    carried: dict[str, str | int] = {AUDIT: view.audit_id, STEP: view.step}
    wanted = (
        Button("Put it there", Verb.PLACE_TEXT, carried, style="positive"),
        Button("Leave it out", Verb.CONTINUE_AUDIT, {AUDIT: view.audit_id}, sends_inputs=False),
        Button("Ask it as a question", Verb.ASK_QUESTION),
        Button("Raise immediate concern", Verb.CONCERN_FORM, carried, style="destructive"),
    )
    body: list[CardElement] = [
        said(f"Reference {view.case_ref}", quiet=True),
        said("I can't tell what this is for, so I have not kept it yet."),
        *_what_was_typed(view.text),
        *([complaint(view.wrong)] if view.wrong else []),
        one_of("where", "It belongs to", view.places, view.chosen),
        said("By typing: begin with 'answer:' to answer the step you are at.", quiet=True),
    ]
    return card(
        "Where does this belong?",
        body,
        [execute(button, view.card_id) for button in wanted],
        fallback="I can't tell where that belongs in your audit. Open this chat to say where.",
    )
