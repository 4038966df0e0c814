"""A message that may be one delivered again (PLATFORM, "Delivery"): what it would do a second time is asked about.

Most are known by the time at which they were written, before any dialog hears of them (`bot.turns`). Teams has been
seen to give a new time with the new id, though: so the same words soon after they were kept are asked about wherever
they could put something into an audit that nobody said. A choice typed for one question of a step after another goes
on, "included", "included"; so does one whose own time tells it from the last.
"""

from datetime import timedelta

from dialogs.standing import Standing
from dialogs.turn import Turn
from domain.audit_steps import ACTIONS, REVIEW
from domain.typed_answers import read_typed
from storage.handled import was_said

# Teams tries again after some 15 seconds, and then once more.
_WITHIN = timedelta(minutes=1)
# Said to an audit outright, and so meant.
SURE = "answer:"
RETURN = "return"


def may_be_again(turn: Turn, standing: Standing, text: str) -> bool:
    """Whether a text may be one that was kept already."""
    if text.casefold().startswith(SURE) or not was_said(turn.unit, standing.given.id, text, _WITHIN):
        return False
    return not _goes_on(turn, standing, text)


def return_may_be_again(turn: Turn, standing: Standing) -> bool:
    """Whether the word that returns an audit may be the one that asked to read it once more first."""
    return was_said(turn.unit, standing.given.id, RETURN, _WITHIN)


def _goes_on(turn: Turn, standing: Standing, text: str) -> bool:
    """Whether a single choice is a new one: by its time, or for the next question of the step answered just now."""
    step = standing.step(standing.given.position or REVIEW)
    if step is None or " " in text.strip():
        return False
    stored = standing.answer(step.key)
    reading = read_typed(step, stored.answers, text)
    is_just_now = stored.answered_at is not None and turn.unit.now - stored.answered_at <= _WITHIN
    return (turn.is_known_new or is_just_now) and reading is not None and reading.is_sure


def said_again_words(standing: Standing) -> str:
    """What a text that may be one delivered again is answered with; the words themselves are in no notification."""
    have = "I have that already, so I did nothing."
    if standing.given.position == ACTIONS:
        return f"{have} To take out another one, press Remove beside it. To add the same again, press Add action."
    return f"{have} If you mean it here too, type '{SURE}' and it again."
