"""The cards of an audit: a step, an action, the review, the receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from microsoft_teams.cards import (
    ActionSet,
    AdaptiveCard,
    CardElement,
    Container,
    ToggleVisibilityAction,
)

from cards.elements import (
    Button,
    buttons,
    card,
    complaint,
    date_input,
    execute,
    facts,
    one_of,
    said,
    text_input,
    typed,
)
from cards.verbs import AUDIT, REVISION, STEP, Verb
from domain.audit_steps import REVIEW, Question, QuestionKind, Step
from domain.calendar import spoken_day
from domain.framework import PracticeDomain

_MEANINGS = "meanings"
# A choice of few is one tap when all of it is in view; a long run of choices is not.
_FEW = 5


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as it is to be shown.

    Attributes:
        number, count: "4 of 11".
        given: the answers to show, by question.
        complaints: what is wrong, by question; `note` is said above all of them.
        revision: how often the step was answered when this card was made.
        is_first, is_last: whether there is a step before it, and whether the review comes next.
        may_review: whether nothing else is missing, so that the review is one tap away.
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


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An agreed action as it is listed."""

    id: int
    description: str
    owner: str
    due_on: date


def _progress(view: StepView) -> str:
    return f"Reference {view.case_ref} · {view.number} of {view.count}"


def _meanings(domain: PracticeDomain) -> list[CardElement]:
    toggle = ToggleVisibilityAction(title="What the grades mean", target_elements=[_MEANINGS])
    lines = [said(f"{rating.value}: {words}", quiet=True) for rating, words in domain.descriptors.items()]
    return [ActionSet(actions=[toggle]), Container(id=_MEANINGS, is_visible=False, items=list(lines))]


def _input(question: Question, value: str) -> CardElement:
    if question.kind is QuestionKind.CHOICE:
        expanded = len(question.choices) <= _FEW and question.key in {"rating", "at_risk", "category"}
        return one_of(question.key, question.label, question.choices, value, expanded=expanded)
    label = question.label if question.required else f"{question.label} (optional)"
    return text_input(question.key, label, value, hint=question.hint)


def _questions(view: StepView) -> list[CardElement]:
    out: list[CardElement] = []
    for question in view.step.questions:
        if question.key in view.complaints:
            out.append(complaint(view.complaints[question.key]))
        out.append(_input(question, view.given.get(question.key, "")))
        if question.key == "rating" and view.step.domain is not None:
            out += _meanings(view.step.domain)
    return out


def _carried(view: StepView) -> dict[str, str | int]:
    return {AUDIT: view.audit_id, STEP: view.step.key, REVISION: view.revision}


def _step_buttons(view: StepView) -> list[Button]:
    carried = _carried(view)
    wanted = [Button("Review" if view.is_last else "Next", Verb.NEXT, carried, style="positive")]
    if view.may_review and not view.is_last:
        wanted.append(Button("Review", Verb.NEXT, {**carried, "then": REVIEW}))
    if not view.is_first:
        wanted.append(Button("Back", Verb.BACK, carried))
    wanted.append(Button("Save and finish later", Verb.SAVE, carried))
    wanted.append(Button("Raise immediate concern", Verb.CONCERN_FORM, carried, style="destructive"))
    return wanted


def _lead(view: StepView) -> list[CardElement]:
    lead: list[CardElement] = [said(_progress(view), quiet=True)]
    if view.note:
        lead.append(complaint(view.note))
    if view.step.intro:
        lead.append(said(view.step.intro))
    return lead


def step_card(view: StepView) -> AdaptiveCard:
    """One step: its questions, refilled with what was given, and the ways on."""
    return card(
        view.step.title,
        [*_lead(view), *_questions(view)],
        [execute(button, view.card_id) for button in _step_buttons(view)],
        fallback=f"{view.step.title}. Step {view.number} of {view.count} of your audit.",
    )


def _action_line(view: StepView, line: ActionLine) -> Container:
    remove = Button("Remove", Verb.REMOVE_ACTION, {**_carried(view), "action": line.id}, sends_inputs=False)
    return Container(
        separator=True,
        items=[
            typed(line.description),
            said(f"{line.owner} · by {spoken_day(line.due_on)}", quiet=True),
            buttons(view.card_id, remove),
        ],
    )


def actions_card(view: StepView, agreed: Sequence[ActionLine]) -> AdaptiveCard:
    """The actions agreed so far, with the way to add one."""
    words = "What should happen next, who does it, and by when." if not agreed else f"Agreed so far: {len(agreed)}."
    add = Button("Add action", Verb.ADD_ACTION, _carried(view))
    return card(
        view.step.title,
        [*_lead(view), said(words), *(_action_line(view, line) for line in agreed)],
        [execute(button, view.card_id) for button in (add, *_step_buttons(view))],
        fallback=f"Actions. Step {view.number} of {view.count} of your audit.",
    )


@dataclass(frozen=True, slots=True)
class ActionForm:
    """An action to be added: who may own it, and what was typed before.

    Attributes:
        owners: (person id, name and part) of those who come to mind; `SOMEONE_ELSE` opens a box to type in.
    """

    view: StepView
    owners: Sequence[tuple[str, str]]
    given: Mapping[str, str]
    complaints: Mapping[str, str] = field(default_factory=dict)
    asks_for_name: bool = False


def action_card(form: ActionForm) -> AdaptiveCard:
    """The form for one action."""
    inputs: list[tuple[str, CardElement]] = [
        (
            "what",
            text_input("what", "What should happen?", form.given.get("what", ""), required="Say what should happen."),
        ),
        (
            "owner",
            one_of(
                "owner",
                "Who does it?",
                form.owners,
                form.given.get("owner", ""),
                required="Choose who does it.",
            ),
        ),
        ("due", date_input("due", "By when?", form.given.get("due", ""), required="Choose a day.")),
    ]
    if form.asks_for_name:
        name = text_input(
            "name",
            "Their name or e-mail address",
            form.given.get("name", ""),
            long=False,
            required="Type the name or e-mail address of the person who does it.",
        )
        inputs.insert(2, ("name", name))
    body: list[CardElement] = [said(_progress(form.view), quiet=True)]
    for key, element in inputs:
        if key in form.complaints:
            body.append(complaint(form.complaints[key]))
        body.append(element)
    carried = _carried(form.view)
    wanted = (
        Button("Save action", Verb.SAVE_ACTION, carried, style="positive"),
        Button("Cancel", Verb.CONTINUE_AUDIT, {AUDIT: form.view.audit_id}, sends_inputs=False),
        Button("Raise immediate concern", Verb.CONCERN_FORM, carried, sends_inputs=False, style="destructive"),
    )
    return card(
        "Add an action",
        body,
        [execute(button, form.view.card_id) for button in wanted],
        fallback="Add an action to your audit: what, who and by when.",
    )


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


def _review_section(line: ReviewLine) -> Container:
    items: list[CardElement] = [said(line.title, bold=True)]
    for label, answer in line.answers:
        items += [said(label, quiet=True), typed(answer)]
    return Container(separator=True, items=items)


def _review_actions(view: ReviewView) -> Container:
    items: list[CardElement] = [said("Actions", bold=True)]
    items += [] if view.actions else [said("None agreed.")]
    for line in view.actions:
        items += [typed(line.description), said(f"{line.owner} · by {spoken_day(line.due_on)}", quiet=True)]
    return Container(separator=True, items=items)


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
    body += [_review_section(line) for line in view.lines]
    body += [_review_actions(view), *_jump_to_any(view)]
    return card(
        "Review your audit",
        body,
        [execute(button, view.card_id) for button in wanted],
        fallback="Review your audit, then return it.",
    )


def saved_card(audit_id: int, case_ref: str, due_on: date, card_id: str) -> AdaptiveCard:
    """That everything so far is kept, and how to go on."""
    go_on = Button("Continue audit", Verb.CONTINUE_AUDIT, {AUDIT: audit_id}, sends_inputs=False, style="positive")
    return card(
        "Saved",
        [
            said(f"Reference {case_ref}"),
            said(f"Go on whenever you like, on any device. It is due by {spoken_day(due_on)}."),
        ],
        [execute(go_on, card_id)],
        fallback="Your audit is saved. Type 'continue' to go on.",
    )


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A returned audit, without its ratings and without case text."""

    ref: str
    case_ref: str
    returned_on: date
    was_late: bool
    actions: int
    opened_concern: bool


def receipt_card(view: ReceiptView) -> AdaptiveCard:
    """What is left of an audit's cards once it is returned."""
    pairs = [("Reference", view.case_ref), ("Audit", view.ref), ("Returned", spoken_day(view.returned_on))]
    if view.was_late:
        pairs.append(("Standing", "after its due day"))
    pairs.append(("Actions agreed", str(view.actions)))
    body: list[CardElement] = [facts(pairs)]
    if view.opened_concern:
        body.append(
            said("An entry for a child of concern is open. The head of service, the director and QA can see it.")
        )
    body.append(said("Thank you. A moderator may read it next; you'll hear the outcome here."))
    return card("Audit returned", body, fallback="Your audit is returned. Thank you.")
