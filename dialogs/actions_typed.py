"""Answers to actions, another owner and "I need until…", by typing: kept, or the form with what was typed in it."""

from dataclasses import replace

from cards.verbs import ACTION, AUDIT, LIST, Verb
from dialogs import actions_answers, actions_reassigned, put_off
from dialogs.actions import NOT_YOURS
from dialogs.actions_buttons import MINE, TEAM
from dialogs.actions_of_team import sight_of
from dialogs.allocation import my_audits
from dialogs.turn import Press, Reply, Turn
from domain.actions import Answer, TypedAnswer, TypedNeed, read_answer, read_gift, read_need
from domain.lifecycle import WITH_THE_AUDITOR
from domain.words import Role
from storage.actions import ActionInHand, action_by_ref
from storage.audits import AllocatedAudit, open_audits_of
from storage.owned_actions import leads


def action_order(turn: Turn, text: str) -> Reply | None:
    """What an answer to an action, typed in one line, comes to; None where a text is none."""
    answer = read_answer(text)
    if answer is not None:
        return _answered(turn, answer)
    gift = read_gift(text)
    if gift is not None:
        return _given(turn, *gift)
    need = read_need(text)
    return None if need is None else _needed(turn, need)


def _refused(turn: Turn) -> Reply | None:
    # An auditor's own words may begin like an answer: with an audit in hand they are for that.
    return None if open_audits_of(turn.unit, turn.viewer.id) else Reply(text=NOT_YOURS)


def _answered(turn: Turn, answer: TypedAnswer) -> Reply | None:
    action = action_by_ref(turn.unit, answer.ref)
    if action is None or not (action.owner_id == turn.viewer.id or turn.viewer.is_a(Role.QA)):
        return _refused(turn)
    key = "what" if answer.answer is Answer.DONE else "why"
    inputs = {key: answer.words, "until": answer.until}
    opened = Press(Verb.ACTION_FORM, _about(action), {})
    if not answer.words or (answer.answer is Answer.MORE_TIME and not answer.until):
        given = {name: text for name, text in inputs.items() if text}
        return actions_answers.ask(turn, opened, answer.answer, given)
    verb, act = actions_answers.ACTS[answer.answer]
    return act(turn, Press(verb, _about(action), {name: text for name, text in inputs.items() if text}))


def _about(action: ActionInHand, listed_in: str = MINE) -> dict[str, str]:
    return {ACTION: str(action.id), LIST: listed_in}


def _given(turn: Turn, ref: str, name: str, why: str) -> Reply | None:
    action = action_by_ref(turn.unit, ref)
    if action is None or not leads(turn.unit, sight_of(turn), action.id):
        return _refused(turn)
    inputs = {key: text for key, text in {"name": name, "why": why}.items() if text}
    return actions_reassigned.reassign(turn, Press(Verb.REASSIGN_ACTION, _about(action, TEAM), inputs))


def _needed(turn: Turn, need: TypedNeed) -> Reply | None:
    """An audit put off: the one that is open, or the one of the reference."""
    waiting = [one for one in open_audits_of(turn.unit, turn.viewer.id) if one.status in WITH_THE_AUDITOR]
    meant = [one for one in waiting if not need.ref or need.ref.casefold() in _references(one)]
    if isinstance(put_off.day_of_pause(turn, need.until), str) and not need.ref and len(waiting) != 1:
        return None
    if not waiting:
        return None
    if len(meant) != 1:
        which = "Which of them do you mean? Press I need until… beside it."
        return replace(my_audits(turn, Press(Verb.MY_AUDITS)), text=which)
    inputs = {key: text for key, text in {"until": need.until, "why": need.words}.items() if text}
    return put_off.need_until(turn, Press(Verb.NEED_UNTIL, {AUDIT: str(meant[0].id)}, inputs))


def _references(given: AllocatedAudit) -> set[str]:
    return {given.ref.casefold(), given.case_ref.casefold()}
