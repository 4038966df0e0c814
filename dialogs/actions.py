"""One's own actions: what is open, each with what answers it, and what was done lately."""

from dataclasses import replace
from datetime import timedelta

from cards.actions import MOST_SHOWN, ActionEntry, ActionList, actions_list_card
from cards.elements import Button
from cards.verbs import ACTION, FIRST, LIST, Verb
from dialogs.actions_buttons import MINE, Carried, answers_to_action, undo_button
from dialogs.turn import Press, Reply, Turn
from domain.calendar import spoken_day
from domain.errors import NotAllowedError
from domain.words import Role
from storage import record
from storage.actions import ActionInHand, DoneLately, action_in_hand, done_lately, held_action
from storage.chase_holds import NEVER_PUT_OFF, PutOff, put_off
from storage.owned_actions import actions_of_owner, count_open_actions

# For so long what was done is listed.
_LATELY = timedelta(days=30)
_MOST_DONE = 5
NOT_YOURS = "This action is not with you. Type 'my actions' to see those that are."


def own_action(turn: Turn, press: Press, *, is_held: bool = False) -> ActionInHand:
    """The action that a card speaks of, if it is this person's, or they are of QA and act for its owner.

    What QA does is done in the owner's name too (`storage.store.Actor`).

    Raises:
        NotAllowedError: there is no such action, or it is somebody else's. Both read alike.
    """
    number = press.number(ACTION)
    find = held_action if is_held else action_in_hand
    action = None if number is None else find(turn.unit, number)
    if action is None or not (action.owner_id == turn.viewer.id or turn.viewer.is_a(Role.QA)):
        raise NotAllowedError(NOT_YOURS)
    if action.owner_id != turn.viewer.id:
        turn.unit.actor = replace(turn.unit.actor, acting_for=action.owner_id)
    return action


def name_of(action: ActionInHand) -> str:
    """What an action is called in a list of its owner's."""
    return f"Action {action.ref}, from the audit of reference {action.case_ref}"


def due_words(turn: Turn, action: ActionInHand) -> str:
    """When an action is or was due, as a sentence that blames nobody."""
    day = spoken_day(action.due_on)
    if action.due_on < turn.today:
        return f"It was due by {day}."
    return f"It is due today, {day}." if action.due_on == turn.today else f"It is due by {day}."


def put_off_words(how: PutOff) -> str:
    """Until when nothing is said of an item; "" where it is not put off."""
    return "" if how.until is None else f"Put off until {spoken_day(how.until)}."


def standing_words(action: ActionInHand) -> str:
    """What became of an action that can't be answered any more."""
    if action.completed_on is not None:
        return f"Action {action.ref} is down as done on {spoken_day(action.completed_on)}."
    return f"A later version of its audit no longer asks for action {action.ref}."


def my_actions(turn: Turn, press: Press) -> Reply:
    """What this person has to do, the earliest due first, and what they have done lately."""
    return listed(turn, press.number(FIRST) or 0)


def listed(turn: Turn, start: int = 0, note: str = "") -> Reply:
    """The person's actions from the `start`th on; `note` says what was just done."""
    count = count_open_actions(turn.unit, turn.viewer.id)
    start = start if start < count else 0
    actions = actions_of_owner(turn.unit, turn.viewer.id, MOST_SHOWN, start)
    off = put_off(turn.unit, [one.key for one in actions], turn.today)
    entries = [_entry(turn, one, off.get(one.key, NEVER_PUT_OFF), start) for one in actions]
    done = [] if start else done_lately(turn.unit, turn.viewer.id, turn.today - _LATELY, _MOST_DONE)
    record.write(turn.unit, "saw_own_actions", "agreed_action", actions=len(entries))
    view = ActionList("My actions", _opening(count, start, len(entries)), entries, [_done(one) for one in done], note)
    return Reply(actions_list_card(replace(view, ways=_ways(count, start, len(entries))), turn.card_id))


def _opening(count: int, start: int, shown: int) -> str:
    if not count:
        return "You have no open action."
    how_many = "You have one open action." if count == 1 else f"You have {count:,} open actions."
    return how_many if shown == count else f"{how_many} These are {start + 1:,} to {start + shown:,}, by their due day."


def _ways(count: int, start: int, shown: int) -> list[Button]:
    end = start + shown
    more = [Button("Show the rest", Verb.MY_ACTIONS, {FIRST: end}, sends_inputs=False)] if end < count else []
    first = [Button("Back to the first", Verb.MY_ACTIONS, sends_inputs=False)] if start else []
    return [*more, *first]


def _entry(turn: Turn, action: ActionInHand, how: PutOff, start: int) -> ActionEntry:
    carried: Carried = {LIST: MINE, FIRST: start}
    may_wait = how.times < turn.policy.put_off_times
    answers = answers_to_action(action.id, f"action {action.ref}", carried, may_wait=may_wait)
    return ActionEntry(name_of(action), action.description, due_words(turn, action), [put_off_words(how)], answers)


def _done(one: DoneLately) -> ActionEntry:
    action = one.action
    undo = (undo_button(action.id, f"action {action.ref}", {LIST: MINE}),) if one.may_undo else ()
    notes = [f"What was done: {action.completion_note}"] if action.completion_note else []
    day = "" if action.completed_on is None else f"Done on {spoken_day(action.completed_on)}."
    return ActionEntry(name_of(action), action.description, day, notes, undo)
