"""An answer as its card shows it: the figure, what it was counted from, and what stands around it."""

from collections.abc import Iterator, Mapping, Sequence

from cards.answer import AnswerTable, AnswerView
from cards.answer_chart import ChartView, Point
from cards.answer_choices import ask_button
from cards.elements import Button
from cards.verbs import Verb
from dialogs.ask_rows import ROW_WIDTHS, row_said
from dialogs.ask_ways import figure_said, more_button, query_button, ways_on
from dialogs.asking import Asking
from domain.calendar import spoken_month
from domain.sentences import first_capital
from metrics.answers import Answer, AnswerKind
from metrics.around import Outlook, Series, outlook_of, series_of
from metrics.counts_said import counts_said, interval_said
from metrics.figures import Figures, Line
from metrics.measure import Metric, Shape, Timing
from metrics.query import Dimension, Query
from metrics.statistics import SHIFT, rounded
from metrics.wording import day_said, goal_said, named, over_the_whole, stands_to_target, value_said

# As many rows as a thumb passes at ease; the rest is one tap away.
ROWS = 15
_FEWEST_POINTS = 2
_HUNDRED = 100.0


def view_of(asking: Asking, found: Answer, start: int = 0) -> AnswerView:
    """The view of an answer that has figures.

    Args:
        asking: who asks.
        found: the answer.
        start: the first row of a long table.
    """
    metric, query, figures = found.metric, found.query, found.figures
    if metric is None or query is None or figures is None:
        raise ValueError("only an answer with figures has a view")
    is_whole = not query.lists and not start
    known = list(_known_on(asking, metric, query))
    return AnswerView(
        found.title,
        first_capital(figures.total.display) if _is_large(metric, query) else "",
        [said for said in _sentences(found, metric, query, figures) if said],
        found.text,
        metric.definition,
        notes=[*known, *([found.note] if found.note else []), *_left_out(figures)],
        now=_now(asking, found, query, figures) if is_whole else (),
        tables=list(_tables(found, query, figures, start)),
        chart=_chart(asking, metric, query) if is_whole else None,
        ways_on=[*(ask_button(question) for question in found.choices), *ways_on(asking, found)],
        as_at=query.as_at.isoformat(),
        change_day=query_button("Show that day", Verb.AS_AT_DAY, query),
    )


def _known_on(asking: Asking, metric: Metric, query: Query) -> Iterator[str]:
    """That facts count up to an earlier day, where that is not in the title already."""
    if query.as_at != asking.turn.today and metric.timing is not Timing.STOCK:
        yield f"As known on {day_said(query.as_at)}."


def _is_large(metric: Metric, query: Query) -> bool:
    return metric.shape is not Shape.SHARES or metric.shares in query.filters


def _sentences(found: Answer, metric: Metric, query: Query, figures: Figures) -> Iterator[str]:
    total = figures.total
    yield metric.definition if found.explains else ""
    yield found.why_none or ("There is nothing to count here yet." if found.kind is AnswerKind.NO_DATA else "")
    yield counts_said(metric, query, total)
    target = stands_to_target(metric, total)
    yield f"{target}." if target else ""
    yield goal_said(found.goal, total) if found.goal is not None else ""
    over = over_the_whole(metric, total).strip(", ")
    yield f"It is {over}." if over else ""
    yield interval_said(metric, total)


def _left_out(figures: Figures) -> list[str]:
    out = [f"Not counted: {count} {what}." for what, count in figures.left_out if count]
    return [*out, *(f"Of them {count} {what}." for what, count in figures.told if count)]


def _now(asking: Asking, found: Answer, query: Query, figures: Figures) -> Sequence[str]:
    outlook = outlook_of(asking.turn.unit, query, asking.viewer, figures.total, asking.turn.today)
    return () if outlook is None or found.metric is None else list(_said_now(outlook, found.metric, figures))


def _said_now(outlook: Outlook, metric: Metric, figures: Figures) -> Iterator[str]:
    """How many are in, how many not yet due, how it stood a month ago, how many more reach the target."""
    if outlook.not_yet_due is not None and figures.total.numerator is not None:
        yield f"So far {_are(figures.total.numerator)} in, and {_are(outlook.not_yet_due)} not yet due."
    before = outlook.a_month_ago
    stood = figure_said(before) if before.value is not None else "without data"
    yield f"On the same day last month, {day_said(outlook.day)}, it stood at {stood}."
    if outlook.more_to_target and metric.target is not None:
        more = (
            "1 more return reaches" if outlook.more_to_target == 1 else f"{outlook.more_to_target} more returns reach"
        )
        yield f"{more} the target of {metric.target.value:g}%."


def _are(count: int) -> str:
    return f"{count} is" if count == 1 else f"{count} are"


def _tables(found: Answer, query: Query, figures: Figures, start: int) -> Iterator[AnswerTable]:
    if found.rows is not None:
        yield _rows(found.rows, query, start)
    elif figures.lines:
        yield _lines(figures.lines, query, start)
    elif found.services:
        yield AnswerTable("By service", "Service", "Figure", [_line(one) for one in found.services[:ROWS]])


def _rows(rows: Sequence[Mapping[str, object]], query: Query, start: int) -> AnswerTable:
    shown = [row_said(row) for row in rows[start : start + ROWS]]
    said, more = _rest(len(rows), query, start)
    return AnswerTable("Which ones", "Reference", "What is known", shown, said, more, ROW_WIDTHS)


def _lines(lines: Sequence[Line], query: Query, start: int) -> AnswerTable:
    keys = list(lines[0].group)
    left = " · ".join(named(Dimension(key)) for key in keys)
    shown = [_line(one) for one in lines[start : start + ROWS]]
    title = f"By {' and '.join(named(one) for one in query.group_by)}" if query.group_by else ""
    said, more = _rest(len(lines), query, start)
    return AnswerTable(title, first_capital(left), "Figure", shown, said, more)


def _rest(count: int, query: Query, start: int) -> tuple[str, Button | None]:
    end = start + ROWS
    if count <= ROWS:
        return "", None
    said = f"Shown: {start + 1} to {min(end, count)} of {count}."
    return (said, more_button(query, end)) if end < count else (said, None)


def _line(line: Line) -> tuple[str, str]:
    return " · ".join(_group(key, value) for key, value in line.group.items()), figure_said(line.figure)


def _group(key: str, value: str | None) -> str:
    if key == Dimension.MONTH.value and value is not None:
        return spoken_month(value)
    said = value_said(value)
    return first_capital(said)


def _chart(asking: Asking, metric: Metric, query: Query) -> ChartView | None:
    series = series_of(asking.turn.unit, query, asking.viewer)
    if series is None or series.chart is None:
        return None
    points = [
        Point(f"{month}-01", spoken_month(month), figure.value, figure_said(figure))
        for month, figure in series.points
        if figure.value is not None
    ]
    if len(points) < _FEWEST_POINTS:
        return None
    median = series.chart.median
    return ChartView(
        f"{metric.label}, month by month",
        _AXES[metric.unit],
        points,
        median,
        _HUNDRED if metric.unit == "percent" and max(series.chart.values) <= _HUNDRED else None,
        list(_said_of(series, metric)),
    )


_AXES = {"percent": "Percent", "count": "Count", "days": "Days", "ratio": "Ratio"}


def _said_of(series: Series, metric: Metric) -> Iterator[str]:
    """The median in words; a shift only where the run chart's rule gives one (METRICS, "The metrics")."""
    if series.chart is None:
        return
    months = sum(figure.value is not None for _, figure in series.points)
    median = f"{rounded(series.chart.median)}%" if metric.unit == "percent" else f"{series.chart.median:g}"
    yield f"The middle of these {months} months (the median) is {median}."
    if series.chart.shift is not None:
        side = "above" if series.chart.shift == "up" else "below"
        yield f"This is a shift: at least the last {SHIFT} months off the median are all {side} it."
