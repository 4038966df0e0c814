"""A message that may be one delivered again, where the channel's own time doesn't tell (PLATFORM, "Delivery").

A message delivered again keeps the time at which it was sent, and is known by it before any dialog hears of it
(`bot.turns`). Where no such time came, the same words soon after they were kept are asked about, but for a choice
typed for one question of a step after another: "included", "included".
"""

from datetime import timedelta

from dialogs.standing import Standing
from dialogs.turn import Turn
from domain.audit_steps import ACTIONS, REVIEW
from domain.typed_answers import read_typed
from storage.handled import was_said

_WITHIN = timedelta(minutes=2)
# Said to an audit outright, and so meant.
SURE = "answer:"
RETURN = "return"


def may_be_again(turn: Turn, standing: Standing, text: str) -> bool:
    """Whether a text may be one that was kept already."""
    if turn.is_known_new or text.casefold().startswith(SURE):
        return False
    return was_said(turn.unit, standing.given.id, text, _WITHIN) and not _goes_on(turn, standing, text)


def return_may_be_again(turn: Turn, standing: Standing) -> bool:
    """Whether the word that returns an audit may be the one that asked to read it once more first."""
    return not turn.is_known_new and was_said(turn.unit, standing.given.id, RETURN, _WITHIN)


def _goes_on(turn: Turn, standing: Standing, text: str) -> bool:
    """Whether a single choice answers the next question of the step that was answered just now."""
    step = standing.step(standing.given.position or REVIEW)
    if step is None or " " in text.strip():
        return False
    stored = standing.answer(step.key)
    reading = read_typed(step, stored.answers, text)
    is_just_now = stored.answered_at is not None and turn.unit.now - stored.answered_at <= _WITHIN
    return is_just_now and reading is not None and reading.is_sure


def said_again_words(standing: Standing) -> str:
    """What a text that may be one delivered again is answered with; the words themselves are in no notification."""
    have = "I have that already, so I did nothing."
    if standing.given.position == ACTIONS:
        return f"{have} To take out another one, press Remove beside it. To add the same again, press Add action."
    return f"{have} If you mean it here too, type '{SURE}' and it again."
