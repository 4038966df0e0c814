"""A typed text of which it can't be told where it belongs: it stands on a card until that is said."""

from cards.typed import PlaceView, place_card
from dialogs.standing import Standing
from dialogs.turn import Reply, Turn
from domain.audit_steps import ACTIONS, REVIEW, QuestionKind

# Between the step and the question of a place, in no key of either.
OF = "|"
# What such a text is called where a card carries it along: no question has this key.
TEXT = "text"


def places(standing: Standing) -> list[tuple[str, str]]:
    """Every text that the audit asks for, those of the present step first, then a new action."""
    at = standing.given.position
    steps = sorted(standing.steps, key=lambda step: step.key != at)
    texts = [
        (f"{step.key}{OF}{question.key}", f"{step.title}: {question.label}")
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
        given.id, given.case_ref, given.position or REVIEW, text, places(standing), turn.card_id, chosen, wrong
    )
    return Reply(place_card(view), is_refused=bool(wrong), shows_audit=given.id)
