"""A typed question as one SQL statement: a select for each part and frame, all of them together in one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    null,
    select,
    union_all,
)

from metrics.facts.joined import Column, Condition, Facts
from metrics.measure import Metric, Part, Test, Timing
from metrics.periods import Period, months_in, parts_of
from metrics.query import OF_TIME, Dimension, Query
from metrics.scope import Viewer, sees_groups, sees_rows, within

# What a part's rows are for: the figure itself, or what is named beside it.
FIGURE = -1
# Made once: made anew for each branch, they take a fifth of the time that making a statement takes.
_NOTHING: Column = cast(null(), String)
_NONE: Column = literal_column("0", Integer)
_ONE: Column = literal_column("1", Integer)
_EVERY_ROW: Column = func.count()


@dataclass(frozen=True, slots=True)
class Frame:
    """A period and a day for which the parts are asked. `key` names it in a breakdown by time; None is the whole."""

    key: str | None
    period: Period
    as_at: date


def split_dimension(query: Query) -> Dimension | None:
    """The dimension of time that a question is broken down by, if any."""
    return next((dimension for dimension in query.group_by if dimension in OF_TIME), None)


def frames_of(metric: Metric, query: Query) -> list[Frame]:
    """For which periods and days a question asks its parts.

    What adds up over months is asked once for each period named, and broken down by the facts' own months. A stock
    stands as at the end of its period; a stock, a pool or a window is asked anew for each part of a breakdown by time.
    """
    split = split_dimension(query)
    if len(query.periods) > 1:
        frames = [_frame(metric, query, period, period.key) for period in query.periods]
    elif split is None or metric.adds_up:
        return [_frame(metric, query, query.period, None)]
    else:
        frames = [_frame(metric, query, part, part.key) for part in parts_of(query.period, OF_TIME[split])]
    whole = [] if metric.adds_up else [_frame(metric, query, query.period, None)]
    return [*frames, *whole]


def _frame(metric: Metric, query: Query, period: Period, key: str | None) -> Frame:
    as_at = min(query.as_at, period.end) if metric.timing is Timing.STOCK else query.as_at
    return Frame(key, period, as_at)


@dataclass(frozen=True, slots=True)
class Key:
    """A column by which rows are counted together; one that does not vary is left out of GROUP BY.

    Where `name` is given, the column is a key, and that makes its name of it.
    """

    column: Column
    varies: bool = False
    name: Callable[[Column], Column] | None = None


class Asked:
    """One part in one frame: its facts, with the conditions that a question puts on them."""

    def __init__(self, metric: Metric, query: Query, viewer: Viewer, part: Part, frame: Frame) -> None:
        self.metric, self.query, self.viewer, self.part, self.frame = metric, query, viewer, part, frame
        self.facts: Facts = part.facts(frame.as_at, frame.period)
        self.facts.sealed = viewer.sealed if metric.tells_findings else frozenset()

    def test(self, test: Test | None) -> Condition | None:
        """A test of the catalogue, on these facts."""
        return None if test is None else test(self.facts)

    def wanted(self) -> Condition:
        """Which facts count at all: those that stand, of the period, the filters, the part and the viewer's reach."""
        facts, query = self.facts, self.query
        conditions = [facts.stands(), *([facts.not_sealed()] if facts.sealed else [])]
        if self.part.is_dated:
            conditions.append(facts.in_period())
        conditions += [
            facts.is_one_of(dimension, values)
            for dimension, values in query.filters.items()
            if dimension is not self.metric.shares and dimension in facts.DIMENSIONS
        ]
        limits = (self.test(self.part.where), within(facts, self.viewer, query.reach))
        return and_(*conditions, *(limit for limit in limits if limit is not None))

    def groups(self) -> list[Key]:
        """The columns of the breakdown: NULL where the group is not this viewer's to see."""
        seen = self._sees_group()
        return [self._group(dimension, seen) for dimension in self.query.group_by]

    def _group(self, dimension: Dimension, seen: Condition | None) -> Key:
        if self.frame.key is not None and dimension in OF_TIME:
            return Key(literal(self.frame.key, String))
        source = Dimension.MONTH if dimension in OF_TIME else dimension
        if source not in self.facts.DIMENSIONS:
            return Key(_NOTHING)
        keyed = self.facts.group_key(source) if seen is None else None
        if keyed is not None:
            return Key(keyed[0], varies=True, name=keyed[1])
        column = self.facts.dimension(source)
        if dimension in OF_TIME or seen is None:
            return Key(cast(column, String), varies=True)
        return Key(cast(case((seen, column)), String), varies=True)

    def _sees_group(self) -> Condition | None:
        return sees_groups(self.facts, self.viewer, self.query)

    def is_seen(self) -> Key:
        """1 where the viewer may see the group named."""
        seen = self._sees_group() if set(self.query.group_by) - set(OF_TIME) else None
        return Key(_ONE) if seen is None else Key(case((seen, 1), else_=0), varies=True)

    def share(self) -> Key:
        """The share of a distribution that a row falls into."""
        if self.part.share is not None:
            return Key(literal(self.part.share, String))
        shares = self.metric.shares
        if shares is None or shares not in self.facts.DIMENSIONS:
            return Key(_NOTHING)
        return Key(cast(self.facts.dimension(shares), String), varies=True)

    def tally(self, test: Test | None) -> Column:
        """How many facts meet a test, each by its weight."""
        if test is None:
            return _NONE
        if self.part.weight is None and (test is self.part.where or test is type(self.facts).stands):
            # Every row that is wanted meets it.
            return _EVERY_ROW
        weight: Any = _ONE if self.part.weight is None else self.part.weight(self.facts)
        return func.coalesce(func.sum(case((test(self.facts), weight), else_=_NONE)), _NONE)

    def values(self) -> Sequence[Column]:
        """The columns that a median or an agreement is made of."""
        return () if self.metric.value is None else self.metric.value(self.facts)


def named_beside(metric: Metric, query: Query) -> list[int]:
    """The places in `metric.beside` of what a question names: what its filters can't narrow would be another's."""
    return [
        number
        for number, (_, part) in enumerate(metric.beside)
        if all(one in part.facts.DIMENSIONS or one is metric.shares for one in query.filters)
    ]


def _parts(metric: Metric, query: Query, frames: Sequence[Frame]) -> Iterator[tuple[int, Part, Frame]]:
    for frame in frames:
        for part in metric.parts:
            for one in _frames_of_part(part, frame):
                yield FIGURE, part, one
        if frame.key is None:
            for number in named_beside(metric, query):
                part = metric.beside[number][1]
                for one in _frames_of_part(part, frame):
                    yield number, part, one


def _frames_of_part(part: Part, frame: Frame) -> list[Frame]:
    if not part.is_monthly or frame.period.is_one_month:
        return [frame]
    return [Frame(frame.key, month, frame.as_at) for month in months_in(frame.period)]


def _text(value: str | None) -> Column:
    return _NOTHING if value is None else literal(value, String)


def _branch(asked: Asked, use: int) -> Select[Any]:
    """The select of one part in one frame: its keys, and what stands above and below the line for each."""
    if use != FIGURE:
        # What is named as left out is one number: it is not broken down.
        keys = [Key(_NOTHING) for _ in asked.query.group_by]
        counted: list[Column] = [_EVERY_ROW, _NONE]
        keys += [Key(_NOTHING), Key(_ONE)]
    else:
        keys = [*asked.groups(), asked.share(), asked.is_seen()]
        counted = [asked.tally(asked.part.above), asked.tally(asked.part.below)]
    values = asked.values() if use == FIGURE else [_NOTHING for _ in asked.values()]
    wanted = asked.wanted()
    grouped = [*(key.column for key in keys if key.varies), *(values if use == FIGURE else ())]
    columns: list[Column] = [
        literal_column(str(use), Integer).label("used_for"),
        _text(asked.frame.key).label("frame"),
        *(key.column.label(f"key_{place}") for place, key in enumerate(keys)),
        *(column.label(f"value_{place}") for place, column in enumerate(values)),
        counted[0].label("above"),
        counted[1].label("below"),
    ]
    counts = select(*columns).select_from(asked.facts.source()).where(wanted).group_by(*grouped)
    names = {f"key_{place}": key.name for place, key in enumerate(keys) if key.name is not None}
    return _named(counts, names) if names else counts


def _named(counts: Select[Any], names: Mapping[str, Callable[[Column], Column]]) -> Select[Any]:
    """Counts by keys as counts by names.

    The names stand around the counts: beside them, PostgreSQL would not count in several processes.
    """
    found = counts.subquery()
    return select(*(names[one.key](one).label(one.key) if one.key in names else one for one in found.c))


def statement_of(metric: Metric, query: Query, viewer: Viewer) -> Select[Any] | CompoundSelect[Any]:
    """The one statement that fetches what a question counts.

    Columns: `used_for` (FIGURE, or the place in `metric.beside`), `frame`, then a key for each dimension of the
    breakdown, the share, whether the group may be named, the values of a median, and the two counts.
    """
    branches = [
        _branch(Asked(metric, query, viewer, part, frame), use)
        for use, part, frame in _parts(metric, query, frames_of(metric, query))
    ]
    return branches[0] if len(branches) == 1 else union_all(*branches)


def listing_of(metric: Metric, query: Query, viewer: Viewer) -> Select[Any] | CompoundSelect[Any]:
    """The rows behind a question's numerator; of a distribution without a wanted share, those behind its base."""
    branches = [
        _listed(Asked(metric, query, viewer, part, one))
        for frame in frames_of(metric, query)
        if frame.key is None or metric.adds_up
        for part in metric.parts
        if part.above is not None or (metric.shares is not None and part.share is None)
        for one in _frames_of_part(part, frame)
    ]
    return branches[0] if len(branches) == 1 else union_all(*branches)


def counted_parts(metric: Metric, query: Query, viewer: Viewer) -> Iterator[Asked]:
    """Every part of a figure in every frame that its whole is added up from: what looks at its rows one by one."""
    for frame in frames_of(metric, query):
        if frame.key is None or metric.adds_up:
            for part in metric.parts:
                for one in _frames_of_part(part, frame):
                    yield Asked(metric, query, viewer, part, one)


def _listed(asked: Asked) -> Select[Any]:
    limits = (asked.test(asked.part.above), sees_rows(asked.facts, asked.viewer, asked.query))
    conditions = [asked.wanted(), *(limit for limit in limits if limit is not None)]
    shares = asked.metric.shares
    if shares is not None and shares in asked.query.filters and shares in asked.facts.DIMENSIONS:
        conditions.append(asked.facts.is_one_of(shares, asked.query.filters[shares]))
    columns = [column.label(name) for name, column in asked.facts.listed()]
    return select(*columns).select_from(asked.facts.source()).where(and_(*conditions))
