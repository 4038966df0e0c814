"""A figure in words: the sentence a person would say, the title that repeats what was understood, whole questions."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.calendar import spoken_month
from metrics.figures import Figure
from metrics.language.readings import SIX_MONTHS
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
# On fewer than this nothing is judged: one audit more or less would turn the verdict.
_FEWEST = 5
_OF_POOL = "pool_completion_rate"
_WHY_OVER = {
    _OF_POOL: "some auditors return more than one audit",
    "exemption_rate": "people outside the pool were exempted as well",
}
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
    """The period, the day of a stock, the months looked back over: `August 2019`, `as at 31 July 2019`."""
    if metric.timing is Timing.STOCK and len(query.periods) == 1:
        return f"as at {day_said(min(query.as_at, query.period.end))}"
    if metric.id in SIX_MONTHS and len(query.periods) == 1:
        return f"the six months to {spoken_month(query.period.last_month)}"
    return query.period.label


def title_of(metric: Metric, query: Query) -> str:
    """What was understood: `Completion rate · Children's Social Care · August 2019`."""
    parts = [metric.label, filters_said(query.filters), period_said(metric, query)]
    parts += [f"by {' and '.join(named(one) for one in query.group_by)}"] if query.group_by else []
    return " · ".join(part for part in parts if part)


def over_the_whole(metric: Metric, figure: Figure) -> str:
    """Why a figure passes 100%, where it does: above the line is not part of below (METRICS, "Words")."""
    if metric.shape is not Shape.SHARE or figure.value is None or figure.value <= _WHOLE:
        return ""
    return f", more than 100% because {_WHY_OVER.get(metric.id, _WHY_OVER[_OF_POOL])}"


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


def stands_to_target(metric: Metric, figure: Figure) -> str:
    """How a figure stands to its target; on a base under five that it is too small to say."""
    if metric.target is None or figure.value is None:
        return ""
    if metric.shape is Shape.SHARE and (figure.denominator or 0) < _FEWEST:
        return f"Only {figure.denominator} to count, too few to hold against a target"
    return target_said(metric.target, figure)


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
    where = " and ".join(_asked_value(key, value) for key, values in filters.items() for value in values)
    when = " and ".join(_asked_period(period) for period in periods) if _needs_period(metric, periods) else ""
    return " ".join(part for part in (metric.label, f"for {where}" if where else "", when) if part)


def _asked_value(dimension: Dimension, value: str) -> str:
    """A value as a question names it, which is read again as the same."""
    if dimension in {Dimension.STAGE, Dimension.CATEGORY}:
        return f"{named(dimension)} {value}"
    return _ASKED_VALUES.get(value, value.replace("_", " ") if dimension in _OF_WORDS else value)


_ASKED_VALUES = {"iro_or_chair": "IRO or chair", "cp_chair": "CP chair", "iro": "IRO"}
_OF_WORDS = frozenset({Dimension.PARTY, Dimension.STATUS, Dimension.ROUTE, Dimension.KIND, Dimension.SENTIMENT})


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
