"""QA freezes a figure as it is reported; anybody who may ask for it sees it then, now, and why it differs."""

from collections.abc import Mapping
from typing import Any

from microsoft_teams.cards import AdaptiveCard

from cards.answer import AnswerTable
from cards.answer_frozen import (
    DifferenceLine,
    FrozenLine,
    ReportedView,
    difference_card,
    frozen_card,
    frozen_list_button,
    frozen_list_card,
    more_rows_button,
    reported_card,
)
from cards.verbs import FROZEN, START
from dialogs.ask_rows import ROW_WIDTHS, row_said
from dialogs.asking import OLD_CARD, Asking, Seen, asking_of, carried_query, looks_up, seen_of
from dialogs.turn import Press, Reply, Turn
from domain.calendar import london_day
from domain.errors import BadInputError, NotAllowedError
from domain.words import Role
from metrics.answers import Answer, Difference, Reported
from metrics.frozen import freeze_figure
from metrics.reported import reported, reported_said
from metrics.wording import day_said
from storage.frozen_figures import FrozenFigure, frozen_by_card, frozen_figure_of, frozen_figures

# As many as a card shows at ease.
_LISTED, _ROWS = 8, 15


def freeze(turn: Turn, press: Press) -> Reply:
    """Keep the figure of a card as it stands.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    query = carried_query(turn, press)
    if query is None or not press.action_id:
        return OLD_CARD
    asking = asking_of(turn)
    try:
        kept = freeze_figure(turn.unit, query, press.action_id, asking.viewer, asking.vocabulary, turn.today)
    except BadInputError as problem:
        return Reply(text=str(problem))
    return Reply(frozen_card(_line(kept), turn.card_id))


def frozen_again(turn: Turn, press: Press) -> Reply:
    """The same press once more: what it froze is shown."""
    kept = frozen_by_card(turn.unit, press.action_id)
    return OLD_CARD if kept is None else Reply(frozen_card(_line(kept), turn.card_id))


def _line(one: FrozenFigure) -> FrozenLine:
    when = f"Frozen on {day_said(london_day(one.frozen_at))} by {one.frozen_by}, as it stood on {day_said(one.as_at)}."
    return FrozenLine(one.id, one.title, _shown(one.answer), when)


def _shown(found: Mapping[str, Any]) -> str:
    """A figure of a passport, or of a part of one, with its counts."""
    if found["numerator"] is None or not found["denominator"]:
        return str(found["display"])
    return f"{found['display']} ({found['numerator']} of {found['denominator']})"


def listed(turn: Turn, press: Press) -> Reply:
    """The figures that were frozen, the latest first.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    if not turn.viewer.is_a(Role.QA):
        raise NotAllowedError("The list of frozen figures is for the QA team. You can ask 'what did we say in July?'.")
    start = press.number(START) or 0
    return looks_up(turn, lambda asking: _listed(asking, start))


def _listed(asking: Asking, start: int) -> Seen:
    found = frozen_figures(asking.turn.unit)
    end = start + _LISTED
    more = frozen_list_button(end, "More") if end < len(found) else None
    lines = [_line(one) for one in found[start:end]]
    return Seen(Reply(frozen_list_card(lines, more, asking.turn.card_id)), {"shown": len(lines)}, what="saw_frozen")


def then_and_now(turn: Turn, press: Press) -> Reply:
    """One frozen figure, as it was said and as it is known now."""
    number = press.number(FROZEN)
    return OLD_CARD if number is None else looks_up(turn, lambda asking: _then_and_now(asking, number))


def _then_and_now(asking: Asking, number: int) -> Seen:
    found = _reported(asking, number)
    if found is None or found.reported is None:
        return Seen(_NOT_THEIRS, {"kind": "refuse"})
    return seen_of(found, reported_reply(asking, found.reported))


_NOT_THEIRS = Reply(text="That figure is not yours to see. Ask for your own, or for the completion rate.")


def _reported(asking: Asking, number: int) -> Answer | None:
    turn = asking.turn
    one = frozen_figure_of(turn.unit, number)
    return None if one is None else reported(turn.unit, one, asking.viewer, asking.vocabulary, turn.today)


def reported_reply(asking: Asking, found: Reported) -> Reply:
    """Then, now, and the difference."""
    sees_list = Role.QA in asking.viewer.roles
    return Reply(_reported_card(found, asking.turn.card_id, sees_list=sees_list))


def _reported_card(found: Reported, card_id: str, *, sees_list: bool) -> AdaptiveCard:
    view = ReportedView(
        found.id,
        found.title,
        _shown(found.passport),
        _shown({"numerator": found.now.numerator, "denominator": found.now.denominator, "display": found.now.display}),
        f"As reported on {day_said(london_day(found.frozen_at))} by {found.frozen_by}",
        f"As known on {day_said(found.now_as_at)}",
        reported_said(found),
        [DifferenceLine(one.kind, f"{one.count} {one.what}", bool(one.rows)) for one in found.differences],
        sees_list,
    )
    return reported_card(view, card_id)


def rows(turn: Turn, press: Press) -> Reply:
    """The rows of one difference."""
    number, kind, start = press.number(FROZEN), press.data.get("kind", ""), press.number(START) or 0
    return OLD_CARD if number is None else looks_up(turn, lambda asking: _rows(asking, number, kind, start))


def _rows(asking: Asking, number: int, kind: str, start: int) -> Seen:
    found = _reported(asking, number)
    differences = () if found is None or found.reported is None else found.reported.differences
    one = next((one for one in differences if one.kind == kind and one.rows), None)
    if found is None or one is None:
        return Seen(_NOT_THEIRS, {"kind": "refuse"})
    made = difference_card(number, found.title, _table(number, one, start), asking.turn.card_id)
    return Seen(Reply(made), {"frozen": number, "difference": kind, "rows": one.count}, what="saw_frozen")


def _table(number: int, one: Difference, start: int) -> AnswerTable:
    end = start + _ROWS
    shown = [row_said(row) for row in one.rows[start:end]]
    title = f"{one.count} {one.what}"
    if one.count <= _ROWS:
        return AnswerTable(title, "Reference", "What is known now", shown, widths=ROW_WIDTHS)
    said = f"Shown: {start + 1} to {min(end, one.count)} of {one.count}."
    more = more_rows_button(number, one.kind, end) if end < one.count else None
    return AnswerTable(title, "Reference", "What is known now", shown, said, more, ROW_WIDTHS)
