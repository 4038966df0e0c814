"""Where a typed text belongs, where that can't be told from the text itself: the person says so."""

from dataclasses import replace

from cards.typed import PlaceView, place_card
from cards.verbs import AUDIT, REVISION, STEP, Verb
from dialogs import agreed_actions, audit
from dialogs.places import current
from dialogs.standing import Standing, held_audit, standing_of
from dialogs.turn import Press, Reply, Turn
from domain.audit_steps import ACTIONS, REVIEW, QuestionKind

# Between the step and the question of a place, in no key of either.
_OF = "|"


def _places(standing: Standing) -> list[tuple[str, str]]:
    """Every text that the audit asks for, those of the present step first, then a new action."""
    at = standing.given.position
    steps = sorted(standing.steps, key=lambda step: step.key != at)
    texts = [
        (f"{step.key}{_OF}{question.key}", f"{step.title}: {question.label}")
        for step in steps
        for question in step.questions
        if question.kind is QuestionKind.TEXT
    ]
    action = [(ACTIONS, "Actions: a new action")] if standing.step(ACTIONS) else []
    return [*texts, *action]


def ask_where(turn: Turn, standing: Standing, text: str, chosen: str = "", wrong: str = "") -> Reply:
    """Ask where a text belongs; nothing is kept until it is said."""
    given = standing.given
    view = PlaceView(
        given.id, given.case_ref, given.position or REVIEW, text, _places(standing), turn.card_id, chosen, wrong
    )
    return Reply(place_card(view), is_refused=bool(wrong), shows_audit=given.id)


def place_text(turn: Turn, press: Press) -> Reply:
    """Put a text where the person said it belongs: below what stands there, which is never written over."""
    given = held_audit(turn, press)
    if not given.is_open:
        return current(turn, given)
    standing = standing_of(turn, given)
    text, where = press.inputs.get("text", "").strip(), press.inputs.get("where", "")
    if not text:
        return current(turn, given)
    if where == ACTIONS:
        return agreed_actions.new_form(turn, standing, text)
    if where not in dict(_places(standing)):
        return ask_where(turn, standing, text, wrong="Choose where it belongs.")
    step, question = where.split(_OF)
    return _put(turn, standing, step, question, text)


def _put(turn: Turn, standing: Standing, step: str, question: str, text: str) -> Reply:
    stored = standing.answer(step)
    before = stored.answers.get(question, "")
    both = text if not before else before if text in before else f"{before}\n\n{text}"
    data = {AUDIT: str(standing.given.id), STEP: step, REVISION: str(stored.revision)}
    return replace(audit.keep(turn, Press(Verb.SAVE, data, {**stored.answers, question: both})), text="")
