"""The rows that a figure was counted from, each with what would explain that it counts otherwise another day."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, case, literal, select

from domain.errors import BadInputError
from metrics import periods
from metrics.catalogue import metric as metric_named
from metrics.facts.audits import A, AuditFacts
from metrics.facts.concerns import ConcernFacts
from metrics.facts.following import ActionFacts
from metrics.facts.joined import Column, Facts
from metrics.facts.surveys import SurveyFacts
from metrics.query import Query
from metrics.scope import Viewer
from metrics.statement import Asked, counted_parts
from storage.statements import among
from storage.store import Unit

# A question over all years of a large council is no report; its rows would not be read one by one.
MOST_ROWS = 20_000
# What tells two rows of one reference apart.
_IDENTITY = ("domain", "party", "question", "month", "sent_on", "answered_on")
# What a row is listed with and is not kept: case references and typed words.
_NOT_KEPT = frozenset({"case_ref", "description", "auditor", "owner", "comment"})

Row = Mapping[str, Any]


def counted_rows(unit: Unit, query: Query, viewer: Viewer) -> dict[str, Row]:
    """Every row above or below the line of a figure, by its identity.

    Returns:
        Each row with `above`, `below` and `share`, and its days, rating and standing as they were known.

    Raises:
        BadInputError: there are more than `MOST_ROWS`.
    """
    metric = metric_named(query.metric)
    found: dict[str, Row] = {}
    places: Counter[str] = Counter()
    for asked in counted_parts(metric, query, viewer):
        for row in unit.connection.execute(_statement(asked)).mappings():
            kept = {str(name): _plain(value) for name, value in row.items()}
            if kept["above"] or kept["below"]:
                found[_identity(kept, asked, places)] = kept
        if len(found) > MOST_ROWS:
            raise BadInputError("That is counted from too many rows to keep. Ask for a shorter period and freeze that.")
    return found


def _identity(row: Row, asked: Asked, places: Counter[str]) -> str:
    first = next(iter(row))
    parts = [first, str(row[first]), *(str(row[name]) for name in _IDENTITY if name in row and name != first)]
    key = "|".join([*parts, asked.part.share or ""])
    places[key] += 1
    return key if places[key] == 1 else f"{key}|{places[key]}"


def _statement(asked: Asked) -> Any:
    facts, part = asked.facts, asked.part
    kept = [(name, column) for name, column in facts.listed() if name not in _NOT_KEPT]
    columns = [*kept, *_standing(facts)]
    above, below = (_flag(asked, test) for test in (part.above, part.below))
    share = asked.share().column
    wanted = asked.wanted()
    named = [column.label(name) for name, column in columns]
    counted = [above.label("above"), below.label("below"), share.label("share")]
    return select(*named, *counted).select_from(facts.source()).where(wanted).order_by(*(column for _, column in kept))


def _flag(asked: Asked, test: Any) -> ColumnElement[int]:
    condition = asked.test(test)
    return literal(0) if condition is None else case((condition, 1), else_=0)


def _standing(facts: Facts) -> Sequence[tuple[str, Column]]:
    """Of an audit, what moves it from one side of the line to the other."""
    if not isinstance(facts, AuditFacts) or isinstance(facts, ActionFacts | ConcernFacts | SurveyFacts):
        return ()
    return (
        ("allocated_on", A.allocated_on),
        ("rating", facts.final()),
        ("to_standard", case((facts.to_standard(), 1), else_=0)),
        ("exempted", case((facts.has_exemption(), 1), else_=0)),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def gone_since(unit: Unit, refs: Sequence[str], as_at: date) -> Mapping[str, str]:
    """Of allocations that are counted no more, those that were withdrawn, and those judged below the standard."""
    if not refs:
        return {}
    return dict(_gone(unit, refs, as_at))


def _gone(unit: Unit, refs: Sequence[str], as_at: date) -> Iterator[tuple[str, str]]:
    facts = AuditFacts(as_at, periods.ever(as_at))
    below = case((facts.below_standard(), 1), else_=0).label("below_standard")
    statement = select(A.ref, A.withdrawn_on, below).select_from(facts.source())
    for row in unit.connection.execute(statement.where(among(unit.connection, A.ref, refs))):
        if row.withdrawn_on is not None and row.withdrawn_on <= as_at:
            yield row.ref, "withdrawn_since"
        elif row.below_standard:
            yield row.ref, "below_standard_since"
