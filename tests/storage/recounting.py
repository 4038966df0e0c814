"""A figure recounted and a figure counted, in one form in which they can be compared."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median
from typing import Any

from metrics.figures import Figure, Figures
from metrics.measure import Metric, Shape
from metrics.query import Query
from tests.storage.recount import Council, Item, Known, Span, added
from tests.storage.recount_figures import FIGURES

# Groups (with a share at the end of a distribution's) → what was counted. What counted nothing is left out.
Counted = dict[tuple[Any, ...], tuple[Any, ...]]
_TIME = ("month", "quarter", "year")


class Recount:
    """A council's figures recounted; what was known on a day is worked out once."""

    def __init__(self, council: Council) -> None:
        self._council = council
        self._known: dict[date, Known] = {}

    def known(self, as_at: date) -> Known:
        """The council as it was known on a day."""
        return self._known.setdefault(as_at, Known(self._council, as_at))

    def items(self, query: Query, span: Span) -> list[Item]:
        """What a question's filters leave of what counts in a period."""
        as_at = min(query.as_at, span.end) if FIGURES[query.metric].stands else query.as_at
        filters = {dimension.value: values for dimension, values in query.filters.items()}
        return added(FIGURES[query.metric].items(self.known(as_at), span), filters)


def recounted(recount: Recount, metric: Metric, query: Query) -> Counted:
    """The figure as the recount has it: the whole under `()`, each group under its keys."""
    names = [dimension.value for dimension in query.group_by]
    span = Span(query.period.start, query.period.end)
    split = next((name for name in names if name in _TIME), None)
    whole = recount.items(query, span)
    frames: list[tuple[str | None, Sequence[Item]]] = [(None, whole)]
    if split and FIGURES[query.metric].looks_back:
        frames = [(key, recount.items(query, part)) for key, part in _parts(span, split)]
    groups = defaultdict[tuple[Any, ...], list[Item]](list)
    for key, items in frames:
        for item in items:
            groups[tuple(_key(item, name, key) for name in names)].append(item)
    if not names:
        return _tallies(metric, (), whole)
    found = {} if metric.shape is Shape.SHARES else _tallies(metric, (), whole)
    for group, items in groups.items():
        found |= _tallies(metric, group, items)
    return found


def _key(item: Item, name: str, frame: str | None) -> Any:
    if name in _TIME:
        return frame or time_key(item.of["month"], name)
    return item.of.get(name)


def time_key(month: str, name: str) -> str:
    """A month as `2019-08`, the quarter it is in as `Q2 2019/20`, the year it is in as `2019/20`."""
    year, number = int(month[:4]), int(month[5:])
    begins = year if number > 3 else year - 1
    financial = f"{begins}/{(begins + 1) % 100:02}"
    if name == "quarter":
        return f"Q{(number + 8) % 12 // 3 + 1} {financial}"
    return month if name == "month" else financial


def _parts(span: Span, name: str) -> list[tuple[str, Span]]:
    """The months, quarters or years of a period, each cut to it."""
    months = defaultdict[str, list[str]](list)
    for month in span.months:
        months[time_key(month, name)].append(month)
    return [(key, _cut(some, span)) for key, some in months.items()]


def _cut(months: Sequence[str], span: Span) -> Span:
    first = date(int(months[0][:4]), int(months[0][5:]), 1)
    last = date(int(months[-1][:4]), int(months[-1][5:]), 28) + timedelta(days=4)
    return Span(max(span.start, first), min(span.end, last.replace(day=1) - timedelta(days=1)))


def _tallies(metric: Metric, group: tuple[Any, ...], items: Sequence[Item]) -> Counted:
    name = FIGURES[metric.id].shares
    if name is None:
        return _filled({group: _tally(metric, items)})
    base = sum(item.below for item in items)
    found: Counted = {}
    for share in {item.of[name] for item in items if item.above}:
        of_share = [item for item in items if item.of[name] == share]
        above, below = sum(item.above for item in of_share), sum(item.below for item in of_share)
        found[(*group, share)] = (above, below if FIGURES[metric.id].own_bases else base)
    return found


def _tally(metric: Metric, items: Sequence[Item]) -> tuple[Any, ...]:
    above, below = sum(item.above for item in items), sum(item.below for item in items)
    values = [item.value for item in items if item.above]
    match metric.shape:
        case Shape.COUNT:
            return (above,)
        case Shape.MEDIAN:
            return (len(values), float(median(values)) if values else None)
        case Shape.OLDEST:
            return (len(values), min(values, default=None))
        case Shape.AGREEMENT:
            pairs = [item.value for item in items]
            return (len(pairs), _kappa(pairs) if len(pairs) >= 20 else None)
        case _:
            return (above, below)


def _kappa(pairs: Sequence[tuple[int, int]]) -> float:
    """Quadratic-weighted kappa from its definition: how far raters differ, against any two of their ratings."""
    seen = sum((one - other) ** 2 for one, other in pairs) / len(pairs)
    by_chance = sum((one - other) ** 2 for one, _ in pairs for _, other in pairs) / len(pairs) ** 2
    return round(1 - seen / by_chance, 2) if by_chance else 1.0


def counted(metric: Metric, query: Query, figures: Figures) -> Counted:
    """What `count_figures` gave, in the same form."""
    shares = metric.shape is Shape.SHARES
    found: Counted = {} if shares else {(): _figure(metric, figures.total)}
    for line in figures.lines:
        keys = [line.group[dimension.value] for dimension in query.group_by]
        if shares and metric.shares is not None:
            keys.append(line.group[metric.shares.value])
        if not shares or line.figure.numerator:
            found[tuple(keys)] = _figure(metric, line.figure)
    return _filled(found)


def _figure(metric: Metric, figure: Figure) -> tuple[Any, ...]:
    match metric.shape:
        case Shape.COUNT:
            return (figure.numerator,)
        case Shape.MEDIAN | Shape.AGREEMENT:
            return (figure.count, figure.value)
        case Shape.OLDEST:
            return (figure.count, figure.day)
        case _:
            return (figure.numerator, figure.denominator)


def _filled(found: Counted) -> Counted:
    """Without the groups in which nothing was counted: a group with nothing in it may be shown as 0 or not at all."""
    return {group: tally for group, tally in found.items() if any(tally)}
