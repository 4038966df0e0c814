"""An answer as the JSON object that `auditbot ask --json` prints (METRICS, "Questions")."""

from typing import Any

from domain.calendar import london_day
from metrics.answers import Answer, Reported
from metrics.figures import Figure, Figures, Line
from metrics.measure import Metric, Shape, Timing
from metrics.query import Query


def passport(answer: Answer, id_: str | None = None) -> dict[str, Any]:
    """The whole answer: figure, counts, period, as-at day, filters, definition, what was left out, rows, choices."""
    query, metric, figures = answer.query, answer.metric, answer.figures
    found: dict[str, Any] = {"id": id_, "kind": answer.kind.value}
    if query is None or metric is None or figures is None:
        return {**found, **_EMPTY, "choices": list(answer.choices), "text": answer.text}
    return {
        **found,
        "metric": metric.id,
        "label": metric.label,
        **_asked(answer, query),
        **_figure(figures.total),
        "unit": metric.unit,
        "target": metric.target.value if metric.target is not None else None,
        "rows": [_row(line) for line in figures.lines],
        "listed": len(answer.rows) if answer.rows is not None else figures.total.numerator,
        "excluded": [{"what": what, "count": count} for what, count in figures.left_out if count],
        "choices": list(answer.choices),
        "definition": metric.definition,
        "text": answer.text,
        **_besides(answer, metric, figures),
    }


def _asked(answer: Answer, query: Query) -> dict[str, Any]:
    """What was understood: the period, the day, the filters, the breakdown."""
    period = query.period
    return {
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat(), "label": period.label},
        "as_at": _as_at(answer, query),
        "filters": {
            key.value: values[0] if len(values) == 1 else list(values) for key, values in query.filters.items()
        },
        "group_by": _group_by(query),
    }


def _besides(answer: Answer, metric: Metric, figures: Figures) -> dict[str, Any]:
    """What only some answers have."""
    found: dict[str, Any] = {}
    if metric.shape in {Shape.MEDIAN, Shape.OLDEST, Shape.AGREEMENT}:
        found["count"] = figures.total.count
    if metric.shape is Shape.OLDEST and figures.total.day is not None:
        found["since"] = figures.total.day.isoformat()
    if answer.services:
        found["services"] = [_row(line) for line in answer.services]
    if answer.rows is not None:
        found["list"] = [dict(row) for row in answer.rows]
    if answer.reported is not None:
        found |= {"as_at": answer.reported.as_at.isoformat(), "frozen": _frozen(answer.reported)}
    return found


def _frozen(reported: Reported) -> dict[str, Any]:
    """When a figure was said and by whom, how it stands now, and the difference row by row (docs/metrics.md)."""
    return {
        "id": reported.id,
        "frozen_on": london_day(reported.frozen_at).isoformat(),
        "frozen_by": reported.frozen_by,
        "now": {**_figure(reported.now), "as_at": reported.now_as_at.isoformat()},
        "differences": [
            {"kind": one.kind, "what": one.what, "count": one.count, "rows": [dict(row) for row in one.rows]}
            for one in reported.differences
        ],
    }


_EMPTY: dict[str, Any] = {
    "metric": None,
    "label": None,
    "period": None,
    "as_at": None,
    "filters": {},
    "group_by": None,
    "numerator": None,
    "denominator": None,
    "value": None,
    "unit": None,
    "display": None,
    "interval": None,
    "target": None,
    "rows": [],
    "listed": None,
    "excluded": [],
    "definition": None,
}


def _as_at(answer: Answer, query: Query) -> str:
    is_stock = answer.metric is not None and answer.metric.timing is Timing.STOCK
    return (min(query.as_at, query.period.end) if is_stock else query.as_at).isoformat()


def _group_by(query: Query) -> str | list[str] | None:
    names = [dimension.value for dimension in query.group_by]
    return None if not names else names[0] if len(names) == 1 else names


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": figure.value,
        "display": figure.display,
        "interval": None if figure.interval is None else list(figure.interval),
    }


def _row(line: Line) -> dict[str, Any]:
    row: dict[str, Any] = {"group": dict(line.group), **_figure(line.figure)}
    if line.figure.count is not None:
        row["count"] = line.figure.count
    return row
