"""Freezes a figure as it is reported: the answer, and the rows that it was counted from."""

from dataclasses import replace
from datetime import date

from domain.errors import BadInputError, NotAllowedError
from domain.words import Role
from metrics.answer import answer
from metrics.answers import AnswerKind
from metrics.counted_rows import counted_rows
from metrics.language.interpret import Understood
from metrics.passport import passport
from metrics.query import Query
from metrics.query_text import write_query
from metrics.scope import Viewer
from metrics.sealed import left_out
from metrics.vocabulary import Vocabulary
from storage import record
from storage.frozen_figures import FrozenFigure, NewFrozenFigure, freeze, frozen_by_card
from storage.store import Unit

_SEALED = (
    "This figure leaves out an audit that you are to grade yourself, so it is not the council's. Grade that record "
    "first, or ask somebody else of the QA team to freeze it."
)


def freeze_figure(
    unit: Unit, query: Query, card_id: str, viewer: Viewer, vocabulary: Vocabulary, today: date
) -> FrozenFigure:
    """Keep a figure as it stands, in the name of the QA team; a second press of the same card keeps nothing more.

    Args:
        unit: a unit of work that writes.
        query: what was understood. What its viewer may ask is decided anew.
        card_id: the one-time action id of the card.
        viewer: who freezes it.
        vocabulary: the council's own names.
        today: the London day.

    Raises:
        NotAllowedError: the viewer is not of the QA team.
        BadInputError: there is no figure to freeze, or too many rows behind it.
    """
    if Role.QA not in viewer.roles:
        raise NotAllowedError("Figures are frozen by the QA team. Ask them to freeze this one.")
    before = frozen_by_card(unit, card_id)
    if before is not None:
        return before
    freeze(unit, _as_it_stands(unit, query, card_id, viewer, vocabulary, today))
    kept = frozen_by_card(unit, card_id)
    if kept is None:
        raise BadInputError("The figure could not be kept. Ask for it again and freeze it from the new card.")
    record.write(unit, "figure_frozen", "frozen_figure", kept.id, metric=kept.metric, as_at=kept.as_at.isoformat())
    return kept


def _as_it_stands(
    unit: Unit, query: Query, card_id: str, viewer: Viewer, vocabulary: Vocabulary, today: date
) -> NewFrozenFigure:
    """The figure with its passport and the rows that it is counted from."""
    found = answer(unit, Understood(replace(query, lists=False)), viewer, vocabulary, today)
    if found.kind is not AnswerKind.ANSWER or found.query is None or found.metric is None:
        raise BadInputError("There is no figure here to freeze. Ask for one that has data.")
    if left_out(unit, found.query, viewer):
        raise BadInputError(_SEALED)
    period, whole = found.query.period, passport(found)
    return NewFrozenFigure(
        by_card=card_id,
        metric=found.metric.id,
        first_day=period.start,
        last_day=period.end,
        as_at=date.fromisoformat(whole["as_at"]),
        title=found.title,
        query=write_query(found.query),
        answer=whole,
        facts=[{"key": key, **row} for key, row in counted_rows(unit, found.query, viewer).items()],
    )
