"""The cards at an audit's end: the review, the receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.agreed_actions import MOST_ACTIONS, ActionLine, action_words, more_actions
from cards.elements import Button, buttons, card, complaint, execute, facts, one_of, room_each, said, typed
from cards.verbs import AUDIT, STEP, Verb
from domain.audit_steps import REVIEW
from domain.calendar import spoken_day

# The room for what was typed, in bytes, beside all the rest: Teams takes a card of about 100 KB in all.
_REVIEW_ROOM = 36_000


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One answered step on the review: its title and (question, answer) pairs in words."""

    key: str
    title: str
    answers: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """Everything in an audit before its return. `missing` are (step key, title) of what still wants an answer."""

    audit_id: int
    case_ref: str
    team: str
    lines: Sequence[ReviewLine]
    actions: Sequence[ActionLine]
    missing: Sequence[tuple[str, str]]
    card_id: str
    note: str = ""


def _review_section(line: ReviewLine, room: int) -> Container:
    items: list[CardElement] = [said(line.title, bold=True)]
    for label, answer in line.answers:
        items += [said(label, quiet=True), typed(answer, room)]
    return Container(separator=True, items=items)


def _review_actions(view: ReviewView, room: int) -> Container:
    items: list[CardElement] = [said("Actions", bold=True)]
    items += [] if view.actions else [said("None agreed.")]
    for line in view.actions[:MOST_ACTIONS]:
        items += action_words(line, room)
    return Container(separator=True, items=[*items, *more_actions(view.actions)])


def _answers_given(view: ReviewView) -> list[CardElement]:
    texts = sum(len(line.answers) for line in view.lines) + len(view.actions[:MOST_ACTIONS])
    room = room_each(_REVIEW_ROOM, texts)
    return [*(_review_section(line, room) for line in view.lines), _review_actions(view, room)]


def _missing(view: ReviewView) -> list[CardElement]:
    if not view.missing:
        return [said("Everything is here. Read it once more, then return it.")]
    names = ", ".join(title for _, title in view.missing)
    jumps = [
        Button(f"Go to {title}", Verb.JUMP, {AUDIT: view.audit_id, STEP: key}, sends_inputs=False)
        for key, title in view.missing[:4]
    ]
    return [complaint(f"Still missing: {names}."), buttons(view.card_id, *jumps)]


def _jump_to_any(view: ReviewView) -> list[CardElement]:
    places = [(line.key, line.title) for line in view.lines]
    go = Button("Go to this step", Verb.JUMP, {AUDIT: view.audit_id})
    return [one_of("step", "Change something?", [*places, ("actions", "Actions")]), buttons(view.card_id, go)]


def review_card(view: ReviewView) -> AdaptiveCard:
    """All that was answered, what is missing, and *Return audit* once nothing is."""
    carried: dict[str, str | int] = {AUDIT: view.audit_id, STEP: REVIEW}
    wanted = [Button("Return audit", Verb.RETURN_AUDIT, carried, sends_inputs=False, style="positive")]
    wanted = [] if view.missing else wanted
    wanted += [
        Button("Back", Verb.BACK, carried, sends_inputs=False),
        Button("Save and finish later", Verb.SAVE, carried, sends_inputs=False),
        Button("Raise immediate concern", Verb.CONCERN_FORM, carried, sends_inputs=False, style="destructive"),
    ]
    body: list[CardElement] = [facts([("Reference", view.case_ref), ("Team", view.team)])]
    body += [complaint(view.note)] if view.note else []
    body += _missing(view)
    body += [*_answers_given(view), *_jump_to_any(view)]
    return card(
        "Review your audit",
        body,
        [execute(button, view.card_id) for button in wanted],
        fallback="Review your audit, then return it.",
    )


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A returned audit, without its ratings and without case text."""

    ref: str
    case_ref: str
    returned_on: date
    was_late: bool
    actions: int


def receipt_card(view: ReceiptView) -> AdaptiveCard:
    """What is left of an audit's cards once it is returned."""
    pairs = [("Reference", view.case_ref), ("Audit", view.ref), ("Returned", spoken_day(view.returned_on))]
    if view.was_late:
        pairs.append(("Standing", "after its due day"))
    pairs.append(("Actions agreed", str(view.actions)))
    thanks = said("Thank you. Nothing more is needed from you for this audit now.")
    return card("Audit returned", [facts(pairs), thanks], fallback="Your audit is returned. Thank you.")
