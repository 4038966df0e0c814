"""The cards on which an audit is written: a step, an action, what is saved."""

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
    most_shown,
    one_of,
    room_each,
    said,
    text_input,
    typed,
)
from cards.verbs import AUDIT, REVISION, STEP, Verb
from domain.audit_steps import REVIEW, Question, QuestionKind, Step
from domain.calendar import spoken_day
from domain.framework import PracticeDomain

_MEANINGS = "meanings"
# The room for what was typed, in bytes, beside the buttons: Teams takes a card of about 100 KB in all.
_ACTIONS_ROOM = 20_000
MOST_ACTIONS = 30
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
    return text_input(question.key, label, value, hint=question.hint, longest=question.longest)


def _complaints(view: StepView, question: Question) -> list[CardElement]:
    said_of_it: list[CardElement] = []
    if question.key in view.complaints:
        said_of_it.append(complaint(view.complaints[question.key]))
    most = most_shown(question.longest)
    if len(view.given.get(question.key, "")) > most:
        said_of_it.append(said(f"Only its first {most:,} characters fit below."))
    return said_of_it


def _questions(view: StepView) -> list[CardElement]:
    out: list[CardElement] = []
    for question in view.step.questions:
        out += [*_complaints(view, question), _input(question, view.given.get(question.key, ""))]
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


def action_words(line: ActionLine, room: int) -> list[CardElement]:
    """An action as it is listed: what, who and by when, in so many bytes."""
    return [typed(line.description, room), said(f"{line.owner} · by {spoken_day(line.due_on)}", quiet=True)]


def more_actions(agreed: Sequence[ActionLine]) -> list[CardElement]:
    """That there are more actions than a card lists, if there are."""
    more = len(agreed) - MOST_ACTIONS
    return [said(f"And {more} more, which are kept but not shown here.")] if more > 0 else []


def _action_line(view: StepView, line: ActionLine, room: int) -> Container:
    remove = Button("Remove", Verb.REMOVE_ACTION, {**_carried(view), "action": line.id}, sends_inputs=False)
    return Container(separator=True, items=[*action_words(line, room), buttons(view.card_id, remove)])


def actions_card(view: StepView, agreed: Sequence[ActionLine]) -> AdaptiveCard:
    """The actions agreed so far, with the way to add one."""
    words = "What should happen next, who does it, and by when." if not agreed else f"Agreed so far: {len(agreed)}."
    add = Button("Add action", Verb.ADD_ACTION, _carried(view))
    room = room_each(_ACTIONS_ROOM, len(agreed[:MOST_ACTIONS]))
    lines = [_action_line(view, line, room) for line in agreed[:MOST_ACTIONS]]
    return card(
        view.step.title,
        [*_lead(view), said(words), *lines, *more_actions(agreed)],
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


def _owner_name(form: ActionForm) -> CardElement:
    return text_input(
        "name",
        "Their name or e-mail address",
        form.given.get("name", ""),
        long=False,
    )


def _action_inputs(form: ActionForm) -> list[tuple[str, CardElement]]:
    # None is required by the client: nothing left empty may hold up the button of an immediate concern.
    given = form.given
    what = text_input("what", "What should happen?", given.get("what", ""))
    owner = one_of("owner", "Who does it?", form.owners, given.get("owner", ""))
    due = date_input("due", "By when?", given.get("due", ""))
    name = [("name", _owner_name(form))] if form.asks_for_name else []
    return [("what", what), ("owner", owner), *name, ("due", due)]


def action_card(form: ActionForm) -> AdaptiveCard:
    """The form for one action."""
    body: list[CardElement] = [said(_progress(form.view), quiet=True)]
    for key, element in _action_inputs(form):
        if key in form.complaints:
            body.append(complaint(form.complaints[key]))
        body.append(element)
    carried = _carried(form.view)
    wanted = (
        Button("Save action", Verb.SAVE_ACTION, carried, style="positive"),
        Button("Cancel", Verb.CONTINUE_AUDIT, {AUDIT: form.view.audit_id}, sends_inputs=False),
        Button("Raise immediate concern", Verb.CONCERN_FORM, carried, style="destructive"),
    )
    return card(
        "Add an action",
        body,
        [execute(button, form.view.card_id) for button in wanted],
        fallback="Add an action to your audit: what, who and by when.",
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
