"""The months before a figure as a chart, and tables of two columns that a phone has room for."""

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import (
    CardElement,
    ColumnDefinition,
    LineChart,
    LineChartData,
    LineChartValue,
    Table,
    TableCell,
    TableRow,
    TextBlock,
)

from cards.elements import plain, said

# A long name of a team is cut, so that a list of them stays a list.
_LONGEST_CELL = 200


@dataclass(frozen=True, slots=True)
class Point:
    """A month of a chart: its first day as `2019-08-01`, its name, its value, and how that is shown with its counts."""

    day: str
    name: str
    value: float
    shown: str


@dataclass(frozen=True, slots=True)
class ChartView:
    """The months before a figure.

    Attributes:
        title: what the chart shows, which a screen reader says of it.
        axis: the unit of the values, in a word.
        points: the months that have a value, oldest first.
        median: the middle of their values.
        highest: where the axis ends; None to leave it to the values.
        words: what the chart shows, in sentences.
    """

    title: str
    axis: str
    points: Sequence[Point]
    median: float
    highest: float | None
    words: Sequence[str]


def two_columns(left: str, right: str, rows: Sequence[tuple[str, str]], widths: tuple[int, int] = (3, 2)) -> Table:
    """A table of a name and a figure a row, with a heading each; `widths` are the columns' shares of the card's."""
    lines = [_row(left, right, is_heading=True), *(_row(name, shown) for name, shown in rows)]
    return Table(
        columns=[ColumnDefinition(width=width) for width in widths],
        rows=lines,
        first_row_as_headers=True,
        show_grid_lines=False,
        spacing="Small",
    )


def _row(left: str, right: str, *, is_heading: bool = False) -> TableRow:
    return TableRow(cells=[_cell(left, is_heading=is_heading), _cell(right, is_heading=is_heading)])


def _cell(text: str, *, is_heading: bool) -> TableCell:
    short = text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL].rstrip()}…"
    return TableCell(items=[TextBlock(text=plain(short), wrap=True, weight="Bolder" if is_heading else None)])


def months_before(view: ChartView) -> list[CardElement]:
    """The chart with its median, and what it shows in words; a table in its place where charts can't be drawn."""
    table = two_columns("Month", view.axis, [(point.name, point.shown) for point in view.points])
    chart = LineChart(
        title=view.title,
        show_title=True,
        x_axis_title="Month",
        y_axis_title=view.axis,
        y_min=0,
        y_max=view.highest,
        data=[
            _line(view.axis, [(point.day, point.value) for point in view.points], "categoricalBlue"),
            _line("Median", [(point.day, view.median) for point in view.points], "neutral"),
        ],
        fallback=table,
    )
    return [chart, *map(said, view.words)]


def _line(legend: str, values: Sequence[tuple[str, float]], color: str) -> LineChartData:
    shown = [LineChartValue(x=day, y=value) for day, value in values]
    return LineChartData.model_validate({"legend": legend, "values": shown, "color": color})
