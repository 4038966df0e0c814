"""A typed text put where the person said that it belongs (`dialogs.unplaced` asks)."""

from dataclasses import replace

from cards.verbs import AUDIT, REVISION, STEP, Verb
from dialogs import agreed_actions, audit
from dialogs.places import current
from dialogs.standing import Standing, held_audit, standing_of
from dialogs.turn import Press, Reply, Turn
from dialogs.unplaced import OF, TEXT, ask_where, places
from domain.audit_steps import ACTIONS


def place_text(turn: Turn, press: Press) -> Reply:
    """Put a text where the person said it belongs: below what stands there, which is never written over."""
    given = held_audit(turn, press)
    if not given.is_open:
        return current(turn, given)
    standing = standing_of(turn, given)
    text, where = press.inputs.get(TEXT, "").strip(), press.inputs.get("where", "")
    if not text:
        return current(turn, given)
    if where == ACTIONS:
        return agreed_actions.new_form(turn, standing, text)
    if where not in dict(places(standing)):
        return ask_where(turn, standing, text, wrong="Choose where it belongs.")
    step, question = where.split(OF)
    return _put(turn, standing, step, question, text)


def _put(turn: Turn, standing: Standing, step: str, question: str, text: str) -> Reply:
    stored = standing.answer(step)
    before = stored.answers.get(question, "")
    both = text if not before else before if text in before else f"{before}\n\n{text}"
    data = {AUDIT: str(standing.given.id), STEP: step, REVISION: str(stored.revision)}
    return replace(audit.keep(turn, Press(Verb.SAVE, data, {**stored.answers, question: both})), text="")
