"""What people are told of an action that somebody else made, moved, blocked or opened again: facts as they stand."""

from collections.abc import Iterable

from cards.actions import MOST_SHOWN, ActionEntry, ActionList, actions_list_card
from cards.elements import Button
from cards.verbs import LIST, Verb
from dialogs.actions import name_of
from dialogs.actions_buttons import MINE, TEAM, answers_to_action, reassign_button
from dialogs.turn import Message, OwedMessage, Turn
from domain.calendar import london_day, spoken_day
from domain.chasing_facts import HoldReason, Known, up_the_line
from domain.policy import Policy
from domain.words import Post, QaTaskKind, SendClass
from storage.actions import ActionInHand, action_in_hand, actions_changed_now, open_actions_from
from storage.chase_holds import NEVER_PUT_OFF, latest_hold, put_off
from storage.closures import checker_of
from storage.outbox import owe
from storage.people import names_of, person_by_id, post_holder
from storage.qa_tasks import add_to_task, answered_task, raise_task
from storage.store import Unit

AGREED = "actions_agreed"
GIVEN = "action_given"
GONE = "action_gone"
STAYS = "action_stays"
BLOCKED = "action_blocked"
REOPENED = "action_reopened"
_MY_ACTIONS = Button("My actions", Verb.MY_ACTIONS, sends_inputs=False)
_TEAM_ACTIONS = Button("My team's actions", Verb.TEAM_ACTIONS, sends_inputs=False)


def _tell(turn: Turn, template: str, person_id: int, subject_id: int, rung: str = "") -> None:
    """Owe somebody a notice in working hours, unless they did it themself."""
    if person_id != turn.viewer.id:
        at = turn.calendar.next_open(turn.unit.now)
        rung = rung or turn.unit.now.isoformat()
        owe(turn.unit, SendClass.NOTICE, template, person_id, subject_id, rung=rung, not_before=at)


def tell_owners(turn: Turn, allocation_id: int) -> None:
    """Owe each owner one notice of what the return of this turn asks of them, however many actions it is."""
    for owner_id in sorted(set(actions_changed_now(turn.unit, allocation_id).values())):
        _tell(turn, AGREED, owner_id, allocation_id)


def tell_of_new_owner(turn: Turn, action_id: int, former_owner_id: int, new_owner_id: int) -> None:
    """Tell the new owner of an action, and the former one."""
    tell_given(turn, action_id, new_owner_id)
    _tell(turn, GONE, former_owner_id, action_id)


def tell_given(turn: Turn, action_id: int, new_owner_id: int) -> None:
    """Tell somebody that an action is theirs now."""
    _tell(turn, GIVEN, new_owner_id, action_id)


def tell_it_stays(turn: Turn, task_id: int, owner_id: int) -> None:
    """Tell an owner what QA says to "not mine"."""
    _tell(turn, STAYS, owner_id, task_id)


def tell_of_reopening(turn: Turn, action: ActionInHand) -> None:
    """Tell the owner of an action, and whoever is up the line from them, that QA has opened it again."""
    _tell(turn, REOPENED, action.owner_id, action.id)
    above = above_owner(turn.unit, action)
    if above is not None:
        _tell(turn, REOPENED, above, action.id)


def tell_of_block(turn: Turn, action: ActionInHand, why: str) -> str:
    """Tell whoever is up the line what blocks an action, or else QA; who it was, to begin a sentence with."""
    above = above_owner(turn.unit, action)
    if above is not None:
        _tell(turn, BLOCKED, above, action.id)
        return names_of(turn.unit, [above])[above]
    matter = f"blocked:{action.id}"
    about = (
        f"{action.owner} says that action {action.ref} (reference {action.case_ref}, {action.team}) is blocked, and "
        f"nobody is down as their manager to hear of it. In their words: {why}"
    )
    kind, audit = QaTaskKind.ACTION_BLOCKED, action.allocation_id
    if raise_task(turn.unit, kind, matter, about, person_id=action.owner_id, allocation_id=audit) is None:
        add_to_task(turn.unit, matter, why)
    return "QA"


def above_owner(unit: Unit, action: ActionInHand) -> int | None:
    """Who is up the line from an action's owner and works here; None where there is nobody (DOMAIN, "People")."""
    today = london_day(unit.now)
    manager_id = action.owner_manager_id
    manager = None if manager_id is None or not person_by_id(unit, manager_id).is_current(today) else manager_id
    team_id = action.owner_team_id
    head = None if team_id is None else post_holder(unit, team_id, Post.HEAD_OF_SERVICE, today)
    return up_the_line(Known(action.owner_id, manager, head, team_id))


# The messages, each made at the moment before it goes.


def agreed(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """What an audit asks of somebody; not owed once all of it is done, or with others."""
    actions = open_actions_from(unit, owed.subject_id, owed.person_id)
    if not actions:
        return None
    one = len(actions) == 1
    title = "An action for you" if one else f"{len(actions):,} actions for you"
    opening = "An audit asks you to do this." if one else "An audit asks you to do these."
    return _message(unit, policy, owed, actions, (title, opening), "A practice audit has an action for you.")


def given(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That an action is theirs now; not owed once it is done, or with somebody else."""
    action = _still_theirs(unit, owed)
    if action is None:
        return None
    words = ("An action for you", "It was with somebody else, and is yours now. It keeps its due day.")
    return _message(unit, policy, owed, [action], words, "An action from a practice audit is yours now.")


def stays(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """What QA says to "not mine"; not owed once the action is done, or with somebody else."""
    answered = answered_task(unit, owed.subject_id)
    if answered is None or answered[0] is None:
        return None
    actions = open_actions_from(unit, answered[0], owed.person_id)
    if not actions:
        return None
    words = ("Your action stays with you", f"QA has looked at it and asks you to do it all the same: {answered[1]}")
    return _message(unit, policy, owed, actions, words, "QA has answered you about an action.")


def reopened(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That QA has opened an action again, with the reason; not owed once it is done again."""
    action, why = action_in_hand(unit, owed.subject_id), checker_of(unit, owed.subject_id)
    if action is None or not action.is_open or why is None:
        return None
    words = ("An action is open again", f"{why[0]} of QA looked at it and has opened it again: {why[1]}")
    summary = "QA has opened an action again."
    if action.owner_id == owed.person_id:
        return _message(unit, policy, owed, [action], words, summary)
    return _to_manager(owed, action, words, summary)


def blocked(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That somebody they manage is held up, and by what; not owed once the action is done, or has another owner."""
    del policy
    action = action_in_hand(unit, owed.subject_id)
    hold = None if action is None else latest_hold(unit, action.key, HoldReason.BLOCKED)
    if action is None or not action.is_open or above_owner(unit, action) != owed.person_id:
        return None
    why = "" if hold is None else f" In their words: {hold[0]}"
    words = ("An action is blocked", f"{action.owner} can't go on with this one.{why}")
    return _to_manager(owed, action, words, "Somebody you manage can't go on with an action.")


def gone(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That an action is theirs no longer; not owed where it has come back to them."""
    del policy
    action = action_in_hand(unit, owed.subject_id)
    if action is None or action.owner_id == owed.person_id:
        return None
    entry = ActionEntry(name_of(action), action.description, "")
    opening = "Somebody else does it now. You don't need to do anything with it."
    view = ActionList("An action is no longer yours", opening, [entry], ways=[_MY_ACTIONS])
    return Message(actions_list_card(view, f"sent-{owed.id}"), "An action is no longer yours.")


def _still_theirs(unit: Unit, owed: OwedMessage) -> ActionInHand | None:
    action = action_in_hand(unit, owed.subject_id)
    return action if action is not None and action.is_open and action.owner_id == owed.person_id else None


def _message(
    unit: Unit, policy: Policy, owed: OwedMessage, actions: Iterable[ActionInHand], words: tuple[str, str], summary: str
) -> Message:
    """A notice to an owner, with what answers each action."""
    every = list(actions)
    off = put_off(unit, [one.key for one in every], london_day(unit.now))
    entries = [
        ActionEntry(
            name_of(one),
            one.description,
            f"It is due by {spoken_day(one.due_on)}.",
            (),
            answers_to_action(
                one.id,
                f"action {one.ref}",
                {LIST: MINE},
                may_wait=off.get(one.key, NEVER_PUT_OFF).times < policy.put_off_times,
            ),
        )
        for one in every[:MOST_SHOWN]
    ]
    view = ActionList(*words, entries, ways=[_MY_ACTIONS])
    return Message(actions_list_card(view, f"sent-{owed.id}"), summary)


def _to_manager(owed: OwedMessage, action: ActionInHand, words: tuple[str, str], summary: str) -> Message:
    due = f"It is due by {spoken_day(action.due_on)}."
    name = f"{action.owner}: action {action.ref}, reference {action.case_ref}, {action.team}"
    reassign = reassign_button(action.id, f"action {action.ref}", {LIST: TEAM})
    view = ActionList(*words, [ActionEntry(name, action.description, due, (), (reassign,))], ways=[_TEAM_ACTIONS])
    return Message(actions_list_card(view, f"sent-{owed.id}"), summary)
