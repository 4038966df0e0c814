"""A moderation by typing alone: 'moderate' opens it, 'moderate: …' answers what is before the moderator."""

from dataclasses import replace

from cards.verbs import MODERATION, Verb
from dialogs.moderation import Moderating, at_its_step, back, moderating, next_step, press_of, save
from dialogs.moderation_judging import change, change_form, confirm, not_to_standard, standard_form
from dialogs.moderation_queue import my_moderations
from dialogs.turn import Press, Reply, Turn
from domain.moderation_steps import COMPARISON, NOTE, Pair, finds_inadequate, pairs_of, reason_key
from domain.questions import RATING, QuestionKind
from storage.moderation import queue_of
from storage.moderation_reading import grades_of

_HOW = (
    "Type 'moderate: good' and, after a semicolon, why. Type 'moderate: next', 'moderate: back' or 'moderate: save' to "
    "move on."
)
_HOW_TO_JUDGE = (
    "Type 'moderate: confirm', or 'moderate: change; ' and why, or 'moderate: not to standard; ' and what should be "
    "better."
)


def moderation_order(turn: Turn, text: str) -> Reply | None:
    """What 'moderate: …' says to the moderation that is open; without one, the list. None of any other text."""
    opening, colon, said = text.partition(":")
    if opening.strip().casefold() != "moderate" or not colon:
        return None
    return _typed(turn, said.strip())


def _typed(turn: Turn, text: str) -> Reply:
    opened = [one for one in queue_of(turn.unit, turn.viewer.id) if one.opened_at is not None]
    if not opened:
        return replace(my_moderations(turn, Press(Verb.MY_MODERATIONS)), text="Open the one you mean first.")
    at = moderating(turn, Press(Verb.CONTINUE_MODERATION, {MODERATION: str(opened[0].id)}))
    words, _, rest = (part.strip() for part in text.partition(";"))
    is_compared = at.owed.position == COMPARISON and at.owed.rated_at is not None
    said = _judges(turn, at, words.casefold(), rest) if is_compared else _grades(turn, at, words.casefold(), rest)
    return said or replace(at_its_step(turn, at), text=_HOW_TO_JUDGE if is_compared else _HOW)


def _grades(turn: Turn, at: Moderating, words: str, rest: str) -> Reply | None:
    step = at.step(at.owed.position)
    stored = at.answer(step)
    carried = press_of(at.owed, step.key, stored.revision, **stored.answers)
    moves = {"next": next_step, "back": back, "save": save}
    if words in moves:
        return moves[words](turn, carried)
    choices = [one for question in step.questions if question.kind is QuestionKind.CHOICE for one in question.choices]
    grade = next((stored_as for stored_as, shown in choices if shown.casefold() == words), None)
    if grade is None:
        return None
    note = {NOTE: rest} if rest else {}
    return next_step(turn, replace(carried, inputs={**stored.answers, RATING: grade, **note}))


def _judges(turn: Turn, at: Moderating, words: str, rest: str) -> Reply | None:
    carried = press_of(at.owed)
    if words == "confirm":
        return confirm(turn, carried)
    if words == "change":
        return _changes(turn, at, carried, rest)
    if words == "not to standard":
        if not rest or finds_inadequate(_pairs(turn, at)):
            return standard_form(turn, carried)
        day = turn.calendar.working_day_after(turn.today, turn.policy.second_due_working_days)
        return not_to_standard(turn, replace(carried, inputs={"why": rest, "day": day.isoformat()}))
    return None


def _pairs(turn: Turn, at: Moderating) -> list[Pair]:
    return pairs_of(at.steps, at.answers, grades_of(turn.unit, at.given.id))


def _changes(turn: Turn, at: Moderating, carried: Press, rest: str) -> Reply:
    """One reason for all that differs, unless a note says why; the form where more must be said."""
    pairs = _pairs(turn, at)
    if finds_inadequate(pairs) or not any(one.differs for one in pairs):
        return change_form(turn, carried)
    reasons = {reason_key(place): one.note or rest for place, one in enumerate(pairs) if one.differs}
    return change(turn, replace(carried, inputs=reasons)) if all(reasons.values()) else change_form(turn, carried)
