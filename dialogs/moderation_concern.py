"""An immediate concern raised while an audit is moderated: it waits for no judgement, and holds up nothing typed."""

from collections.abc import Mapping

from cards.verbs import MODERATION, REVISION, STEP, Verb
from dialogs import audit, concern, likely_names
from dialogs.kept import carry, kept_inputs
from dialogs.moderation import Moderating, again, moderating, own_moderation, shown, typed_on
from dialogs.turn import Press, Reply, Turn
from dialogs.unplaced import TEXT
from domain.audit_steps import check
from domain.errors import NotAllowedError
from domain.moderation_steps import NOTE
from domain.questions import Step
from domain.typed_alarm import alarm_in
from storage.moderation import ModerationAnswer, save_moderation_answers


def leave_for_concern(turn: Turn, press: Press) -> Reply:
    """The form of an immediate concern, from a step of an audit or of its moderation.

    What was typed on the step is kept; what may not be stored is carried along by the alarm's cards and put back after.
    """
    if MODERATION not in press.data:
        return audit.leave_for_concern(turn, press)
    if press.inputs.get(TEXT, "").strip():
        return form_for(turn, press, press.inputs[TEXT].strip())
    own_moderation(turn, press)
    try:
        at = moderating(turn, press)
    except NotAllowedError:
        # It was judged, or a meeting is to settle it: the child is no safer for that.
        return concern.form(turn, press)
    step = next((one for one in at.steps if one.key == press.data.get(STEP)), None)
    return concern.form(turn, press) if step is None else _leave_step(turn, press, at, step)


def form_for(turn: Turn, press: Press, text: str) -> Reply:
    """The form for one moderation with the words that were typed in it; `text` is the whole message."""
    return concern.form(turn, press, what=alarm_in(text) or "")


def _leave_step(turn: Turn, press: Press, at: Moderating, step: Step) -> Reply:
    given, stored = typed_on(step, press), at.answer(step)
    if (press.number(REVISION) or 0) != stored.revision and given != dict(stored.answers):
        return concern.form(turn, press, carry(given), press.number(REVISION) or 0)
    wrong = check(step, given)
    good = {key: value for key, value in given.items() if key not in wrong}
    revision = _merge(turn, at, step, stored, good)
    left_over = {key: given[key] for key in wrong if key in given}
    return concern.form(turn, press, carry(left_over) if left_over else "", revision)


def _merge(turn: Turn, at: Moderating, step: Step, stored: ModerationAnswer, good: Mapping[str, str]) -> int:
    """Keep what can be kept; the revision of the step's answers after it."""
    wanted = {**stored.answers, **good}
    if wanted == dict(stored.answers):
        return stored.revision
    texts = {NOTE: good[NOTE]} if NOTE in good else {}
    likely_names.keep_unasked(turn, at.given.id, f"moderation {step.key}"[:60], texts)
    save_moderation_answers(turn.unit, at.owed.id, step.key, wanted, stored.revision)
    return stored.revision + 1


def resume(turn: Turn, press: Press) -> Reply:
    """Go on where a moderation was left. What could not be saved before is put back."""
    kept = kept_inputs(press)
    if not kept:
        return again(turn, press)
    at = moderating(turn, press)
    step = at.step(press.data.get(STEP))
    given = {**at.answer(step).answers, **kept}
    # The card goes on saying what its reader has seen: what was answered elsewhere is still theirs to hear of.
    return shown(turn, at, step, given, check(step, given), revision=press.number(REVISION) or 0)


def press_for(moderation_id: int, step: str = "") -> Press:
    """A press on the button that raises a concern, for what is typed."""
    return Press(Verb.CONCERN_FORM, {MODERATION: str(moderation_id), STEP: step})
