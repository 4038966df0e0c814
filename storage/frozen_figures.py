"""Figures as they were reported: kept once, found again by what they say and by when they were said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from storage.statements import insert_unless_there
from storage.store import Unit
from storage.tables.people import person
from storage.tables.questions import frozen_figure

_T = frozen_figure.c


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """A figure as it was reported: who froze it when, as it stood on which day.

    Attributes:
        query: the question, as text.
        answer: its passport as it was given (METRICS, "Questions").
    """

    id: int
    metric: str
    first_day: date
    last_day: date
    as_at: date
    title: str
    query: str
    answer: Mapping[str, Any]
    frozen_at: datetime
    frozen_by: str


@dataclass(frozen=True, slots=True)
class NewFrozenFigure:
    """A figure to be kept, with the rows that were counted for it."""

    by_card: str
    metric: str
    first_day: date
    last_day: date
    as_at: date
    title: str
    query: str
    answer: Mapping[str, Any]
    facts: Sequence[Mapping[str, Any]]


_SELECT: Select[Any] = select(
    _T.id,
    _T.metric,
    _T.first_day,
    _T.last_day,
    _T.as_at,
    _T.title,
    _T.query,
    _T.answer,
    _T.frozen_at,
    person.c.name,
).join(person, person.c.id == _T.frozen_by_id)


def freeze(unit: Unit, new: NewFrozenFigure) -> bool:
    """Keep a figure in the actor's name; False where the same card has frozen it before."""
    return insert_unless_there(
        unit,
        frozen_figure,
        frozen_by_card=new.by_card,
        metric=new.metric,
        first_day=new.first_day,
        last_day=new.last_day,
        as_at=new.as_at,
        title=new.title,
        query=new.query,
        answer=dict(new.answer),
        facts=[dict(row) for row in new.facts],
        frozen_at=unit.now,
        frozen_by_id=unit.actor.person_id,
    )


def frozen_by_card(unit: Unit, card_id: str) -> FrozenFigure | None:
    """The figure that a card has frozen."""
    row = unit.connection.execute(_SELECT.where(_T.frozen_by_card == card_id)).one_or_none()
    return None if row is None else FrozenFigure(*row)


def frozen_figure_of(unit: Unit, key: int) -> FrozenFigure | None:
    """A frozen figure by its row."""
    row = unit.connection.execute(_SELECT.where(_T.id == key)).one_or_none()
    return None if row is None else FrozenFigure(*row)


def frozen_figures(unit: Unit, metric: str | None = None) -> list[FrozenFigure]:
    """All that were frozen, the latest first; of one metric where it is named."""
    statement = _SELECT.order_by(_T.frozen_at.desc(), _T.id.desc())
    if metric is not None:
        statement = statement.where(_T.metric == metric)
    return [FrozenFigure(*row) for row in unit.connection.execute(statement)]


def facts_of_frozen(unit: Unit, key: int) -> list[Mapping[str, Any]]:
    """The rows that were counted for a frozen figure, as they stood then."""
    found: list[Mapping[str, Any]] = unit.connection.execute(select(_T.facts).where(_T.id == key)).scalar_one()
    return found
