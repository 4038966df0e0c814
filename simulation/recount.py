"""The figures of a month, held against a plain count of what the store holds."""

from collections.abc import Callable, Iterator
from datetime import date

from domain.words import Role
from metrics.figures import count_figures
from metrics.periods import month_named
from metrics.query import Query
from metrics.scope import Viewer
from simulation.facts import Reader
from storage.store import Unit

QA = Viewer(0, "qa@council.example", frozenset({Role.QA}))
# Each figure beside the count that it must be: of a month's allocations that were not withdrawn.
PLAIN = {
    "allocated": "1",
    "returned": "returned_on IS NOT NULL",
    "late_returns": "returned_on > due_on",
}


def differences(reader: Reader, do: Callable[[Callable[[Unit], list[str]]], list[str]], today: date) -> list[str]:
    """Where a figure and the plain count of it differ, a sentence each, for the latest months that have audits."""
    months = [row[0] for row in reader.rows("SELECT DISTINCT month FROM allocation ORDER BY month DESC LIMIT 2")]
    return do(lambda unit: [one for month in months for one in _of_month(unit, reader, month, today)])


def _of_month(unit: Unit, reader: Reader, month: str, today: date) -> Iterator[str]:
    period = month_named(month)
    for metric, condition in PLAIN.items():
        statement = f"SELECT count(*) FROM allocation WHERE month = ? AND status <> 'withdrawn' AND {condition}"  # noqa: S608 - our own words
        plain = reader.one(statement, month)
        figure = count_figures(unit, Query(metric, (period,), today), QA).total
        counted = figure.count if figure.count is not None else figure.numerator
        if counted != plain:
            yield f"{metric} of {month} is {counted}, and {plain} by a plain count"
