"""What stands in a card's place once an action was answered: the list that it was answered in, as it is now."""

from cards.verbs import DAY, FIRST, LIST
from dialogs import digest, qa_tasks
from dialogs.actions import listed
from dialogs.actions_buttons import TASKS, TEAM
from dialogs.actions_of_team import listed_for_team
from dialogs.qa_audits import only_qa
from dialogs.turn import Press, Reply, Turn


def back(turn: Turn, press: Press, note: str = "") -> Reply:
    """The list that a press came from.

    Args:
        turn: the turn.
        press: the press.
        note: what was done, or why nothing was. A digest says that of itself, line by line.
    """
    start, listed_in = press.number(FIRST) or 0, press.data.get(LIST, "")
    if listed_in == TEAM:
        return listed_for_team(turn, start, note)
    if listed_in == TASKS:
        only_qa(turn)
        return qa_tasks.listed(turn)
    if press.data.get(DAY) and not listed_in:
        return digest.show(turn, press)
    return listed(turn, start, note)
