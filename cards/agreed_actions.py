"""The cards on which actions are agreed: the list of them, the form for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from microsoft_teams.cards import AdaptiveCard, CardElement, Container

from cards.audit import StepView, carried_by, lead, progress, step_buttons
from cards.elements import (
    Button,
    buttons,
    card,
    complaint,
    date_input,
    execute,
    one_of,
    room_each,
    said,
    text_input,
    two_buttons,
    typed,
)
from cards.verbs import AUDIT, DRAFT, Verb
from domain.calendar import spoken_day
from domain.free_text import SHORT_TEXT

# The room for what was typed, in bytes, beside the buttons: Teams takes a card of about 100 KB in all.
_ACTIONS_ROOM = 16_000
MOST_ACTIONS = 30


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An agreed action as it is listed. `is_day_off`: it is due on a weekend or a day off, which is allowed."""

    id: int
    description: str
    owner: str
    due_on: date
    is_day_off: bool = False


def action_words(line: ActionLine, room: int) -> list[CardElement]:
    """An action as it is listed: what, who and by when, in so many bytes."""
    day_off = ", which is not a working day" if line.is_day_off else ""
    return [typed(line.description, room), said(f"{line.owner} · by {spoken_day(line.due_on)}{day_off}", quiet=True)]


def more_actions(agreed: Sequence[ActionLine]) -> list[CardElement]:
    """That there are more actions than a card lists, if there are."""
    more = len(agreed) - MOST_ACTIONS
    return [said(f"And {more} more, which are kept but not shown here.")] if more > 0 else []


def _action_line(view: StepView, line: ActionLine, number: int, room: int) -> Container:
    carried = {**carried_by(view), DRAFT: line.id}
    change = Button("Change", Verb.EDIT_ACTION, carried, sends_inputs=False, tooltip=f"Change: action {number}")
    remove = Button("Remove", Verb.REMOVE_ACTION, carried, sends_inputs=False, tooltip=f"Remove: action {number}")
    return Container(separator=True, items=[*action_words(line, room), two_buttons(view.card_id, change, remove)])


def _taken_out(view: StepView, line: ActionLine, room: int) -> Container:
    carried = {**carried_by(view), DRAFT: line.id}
    back = Button("Bring it back", Verb.RESTORE_ACTION, carried, sends_inputs=False)
    return Container(separator=True, items=[said("Removed:"), *action_words(line, room), buttons(view.card_id, back)])


def _plain(way: Button) -> Literal["default", "destructive"]:
    return "destructive" if way.style == "destructive" else "default"


def actions_card(view: StepView, agreed: Sequence[ActionLine], removed: ActionLine | None = None) -> AdaptiveCard:
    """The actions agreed so far, with the way to add one, to change one and to take one out.

    `removed` is the one that was taken out just now, and can be brought back in one tap.
    """
    words = "What should happen next, who does it, and by when." if not agreed else f"Agreed so far: {len(agreed)}."
    add = Button("Add action", Verb.ADD_ACTION, carried_by(view))
    room = room_each(_ACTIONS_ROOM, len(agreed[:MOST_ACTIONS]) + 1)
    lines = [_action_line(view, line, number, room) for number, line in enumerate(agreed[:MOST_ACTIONS], 1)]
    # Where nothing is agreed yet, the first thing to do is to agree something.
    ways = step_buttons(view)
    if not agreed:
        add, ways = replace(add, style="positive"), [replace(way, style=_plain(way)) for way in ways]
    undo = [] if removed is None else [_taken_out(view, removed, room)]
    return card(
        view.step.title,
        [*lead(view), *undo, said(words), *lines, *more_actions(agreed)],
        [execute(button, view.card_id) for button in (add, *ways)],
        fallback=f"Actions. Step {view.number} of {view.count} of your audit.",
    )


@dataclass(frozen=True, slots=True)
class ActionForm:
    """An action to be added or changed: who may own it, and what was typed before.

    Attributes:
        owners: (person id, name and part) of those who come to mind; the last one stands for a name typed.
        days: (working days ahead, the day) that one tap sets: a sooner one and a later one.
        draft: the action that is changed; None for a new one.
        note: said above all inputs.
    """

    view: StepView
    owners: Sequence[tuple[str, str]]
    given: Mapping[str, str]
    days: tuple[tuple[int, date], tuple[int, date]]
    complaints: Mapping[str, str] = field(default_factory=dict)
    draft: int | None = None
    note: str = ""


def _carried(form: ActionForm) -> dict[str, str | int]:
    return {**carried_by(form.view), **({} if form.draft is None else {DRAFT: form.draft})}


def _day_buttons(form: ActionForm) -> CardElement:
    sooner, later = form.days
    return two_buttons(form.view.card_id, _day_button(form, *sooner), _day_button(form, *later))


def _day_button(form: ActionForm, ahead: int, day: date) -> Button:
    carried = {**_carried(form), "day": day.isoformat()}
    return Button(f"{ahead} working days", Verb.SET_DUE_DAY, carried, tooltip=f"Set {spoken_day(day)}")


def _inputs(form: ActionForm) -> list[tuple[str, CardElement]]:
    # None is required by the client: nothing left empty may hold up the button of an immediate concern.
    given = form.given
    return [
        ("what", text_input("what", "What should happen?", given.get("what", ""), longest=SHORT_TEXT)),
        ("owner", one_of("owner", "Who does it?", form.owners, given.get("owner", ""))),
        ("name", text_input("name", "Or type a name or e-mail address", given.get("name", ""), long=False)),
        ("due", date_input("due", "By when?", given.get("due", ""))),
    ]


def _form_body(form: ActionForm) -> list[CardElement]:
    body: list[CardElement] = [said(progress(form.view), quiet=True)]
    body += [complaint(form.note)] if form.note else []
    for key, element in _inputs(form):
        body += [complaint(form.complaints[key])] if key in form.complaints else []
        body.append(element)
    return [*body, _day_buttons(form)]


def action_card(form: ActionForm) -> AdaptiveCard:
    """The form for one action."""
    carried = _carried(form)
    wanted = (
        Button("Save action", Verb.SAVE_ACTION, carried, style="positive"),
        Button("Cancel", Verb.CONTINUE_AUDIT, {AUDIT: form.view.audit_id}, sends_inputs=False),
        Button("Raise immediate concern", Verb.CONCERN_FORM, carried, style="destructive"),
    )
    title, fallback = "Add an action", "Add an action to your audit: what, who and by when."
    if form.draft is not None:
        title, fallback = "Change an action", "Change an action of your audit: what, who and by when."
    return card(title, _form_body(form), [execute(button, form.view.card_id) for button in wanted], fallback=fallback)
