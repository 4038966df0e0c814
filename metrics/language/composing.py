"""Puts a query together from what a text says and the figure it means."""

from dataclasses import replace
from datetime import date

from metrics import periods
from metrics.catalogue import metric as metric_named
from metrics.language.doubts import doubt
from metrics.language.moments import Said
from metrics.language.name_reading import Mention
from metrics.language.notions import Notion
from metrics.language.outcomes import Outcome, OutOfScope, Unclear, Understood
from metrics.language.reading import Reading
from metrics.language.reading_text import Text
from metrics.language.readings import KINDS, PARTIES, ROUTES, SIX_MONTHS
from metrics.measure import Default, Metric, Timing
from metrics.periods import Period, PeriodKind, months_in
from metrics.query import Dimension, Query, Reach

PLACES = (Dimension.TEAM, Dimension.LOCALITY, Dimension.SERVICE, Dimension.HEAD_OF_SERVICE)
OF_TIME = frozenset({Dimension.MONTH, Dimension.QUARTER, Dimension.YEAR, Dimension.PERIOD})
_SIX = 6
_MONTHS_OF_CHART = 12
# At most two breakdowns stand side by side.
MOST_GROUPS = 2
_TIME_OF = {PeriodKind.MONTH: Dimension.MONTH, PeriodKind.QUARTER: Dimension.QUARTER, PeriodKind.YEAR: Dimension.YEAR}
_NEVER_WITH_PERIOD = frozenset({Notion.CONCERN, Notion.COUNT, Notion.CHILD})


def composed(text: Text, notions: frozenset[Notion], reading: Reading, today: date, before: Query | None) -> Outcome:
    """The query for a figure, with what is kept of the query before it."""
    metric = metric_named(reading.metric)
    doubted = doubt(text, notions, reading)
    stand_on_its_day(text, metric)
    stopped = doubted or hindered(text, metric, today) or _stock_or_flow(text, notions, metric)
    if stopped is not None:
        return stopped
    said = {**reading.filters, **text.asked_for.filters, **named_filters(text, metric), **of_notions(metric, notions)}
    filters = {**_kept_filters(text, metric, before), **said}
    chosen = _periods(text, metric, today, before)
    query = Query(
        metric.id,
        chosen,
        _as_at(text, metric, today, before),
        filters,
        groups_of(text, metric, filters, chosen),
        text.asked_for.reach or _kept_reach(text, before),
        lists=_lists(text),
    )
    return checked(query, goes_on=before is not None, goal=text.asked_for.goal)


def hindered(text: Text, metric: Metric, today: date) -> Unclear | OutOfScope | None:
    """What keeps a figure from being given, although it is known which."""
    undecided = next(
        (one for mention in text.mentions.undecided if (one := decided(mention, metric)).only is None), None
    )
    if text.either or text.aside:
        return Unclear("either" if text.either else "excluded", (metric.id,))
    if text.vague:
        return Unclear("period", (metric.id,))
    if undecided is not None:
        return Unclear("name", tuple(f"{one.dimension.value}:{one.value}" for one in undecided.names))
    if text.moments.as_at is not None and text.moments.as_at > today:
        return OutOfScope("future")
    is_one_day = text.moments.is_on_day and metric.timing is Timing.EVENT
    if is_one_day or (text.moments.is_bare_day and metric.timing is not Timing.STOCK):
        return Unclear("day", (metric.id,))
    return None


def stand_on_its_day(text: Text, metric: Metric) -> None:
    """Let `a month ago` be that day for what stands as at a day; of what happens in a month it is the month."""
    if len(text.moments.found) != 1 or text.moments.as_at is not None:
        return
    said = text.moments.found[0]
    if said.on is None or not (said.is_day or metric.timing is Timing.STOCK):
        return
    text.moments.as_at = said.on
    if metric.timing is Timing.STOCK:
        text.moments.found.clear()


def _stock_or_flow(text: Text, notions: frozenset[Notion], metric: Metric) -> Unclear | None:
    """`Concerns in August` were raised in it, resolved in it, or open at its end."""
    if metric.id == "concerns_open" and text.moments.found and notions <= _NEVER_WITH_PERIOD:
        return Unclear("several", ("concerns_open", "concerns_raised", "concerns_resolved"))
    return None


def decided(mention: Mention, metric: Metric) -> Mention:
    """A mention with those names alone by which the figure can be filtered; a theme before a team named after it."""
    fitting = tuple(one for one in mention.names if one.dimension in metric.dimensions) or mention.names
    themes = tuple(one for one in fitting if one.dimension is Dimension.THEME)
    return replace(mention, names=themes or fitting)


def checked(query: Query, *, goes_on: bool, goal: int | None = None) -> Outcome:
    """The query, unless it is broken down or filtered by what makes no sense for its figure."""
    metric = metric_named(query.metric)
    known = metric.dimensions | OF_TIME | ({metric.shares} if metric.shares is not None else set())
    stranger = next((one for one in (*query.group_by, *query.filters) if one not in known), None)
    if stranger is None:
        return Understood(query, goes_on, goal)
    return Unclear("breakdown", (metric.id, stranger.value, *sorted(one.value for one in metric.dimensions)))


def _as_at(text: Text, metric: Metric, today: date, before: Query | None) -> date:
    """The day it stands as at; of the people there were "as of May" only May is meant."""
    if text.moments.edge_of is not None and metric.timing is Timing.WINDOW and not text.moments.found:
        return today
    return text.moments.as_at or (before.as_at if before is not None else today)


def _lists(text: Text) -> bool:
    asked = text.asked_for
    return asked.lists or (asked.asks_who and not asked.group_by)


def named_filters(text: Text, metric: Metric) -> dict[Dimension, tuple[str, ...]]:
    """What the text names: a person as whatever they can be to this figure."""
    filters: dict[Dimension, tuple[str, ...]] = {}
    for mention in text.mentions.found:
        one = decided(mention, metric).only
        if one is not None:
            dimension = _role_of(text, mention, metric) if one.dimension is Dimension.AUDITOR else one.dimension
            is_team_s = dimension is Dimension.HEAD_OF_SERVICE and bool(one.manages)
            dimension = Dimension.TEAM if is_team_s else dimension
            values = one.manages if is_team_s else (one.value,)
            filters[dimension] = tuple(dict.fromkeys((*filters.get(dimension, ()), *values)))
    return filters


def _role_of(text: Text, mention: Mention, metric: Metric) -> Dimension:
    said = text.words.words
    if (
        said[mention.end : mention.end + 1] in (["teams"], ["services"], ["team"], ["service"], ["area"])
        or "head" in said
    ):
        return Dimension.HEAD_OF_SERVICE
    if Dimension.OWNER in metric.dimensions:
        return Dimension.OWNER
    is_moderator = mention.names[0].is_moderator or said[max(mention.start - 2, 0) : mention.start].count("moderator")
    return Dimension.MODERATOR if is_moderator and Dimension.MODERATOR in metric.dimensions else Dimension.AUDITOR


def of_notions(metric: Metric, notions: frozenset[Notion]) -> dict[Dimension, tuple[str, ...]]:
    """The parties, routes and kinds that the notions name, where the figure can be filtered by them."""
    found: dict[Dimension, tuple[str, ...]] = {}
    if Dimension.PARTY in metric.dimensions:
        parties = [PARTIES[notion] for notion in PARTIES if notion in notions]
        family = ["child", "parent"] if Notion.FAMILY in notions and metric.id == "participation_rate" else []
        found[Dimension.PARTY] = tuple(dict.fromkeys(parties + family))
    if Dimension.ROUTE in metric.dimensions:
        found[Dimension.ROUTE] = tuple(dict.fromkeys(ROUTES[notion] for notion in ROUTES if notion in notions))
    if metric.id == "exemptions":
        found[Dimension.KIND] = tuple(KINDS[notion] for notion in KINDS if notion in notions)
    return {dimension: values for dimension, values in found.items() if values}


def _kept_filters(text: Text, metric: Metric, before: Query | None) -> dict[Dimension, tuple[str, ...]]:
    """The filters of the query before that this figure has too; a place that is named now takes the place of its."""
    if before is None:
        return {}
    moved = bool(text.mentions.kinds() & set(PLACES)) or text.asked_for.reach is not None
    kept = metric.dimensions - (set(PLACES) if moved else set()) - {Dimension.STATUS, Dimension.RATING, Dimension.KIND}
    return {key: values for key, values in before.filters.items() if key in kept}


def _kept_reach(text: Text, before: Query | None) -> Reach:
    return Reach.WHOLE if before is None or text.mentions.kinds() & set(PLACES) else before.reach


def _periods(text: Text, metric: Metric, today: date, before: Query | None) -> tuple[Period, ...]:
    said = tuple(text.moments.periods)
    if said and metric.id in SIX_MONTHS:
        return tuple(dict.fromkeys(_last_of_six(one, today) for one in text.moments.found))
    if not said and text.moments.edge_of is not None and metric.timing is Timing.WINDOW:
        return (text.moments.edge_of,)
    if said:
        return said
    if before is not None and _stands_alike(metric, before):
        return before.periods
    if OF_TIME & set(text.asked_for.group_by) and metric.default is not Default.EVER:
        # Rows over time need time: a chart of the year behind, where no period was said.
        return (periods.whole_months_before(today, _MONTHS_OF_CHART),)
    as_at = text.moments.as_at or (before.as_at if before is not None else today)
    return (default_period(metric, as_at, today),)


def _stands_alike(metric: Metric, before: Query) -> bool:
    """Whether the period before is one for this figure too: a stock stands as at a day, all else is of a period."""
    was_stock = metric_named(before.metric).timing is Timing.STOCK
    is_period = before.period.kind not in {PeriodKind.DAY, PeriodKind.EVER}
    return is_period and (metric.timing is Timing.STOCK) == was_stock


def _last_of_six(said: Said, today: date) -> Period:
    """The month with which the six months of such a figure end: six that are said outright are these."""
    months = months_in(said.period) if said.period.kind is PeriodKind.SPAN else []
    if len(months) != _SIX:
        return said.period
    return periods.month_around(today) if said.is_counted else months[-1]


def default_period(metric: Metric, as_at: date, today: date) -> Period:
    """The period of a question that names none (METRICS, "Periods")."""
    match metric.default:
        case Default.TODAY:
            return Period(as_at, as_at, PeriodKind.DAY, as_at.isoformat(), f"as at {as_at.day} {as_at:%B %Y}")
        case Default.TWELVE_MONTHS:
            return periods.whole_months_before(as_at, 12)
        case Default.EVER:
            return periods.ever(as_at)
        case Default.THIS_MONTH:
            this = periods.month_around(as_at)
            return replace(this, label=f"{this.label} so far") if as_at == today else this


def groups_of(
    text: Text, metric: Metric, filters: dict[Dimension, tuple[str, ...]], chosen: tuple[Period, ...]
) -> tuple[Dimension, ...]:
    """The breakdown: what was asked for, periods and names set side by side, and what the figure is told by."""
    groups = [_as_status(group, metric) for group in text.asked_for.group_by if group is not metric.shares]
    if len(chosen) > 1:
        groups = [_side_by_side(chosen), *(group for group in groups if group not in OF_TIME)]
    groups += [key for key, values in filters.items() if _is_side_by_side(key, values, metric) and key not in groups]
    if metric.asks_for is not None and metric.asks_for not in filters and not groups:
        groups.append(metric.asks_for)
    return tuple(groups[:MOST_GROUPS])


def _as_status(group: Dimension, metric: Metric) -> Dimension:
    """`By status` is the child's plan or status, where the figure has no status of its own."""
    is_plan = group is Dimension.STATUS and Dimension.STATUS not in metric.dimensions
    return Dimension.LEGAL_STATUS if is_plan and metric.shares is not Dimension.STATUS else group


def _is_side_by_side(key: Dimension, values: tuple[str, ...], metric: Metric) -> bool:
    return len(values) > 1 and key in metric.dimensions and key is not metric.shares


def _side_by_side(chosen: tuple[Period, ...]) -> Dimension:
    kinds = {period.kind for period in chosen}
    return _TIME_OF.get(next(iter(kinds)), Dimension.PERIOD) if len(kinds) == 1 else Dimension.PERIOD
