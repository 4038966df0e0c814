"""The audit by typing: its commands and its answers, each answered with the card of where it stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from cards.verbs import AS_IT_IS, AUDIT, DRAFT, REVISION, STEP, Verb
from dialogs import agreed_actions, allocation, audit, typed_concern
from dialogs.in_hand import audits_in_hand
from dialogs.places import current, review
from dialogs.standing import Standing, held_audit, own_audit, standing_of
from dialogs.turn import Press, Reply, Turn
from dialogs.typed_again import RETURN, SURE, may_be_again, return_may_be_again, said_again_words
from dialogs.typed_words import kept_words, slip_words, way_on_words
from dialogs.unplaced import ask_where
from domain.audit_steps import ACTIONS, REVIEW, Step, check
from domain.likely_names import likely_names
from domain.typed_answers import Reading, looks_like_a_question, open_question, read_typed
from storage.audit_cards import last_shown
from storage.audits import AllocatedAudit, move_to
from storage.handled import note_said

# How long after a card was shown or a step answered a plain text is taken to be an answer, unasked.
_AT_IT = timedelta(hours=1)
_AS_IT_IS, _ACTION = "keep:", "action:"
# Said to anybody at any time: nobody's account of a record.
_SMALL_TALK = frozenset(
    {"thanks", "thank you", "thx", "cheers", "ok", "okay", "yes", "no", "great", "bye", "goodbye", "stop", "sorry"}
)
_NOT_KEPT = "I have not kept that yet. The card says why."
_NOT_STARTED = "You have not started an audit yet. Press Start audit on one of these."


def _which(turn: Turn, audits: Sequence[AllocatedAudit], command: str, text: str) -> Reply:
    return Reply(typed_concern.which_card(turn, audits, command, text))


def _press(standing: Standing, verb: Verb, inputs: Mapping[str, str] | None = None, may_stay: str = "") -> Press:
    """A press on the card at which an audit stands, as if it had just been shown.

    Args:
        standing: the audit.
        verb: of the button.
        inputs: what was typed.
        may_stay: a text of which every likely name is meant to stay.
    """
    position = standing.given.position or REVIEW
    revision = standing.answer(position).revision
    data = {AUDIT: str(standing.given.id), STEP: position, REVISION: str(revision)}
    if may_stay:
        data[AS_IT_IS] = "\n".join(may_stay[name.start : name.end] for name in likely_names(may_stay))
    return Press(verb, data, inputs or {})


def _next(turn: Turn, standing: Standing) -> Reply:
    step = standing.step(standing.given.position or REVIEW)
    if step is None:
        return replace(review(turn, standing), text="This is the review. Type 'return' to return the audit.")
    return audit.next_step(turn, _press(standing, Verb.NEXT, standing.answer(step.key).answers))


def _back(turn: Turn, standing: Standing) -> Reply:
    return audit.back(turn, _press(standing, Verb.BACK))


def _save(turn: Turn, standing: Standing) -> Reply:
    return audit.save(turn, _press(standing, Verb.SAVE))


def _review(turn: Turn, standing: Standing) -> Reply:
    move_to(turn.unit, standing.given.id, REVIEW)
    return review(turn, standing)


def _return(turn: Turn, standing: Standing) -> Reply:
    is_at_review = standing.given.position == REVIEW
    if is_at_review and (standing.missing or not return_may_be_again(turn, standing)):
        return _return_it(turn, standing)
    if not is_at_review:
        note_said(turn.unit, standing.given.id, RETURN)
    words = "Read it once more. Then type 'return it', or press Return audit."
    return replace(_review(turn, standing), text="" if standing.missing else words)


def _return_it(turn: Turn, standing: Standing) -> Reply:
    if standing.given.position != REVIEW:
        return _return(turn, standing)
    return audit.hand_in(turn, _press(standing, Verb.RETURN_AUDIT))


def _concern(turn: Turn, standing: Standing) -> Reply:
    return typed_concern.form_for(turn, standing.given, "")


def _add_action(turn: Turn, standing: Standing) -> Reply:
    return agreed_actions.add_form(turn, _press(standing, Verb.ADD_ACTION))


# What may be typed at any time in an audit, beside its answers.
COMMANDS: Mapping[str, Callable[[Turn, Standing], Reply]] = {
    "next": _next,
    "skip": _next,
    "back": _back,
    "save": _save,
    "review": _review,
    RETURN: _return,
    "return it": _return_it,
    typed_concern.CONCERN: _concern,
    "add action": _add_action,
}


def command(words: str) -> Callable[[Turn, Press], Reply]:
    """What a command does, for the table of all of them."""

    def act(turn: Turn, press: Press) -> Reply:
        del press
        if words == typed_concern.CONCERN:
            return typed_concern.raise_typed(turn)
        audits = audits_in_hand(turn)
        if not audits:
            return _without_audit(turn)
        if len(audits) > 1:
            return _which(turn, audits, words, "")
        return _do(turn, audits[0].id, words)

    return act


def continue_typed(turn: Turn, press: Press) -> Reply:
    """`continue`: the one audit in hand, else the list to choose from."""
    audits = audits_in_hand(turn)
    if len(audits) == 1:
        return audit.resume(turn, Press(Verb.CONTINUE_AUDIT, {AUDIT: str(audits[0].id)}))
    is_all_own = all(given.auditor_id == turn.viewer.id for given in audits)
    return allocation.my_audits(turn, press) if is_all_own else _which(turn, audits, "continue", "")


def _without_audit(turn: Turn) -> Reply:
    listed = allocation.my_audits(turn, Press(Verb.MY_AUDITS))
    return replace(listed, text=_NOT_STARTED) if listed.card else listed


def _held(turn: Turn, number: int) -> AllocatedAudit:
    return held_audit(turn, Press(Verb.CONTINUE_AUDIT, {AUDIT: str(number)}))


def _do(turn: Turn, number: int, words: str) -> Reply:
    given = _held(turn, number)
    return COMMANDS[words](turn, standing_of(turn, given)) if given.is_open else current(turn, given)


def typed(turn: Turn, text: str) -> Reply | None:
    """What a message that is no command says to the audit that is open; None where none is, or nothing was said."""
    text = text.strip()
    if not text or text.casefold().strip(" .!") in _SMALL_TALK - {"yes", "no"}:
        return None
    audits = audits_in_hand(turn)
    if len(audits) > 1:
        return _which(turn, audits, "", text)
    return _say(turn, _held(turn, audits[0].id), text) if audits else None


def say_pressed(turn: Turn, press: Press) -> Reply:
    """What was typed, for the audit that was then chosen."""
    given = own_audit(turn, press)
    words = press.data.get("command", "")
    text = press.inputs.get("text", "").strip()
    if words == typed_concern.CONCERN:
        return typed_concern.form_for(turn, given, text)
    if words in COMMANDS:
        return _do(turn, given.id, words)
    held = _held(turn, given.id)
    return _say(turn, held, text) if text else current(turn, held)


def _say(turn: Turn, given: AllocatedAudit, text: str) -> Reply:
    if not given.is_open:
        return current(turn, given)
    standing = standing_of(turn, given)
    if may_be_again(turn, standing, text):
        return replace(current(turn, given), text=said_again_words(standing))
    before = _as_it_stands(turn, given)
    reply = _say_new(turn, standing, text)
    if _as_it_stands(turn, given) != before:
        note_said(turn.unit, given.id, text)
    return reply


def _as_it_stands(turn: Turn, given: AllocatedAudit) -> tuple[object, ...]:
    standing = standing_of(turn, given)
    return standing.answers, agreed_actions.agreed(turn, standing) if given.position == ACTIONS else []


def _say_new(turn: Turn, standing: Standing, text: str) -> Reply:
    step = standing.step(standing.given.position or REVIEW)
    if step is not None and step.key == ACTIONS and not looks_like_a_question(text):
        return _say_action(turn, standing, text)
    start = next((start for start in (SURE, _AS_IT_IS) if text.casefold().startswith(start)), "")
    said = text[len(start) :].strip()
    reading = None if step is None else read_typed(step, standing.answer(step.key).answers, said, outright=bool(start))
    if step is None or reading is None:
        return replace(ask_where(turn, standing, said), text=slip_words(standing, said))
    if start or reading.is_sure or _is_at_it(turn, standing, said):
        return _answer(turn, standing, step, reading, said if start == _AS_IT_IS else "")
    return ask_where(turn, standing, said)


def _is_at_it(turn: Turn, standing: Standing, text: str) -> bool:
    """Whether somebody is at work on this audit just now, and says something rather than asks it."""
    if looks_like_a_question(text) or text.casefold() in _SMALL_TALK:
        return False
    answered = [answer.answered_at for answer in standing.stored.values() if answer.answered_at]
    shown = last_shown(turn.unit, standing.given.id)
    latest = max([*answered, *([shown] if shown else [])], default=None)
    return latest is not None and turn.unit.now - latest <= _AT_IT


def _answer(turn: Turn, standing: Standing, step: Step, reading: Reading, may_stay: str) -> Reply:
    given = {**standing.answer(step.key).answers, **reading.answers}
    is_whole = not check(step, given) and open_question(step, given) is None
    verb, act = (Verb.NEXT, audit.next_step) if is_whole else (Verb.SAVE, audit.keep)
    reply = act(turn, _press(standing, verb, given, may_stay))
    if reply.is_refused:
        return replace(reply, text=_NOT_KEPT)
    words = kept_words(step, reading)
    now = standing_of(turn, _held(turn, standing.given.id))
    return replace(reply, text=f"{words} {way_on_words(now, step.key)}".strip())


def _say_action(turn: Turn, standing: Standing, text: str) -> Reply:
    """At the actions, a message is a new action, "change 2" and "remove 2" are for the second one of the list."""
    words = text.casefold().split()
    lines = agreed_actions.agreed(turn, standing)
    if len(words) in {2, 3} and words[0] in {"change", "remove"} and words[-1].isdigit():
        place = int(words[-1][:3]) - 1
        if not 0 <= place < len(lines):
            return replace(current(turn, standing.given), text=f"There is no action {words[-1]} on the list.")
        act = agreed_actions.edit_form if words[0] == "change" else agreed_actions.remove
        return act(turn, Press(Verb.EDIT_ACTION, {AUDIT: str(standing.given.id), DRAFT: str(lines[place].id)}))
    what = text[len(_ACTION) :].strip() if text.casefold().startswith(_ACTION) else text
    return agreed_actions.typed_action(turn, standing, _press(standing, Verb.SAVE_ACTION), what)
