"""The actions of those whom somebody leads: who has what in hand, overdue first, each with the way to another owner."""

from cards.actions import MOST_SHOWN, ActionEntry, ActionList, actions_list_card
from cards.elements import Button
from cards.verbs import FIRST, LIST, Verb
from dialogs.actions import due_words, put_off_words
from dialogs.actions_buttons import TEAM, Carried, reassign_button
from dialogs.turn import Press, Reply, Turn
from domain.errors import NotAllowedError
from domain.words import Role
from storage import record
from storage.actions import ActionInHand
from storage.chase_holds import NEVER_PUT_OFF, PutOff, put_off
from storage.owned_actions import Sight, count_led_actions, led_actions
from storage.people import leads_anybody

# DOMAIN, "Who may do and see what": a team's actions.
ALL = (Role.QA, Role.DIRECTOR)
LEADERS = (*ALL, Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE)


def sight_of(turn: Turn) -> Sight:
    """Whose actions this person leads."""
    return Sight(turn.viewer.id, is_all=turn.viewer.is_a(*ALL))


def team_actions(turn: Turn, press: Press) -> Reply:
    """The open actions of one's teams, of one's services or of everybody, the earliest due first.

    Raises:
        NotAllowedError: the person leads nobody.
    """
    if not (turn.viewer.is_a(*LEADERS) or leads_anybody(turn.unit, turn.viewer.id)):
        raise NotAllowedError("This list is for those who manage a team. Type 'my actions' to see your own.")
    return listed_for_team(turn, press.number(FIRST) or 0)


def listed_for_team(turn: Turn, start: int = 0, note: str = "") -> Reply:
    """The open actions that this person leads from the `start`th on; `note` says what was just done."""
    sight = sight_of(turn)
    count, overdue = count_led_actions(turn.unit, sight, turn.today)
    start = start if start < count else 0
    actions = led_actions(turn.unit, sight, MOST_SHOWN, start)
    off = put_off(turn.unit, [one.key for one in actions], turn.today)
    entries = [_entry(turn, one, off.get(one.key, NEVER_PUT_OFF), start) for one in actions]
    record.write(turn.unit, "saw_team_actions", "agreed_action", actions=[one.id for one in actions])
    opening = _opening(count, overdue, start, len(entries))
    ways = _ways(count, start, len(entries))
    return Reply(actions_list_card(ActionList("My team's actions", opening, entries, (), note, ways), turn.card_id))


def _opening(count: int, overdue: int, start: int, shown: int) -> str:
    if not count:
        return "Nobody you lead has an open action."
    how_many = f"{count:,} open, {overdue:,} of them overdue."
    return how_many if shown == count else f"{how_many} These are {start + 1:,} to {start + shown:,}, by their due day."


def _ways(count: int, start: int, shown: int) -> list[Button]:
    end = start + shown
    more = [Button("Show the rest", Verb.TEAM_ACTIONS, {FIRST: end}, sends_inputs=False)] if end < count else []
    first = [Button("Back to the first", Verb.TEAM_ACTIONS, sends_inputs=False)] if start else []
    return [*more, *first]


def _entry(turn: Turn, action: ActionInHand, how: PutOff, start: int) -> ActionEntry:
    carried: Carried = {LIST: TEAM, FIRST: start}
    name = f"{action.owner}: action {action.ref}, reference {action.case_ref}, {action.team}"
    reassign = reassign_button(action.id, f"action {action.ref}", carried)
    return ActionEntry(name, action.description, due_words(turn, action), [put_off_words(how)], (reassign,))
