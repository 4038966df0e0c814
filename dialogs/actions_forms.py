"""The form about one action, and what it carries to bring back the list that it was opened from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cards.elements import Button
from cards.forms import Asked, ChangeForm, form_card
from cards.verbs import ACTION, CLOSURE, DAY, FIRST, FORM, LIST, TASK, Verb
from dialogs.actions import due_words
from dialogs.actions_buttons import CHECKS, TASKS, TEAM
from dialogs.turn import Press, Reply, Turn
from storage.actions import ActionInHand

Given = Mapping[str, str]
_CARRIED = (ACTION, CLOSURE, DAY, FIRST, FORM, LIST, TASK)
# By list, the button that leads back to it and leaves everything as it is.
_LISTS: Mapping[str, Verb] = {TEAM: Verb.TEAM_ACTIONS, TASKS: Verb.QA_TASKS, CHECKS: Verb.CLOSURES}


@dataclass(frozen=True, slots=True)
class Opened:
    """A form about an action.

    Attributes:
        words: what will happen.
        asked: its inputs.
        go: the title and the verb of the button that does it.
        suggested: what stands in its inputs at first.
        ways: other buttons that do it.
    """

    title: str
    words: str
    asked: Sequence[Asked]
    go: tuple[str, Verb]
    suggested: Given = field(default_factory=dict)
    ways: Sequence[Button] = ()


def carried(press: Press) -> dict[str, str]:
    """What a press carries on: which action, and from which list."""
    return {key: press.data[key] for key in _CARRIED if press.data.get(key)}


def shown(
    turn: Turn, press: Press, action: ActionInHand, form: Opened, typed: Given | None = None, wrong: Given | None = None
) -> Reply:
    """The form with the action that it is about, what was typed in it and what is wrong with that, by input."""
    facts = [
        ("Action", action.ref),
        ("Reference", action.case_ref),
        ("Owner", action.owner),
        ("Due", due_words(turn, action)),
    ]
    title, verb = form.go
    go = Button(title, verb, {**carried(press), ACTION: action.id}, style="positive")
    given = {**form.suggested, **(typed or {})} if typed is not None else form.suggested
    made = ChangeForm(
        form.title,
        facts,
        form.words,
        form.asked,
        go,
        _back(press),
        given,
        wrong or {},
        about=action.description,
        ways=form.ways,
    )
    return Reply(form_card(made, turn.card_id), is_refused=bool(wrong))


def _back(press: Press) -> Button:
    keys = {key: press.data[key] for key in (DAY, FIRST) if press.data.get(key)}
    is_digest = press.data.get(DAY) and not press.data.get(LIST)
    verb = Verb.DIGEST if is_digest else _LISTS.get(press.data.get(LIST, ""), Verb.MY_ACTIONS)
    return Button("Cancel", verb, keys, sends_inputs=False)
