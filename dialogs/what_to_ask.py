"""What can be asked: the catalogue by family, each figure with a question that is answered with it."""

from cards.answer_choices import FigureLine, families_card, family_card
from cards.elements import Button
from cards.verbs import START, Verb
from dialogs.turn import Press, Reply, Turn
from metrics.page import FAMILIES, FIRST_QUESTIONS, Family, example_of, family_named

# As many as a card shows at ease.
_SHOWN = 6


def what_can_i_ask(turn: Turn, press: Press) -> Reply:
    """The families, or the figures of the one that was chosen."""
    family = family_named(press.data.get("family", ""))
    if family is None:
        names = [(one.key, one.name) for one in FAMILIES]
        return Reply(families_card(names, FIRST_QUESTIONS[:3], turn.card_id))
    start = press.number(START) or 0
    lines = [FigureLine(one.label, one.definition, example_of(one)) for one in family.metrics[start : start + _SHOWN]]
    return Reply(family_card(family.name, lines, _more(family, start), turn.card_id))


def _more(family: Family, start: int) -> Button | None:
    if start + _SHOWN >= len(family.metrics):
        return None
    data: dict[str, str | int] = {"family": family.key, START: start + _SHOWN}
    return Button("More", Verb.WHAT_CAN_I_ASK, data, sends_inputs=False)
