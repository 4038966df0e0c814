"""Figures as they were reported: frozen, listed, and set beside what is known now."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import ActionSet, AdaptiveCard, CardElement, Container

from cards.answer import AnswerTable, table_elements
from cards.answer_chart import two_columns
from cards.elements import Button, buttons, card, execute, said
from cards.verbs import FROZEN, START, Verb

_KIND = "kind"


@dataclass(frozen=True, slots=True)
class FrozenLine:
    """A frozen figure: what it is of, how it was said, when and by whom."""

    frozen_id: int
    title: str
    shown: str
    frozen: str


def frozen_list_button(start: int = 0, title: str = "Frozen figures") -> Button:
    """The way to the list of frozen figures."""
    return Button(title, Verb.FROZEN_FIGURES, {START: start}, sends_inputs=False)


def _show(line: FrozenLine) -> Button:
    tip = f"Then and now: {line.title}"
    return Button("Then and now", Verb.FROZEN_FIGURE, {FROZEN: line.frozen_id}, sends_inputs=False, tooltip=tip)


def frozen_card(line: FrozenLine, card_id: str) -> AdaptiveCard:
    """What is shown once a figure is frozen."""
    body: list[CardElement] = [
        said(line.title, bold=True),
        said(line.shown),
        said(f"{line.frozen} It stays as it is, whatever comes in later."),
        buttons(card_id, _show(line), frozen_list_button()),
    ]
    return card("Figure frozen", body, fallback="The figure is frozen as it was shown.")


def frozen_list_card(lines: Sequence[FrozenLine], more: Button | None, card_id: str) -> AdaptiveCard:
    """The figures that were frozen, the latest first."""
    body: list[CardElement] = [
        Container(
            separator=True,
            items=[
                said(line.title, bold=True),
                said(line.shown),
                said(line.frozen, quiet=True),
                buttons(card_id, _show(line)),
            ],
        )
        for line in lines
    ]
    if not lines:
        body = [said("No figure is frozen yet. Ask for a figure, then press 'Freeze this figure'.")]
    body += [buttons(card_id, more)] if more else []
    return card("Frozen figures", body, fallback=f"Frozen figures: {len(lines)} shown.")


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """What became of some rows since: a word for it, how many, whether this viewer may see which."""

    kind: str
    words: str
    may_list: bool


@dataclass(frozen=True, slots=True)
class ReportedView:
    """A figure as it was said and as it is known now.

    Attributes:
        then, now: the figures with their counts.
        said_on: when and by whom it was frozen.
        known_on: the day up to which facts count now.
        spoken: all of it in one sentence or two.
        sees_list: whether the list of all that was frozen is the viewer's to see.
    """

    frozen_id: int
    title: str
    then: str
    now: str
    said_on: str
    known_on: str
    spoken: str
    differences: Sequence[DifferenceLine]
    sees_list: bool = False


def reported_card(view: ReportedView, card_id: str) -> AdaptiveCard:
    """Then, now, and why they differ, each difference one tap from its rows."""
    body: list[CardElement] = [
        two_columns("When", "Figure", [(view.said_on, view.then), (view.known_on, view.now)]),
        said(
            "Why it differs:" if view.differences else "Nothing that it was counted from has changed since.", bold=True
        ),
    ]
    body += [_difference(view, one, card_id) for one in view.differences]
    body += [buttons(card_id, frozen_list_button())] if view.sees_list else []
    return card(view.title, body, fallback=view.spoken)


def _difference(view: ReportedView, one: DifferenceLine, card_id: str) -> CardElement:
    return ActionSet(actions=[execute(_rows(view, one), card_id)]) if one.may_list else said(one.words)


def _rows(view: ReportedView, one: DifferenceLine) -> Button:
    return Button(one.words, Verb.FROZEN_ROWS, {FROZEN: view.frozen_id, _KIND: one.kind}, sends_inputs=False)


def difference_card(frozen_id: int, title: str, table: AnswerTable, card_id: str) -> AdaptiveCard:
    """The rows of one difference."""
    back = Button("Then and now", Verb.FROZEN_FIGURE, {FROZEN: frozen_id}, sends_inputs=False)
    body = [said(title), *table_elements(table, card_id), buttons(card_id, back)]
    return card(table.title, body, fallback=f"{table.title}.")


def more_rows_button(frozen_id: int, kind: str, start: int) -> Button:
    """The way to the rows of a difference for which a card had no room."""
    return Button("More", Verb.FROZEN_ROWS, {FROZEN: frozen_id, _KIND: kind, START: start}, sends_inputs=False)
