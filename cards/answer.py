"""The answer to a question: the figure large, what it was counted from, what stands around it, and where to go on."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import (
    ActionSet,
    AdaptiveCard,
    CardElement,
    Column,
    ColumnSet,
    Container,
    ExecuteAction,
    TextBlock,
    ToggleVisibilityAction,
)

from cards.answer_chart import ChartView, months_before, two_columns
from cards.elements import Button, buttons, card, complaint, date_input, execute, explained, plain, said

# Two buttons whose titles are no longer than this stand side by side on a phone.
_SHORT_TITLE = 14
_DEFINITION, _AS_AT = "definition", "as_at"


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """A breakdown, the shares of a distribution, other ways to count, or the rows behind a figure.

    Attributes:
        title: what it shows: `By team`.
        left, right: its two headings.
        rows: a name and what is said of it, each.
        after: what is said below it: that there are more.
        more: the button that shows what there was no room for.
        widths: the columns' shares of the width: a short name needs less of it than what is known of it.
    """

    title: str
    left: str
    right: str
    rows: Sequence[tuple[str, str]]
    after: str = ""
    more: Button | None = None
    widths: tuple[int, int] = (3, 2)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer as it is shown.

    Attributes:
        title: what was understood: `Completion rate · Social Care · August 2019`.
        figure: the figure as it is said: `76%`; empty where a table is the answer.
        sentences: its counts, how it stands to its target, its interval, how sure it is.
        notes: where the answer is not quite what was asked, and what was left out.
        now: how the current month stands.
        definition: what is counted.
        as_at: the day that the figure stands at, as `2019-09-10`.
        change_day: the button that asks for another day.
        wrong: what to say beside the day that was picked.
        spoken: the whole answer in one sentence, without any reference.
    """

    title: str
    figure: str
    sentences: Sequence[str]
    spoken: str
    definition: str
    notes: Sequence[str] = ()
    now: Sequence[str] = ()
    tables: Sequence[AnswerTable] = ()
    chart: ChartView | None = None
    ways_on: Sequence[Button] = ()
    as_at: str = ""
    change_day: Button | None = None
    wrong: str = ""


def answer_card(view: AnswerView, card_id: str) -> AdaptiveCard:
    """The answer to a question."""
    body: list[CardElement] = [_large(view.figure)] if view.figure else []
    body += [said(sentence) for sentence in view.sentences]
    body += [said(note, quiet=True) for note in view.notes]
    body += [said(sentence) for sentence in view.now]
    body += [element for table in view.tables for element in table_elements(table, card_id)]
    body += months_before(view.chart) if view.chart is not None else []
    body += _other_ways(view, card_id)
    return card(view.title, body, fallback=view.spoken)


def _large(figure: str) -> TextBlock:
    return TextBlock(text=plain(figure), size="ExtraLarge", weight="Bolder", wrap=True, spacing="Small")


def table_elements(table: AnswerTable, card_id: str) -> list[CardElement]:
    """A table below its title, and the way to what it has no room for."""
    out: list[CardElement] = [said(table.title, bold=True)] if table.title else []
    if table.rows:
        out.append(two_columns(table.left, table.right, table.rows, table.widths))
    out += [said(table.after, quiet=True)] if table.after else []
    return [*out, *([buttons(card_id, table.more)] if table.more else [])]


def _other_ways(view: AnswerView, card_id: str) -> list[CardElement]:
    """The buttons, with the definition and the choice of another day, each behind its own."""
    hidden: list[CardElement] = [
        Container(id=_DEFINITION, is_visible=False, items=[explained("Definition", view.definition)])
    ]
    shows = [ToggleVisibilityAction(title="Definition", target_elements=[_DEFINITION])]
    if view.change_day is not None:
        hidden.append(_another_day(view, view.change_day, card_id))
        shows.append(ToggleVisibilityAction(title="As at…", target_elements=[_AS_AT]))
    return [*_in_pairs([*(execute(button, card_id) for button in view.ways_on), *shows]), *hidden]


def _in_pairs(actions: Sequence[ExecuteAction | ToggleVisibilityAction]) -> list[CardElement]:
    """Short buttons two in a row, long ones each in its own, in the order given; a phone shows them all at once."""
    rows: list[list[ExecuteAction | ToggleVisibilityAction]] = []
    for action in actions:
        beside = rows[-1] if rows else []
        if len(beside) == 1 and _is_short(action) and _is_short(beside[0]):
            beside.append(action)
        else:
            rows.append([action])
    return [_row(row) for row in rows]


def _is_short(action: ExecuteAction | ToggleVisibilityAction) -> bool:
    return len(action.title or "") <= _SHORT_TITLE


def _row(actions: Sequence[ExecuteAction | ToggleVisibilityAction]) -> CardElement:
    sets = [ActionSet(actions=[action]) for action in actions]
    if len(sets) == 1:
        return sets[0].model_copy(update={"spacing": "Small"})
    return ColumnSet(columns=[Column(width="stretch", items=[one]) for one in sets], spacing="Small")


def _another_day(view: AnswerView, button: Button, card_id: str) -> Container:
    items: list[CardElement] = [complaint(view.wrong)] if view.wrong else []
    items += [date_input("day", "How it stood at the end of this day", view.as_at), buttons(card_id, button)]
    return Container(id=_AS_AT, is_visible=bool(view.wrong), items=items)
