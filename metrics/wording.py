"""A figure in words: the sentence a person would say, the title that repeats what was understood, whole questions."""

from collections.abc import Mapping, Sequence
from datetime import date

from metrics.figures import Figure, Figures
from metrics.measure import Default, Metric, Shape, Target, Timing
from metrics.periods import Period, PeriodKind
from metrics.query import Dimension, Query
from metrics.statistics import rounded

_PLURALS = {
    Dimension.SERVICE: "services",
    Dimension.LOCALITY: "localities",
    Dimension.LEGAL_STATUS: "plans or statuses",
    Dimension.PARTY: "parties",
    Dimension.CATEGORY: "categories",
    Dimension.HEAD_OF_SERVICE: "heads of service",
}
# The target of a ratio is so many to one.
TO_ONE = 3
_WHOLE = 100
_VALUES = {
    "iro_or_chair": "IRO or chair",
    "social_worker": "social worker",
    "cp_chair": "CP chairs",
    "iro": "IROs",
    "on_time": "completed on time",
    "late": "completed late",
    "not_yet_due": "not yet due",
    "not_applicable": "not applicable",
    "practice_change": "practice improved",
    "child_impact": "the child's life improved",
    "none": "neither reached",
}


def named(dimension: Dimension) -> str:
    """A dimension as a reader says it: `plan or status`."""
    return "plan or status" if dimension is Dimension.LEGAL_STATUS else dimension.value.replace("_", " ")


def several(dimension: Dimension) -> str:
    """Its plural."""
    return _PLURALS.get(dimension, f"{named(dimension)}s")


def value_said(value: str | None) -> str:
    """A value as a reader says it."""
    if value is None:
        return "not recorded"
    return _VALUES.get(value, value)


def day_said(day: date) -> str:
    """`10 September 2019`."""
    return f"{day.day} {day:%B %Y}"


def filters_said(filters: Mapping[Dimension, Sequence[str]]) -> str:
    """The filters in words: `Children's Social Care, parent`."""
    return ", ".join(_filter_said(dimension, values) for dimension, values in filters.items())


def _filter_said(dimension: Dimension, values: Sequence[str]) -> str:
    said = " or ".join(value_said(value) for value in values)
    return f"{named(dimension)} {said}" if dimension in {Dimension.STAGE, Dimension.CATEGORY} else said


def period_said(metric: Metric, query: Query) -> str:
    """The period, or the day for a stock: `August 2019`, `as at 31 July 2019`."""
    if metric.timing is Timing.STOCK and len(query.periods) == 1:
        return f"as at {day_said(min(query.as_at, query.period.end))}"
    return query.period.label


def title_of(metric: Metric, query: Query) -> str:
    """What was understood: `Completion rate · Children's Social Care · August 2019`."""
    parts = [metric.label, filters_said(query.filters), period_said(metric, query)]
    parts += [f"by {' and '.join(named(one) for one in query.group_by)}"] if query.group_by else []
    return " · ".join(part for part in parts if part)


def sentence_of(metric: Metric, query: Query, figures: Figures, today: date) -> str:
    """One sentence with the figure, its counts, and how it stands to its target."""
    figure = figures.total
    where = filters_said(query.filters)
    lead = f"{metric.label}{f' ({where})' if where else ''}, {period_said(metric, query)}"
    if figure.value is None and figure.denominator in (None, 0):
        return f"{lead}: {_nothing(metric, figure)}."
    known = "" if query.as_at == today else f", as known on {day_said(query.as_at)}"
    known = "" if metric.timing is Timing.STOCK else known
    return f"{lead}: {_said(metric, query, figures)}{known}{_against(metric.target, figure)}."


def _nothing(metric: Metric, figure: Figure) -> str:
    if metric.shape is Shape.AGREEMENT:
        return f"{figure.count} pairs of ratings, and at least 20 are needed, so there is no figure"
    if metric.shape is Shape.OLDEST:
        return "no entry is open"
    return "no data"


def _said(metric: Metric, query: Query, figures: Figures) -> str:
    figure = figures.total
    match metric.shape:
        case Shape.SHARES if figure.value is None:
            return _shares_said(metric, query, figures)
        case Shape.SHARE | Shape.SHARES:
            return f"{figure.numerator} of {figure.denominator}, {figure.display}{over_the_whole(metric, figure)}"
        case Shape.QUOTIENT:
            return f"{figure.numerator} to {figure.denominator}, {figure.display}"
        case Shape.MEDIAN:
            return f"{figure.display} at the median of {figure.count}"
        case Shape.OLDEST:
            since = day_said(figure.day) if figure.day else ""
            return f"{figure.display}, open since {since}"
        case Shape.AGREEMENT:
            return f"{figure.display} from {figure.count} pairs"
        case Shape.COUNT:
            return figure.display


def over_the_whole(metric: Metric, figure: Figure) -> str:
    """Why a figure passes 100%, where it does: above the line is not part of below (METRICS, "Words")."""
    if metric.shape is not Shape.SHARE or figure.value is None or figure.value <= _WHOLE:
        return ""
    return ", more than 100% because some auditors return more than one audit"


def _shares_said(metric: Metric, query: Query, figures: Figures) -> str:
    if query.group_by:
        return f"{figures.total.denominator} counted"
    lines = [line for line in figures.lines if metric.shares is not None and metric.shares.value in line.group]
    shares = [
        f"{value_said(line.group[metric.shares.value] if metric.shares else None)} {line.figure.numerator} "
        f"({line.figure.display})"
        for line in lines
    ]
    base = figures.total.denominator
    return f"{', '.join(shares)} of {base}" if shares else "no data"


def _against(target: Target | None, figure: Figure) -> str:
    said = target_said(target, figure)
    return f" ({said[:1].lower()}{said[1:]})" if said else ""


def target_said(target: Target | None, figure: Figure) -> str:
    """The target and the distance to it: `Target 90%, 14 points below`; empty where there is none."""
    if target is None or figure.value is None:
        return ""
    if target.is_at_most and target.value == TO_ONE:
        return f"At most {target.value:g} to one is wanted"
    # As a reader reckons it from the figures shown: 87.5% is shown as 88%, which is 2 points below 90%.
    points = abs(rounded(figure.value) - rounded(target.value))
    if target.is_at_most:
        is_met = figure.value < target.value
        return (
            f"Under the limit of {target.value:g}%" if is_met else f"Target under {target.value:g}%, {_beyond(points)}"
        )
    if figure.value >= target.value:
        return f"Target {target.value:g}%, met"
    return f"Target {target.value:g}%, {_points(points)} below"


def _beyond(points: int) -> str:
    return f"{_points(points)} above" if points else "reached"


def goal_said(goal: int, figure: Figure) -> str:
    """How a percentage stands to one that was asked about: `That is 9 points below 85%`."""
    if figure.value is None:
        return ""
    points = abs(rounded(figure.value) - goal)
    way = "above" if figure.value > goal else "below"
    return f"That is {_points(points)} {way} {goal}%." if figure.value != goal else f"That is {goal}% exactly."


def side_by_side_said(metric: Metric, found: Sequence[tuple[Query, Figure]]) -> str:
    """One figure over several periods: `Completion rate: 40 of 59 (68%) in July 2019, 45 of 59 (76%) in August`."""
    said = [f"{_counts(figure)} in {period_said(metric, query)}" for query, figure in found]
    return f"{metric.label}: {', '.join(said)}."


def _counts(figure: Figure) -> str:
    if figure.numerator is None or figure.denominator is None:
        return figure.display
    return f"{figure.numerator} of {figure.denominator} ({figure.display})"


def _points(points: int) -> str:
    return "under 1 point" if points == 0 else f"{points} point{'' if points == 1 else 's'}"


def question_for(metric: Metric, filters: Mapping[Dimension, Sequence[str]], periods: Sequence[Period]) -> str:
    """A whole question that is understood as this figure: what a choice's button asks."""
    where = " and ".join(value for values in filters.values() for value in values)
    when = " and ".join(_asked_period(period) for period in periods) if _needs_period(metric, periods) else ""
    return " ".join(part for part in (metric.label, f"for {where}" if where else "", when) if part)


def _needs_period(metric: Metric, periods: Sequence[Period]) -> bool:
    return bool(periods) and periods[0].kind is not PeriodKind.EVER and metric.default is not Default.EVER


def _asked_period(period: Period) -> str:
    match period.kind:
        case PeriodKind.MONTH:
            return f"in {period.start:%B %Y}"
        case PeriodKind.QUARTER | PeriodKind.YEAR:
            return f"in {period.key}"
        case PeriodKind.DAY:
            return f"as at {day_said(period.start)}"
        case _:
            return f"{period.start:%B %Y} to {period.end:%B %Y}"
