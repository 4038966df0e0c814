"""What is asked back, what can be asked instead, and the page of all that can be asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import ActionSet, AdaptiveCard, CardElement, Container

from cards.answer import AnswerTable, table_elements
from cards.elements import Button, buttons, card, execute, said
from cards.verbs import QUESTION, Verb

# A title that is longer is cut on a phone; the question that it asks stays whole.
_LONGEST_TITLE = 80
_MOST_CHOICES = 6


def ask_button(question: str, title: str = "") -> Button:
    """A button that asks a whole question."""
    words = title or question
    shown = words if len(words) <= _LONGEST_TITLE else f"{words[:_LONGEST_TITLE].rstrip()}…"
    return Button(shown, Verb.ASK_QUESTION, {QUESTION: question}, sends_inputs=False, tooltip=f"Ask: {question}"[:300])


@dataclass(frozen=True, slots=True)
class ChoicesView:
    """A question that has no answer as it stands.

    Attributes:
        title: that it is asked back, or refused.
        sentence: why, in a sentence.
        offer: what the questions are: those it could have meant, or others.
        questions: whole questions, each of which is answered.
        ways_on: other buttons.
    """

    title: str
    sentence: str
    offer: str
    questions: Sequence[str]
    tables: Sequence[AnswerTable] = ()
    ways_on: Sequence[Button] = ()


def choices_card(view: ChoicesView, card_id: str) -> AdaptiveCard:
    """The questions to choose from, a button each."""
    body: list[CardElement] = [said(view.sentence)]
    body += [element for table in view.tables for element in table_elements(table, card_id)]
    asked = [ask_button(question) for question in view.questions[:_MOST_CHOICES]]
    if asked:
        body += [said(view.offer), _below_each_other(asked, card_id)]
    if view.ways_on:
        body.append(buttons(card_id, *view.ways_on))
    return card(view.title, body, fallback=view.sentence)


def _below_each_other(asked: Sequence[Button], card_id: str) -> Container:
    return Container(items=[ActionSet(actions=[execute(button, card_id)], spacing="Small") for button in asked])


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure that can be asked for: its name, what it counts, and a question that is answered with it."""

    label: str
    definition: str
    example: str


def families_card(families: Sequence[tuple[str, str]], examples: Sequence[str], card_id: str) -> AdaptiveCard:
    """What can be asked, by family: each family's key and name."""
    tips = (
        "Ask in your own words. Name a figure, and a month, a quarter or a year.",
        "Name a team, a service or a plan if you want only that.",
        "Then go on: 'and in July?', 'by team', 'which ones?', 'as at 31 July'.",
    )
    ways = [Button(name, Verb.WHAT_CAN_I_ASK, {"family": key}, sends_inputs=False) for key, name in families]
    body: list[CardElement] = [*map(said, tips), buttons(card_id, *ways), said("Try one of these:")]
    body.append(_below_each_other([ask_button(example) for example in examples], card_id))
    return card(
        "What you can ask",
        body,
        fallback="You can ask for any figure of the audits in your own words. Type 'what can I ask?' to see them all.",
    )


def family_card(name: str, lines: Sequence[FigureLine], more: Button | None, card_id: str) -> AdaptiveCard:
    """The figures of one family, each with a question that is answered with it."""
    body: list[CardElement] = [_figure(line, card_id) for line in lines]
    back = Button("All that you can ask", Verb.WHAT_CAN_I_ASK, sends_inputs=False)
    body.append(buttons(card_id, *([more] if more else []), back))
    return card(name, body, fallback=f"{name}: {len(lines)} figures that you can ask for.")


def _figure(line: FigureLine, card_id: str) -> Container:
    asks = ask_button(line.example)
    return Container(separator=True, items=[said(line.label, bold=True), said(line.definition), buttons(card_id, asks)])
