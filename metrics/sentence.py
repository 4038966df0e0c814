"""A figure as the sentence a person would say: alone, side by side, or in its groups (METRICS, "The metrics")."""

from collections.abc import Sequence
from datetime import date

from domain.calendar import spoken_month
from metrics.figures import Figure, Figures, Line
from metrics.language.readings import SIX_MONTHS
from metrics.measure import Metric, Shape, Timing
from metrics.periods import Period, PeriodKind
from metrics.query import OF_PEOPLE, Dimension, Query
from metrics.wording import (
    day_said,
    filters_said,
    named,
    over_the_whole,
    period_said,
    several,
    stands_to_target,
    value_said,
)

# As many groups as one sentence holds; of more the ends are said.
_MOST_GROUPS, _MOST_SHARED_OUT, _MOST_TIED, _MOST_TEAMS = 6, 3, 3, 12
# Figures whose rows are teams: what is asked is which.
_OF_TEAMS = frozenset({"strong_teams", "weak_teams", "teams_not_audited"})
# Their label does not say that the period is that of raising.
_BY_RAISING = frozenset({"action_status", "escalations"})
# A pool is everyone who is in it: it does not grow "so far".
_POOLS = frozenset({"auditor_pool", "moderator_pool", "moderator_ratio"})
_SO_FAR = " so far"


def sentence_of(metric: Metric, query: Query, figures: Figures, today: date) -> str:
    """The sentence: what was counted, where and when, the figure with its counts, how it stands to its target."""
    where = filters_said(query.filters)
    lead = f"{metric.label}{f' ({where})' if where else ''}{_when(metric, query)}"
    if has_nothing(figures):
        return f"{lead}: {_nothing(metric, figures.total)}."
    is_known_otherwise = query.as_at != today and metric.timing is not Timing.STOCK
    known = f", as known on {day_said(query.as_at)}" if is_known_otherwise else ""
    return f"{lead}: {'; '.join(_told(metric, query, figures))}{known}.{_beside(metric, figures)}"


def _beside(metric: Metric, figures: Figures) -> str:
    """How many were not applicable: always said, whether they stand below the line or not (METRICS, "Catalogue")."""
    if not metric.told:
        return ""
    said = [(count, f"{what} and left out") for what, count in figures.left_out]
    known = [(count, what) for count, what in (*said, *((count, what) for what, count in figures.told)) if count]
    parts = [f"{count} {'was' if count == 1 else 'were'} {what}" for count, what in known]
    return f" {', '.join(parts)}." if parts else " None was not applicable."


def has_nothing(figures: Figures) -> bool:
    """Whether there is no figure at all: no value, and no base of shares."""
    return figures.total.value is None and figures.total.denominator in (None, 0)


def _when(metric: Metric, query: Query) -> str:
    """The period as it belongs to the figure: the months that it looks back over, or the day of raising."""
    if len(query.periods) > 1:
        return " in the six months to the end of each" if metric.id in SIX_MONTHS else _raised(metric)
    said = _said_of(metric, query, query.period)
    if metric.id in SIX_MONTHS:
        return f" in {said}"
    is_raised = metric.id in _BY_RAISING and query.period.kind is not PeriodKind.EVER
    return f" raised in {said}" if is_raised else f", {said}"


def _raised(metric: Metric) -> str:
    return " by when they were raised" if metric.id in _BY_RAISING else ""


def _said_of(metric: Metric, query: Query, period: Period) -> str:
    """A period in words; one that is not over yet is said "so far", and a pool never is."""
    said = period_said(metric, query)
    if metric.id in _POOLS:
        return said.removesuffix(_SO_FAR)
    is_open = period.end > query.as_at and metric.timing is not Timing.STOCK and period.kind is not PeriodKind.EVER
    is_said = _SO_FAR in said or "to date" in said or metric.id in SIX_MONTHS
    return f"{said}{_SO_FAR}" if is_open and not is_said else said


def _nothing(metric: Metric, figure: Figure) -> str:
    if metric.shape is Shape.AGREEMENT:
        return f"{figure.count} pairs of ratings, and at least 20 are needed, so there is no figure"
    return "no entry is open" if metric.shape is Shape.OLDEST else "no data"


def _told(metric: Metric, query: Query, figures: Figures) -> list[str]:
    """The whole, unless it is sides that are compared; then its sides or groups."""
    if not query.group_by:
        return [_alone(metric, query, figures)]
    whole = [] if _compares(metric, query) else [_alone(metric, query, figures)]
    said = _groups(metric, query, figures)
    return [*whole, *([said] if said else [])] or [f"{len(figures.lines)} figures, one a row"]


def _compares(metric: Metric, query: Query) -> bool:
    """Whether sides are set side by side: nobody asked for them in one pot, and a target is each side's own."""
    sides = any(len(query.filters.get(dimension, ())) > 1 for dimension in query.group_by)
    return len(query.periods) > 1 or sides or query.group_by == (metric.asks_for,)


def _alone(metric: Metric, query: Query, figures: Figures) -> str:
    figure = figures.total
    if metric.shape is Shape.SHARES and figure.value is None:
        return _all_shares(metric, query, figures)
    if metric.id in _OF_TEAMS and query.group_by == (Dimension.TEAM,):
        return f"{_counted(metric, figure)}{_which_teams(figures.lines)}"
    return f"{_counted(metric, figure)}{_against(metric, figure)}"


def _which_teams(lines: Sequence[Line]) -> str:
    teams = [str(line.group[Dimension.TEAM.value]) for line in lines if line.figure.numerator]
    more = f" and {len(teams) - _MOST_TEAMS} more" if len(teams) > _MOST_TEAMS else ""
    return f" ({', '.join(teams[:_MOST_TEAMS])}{more})" if teams else ""


def _counted(metric: Metric, figure: Figure) -> str:
    """A figure with its counts and, for a sample, how sure it is."""
    if figure.value is None:
        return figure.display
    match metric.shape:
        case Shape.SHARE | Shape.SHARES:
            counted = f"{figure.numerator} of {figure.denominator}, {figure.display}{over_the_whole(metric, figure)}"
            return f"{counted}{_likely(metric, figure)}"
        case Shape.QUOTIENT:
            return f"{figure.numerator} to {figure.denominator}, {figure.display}"
        case Shape.MEDIAN:
            return f"{figure.display}, the middle (the median) of {figure.count}"
        case Shape.OLDEST:
            return f"{figure.display}, open since {day_said(figure.day)}" if figure.day else figure.display
        case Shape.AGREEMENT:
            return f"{figure.display} from {figure.count} pairs{_likely(metric, figure)}"
        case Shape.COUNT:
            return figure.display


def _likely(metric: Metric, figure: Figure) -> str:
    if figure.interval is None:
        return ""
    low, high = figure.interval
    if metric.shape is Shape.AGREEMENT:
        return f", likely between {low:.2f} and {high:.2f}"
    return f", likely between {low:.0f}% and {high:.0f}%"


def _against(metric: Metric, figure: Figure) -> str:
    said = stands_to_target(metric, figure)
    return f" ({said[:1].lower()}{said[1:]})" if said else ""


def _all_shares(metric: Metric, query: Query, figures: Figures) -> str:
    """The shares of the whole; of a breakdown they are added up, where every group is among its rows."""
    base = figures.total.denominator or 0
    if not query.group_by:
        return _shares(metric, figures.lines, base)
    bases = {tuple(_keys(metric, line)): line.figure.denominator or 0 for line in figures.lines}
    if sum(bases.values()) != base or metric.shares is None:
        return f"{base} counted"
    counts: dict[str | None, int] = {}
    for line in figures.lines:
        share = line.group.get(metric.shares.value)
        counts[share] = counts.get(share, 0) + (line.figure.numerator or 0)
    return f"{', '.join(f'{value_said(share)} {count}' for share, count in counts.items())} of {base}"


def _keys(metric: Metric, line: Line) -> list[str | None]:
    """The group of a row, without the share that it is of."""
    return [value for key, value in line.group.items() if metric.shares is None or key != metric.shares.value]


def _shares(metric: Metric, lines: Sequence[Line], base: int | None) -> str:
    share = metric.shares.value if metric.shares is not None else ""
    said = [
        f"{value_said(line.group[share])} {line.figure.numerator} ({line.figure.display})"
        for line in lines
        if share in line.group
    ]
    return f"{', '.join(said)} of {base}" if said else "no data"


def _groups(metric: Metric, query: Query, figures: Figures) -> str:
    """The groups: each of a few, else the highest and the lowest; people are never set above one another."""
    if metric.id in _OF_TEAMS and query.group_by == (Dimension.TEAM,):
        return ""
    if metric.shape is Shape.SHARES and figures.total.value is None:
        return _groups_shared_out(metric, query, figures.lines)
    if len(query.periods) > 1 and len(query.group_by) == 1:
        return "; ".join(_side(metric, query, period, figures.lines) for period in query.periods)
    if len(figures.lines) <= _MOST_GROUPS:
        judges = _compares(metric, query) and len(query.group_by) == 1
        return ("; " if judges else ", ").join(_one(metric, query, line, judges=judges) for line in figures.lines)
    seen = "" if _are_all(figures) else "that you see "
    if len(query.group_by) > 1 or set(query.group_by) & OF_PEOPLE:
        return f"{len(figures.lines)} rows {seen}by {' and '.join(named(one) for one in query.group_by)}"
    return f"of {len(figures.lines)} {several(query.group_by[0])} {seen}{_ends(metric, query, figures.lines)}"


def _are_all(figures: Figures) -> bool:
    """Whether the rows are the whole of the figure: a manager's are those of their own teams."""
    by_base = figures.total.denominator is not None
    whole = figures.total.denominator if by_base else figures.total.numerator
    rows = [line.figure.denominator if by_base else line.figure.numerator for line in figures.lines]
    return whole is None or sum(row or 0 for row in rows) >= whole


def _side(metric: Metric, query: Query, period: Period, lines: Sequence[Line]) -> str:
    found = next((line.figure for line in lines if period.key in line.group.values()), None)
    when = period_said(metric, _over(query, period))
    if found is None:
        return f"{when} no data"
    return f"{when} {_counted(metric, found)}{_against(metric, found)}"


def _over(query: Query, period: Period) -> Query:
    return Query(query.metric, (period,), query.as_at, query.filters, reach=query.reach)


def _one(metric: Metric, query: Query, line: Line, *, judges: bool) -> str:
    name = _name(metric, query, line)
    if judges:
        return f"{name} {_counted(metric, line.figure)}{_against(metric, line.figure)}"
    return f"{name} {_brief(line.figure)}"


def _brief(figure: Figure) -> str:
    if figure.value is None or figure.denominator is None:
        return figure.display
    return f"{figure.numerator} of {figure.denominator} ({figure.display})"


def _name(metric: Metric, query: Query, line: Line) -> str:
    keys = {key: value for key, value in line.group.items() if metric.shares is None or key != metric.shares.value}
    return ", ".join(_key(query, key, value) for key, value in keys.items())


def _key(query: Query, key: str, value: str | None) -> str:
    if key == Dimension.MONTH.value and value is not None:
        return spoken_month(value)
    return next((period.label for period in query.periods if period.key == value), value_said(value))


def _groups_shared_out(metric: Metric, query: Query, lines: Sequence[Line]) -> str:
    """The shares in each of a few groups; of more, how many there are."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(_name(metric, query, line), []).append(line)
    if len(groups) > _MOST_SHARED_OUT:
        return f"in {len(groups)} groups by {' and '.join(named(one) for one in query.group_by)}"
    return "; ".join(f"{name}: {_shares(metric, rows, rows[0].figure.denominator)}" for name, rows in groups.items())


def _ends(metric: Metric, query: Query, lines: Sequence[Line]) -> str:
    known = [line for line in lines if line.figure.value is not None]
    if not known:
        return "none has data"
    top, low = max(line.figure.value or 0 for line in known), min(line.figure.value or 0 for line in known)
    if top == low:
        return f"all stand at {known[0].figure.display}"
    high, least = ("most", "fewest") if metric.shape is Shape.COUNT else ("the highest", "the lowest")
    ends = [_end(metric, query, known, top), _end(metric, query, known, low)]
    return f"{high}: {ends[0]}, {least}: {ends[1]}"


def _end(metric: Metric, query: Query, known: Sequence[Line], value: float) -> str:
    tied = [line for line in known if line.figure.value == value]
    if len(tied) > _MOST_TIED:
        return f"{len(tied)} {'with' if metric.shape is Shape.COUNT else 'at'} {tied[0].figure.display}"
    *others, last = [_name(metric, query, line) for line in tied]
    names = f"{', '.join(others)} and {last}" if others else last
    figure = tied[0].figure
    has_counts = len(tied) == 1 and figure.denominator is not None
    return (
        f"{names} ({figure.numerator} of {figure.denominator}, {figure.display})"
        if has_counts
        else f"{names} ({figure.display})"
    )
