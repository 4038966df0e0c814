"""The cards on which a moderator reads an audit, grades it, and judges it with both grades side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.audit import grade_meanings
from cards.elements import (
    Button,
    card,
    complaint,
    execute,
    facts,
    one_of,
    room_each,
    said,
    text_input,
    typed,
)
from cards.forms import Asked, ChangeForm, form_card
from cards.verbs import MODERATION, REVISION, STEP, Verb
from domain.calendar import spoken_day
from domain.moderation_steps import COMPARISON, Pair, category_questions
from domain.questions import Question, QuestionKind, Step

# For everything that the auditor wrote on one card, in bytes.
_READ_ROOM = 40_000
_FEW = 5
MINE = Button("My moderations", Verb.MY_MODERATIONS, sends_inputs=False)


@dataclass(frozen=True, slots=True)
class ModerationView:
    """A moderation in the midst of it.

    Attributes:
        due_on: by when it is to be made, if it has a day.
    """

    moderation_id: int
    case_ref: str
    team: str
    card_id: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One step: what the auditor wrote, and the moderator's grade.

    Attributes:
        step: its title and what it asks.
        number, count: "3 of 10".
        read: (label, text) of what the auditor found; a label alone is a heading.
        given, complaints: what was typed, and what is wrong with it, by question.
        auditors_grade: the auditor's, once the moderator may see it; "" before.
        revision: how often the step was answered when the card was made.
    """

    of: ModerationView
    step: Step
    number: int
    count: int
    read: Sequence[tuple[str, str]]
    given: Mapping[str, str] = field(default_factory=dict)
    complaints: Mapping[str, str] = field(default_factory=dict)
    auditors_grade: str = ""
    revision: int = 0
    note: str = ""
    is_first: bool = False


def _about(view: ModerationView) -> list[tuple[str, str]]:
    return [("Reference", view.case_ref), ("Team", view.team)]


def _read(read: Sequence[tuple[str, str]]) -> list[CardElement]:
    room = room_each(_READ_ROOM, sum(1 for _, text in read if text))
    out: list[CardElement] = []
    for label, text in read:
        out += [said(label, bold=not text, quiet=bool(text)), *([typed(text, room)] if text else [])]
    return out


def _input(question: Question, value: str) -> CardElement:
    label = question.label if question.required else f"{question.label} (optional)"
    if question.kind is QuestionKind.CHOICE:
        return one_of(question.key, label, question.choices, value, expanded=len(question.choices) <= _FEW)
    return text_input(question.key, label, value, hint=question.hint, longest=question.longest)


def _inputs(view: ReadingView) -> list[CardElement]:
    out: list[CardElement] = []
    for question in view.step.questions:
        wrong = view.complaints.get(question.key)
        out += [*([complaint(wrong)] if wrong else []), _input(question, view.given.get(question.key, ""))]
        if question.kind is QuestionKind.CHOICE and view.step.domain is not None and view.step.domain.descriptors:
            out += grade_meanings(view.step.domain)
    return out


def reading_card(view: ReadingView) -> AdaptiveCard:
    """One step of an audit as its moderator reads it, with their own grade below."""
    carried: dict[str, str | int] = {MODERATION: view.of.moderation_id, STEP: view.step.key, REVISION: view.revision}
    body: list[CardElement] = [said(f"Reference {view.of.case_ref} · {view.number} of {view.count}", quiet=True)]
    body += [complaint(view.note)] if view.note else []
    body += _read(view.read)
    body += [said(f"The auditor's grade: {view.auditors_grade}.", bold=True)] if view.auditors_grade else []
    body += _inputs(view)
    ways = [
        Button("Next", Verb.MODERATION_NEXT, carried, style="positive"),
        *([] if view.is_first else [Button("Back", Verb.MODERATION_BACK, carried)]),
        Button("Save and finish later", Verb.MODERATION_SAVE, carried),
        Button("Raise immediate concern", Verb.CONCERN_FORM, carried, style="destructive"),
    ]
    return card(
        view.step.title,
        body,
        [execute(one, view.of.card_id) for one in ways],
        fallback=f"{view.step.title}. Step {view.number} of {view.count} of a moderation.",
    )


def moderation_saved_card(view: ModerationView) -> AdaptiveCard:
    """That everything so far is kept, and how to go on."""
    way = Button(
        "Carry on", Verb.CONTINUE_MODERATION, {MODERATION: view.moderation_id}, sends_inputs=False, style="positive"
    )
    by = f" Please do it by {spoken_day(view.due_on)}." if view.due_on else ""
    return card(
        "Saved",
        [facts(_about(view)), said(f"Go on whenever you like, on any device.{by}")],
        [execute(way, view.card_id), execute(MINE, view.card_id)],
        fallback="Your moderation is saved. Type 'my moderations' to go on.",
    )


def moderation_receipt_card(case_ref: str, team: str, note: str, card_id: str) -> AdaptiveCard:
    """What is left of a moderation's cards: no grade, and nothing of what was read (DOMAIN, data protection)."""
    return card(
        "Moderation done",
        [
            facts([("Reference", case_ref), ("Team", team)]),
            said(note),
            said(
                "The grades and the reasons are kept, and no longer shown here. Type 'my moderations' to look at them."
            ),
        ],
        [execute(MINE, card_id)],
        fallback="This moderation is done. Type 'my moderations' to see what is left.",
    )


def grade_words(pair: Pair) -> str:
    """Both grades of a line, the difference in words."""
    auditors, moderators = pair.auditors or "no grade", pair.moderators or "no grade"
    return f"Auditor: {auditors}. You: {moderators}. They differ." if pair.differs else f"Both: {moderators}."


def comparison_card(view: ModerationView, pairs: Sequence[Pair], note: str = "") -> AdaptiveCard:
    """Both sets of grades side by side, and the three ways on."""
    carried: dict[str, str | int] = {MODERATION: view.moderation_id, STEP: COMPARISON}
    differ = [one for one in pairs if one.differs]
    body: list[CardElement] = [complaint(note)] if note else []
    body.append(facts(_about(view)))
    body += [Container(items=[said(one.title, bold=one.differs), said(grade_words(one))]) for one in pairs]
    body.append(said(_what_next(differ)))
    # Where they differ neither way is the one to press.
    style: Literal["default", "positive"] = "default" if differ else "positive"
    change = [Button("Change", Verb.CHANGE_FORM, carried, sends_inputs=False)] if differ else []
    ways = [
        Button("Confirm", Verb.CONFIRM_GRADES, carried, sends_inputs=False, style=style),
        *change,
        Button("Not to standard", Verb.STANDARD_FORM, carried, sends_inputs=False),
        Button("Look again at my grades", Verb.MODERATION_AGAIN, carried, sends_inputs=False),
        Button("Raise immediate concern", Verb.CONCERN_FORM, carried, sends_inputs=False, style="destructive"),
    ]
    return card(
        "Both grades, side by side",
        body,
        [execute(one, view.card_id) for one in ways],
        fallback="Both grades, side by side. Confirm, change, or find it not to standard.",
    )


def _what_next(differ: Sequence[Pair]) -> str:
    if not differ:
        return "You agree with the auditor. Press Confirm, or Not to standard if the audit itself needs more work."
    return (
        "Confirm lets the auditor's grades stand. Change puts yours in their place, with your reasons. "
        "Not to standard sends the audit back to be worked on."
    )


def asked_of_concern() -> list[Asked]:
    """What is asked beside a grade of Inadequate: the category, and what is wrong."""
    kinds = {True: "choice", False: "text"}
    return [
        Asked(one.key, one.label, kinds[bool(one.choices)], one.complaint, choices=one.choices)
        for one in category_questions()
    ]


def judgement_card(form: ChangeForm, card_id: str, longest: int) -> AdaptiveCard:
    """A form with a text for each reason; `longest` is how many characters one may have."""
    return form_card(replace(form, longest=longest, room=room_each(_READ_ROOM, len(form.asked))), card_id)
