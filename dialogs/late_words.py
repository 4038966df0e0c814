"""Words typed on one device after the audit was returned on another: held, said, and put back when it is reopened."""

from cards.verbs import REVISION, STEP
from dialogs.likely_names import keep_unasked
from dialogs.places import current, receipt, show
from dialogs.standing import standing_of
from dialogs.turn import Press, Reply, Turn
from domain.audit_steps import check
from domain.words import AllocationStatus
from storage.audits import AllocatedAudit
from storage.late_words import TypedLate, hold_late_words, late_words_of
from storage.reopening import can_be_reopened

_PUT_BACK = "This is what you typed after the audit was returned. It is not in it yet."


def too_late(turn: Turn, given: AllocatedAudit, press: Press) -> Reply:
    """The receipt for a press that brought new words to a step: where it may be reopened they are held for that.

    What may not be stored is not held, and the receipt says so.
    """
    held = _held(turn, given, press)
    if held is None:
        return current(turn, given, came_too_late=True)
    hold_late_words(turn.unit, given.id, held, turn.viewer.id)
    keep_unasked(turn, given.id, held.step, held.answers)
    return receipt(turn, given, came_too_late=True, is_held=True)


def _held(turn: Turn, given: AllocatedAudit, press: Press) -> TypedLate | None:
    is_returned = given.status is AllocationStatus.RETURNED and given.framework_id is not None
    if not is_returned or not can_be_reopened(turn.unit, given, turn.policy, turn.today):
        return None
    step = standing_of(turn, given).step(press.data.get(STEP, ""))
    if step is None:
        return None
    keys = [question.key for question in step.questions]
    answers = {key: press.inputs[key].strip() for key in keys if press.inputs.get(key, "").strip()}
    is_wrong = any(answers.get(key) for key in check(step, answers))
    return TypedLate(step.key, press.number(REVISION) or 0, answers) if answers and not is_wrong else None


def reopened(turn: Turn, given: AllocatedAudit) -> Reply:
    """An audit that was opened again: the step with the words that came too late, else where it stands."""
    held = late_words_of(turn.unit, given.id)
    if held is None or not given.is_open:
        return current(turn, given)
    standing = standing_of(turn, given)
    step = standing.step(held.step)
    if step is None:
        return current(turn, given)
    answers = {**standing.answer(step.key).answers, **held.answers}
    return show(turn, standing, step, answers, note=_PUT_BACK, revision=held.revision)
