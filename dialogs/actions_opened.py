"""Which form a button about an action opens."""

from cards.verbs import FORM
from dialogs import actions_answers, actions_reassigned, closures
from dialogs.actions import my_actions
from dialogs.actions_buttons import LEAVE, REASSIGN, REOPEN
from dialogs.turn import Press, Reply, Turn
from domain.actions import Answer


def form(turn: Turn, press: Press) -> Reply:
    """The form that a button names; the person's own list where it names none."""
    wanted = press.data.get(FORM, "")
    if wanted in list(Answer):
        return actions_answers.ask(turn, press, Answer(wanted))
    if wanted == REASSIGN:
        return actions_reassigned.ask(turn, press)
    if wanted == LEAVE:
        return actions_reassigned.ask_leave(turn, press)
    return closures.ask(turn, press) if wanted == REOPEN else my_actions(turn, press)
