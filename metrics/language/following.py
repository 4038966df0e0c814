"""Follow-ups: what a text changes of the query before it, and what it leaves (METRICS, "Questions")."""

from dataclasses import replace
from datetime import date, timedelta

from metrics import periods
from metrics.catalogue import metric as metric_named
from metrics.language.composing import (
    MOST_GROUPS,
    OF_TIME,
    PLACES,
    checked,
    default_period,
    groups_of,
    hindered,
    named_filters,
    of_notions,
    stand_on_its_day,
)
from metrics.language.moments import Said
from metrics.language.notions import Notion
from metrics.language.outcomes import Outcome, Unclear
from metrics.language.reading_text import Text
from metrics.language.tokens import words_in
from metrics.measure import Metric, Timing
from metrics.periods import Period, PeriodKind
from metrics.query import Dimension, Query, Reach

_AROUND = {
    PeriodKind.MONTH: periods.month_around,
    PeriodKind.QUARTER: periods.quarter_around,
    PeriodKind.YEAR: periods.year_around,
}
_COMPARES = words_in("compare compared versus vs v against comparison compares comparing")


def followed(text: Text, notions: frozenset[Notion], today: date, before: Query) -> Outcome:
    """The query before, with another period, place, day or breakdown, or with its rows."""
    metric = metric_named(before.metric)
    named = {**text.asked_for.filters, **named_filters(text, metric), **of_notions(metric, notions)}
    other_side = _has_another_side(text, before, named)
    stand_on_its_day(text, metric)
    stopped = hindered(text, metric, today)
    if stopped is not None:
        return stopped
    if other_side:
        return Unclear("compared", (metric.id,))
    if not _changes(text, named):
        return Unclear("follow")
    chosen = _periods(text, metric, today, before)
    filters = {**_kept(text, before, named), **_beside_those_before(text, before, named)}
    query = replace(
        before,
        periods=chosen,
        as_at=text.moments.as_at or (today if _says_now(text) else before.as_at),
        filters=filters,
        group_by=_groups(text, metric, before, filters, chosen),
        reach=_reach(text, before, named),
        lists=text.asked_for.lists or text.asked_for.asks_who,
    )
    return checked(query, goes_on=True)


def _says_now(text: Text) -> bool:
    return bool({"now", "today"} & set(text.words.words))


def _changes(text: Text, named: dict[Dimension, tuple[str, ...]]) -> bool:
    asked = text.asked_for
    is_asked = asked.group_by or asked.lists or asked.asks_who or asked.reach
    return bool(named or text.moments.found or text.moments.as_at or is_asked or _says_now(text))


def _kept(text: Text, before: Query, named: dict[Dimension, tuple[str, ...]]) -> dict[Dimension, tuple[str, ...]]:
    """The filters before that stay: another place, and "the whole council", take the place of the one before."""
    moved = any(place in named for place in PLACES) or text.asked_for.reach is not None
    moved |= any(place in text.asked_for.group_by and "all" in text.words.words for place in PLACES)
    return {key: values for key, values in before.filters.items() if key not in named and not (moved and key in PLACES)}


def _has_another_side(text: Text, before: Query, named: dict[Dimension, tuple[str, ...]]) -> bool:
    """Whether a place is to be compared with the whole council, or a team with a service: no breakdown holds both.

    Neither are today's stock and that of a period rows of one breakdown.
    """
    if not set(text.words.words) & _COMPARES:
        return False
    if text.moments.found and before.period.kind is PeriodKind.DAY:
        return True
    to_whole = text.asked_for.reach is Reach.WHOLE and bool(set(before.filters) & set(PLACES))
    is_new = not set(named) <= set(before.filters) and not before.group_by and not text.asked_for.group_by
    return to_whole or is_new


def _beside_those_before(
    text: Text, before: Query, named: dict[Dimension, tuple[str, ...]]
) -> dict[Dimension, tuple[str, ...]]:
    """What is named now, after what was named before where both are to be compared: `compare with Deep Dale`."""
    if not set(text.words.words) & _COMPARES:
        return named
    return {key: tuple(dict.fromkeys((*before.filters.get(key, ()), *values))) for key, values in named.items()}


def _reach(text: Text, before: Query, named: dict[Dimension, tuple[str, ...]]) -> Reach:
    if text.asked_for.reach is not None:
        return text.asked_for.reach
    return Reach.WHOLE if any(place in named for place in PLACES) else before.reach


def _periods(text: Text, metric: Metric, today: date, before: Query) -> tuple[Period, ...]:
    said = tuple(dict.fromkeys(_earlier(one, before) for one in text.moments.found))
    as_at = text.moments.as_at or (today if _says_now(text) else None)
    if not said and as_at is not None and metric.timing is Timing.STOCK:
        return (default_period(metric, as_at, today),)
    if not said:
        return before.periods
    compares = bool(set(text.words.words) & _COMPARES)
    if compares and len(said) == 1 and before.period.kind not in {PeriodKind.DAY, PeriodKind.EVER}:
        return tuple(sorted({*before.periods, *said}, key=lambda period: period.start))
    return said


def _earlier(said: Said, before: Query) -> Period:
    """The period said; `the month before` is the one before that of the answer, where that was a month."""
    first = before.periods[0]
    if not said.is_before or said.period.kind is not first.kind or len(before.periods) > 1:
        return said.period
    return _AROUND[first.kind](first.start - timedelta(days=1)) if first.kind in _AROUND else said.period


def _groups(
    text: Text, metric: Metric, before: Query, filters: dict[Dimension, tuple[str, ...]], chosen: tuple[Period, ...]
) -> tuple[Dimension, ...]:
    """The breakdown asked for now, else the one before as far as it still has something to break down."""
    if text.asked_for.group_by:
        return groups_of(text, metric, filters, chosen)
    kept = _groups_left(before, filters)
    if len(chosen) > 1:
        beside = groups_of(text, metric, filters, chosen)
        return (*beside, *(group for group in kept if group not in {*OF_TIME, *beside}))[:MOST_GROUPS]
    return kept or groups_of(text, metric, filters, chosen)


def _groups_left(before: Query, filters: dict[Dimension, tuple[str, ...]]) -> tuple[Dimension, ...]:
    """The breakdown before, but what is one value now and the periods that were side by side."""
    return tuple(
        group
        for group in before.group_by
        if group is not Dimension.PERIOD
        and not (len(before.periods) > 1 and group in OF_TIME)
        and len(filters.get(group, ())) != 1
    )
