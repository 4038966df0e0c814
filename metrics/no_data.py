"""Why a question has no data, and what can be asked instead: an empty base is never 0% (METRICS, "The metrics")."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from metrics.catalogue import metric as metric_named
from metrics.counts_said import ABOVE_AND_BELOW, BASES
from metrics.facts.audits import AuditFacts
from metrics.figures import count_figures
from metrics.measure import Metric, Shape
from metrics.periods import Period, PeriodKind, month_around, month_named, months_before, span
from metrics.query import Dimension, Query, Reach
from metrics.scope import Viewer
from metrics.wording import day_said, filters_said
from storage.store import Unit
from storage.tables.allocations import allocation

_ALLOCATED = "allocated"
_SO_FAR = " so far"
# Two years: who was not audited in them is not looked for any further.
_LOOKED_BACK = 24


@dataclass(frozen=True, slots=True)
class NoData:
    """A sentence that says why, and the same question of a month that has data, where one was found."""

    why: str
    instead: Query | None = None


def why_no_data(unit: Unit, metric: Metric, query: Query, viewer: Viewer) -> NoData:
    """Why nothing can be counted: nothing allocated at all, nothing of that place, or nothing come back of it."""
    if metric.shape is Shape.AGREEMENT:
        return NoData("Ask over more months, or for all auditors together.")
    if metric.is_register:
        return NoData("Nothing of that kind is recorded yet. The QA team can import it with the workbook.")
    in_all = _allocated(unit, replace(query, filters={}, reach=Reach.WHOLE), viewer)
    if not in_all:
        when = query.period.label.removesuffix(_SO_FAR)
        return _in_another_month(
            unit, metric, query, viewer, f"No audits were allocated in {when} by {day_said(query.as_at)}."
        )
    if not any(issubclass(part.facts, AuditFacts) for part in metric.parts):
        return NoData("There is nothing of that kind to count in that period. Try a longer one, or an earlier month.")
    return _in_another_month(unit, metric, query, viewer, _none_of(unit, metric, query, viewer, in_all))


def _none_of(unit: Unit, metric: Metric, query: Query, viewer: Viewer, in_all: int) -> str:
    kept = {key: values for key, values in query.filters.items() if key in metric_named(_ALLOCATED).dimensions}
    of_place = _allocated(unit, replace(query, filters=kept), viewer)
    if not of_place:
        whose = filters_said(kept) or "you or your teams"
        return f"{in_all} audits were allocated then, none of them for {whose}."
    below = ABOVE_AND_BELOW[metric.id][1] if metric.id in ABOVE_AND_BELOW else BASES.get(metric.id, metric.label)
    are = "1 audit was" if of_place == 1 else f"{of_place} audits were"
    return f"{are} allocated then, and there is nothing yet of what this is counted from ({below})."


def _allocated(unit: Unit, query: Query, viewer: Viewer) -> int:
    asked = replace(query, metric=_ALLOCATED, group_by=(), lists=False)
    return count_figures(unit, asked, viewer).total.numerator or 0


def _in_another_month(unit: Unit, metric: Metric, query: Query, viewer: Viewer, why: str) -> NoData:
    """The same question of the last month before that has data for it."""
    latest = _latest_with_data(unit, metric, query, viewer)
    if latest is None:
        return NoData(
            f"{why} None of the {_LOOKED_BACK} months before has any either: ask for another place or figure."
        )
    instead = replace(query, periods=(latest,), lists=False)
    return NoData(f"{why} The last month before with data is {latest.label}.", instead)


def _latest_with_data(unit: Unit, metric: Metric, query: Query, viewer: Viewer) -> Period | None:
    start = query.period.start
    if Dimension.MONTH not in metric.dimensions or query.period.kind is PeriodKind.EVER:
        return None
    before = span(months_before(start, _LOOKED_BACK), months_before(start, 1))
    by_month = replace(query, periods=(before,), group_by=(Dimension.MONTH,), lists=False)
    lines = count_figures(unit, by_month, viewer).lines
    months = [str(line.group[Dimension.MONTH.value]) for line in lines if line.figure.value is not None]
    return month_named(max(months)) if months else None


def month_with_audits(unit: Unit, today: date) -> Period:
    """The month to offer where none is named: this one once its audits are allocated, else the last whole one."""
    this = month_around(today)
    row = allocation.c
    begun = select(row.id).where(row.month == this.key, row.allocated_on <= today).limit(1)
    if unit.connection.execute(begun).first() is not None:
        return this
    return month_around(months_before(today, 1))
