"""Another owner for an action: given by QA, by directors, by whoever leads its owner; and QA's "it stays with you"."""

from collections.abc import Sequence

from cards.elements import Button
from cards.forms import Asked
from cards.verbs import ACTION, PERSON, TASK, Verb
from dialogs import actions_notices, likely_names
from dialogs.actions import standing_words
from dialogs.actions_answers import not_mine_matter
from dialogs.actions_back import back
from dialogs.actions_forms import Given, Opened, carried, shown
from dialogs.actions_of_team import sight_of
from dialogs.qa_audits import only_qa
from dialogs.qa_inputs import GIVE_A_REASON, typed_in, wrong_reason
from dialogs.turn import Press, Reply, Turn
from domain.chasing_facts import HoldReason
from domain.errors import NotAllowedError
from domain.words import QaTaskKind
from storage import record
from storage.actions import ActionInHand, action_in_hand, held_action
from storage.chase_holds import lift_holds
from storage.owned_actions import give_action, leads, open_action
from storage.people import Candidate, current_person, people_around, people_fitting, people_of_team
from storage.qa_tasks import close_matter, close_task, task_in_hand

_TEAM_SHOWN = 25
_FITS_SHOWN = 4
_WHY = Asked("why", "Why?", required=GIVE_A_REASON, hint="No names of children or families, please.")


def led_action(turn: Turn, press: Press, *, is_held: bool = False) -> ActionInHand:
    """The action that a card speaks of, if this person may give it to somebody else.

    Raises:
        NotAllowedError: there is no such action, or it is none of theirs. Both read alike.
    """
    number = press.number(ACTION)
    find = held_action if is_held else action_in_hand
    action = None if number is None else find(turn.unit, number)
    if action is None or not leads(turn.unit, sight_of(turn), action.id):
        raise NotAllowedError("This action is not among those you lead. Type 'my actions' to see your own.")
    return action


def ask(turn: Turn, press: Press) -> Reply:
    """The form for another owner; whom its owner has named stands in it."""
    action = led_action(turn, press)
    if not action.is_open:
        return back(turn, press, standing_words(action))
    named = _named(turn, press, action)
    return _form(turn, press, action, {"name": named} if named else {})


def _named(turn: Turn, press: Press, action: ActionInHand) -> str:
    """Whom the owner of an action has named in QA's task; "" where they named nobody."""
    task = _task(turn, press)
    who = None if task is None or task[1] in {None, action.owner_id} else current_person(turn.unit, task[1], turn.today)
    return "" if who is None else who.email


def _task(turn: Turn, press: Press) -> tuple[int, int | None] | None:
    """The open task of a press, and whom it names; None where it is settled by now."""
    number = press.number(TASK)
    task = None if number is None else task_in_hand(turn.unit, number)
    if task is None or task.kind is not QaTaskKind.ACTION_NOT_MINE:
        return None
    return task.id, task.person_id


def _form(
    turn: Turn,
    press: Press,
    action: ActionInHand,
    typed: Given,
    wrong: Given | None = None,
    fits: Sequence[Candidate] = (),
) -> Reply:
    choices = [(str(one.id), f"{one.name} ({one.email})") for one in _offered(turn, action, fits)]
    asked = [
        Asked("who", "Who does it now?", "person", choices=choices),
        Asked("name", "Or type a name or e-mail address", "line"),
        _WHY,
    ]
    ways = [
        Button(
            one.name,
            Verb.REASSIGN_ACTION,
            {**carried(press), ACTION: action.id, PERSON: one.id},
            tooltip=f"Give it to {one.name}",
        )
        for one in fits
    ]
    form = Opened("Another owner", "It keeps its due day.", asked, ("Give it to them", Verb.REASSIGN_ACTION), ways=ways)
    return shown(turn, press, action, form, typed, wrong)


def _offered(turn: Turn, action: ActionInHand, fits: Sequence[Candidate]) -> list[Candidate]:
    around = people_around(turn.unit, action.allocation_id, turn.today)
    team_id = action.owner_team_id or action.team_id
    team = people_of_team(turn.unit, team_id, turn.today, _TEAM_SHOWN)
    every = {one.id: one for one in (*fits, *around, *team) if one.id != action.owner_id}
    return list(every.values())


def reassign(turn: Turn, press: Press) -> Reply:
    """Give an action to somebody else; it keeps its due day, and its history says from whom to whom and why."""
    action = led_action(turn, press, is_held=True)
    if not action.is_open:
        return back(turn, press, standing_words(action))
    typed = typed_in(press, "who", "name", "why")
    fits = _fits(turn, press, typed)
    wrong = _wrong(action, typed, fits)
    if wrong:
        return _form(turn, press, action, typed, wrong, fits[:_FITS_SHOWN] if len(fits) > 1 else ())
    [new] = fits
    asked = likely_names.unasked(turn, press, action.allocation_id, "reassign_action", {"why": typed["why"]})
    if asked:
        return likely_names.ask(turn, press, _form(turn, press, action, typed), asked)
    return _give(turn, press, action, new, typed["why"])


def _fits(turn: Turn, press: Press, typed: Given) -> list[Candidate]:
    """Whom a form means: the person of its button, the one picked, or all those whom a name fits."""
    picked = press.data.get(PERSON) or typed.get("who", "")
    # A name that was typed beside a person picked goes before: it was the last thing done.
    if picked and not (typed.get("name") and PERSON not in press.data):
        found = current_person(turn.unit, picked, turn.today)
        # Where nobody can be picked, a client sends what was typed there.
        return people_fitting(turn.unit, picked, turn.today) if found is None else [found]
    return people_fitting(turn.unit, typed["name"], turn.today) if typed.get("name") else []


def _wrong(action: ActionInHand, typed: Given, fits: Sequence[Candidate]) -> dict[str, str]:
    complaint = wrong_reason(typed.get("why", ""))
    wrong = {"why": complaint} if complaint else {}
    name = typed.get("name", "") or typed.get("who", "")
    if len(fits) == 1:
        return wrong | (
            {"name": f"{fits[0].name} has it now. Choose somebody else."} if fits[0].id == action.owner_id else {}
        )
    if len(fits) > 1:
        return wrong | {"name": f"{len(fits)} people fit “{name}”. Press the one you mean, or type more of the name."}
    if name:
        return wrong | {"name": f"I don't know anybody called “{name}” who works here. Type their e-mail address."}
    return wrong | {"who": "Choose who does it now, or type a name."}


def _give(turn: Turn, press: Press, action: ActionInHand, new: Candidate, why: str) -> Reply:
    owned = open_action(turn.unit, action.id)
    if owned is None:
        return back(turn, press, standing_words(action))
    give_action(turn.unit, owned, new.id, new.name, why, turn.today)
    close_matter(turn.unit, not_mine_matter(action.id), f"given to {new.name}")
    close_matter(turn.unit, f"blocked:{action.id}", f"given to {new.name}")
    actions_notices.tell_of_new_owner(turn, action.id, action.owner_id, new.id)
    record.write(turn.unit, "gave_action", "agreed_action", action.id, to=new.id)
    return back(turn, press, f"{new.name} does action {action.ref} from now on.")


def again(turn: Turn, press: Press) -> Reply:
    """The same press twice: the list as it is now."""
    return back(turn, press)


def ask_leave(turn: Turn, press: Press, typed: Given | None = None, wrong: Given | None = None) -> Reply:
    """The form with which QA leaves an action with its owner, who said that it is not theirs."""
    only_qa(turn)
    action = led_action(turn, press)
    if _task(turn, press) is None:
        return back(turn, press)
    form = Opened("It stays with them", "They read what you write here.", [_WHY], ("Tell them", Verb.LEAVE_ACTION))
    return shown(turn, press, action, form, typed, wrong)


def leave(turn: Turn, press: Press) -> Reply:
    """Leave an action with its owner, who reads why; its ladder goes on."""
    only_qa(turn)
    action, task = led_action(turn, press, is_held=True), _task(turn, press)
    if task is None:
        return back(turn, press)
    typed = typed_in(press, "why")
    complaint = wrong_reason(typed.get("why", ""))
    if complaint:
        return ask_leave(turn, press, typed, {"why": complaint})
    asked = likely_names.unasked(turn, press, action.allocation_id, "leave_action", typed)
    if asked:
        return likely_names.ask(turn, press, ask_leave(turn, press, typed), asked)
    close_task(turn.unit, task[0], typed["why"])
    lift_holds(turn.unit, action.key, HoldReason.NOT_MINE)
    actions_notices.tell_it_stays(turn, task[0], action.owner_id)
    record.write(turn.unit, "left_action", "agreed_action", action.id)
    return back(turn, press)
