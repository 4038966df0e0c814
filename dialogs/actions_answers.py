"""What an owner says of an action where it stands: done, more time, not mine, blocked; and taking *Done* back."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from cards.forms import Asked
from cards.verbs import LIST, Verb
from dialogs import actions_notices, likely_names
from dialogs.actions import own_action, standing_words
from dialogs.actions_back import back
from dialogs.actions_buttons import MINE
from dialogs.actions_forms import Given, Opened, shown
from dialogs.put_off import as_picked, day_of_pause, may_put_off, suggested_day, twice_words
from dialogs.qa_inputs import read_person, typed_in
from dialogs.turn import Press, Reply, Turn
from domain.actions import Answer
from domain.calendar import spoken_day
from domain.chasing_facts import HoldReason
from domain.free_text import SHORT_TEXT, complaint_about
from domain.words import QaTaskKind
from storage import record
from storage.actions import ActionInHand, complete, may_be_undone, reopen
from storage.chase_holds import hold, was_ever_put_off
from storage.nudge_lines import note_answered
from storage.people import Candidate
from storage.qa_tasks import add_to_task, close_matter, raise_task

_NO_NAMES = "No names of children or families, please."
_TAKEN_BACK = "Taken back by its owner."


def not_mine_matter(action_id: int) -> str:
    """What tells QA's task about an action in the wrong hands from all others."""
    return f"not_mine:{action_id}"


def _done(turn: Turn) -> Opened:
    del turn
    what = Asked("what", "What was done?", required="Say in a few words what was done.", hint=_NO_NAMES)
    return Opened("Done", "It is down as done from today.", [what], ("Save as done", Verb.COMPLETE_ACTION))


def _more_time(turn: Turn) -> Opened:
    asked = [
        Asked("until", "Until when?", "day", required="Choose a day."),
        Asked("why", "What do you need it for?", required="Say why in a few words.", hint=_NO_NAMES),
    ]
    words = "Nobody is reminded of it until then. Its due day stays as it is."
    suggested = {"until": suggested_day(turn)}
    return Opened("More time", words, asked, ("Save", Verb.PUT_OFF_ACTION), suggested)


def _not_mine(turn: Turn) -> Opened:
    del turn
    asked = [
        Asked("name", "Who should it be? (a name or e-mail address, if you know)", "line"),
        Asked("why", "Why is it not yours?", required="Say why in a few words.", hint=_NO_NAMES),
    ]
    return Opened("Not mine", "QA decides who it goes to.", asked, ("Tell QA", Verb.DISOWN_ACTION))


def _blocked(turn: Turn) -> Opened:
    days = turn.policy.held_working_days
    why = Asked("why", "What stands in the way?", required="Say what stands in the way.", hint=_NO_NAMES)
    words = f"Your manager hears of it. Nobody is reminded of it for {days} working days."
    return Opened("Blocked", words, [why], ("Tell my manager", Verb.BLOCK_ACTION))


FORMS: Mapping[Answer, Callable[[Turn], Opened]] = {
    Answer.DONE: _done,
    Answer.MORE_TIME: _more_time,
    Answer.NOT_MINE: _not_mine,
    Answer.BLOCKED: _blocked,
}


def ask(turn: Turn, press: Press, answer: Answer, typed: Given | None = None) -> Reply:
    """The form for an answer to an action; where it stands, once it can't be answered any more."""
    action = own_action(turn, press)
    if not action.is_open:
        return back(turn, press, standing_words(action))
    if answer is Answer.MORE_TIME and not may_put_off(turn, action.key):
        return _has_waited(turn, press)
    return shown(turn, press, action, FORMS[answer](turn), typed)


def again(turn: Turn, press: Press) -> Reply:
    """The same answer pressed twice: the list as it is now."""
    own_action(turn, press)
    return back(turn, press)


def _has_waited(turn: Turn, press: Press) -> Reply:
    # A digest has no place for a sentence of its own: the person's list has.
    mine = replace(press, data={**press.data, LIST: press.data.get(LIST) or MINE})
    return back(turn, mine, twice_words(turn, "press Blocked or Not mine"))


def _checked(
    turn: Turn, press: Press, action: ActionInHand, answer: Answer, typed: Given, more: Given | None = None
) -> Reply | None:
    """The form again where something is wrong with what was typed in it; None where nothing is."""
    wrong = dict(more or {})
    texts = {}
    for asked in FORMS[answer](turn).asked:
        if asked.kind == "text":
            texts[asked.key] = typed.get(asked.key, "")
            complaint = complaint_about(texts[asked.key], when_empty=asked.required, longest=SHORT_TEXT)
            wrong |= {asked.key: complaint} if complaint else {}
    if wrong:
        return shown(turn, press, action, FORMS[answer](turn), typed, wrong)
    unasked = likely_names.unasked(turn, press, action.allocation_id, answer.value, texts)
    if unasked:
        return likely_names.ask(turn, press, shown(turn, press, action, FORMS[answer](turn), typed), unasked)
    return None


def done(turn: Turn, press: Press) -> Reply:
    """Note that an action is done, from today, with what was done."""
    action = own_action(turn, press, is_held=True)
    if not action.is_open:
        return back(turn, press, standing_words(action))
    typed = typed_in(press, "what")
    refused = _checked(turn, press, action, Answer.DONE, typed)
    if refused is not None:
        return refused
    complete(turn.unit, action, typed["what"], turn.today)
    close_matter(turn.unit, not_mine_matter(action.id), "done meanwhile")
    record.write(turn.unit, "completed_action", "agreed_action", action.id)
    return back(turn, press, f"Thank you. Action {action.ref} is down as done.")


def undo(turn: Turn, press: Press) -> Reply:
    """Open an action again that was said to be done here within the last day."""
    action = own_action(turn, press, is_held=True)
    if not may_be_undone(turn.unit, action):
        words = "It stands as it is: Undo is there for a day. If it is not done after all, tell QA."
        return back(turn, press, words if action.completed_on else "")
    reopen(turn.unit, action, _TAKEN_BACK, turn.today)
    record.write(turn.unit, "took_back_completion", "agreed_action", action.id)
    return back(turn, press, f"Action {action.ref} is open again.")


def more_time(turn: Turn, press: Press) -> Reply:
    """Put an action off until a day; its due day, by which figures go, stays."""
    action = own_action(turn, press, is_held=True)
    if not action.is_open:
        return back(turn, press, standing_words(action))
    if not may_put_off(turn, action.key):
        return _has_waited(turn, press)
    typed = typed_in(press, "until", "why")
    until = day_of_pause(turn, typed.get("until", ""))
    typed = as_picked(typed, until)
    wrong = {"until": until} if isinstance(until, str) else {}
    refused = _checked(turn, press, action, Answer.MORE_TIME, typed, wrong)
    if refused is not None or isinstance(until, str):
        return refused or back(turn, press)
    hold(turn.unit, action.key, until, HoldReason.MORE_TIME, note=typed["why"])
    note_answered(turn.unit, action.key, action.owner_id)
    record.write(turn.unit, "put_action_off", "agreed_action", action.id, until=until.isoformat())
    return back(turn, press, f"Action {action.ref} is put off until {spoken_day(until)}.")


def not_mine(turn: Turn, press: Press) -> Reply:
    """Put before QA that an action is in the wrong hands; it rests meanwhile, once and for so many working days."""
    action = own_action(turn, press, is_held=True)
    if not action.is_open:
        return back(turn, press, standing_words(action))
    typed = typed_in(press, "name", "why")
    who = read_person(turn, typed["name"]) if "name" in typed else None
    refused = _checked(turn, press, action, Answer.NOT_MINE, typed, {"name": who} if isinstance(who, str) else {})
    if refused is not None or isinstance(who, str):
        return refused or back(turn, press)
    _put_before_qa(turn, action, who, typed["why"])
    _rest(turn, action, HoldReason.NOT_MINE, typed["why"])
    record.write(turn.unit, "disowned_action", "agreed_action", action.id)
    return back(turn, press, f"QA has been told that action {action.ref} is not yours. You hear from them.")


def _put_before_qa(turn: Turn, action: ActionInHand, who: Candidate | None, why: str) -> None:
    named = "" if who is None else f" They think of {who.name} ({who.email})."
    about = (
        f"{action.owner} says that action {action.ref} (reference {action.case_ref}, {action.team}) is not theirs."
        f"{named} In their words: {why}"
    )
    matter, person_id = not_mine_matter(action.id), action.owner_id if who is None else who.id
    kind, audit = QaTaskKind.ACTION_NOT_MINE, action.allocation_id
    if raise_task(turn.unit, kind, matter, about, person_id=person_id, allocation_id=audit) is None:
        add_to_task(turn.unit, matter, f"{why}{named}")


def _rest(turn: Turn, action: ActionInHand, why: HoldReason, note: str) -> None:
    """Say nothing of an action for as many working days as the policy says; of one not theirs, once."""
    if why is HoldReason.NOT_MINE and was_ever_put_off(turn.unit, action.key, why, turn.unit.actor.person_id):
        return
    until = turn.calendar.working_day_after(turn.today, turn.policy.held_working_days)
    hold(turn.unit, action.key, until, why, note=note)
    note_answered(turn.unit, action.key, action.owner_id)


def blocked(turn: Turn, press: Press) -> Reply:
    """Tell whoever is up the line, or else QA, what blocks an action; it rests, unless it has rested twice before."""
    action = own_action(turn, press, is_held=True)
    if not action.is_open:
        return back(turn, press, standing_words(action))
    typed = typed_in(press, "why")
    refused = _checked(turn, press, action, Answer.BLOCKED, typed)
    if refused is not None:
        return refused
    may_rest = may_put_off(turn, action.key)
    told = actions_notices.tell_of_block(turn, action, typed["why"])
    if may_rest:
        _rest(turn, action, HoldReason.BLOCKED, typed["why"])
    else:
        # It is over as it begins: what they wrote is kept, and read by whoever is told.
        hold(turn.unit, action.key, turn.today - timedelta(days=1), HoldReason.BLOCKED, note=typed["why"])
    record.write(turn.unit, "blocked_action", "agreed_action", action.id)
    rest = "" if may_rest else f" {twice_words(turn, 'ask them to help')}"
    return back(turn, press, f"{told} knows what blocks action {action.ref}.{rest}")


# What each answer does, and its button's verb.
ACTS: Mapping[Answer, tuple[Verb, Callable[[Turn, Press], Reply]]] = {
    Answer.DONE: (Verb.COMPLETE_ACTION, done),
    Answer.MORE_TIME: (Verb.PUT_OFF_ACTION, more_time),
    Answer.NOT_MINE: (Verb.DISOWN_ACTION, not_mine),
    Answer.BLOCKED: (Verb.BLOCK_ACTION, blocked),
}
