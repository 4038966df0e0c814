"""A message that is no command: an answer to the audit in hand, or a question; where it could be both it is asked."""

from dataclasses import replace

from cards.verbs import Verb
from dialogs.ask import typed_question
from dialogs.asking import previous_of
from dialogs.in_hand import audits_in_hand
from dialogs.offers import ASKERS
from dialogs.orders import order
from dialogs.standing import standing_of
from dialogs.turn import Press, Reply, Turn
from dialogs.typed_audit import typed as typed_into_audit
from dialogs.typed_concern import raise_typed
from dialogs.typed_words import slip_words
from dialogs.unplaced import ask_where
from dialogs.welcome import help_
from domain.audit_steps import ACTIONS, REVIEW
from domain.typed_alarm import alarm_in
from domain.typed_answers import looks_like_a_question, read_typed
from metrics.language.interpret import LONGEST, Understood, interpret
from metrics.vocabulary import vocabulary_of
from storage.audits import AllocatedAudit

# Said to an audit outright (`dialogs.typed_audit`).
_TO_AUDIT = ("answer:", "keep:", "action:")


def typed(turn: Turn, text: str, *, was_welcomed: bool) -> Reply | None:
    """What a message that is no command is answered with.

    Whoever has no audit in hand asks. In an audit, what its step is sure to be answered by is an answer; a question
    that is understood whole, and asked as one, is a question; what is understood and could be either is asked about.
    Before all of that comes an alarm: nothing that begins as one is taken for anything else. Then comes what is an
    order beyond doubt (`dialogs.orders`).
    """
    if alarm_in(text) is not None and not text.casefold().startswith(_TO_AUDIT):
        return raise_typed(turn, text.strip())
    ordered = None if text.casefold().startswith(_TO_AUDIT) else order(turn, text)
    if ordered is not None:
        return ordered
    started = audits_in_hand(turn)
    may_ask = bool(turn.viewer.roles & ASKERS)
    if text.strip() and may_ask and (not started or _is_question(turn, text, started)):
        return typed_question(turn, text)
    asked = _either(turn, text, started) if may_ask else None
    answered = asked or typed_into_audit(turn, text)
    if answered is not None or was_welcomed:
        return answered
    return replace(help_(turn, Press(Verb.HELP)), text="I don't understand that yet. Here is what I can do.")


def _is_question(turn: Turn, text: str, started: list[AllocatedAudit]) -> bool:
    return looks_like_a_question(text) and not _answers_surely(turn, text, started) and _is_understood(turn, text)


def _either(turn: Turn, text: str, started: list[AllocatedAudit]) -> Reply | None:
    """A figure's name that could stand in the one audit in hand as well: the person says which it is."""
    if len(started) != 1 or looks_like_a_question(text) or _answers_surely(turn, text, started):
        return None
    if not _is_understood(turn, text):
        return None
    standing = standing_of(turn, started[0])
    return replace(ask_where(turn, standing, text.strip()), text=slip_words(standing, text))


def _answers_surely(turn: Turn, text: str, started: list[AllocatedAudit]) -> bool:
    return text.casefold().startswith(_TO_AUDIT) or any(_is_sure(turn, text, given) for given in started)


def _is_sure(turn: Turn, text: str, given: AllocatedAudit) -> bool:
    """Whether the words alone show what they answer: a choice of the step, or a label of it."""
    standing = standing_of(turn, given)
    step = standing.step(given.position or REVIEW)
    if step is None or step.key == ACTIONS:
        return False
    reading = read_typed(step, standing.answer(step.key).answers, text.strip())
    return reading is not None and reading.is_sure


def _is_understood(turn: Turn, text: str) -> bool:
    """Whether every word of a text makes up one question for a figure."""
    if len(text) > LONGEST:
        return False
    names = vocabulary_of(turn.unit).names
    return isinstance(interpret(text, turn.today, names, previous_of(turn)), Understood)
