"""A question's statement run, and its rows added up to figures."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.words import OVERALL_RATINGS, Rating
from metrics.catalogue import metric as metric_named
from metrics.measure import Metric, Shape
from metrics.periods import key_of_month
from metrics.query import OF_TIME, Query
from metrics.scope import Viewer
from metrics.statement import FIGURE, frames_of, named_beside, split_dimension, statement_of
from metrics.statistics import Agreement, agreement, middle, percent, whole_percent, wilson
from storage.store import Unit

Group = tuple[str | None, ...]


@dataclass(slots=True)
class Tally:
    """What was counted for one group.

    Attributes:
        above, below: the counts on either side of the line.
        shares: for a distribution, share → (count, base of that share where it has one of its own).
        values: for a median the days, for agreement the pairs of ratings, each with how often.
    """

    above: int = 0
    below: int = 0
    shares: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    values: list[tuple[Any, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its counts, its value in its unit, how it is shown, its interval.

    `numerator` and `denominator` are None where the shape has none; `value` is None where there is no data.
    """

    numerator: int | None
    denominator: int | None
    value: float | None
    display: str
    interval: tuple[float, float] | None = None
    count: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of one group, of one share, or of one share of one group."""

    group: dict[str, str | None]
    figure: Figure


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a question's statement gave.

    Attributes:
        total: over all groups, those included that the viewer may not see named.
        lines: the breakdown and the shares, in the order in which they are shown.
        left_out: (what, how many), of what does not stand below the line.
        told: (what, how many), of what stands below the line and is named all the same.
    """

    total: Figure
    lines: tuple[Line, ...]
    left_out: tuple[tuple[str, int], ...]
    told: tuple[tuple[str, int], ...] = ()


def count_figures(unit: Unit, query: Query, viewer: Viewer) -> Figures:
    """Run a question's statement and add its rows up.

    Raises:
        BadInputError: the figure has no such dimension, or there is no such figure.
    """
    metric = metric_named(query.metric)
    rows = unit.connection.execute(statement_of(metric, query, viewer)).all()
    total, groups, beside = _added_up(metric, query, rows)
    ordered = sorted(groups, key=lambda group: tuple((key is None, key or "") for key in group))
    lines = [line for group in ordered for line in _lines(metric, query, group, groups[group])]
    if not query.group_by:
        lines = _shares(metric, query, {}, total)
    told = {what for what, _ in metric.told}
    return Figures(
        figure_of(metric, query, total),
        tuple(lines),
        tuple(one for one in beside if one[0] not in told),
        tuple(one for one in beside if one[0] in told),
    )


def _added_up(
    metric: Metric, query: Query, rows: Iterable[Any]
) -> tuple[Tally, dict[Group, Tally], tuple[tuple[str, int], ...]]:
    total, groups = Tally(), defaultdict[Group, Tally](Tally)
    days = {frame.key: frame.as_at for frame in frames_of(metric, query)}
    beside = [0] * len(metric.beside)
    width = len(query.group_by)
    for use, frame, *rest in rows:
        keys, (share, seen), (*values, above, below) = rest[:width], rest[width : width + 2], rest[width + 2 :]
        if use != FIGURE:
            beside[use] += above
            continue
        is_whole = frame is None
        if len(values) == 1:
            values = [values[0], days[frame]]
        if is_whole or metric.adds_up:
            _add(total, metric, share, values, above, below)
        if width and seen and (not is_whole or metric.adds_up or split_dimension(query) is None):
            _add(groups[_group(query, frame, keys)], metric, share, values, above, below)
    return (
        total,
        dict(groups),
        tuple((metric.beside[place][0], beside[place]) for place in named_beside(metric, query)),
    )


def _group(query: Query, frame: str | None, keys: Sequence[str | None]) -> Group:
    return tuple(
        key_of_month(key, OF_TIME[dimension]) if dimension in OF_TIME and key is not None and frame is None else key
        for dimension, key in zip(query.group_by, keys, strict=True)
    )


def _add(tally: Tally, metric: Metric, share: str | None, values: Sequence[Any], above: int, below: int) -> None:
    if metric.shape is Shape.SHARES and share is not None:
        has_own_base = any(part.share for part in metric.parts)
        count, base = tally.shares.get(share, (0, 0 if has_own_base else None))
        more = above if has_own_base else below
        tally.shares[share] = (count + more, base + below if base is not None else None)
        tally.below += 0 if has_own_base else below
        return
    tally.above += above
    tally.below += below
    if values:
        tally.values.append((*values, above))


def _wanted_shares(metric: Metric, query: Query) -> tuple[str, ...]:
    return query.filters.get(metric.shares, ()) if metric.shares is not None else ()


def figure_of(metric: Metric, query: Query, tally: Tally) -> Figure:
    """A tally as the figure its shape makes of it."""
    match metric.shape:
        case Shape.SHARE:
            return _share(metric, tally.above, tally.below)
        case Shape.COUNT:
            return _count(metric, tally)
        case Shape.SHARES:
            return _of_shares(metric, query, tally)
        case Shape.MEDIAN:
            return _median(tally)
        case Shape.OLDEST:
            return _oldest(tally)
        case Shape.QUOTIENT:
            return _quotient(tally)
        case Shape.AGREEMENT:
            return _agreement(tally)


def _share(metric: Metric, above: int, below: int) -> Figure:
    if below == 0:
        return Figure(above, 0, None, "no data")
    interval = wilson(above, below) if metric.is_sample else None
    return Figure(above, below, percent(above, below), f"{whole_percent(above, below)}%", interval)


def _count(metric: Metric, tally: Tally) -> Figure:
    if metric.has_base and tally.below == 0:
        return Figure(0, None, None, "no data")
    return Figure(tally.above, None, float(tally.above), str(tally.above))


def _of_shares(metric: Metric, query: Query, tally: Tally) -> Figure:
    wanted = _wanted_shares(metric, query)
    if not wanted:
        return Figure(None, tally.below, None, "no data" if tally.below == 0 else f"{tally.below} counted")
    found = [tally.shares.get(share, (0, None)) for share in wanted]
    base = next((own for _, own in found if own is not None), tally.below)
    return _share(metric, sum(count for count, _ in found), base)


def _days(row: tuple[Any, ...]) -> int:
    first, last, _ = row
    return (_day(last) - _day(first)).days


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def _median(tally: Tally) -> Figure:
    days = [_days(row) for row in tally.values for _ in range(row[-1])]
    found = middle(days)
    if found is None:
        return Figure(None, None, None, "no data", count=0)
    shown = f"{found:g} day{'' if found == 1 else 's'}"
    return Figure(None, None, found, shown, count=len(days))


def _oldest(tally: Tally) -> Figure:
    if not tally.values:
        return Figure(None, None, None, "none open", count=0)
    oldest = min(tally.values, key=lambda row: _day(row[0]))
    first, days = _day(oldest[0]), _days(oldest)
    return Figure(None, None, float(days), f"{days} day{'' if days == 1 else 's'}", count=tally.above, day=first)


def _quotient(tally: Tally) -> Figure:
    if tally.below == 0:
        return Figure(tally.above, 0, None, "no data")
    value = round(tally.above / tally.below, 2)
    return Figure(tally.above, tally.below, value, f"{value:.1f} to one")


_PLACES = {rating: place for place, rating in enumerate(OVERALL_RATINGS)}


def _agreement(tally: Tally) -> Figure:
    pairs = [(_PLACES[Rating(one)], _PLACES[Rating(other)]) for one, other, count in tally.values for _ in range(count)]
    found: Agreement | None = agreement(pairs)
    if found is None:
        return Figure(None, None, None, f"no data: {len(pairs)} pairs, at least 20 are needed", count=len(pairs))
    return Figure(None, None, found.kappa, f"{found.kappa:.2f}", (found.low, found.high), found.pairs)


def _lines(metric: Metric, query: Query, group: Group, tally: Tally) -> list[Line]:
    named = {dimension.value: key for dimension, key in zip(query.group_by, group, strict=True)}
    if metric.shape is Shape.SHARES and not _wanted_shares(metric, query):
        return _shares(metric, query, named, tally)
    return [Line(named, figure_of(metric, query, tally))]


def _shares(metric: Metric, query: Query, named: dict[str, str | None], tally: Tally) -> list[Line]:
    if metric.shape is not Shape.SHARES or metric.shares is None or _wanted_shares(metric, query):
        return []
    if metric.shares.value in named:
        return [Line(named, _share(metric, sum(count for count, _ in tally.shares.values()), tally.below))]
    found = []
    for share in [*metric.share_values, *(share for share in tally.shares if share not in metric.share_values)]:
        count, own = tally.shares.get(share, (0, None))
        base = tally.below if own is None else own
        found.append(Line({**named, metric.shares.value: share}, _share(metric, count, base)))
    return found if tally.below or any(own for _, own in tally.shares.values()) else []
