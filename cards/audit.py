"""The cards on which an audit is written: a step, what is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from microsoft_teams.cards import (
    ActionSet,
    AdaptiveCard,
    CardElement,
    Container,
    ToggleVisibilityAction,
)

from cards.elements import (
    Button,
    card,
    complaint,
    execute,
    explained,
    one_of,
    said,
    text_input,
    typed,
)
from cards.room import ROOM, left_out
from cards.verbs import AUDIT, REVISION, STEP, Verb
from domain.audit_steps import REVIEW, Question, QuestionKind, Step
from domain.calendar import spoken_day
from domain.framework import PracticeDomain

_MEANINGS = "meanings"
# A choice of few is one tap when all of it is in view; a long run of choices is not.
_FEW = 5


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What was answered to a step since its reader saw it.

    Attributes:
        answers: (question, answer) in words, of what is other than what was typed now.
        revision: of these answers.
    """

    answers: Sequence[tuple[str, str]]
    revision: int


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as it is to be shown.

    Attributes:
        number, count, follows_up: "4 of 12", and whether it shares that number (`domain.progress.Place`).
        given: the answers to show, by question.
        complaints: what is wrong, by question; `note` is said above all of them.
        revision: how often the step was answered when this card was made.
        is_first, is_last: whether there is a step before it, and whether the review comes next.
        may_review: whether nothing else is missing, so that the review is one tap away.
        meanwhile: what was answered elsewhere and would be replaced; None where nothing was.
        on_behalf_of: the auditor's name, where QA goes through it for them; "" for the auditor's own eyes.
    """

    audit_id: int
    case_ref: str
    step: Step
    number: int
    count: int
    given: Mapping[str, str]
    revision: int
    card_id: str
    complaints: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    is_first: bool = False
    is_last: bool = False
    may_review: bool = False
    follows_up: bool = False
    meanwhile: Meanwhile | None = None
    on_behalf_of: str = ""

    @property
    def way_on(self) -> str:
        """What the button is called that keeps the answers and goes on."""
        return "Review" if self.is_last else "Next"


def progress(view: StepView) -> str:
    """Which audit this is, and how far it has come."""
    count = "one more question" if len(view.step.questions) == 1 else f"{len(view.step.questions)} more questions"
    more = f" · {count}" if view.follows_up else ""
    return f"{for_whom(view.on_behalf_of)}Reference {view.case_ref} · {view.number} of {view.count}{more}"


def for_whom(auditor: str) -> str:
    """How a card begins that somebody of QA has before them in an auditor's place; "" where `auditor` is ""."""
    return f"For {auditor} · " if auditor else ""


# A framework's domains are few, and their cards are made all day long.
@lru_cache(maxsize=256)
def grade_meanings(domain: PracticeDomain) -> tuple[CardElement, CardElement]:
    """What the grades of a domain mean, one tap away."""
    toggle = ToggleVisibilityAction(title="What the grades mean", target_elements=[_MEANINGS])
    lines: list[CardElement] = [explained(rating.value, words) for rating, words in domain.descriptors.items()]
    return ActionSet(actions=[toggle]), Container(id=_MEANINGS, is_visible=False, items=lines)


def _room(view: StepView) -> int:
    """How many bytes of the card each of its texts that are too long may take."""
    too_long = [one for one in view.step.questions if len(view.given.get(one.key, "")) > one.longest]
    return ROOM // max(len(too_long), 1)


def _input(question: Question, value: str, room: int) -> CardElement:
    label = question.label if question.required else f"{question.label} (optional)"
    if question.kind is QuestionKind.CHOICE:
        expanded = len(question.choices) <= _FEW and question.key in {"rating", "at_risk", "category"}
        return one_of(question.key, label, question.choices, value, expanded=expanded)
    return text_input(question.key, label, value, hint=question.hint, longest=question.longest, room=room)


# What nobody has answered yet looks alike in every audit.
@lru_cache(maxsize=512)
def _empty_input(question: Question) -> CardElement:
    return _input(question, "", ROOM)


def _complaints(view: StepView, question: Question) -> list[CardElement]:
    said_of_it: list[CardElement] = []
    if question.key in view.complaints:
        said_of_it.append(complaint(view.complaints[question.key]))
    cut_off = left_out(view.given.get(question.key, ""), question.longest, _room(view))
    return [*said_of_it, *([said(cut_off)] if cut_off else [])]


def _questions(view: StepView) -> list[CardElement]:
    out: list[CardElement] = []
    room = _room(view)
    for question in view.step.questions:
        value = view.given.get(question.key, "")
        out += [*_complaints(view, question), _input(question, value, room) if value else _empty_input(question)]
        if question.key == "rating" and view.step.domain is not None:
            out += grade_meanings(view.step.domain)
    return out


def carried_by(view: StepView) -> dict[str, str | int]:
    """What every button of a step carries: which answers of which audit its reader saw."""
    return {AUDIT: view.audit_id, STEP: view.step.key, REVISION: view.revision}


def step_buttons(view: StepView) -> list[Button]:
    """The ways on from a step."""
    if view.meanwhile is not None:
        return _either(view, view.meanwhile)
    carried = carried_by(view)
    wanted = [Button(view.way_on, Verb.NEXT, carried, style="positive")]
    if view.may_review and not view.is_last:
        wanted.append(Button("Review", Verb.NEXT, {**carried, "then": REVIEW}))
    if not view.is_first:
        wanted.append(Button("Back", Verb.BACK, carried))
    wanted.append(Button("Save and finish later", Verb.SAVE, carried))
    wanted.append(Button("Raise immediate concern", Verb.CONCERN_FORM, carried, style="destructive"))
    return wanted


def _either(view: StepView, meanwhile: Meanwhile) -> list[Button]:
    """One answer or the other: only the button that says so replaces what was answered elsewhere."""
    there: dict[str, str | int] = {AUDIT: view.audit_id, STEP: view.step.key}
    return [
        Button(view.way_on, Verb.NEXT, {**there, REVISION: meanwhile.revision}, style="positive"),
        Button("Keep what is there", Verb.JUMP, there, sends_inputs=False),
        Button("Raise immediate concern", Verb.CONCERN_FORM, carried_by(view), style="destructive"),
    ]


def _there_now(meanwhile: Meanwhile) -> list[CardElement]:
    shown: list[CardElement] = [said("There now:", bold=True)]
    for label, answer in meanwhile.answers:
        shown += [said(label, quiet=True), typed(answer)]
    return [*shown, said("What you typed here:", bold=True)]


def lead(view: StepView) -> list[CardElement]:
    """What is read before a step's questions."""
    first: list[CardElement] = [said(progress(view), quiet=True)]
    if view.note:
        first.append(complaint(view.note))
    if view.step.intro:
        first.append(said(view.step.intro))
    return [*first, *(_there_now(view.meanwhile) if view.meanwhile is not None else [])]


def step_card(view: StepView) -> AdaptiveCard:
    """One step: its questions, refilled with what was given, and the ways on."""
    return card(
        view.step.title,
        [*lead(view), *_questions(view)],
        [execute(button, view.card_id) for button in step_buttons(view)],
        fallback=f"{view.step.title}. Step {view.number} of {view.count} of your audit.",
    )


def saved_card(audit_id: int, case_ref: str, due_on: date, card_id: str, on_behalf_of: str = "") -> AdaptiveCard:
    """That everything so far is kept, and how to go on."""
    go_on = Button("Continue audit", Verb.CONTINUE_AUDIT, {AUDIT: audit_id}, sends_inputs=False, style="positive")
    return card(
        "Saved",
        [
            said(f"{for_whom(on_behalf_of)}Reference {case_ref}"),
            said(f"Go on whenever you like, on any device. It is due by {spoken_day(due_on)}."),
        ],
        [execute(go_on, card_id)],
        fallback="Your audit is saved. Type 'continue' to go on.",
    )
