"""The buttons that answer an action, wherever it is listed: in a digest, in a list, in a notice."""

from collections.abc import Mapping
from dataclasses import replace

from cards.elements import Button
from cards.verbs import ACTION, FORM, Verb
from domain.actions import Answer

REASSIGN = "reassign"
LEAVE = "leave"
REOPEN = "reopen"
# Where a button stands, which comes back with its press (`cards.verbs.LIST`).
MINE, TEAM, TASKS, CHECKS = "mine", "team", "tasks", "checks"

Carried = Mapping[str, str | int]
TITLES: Mapping[Answer, str] = {
    Answer.DONE: "Done",
    Answer.MORE_TIME: "More time",
    Answer.NOT_MINE: "Not mine",
    Answer.BLOCKED: "Blocked",
}


def form_button(action_id: int, name: str, title: str, form: str, carried: Carried, *, is_main: bool = False) -> Button:
    """A button that opens a form about an action; `name` is how a screen reader tells it from its neighbours."""
    data = {ACTION: action_id, FORM: form, **carried}
    plain = Button(title, Verb.ACTION_FORM, data, sends_inputs=False, tooltip=f"{title}: {name}")
    return replace(plain, style="positive") if is_main else plain


def answers_to_action(action_id: int, name: str, carried: Carried, *, may_wait: bool) -> tuple[Button, ...]:
    """What its owner may say of an action. Who has put it off as often as they may is not offered more time."""
    wanted = [one for one in Answer if may_wait or one is not Answer.MORE_TIME]
    return tuple(
        form_button(action_id, name, TITLES[one], one.value, carried, is_main=one is Answer.DONE) for one in wanted
    )


def undo_button(action_id: int, name: str, carried: Carried) -> Button:
    """The way back for what was said to be done by mistake."""
    data = {ACTION: action_id, **carried}
    return Button("Undo", Verb.UNDO_ACTION, data, sends_inputs=False, tooltip=f"Undo: {name}")


def reassign_button(action_id: int, name: str, carried: Carried) -> Button:
    """The way to another owner."""
    return form_button(action_id, name, "Reassign", REASSIGN, carried)
