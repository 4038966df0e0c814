"""Why a figure is another today than when it was reported: row by row, in words (issue 5, "Frozen figures")."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from domain.words import Rating
from metrics.answers import Difference
from metrics.counted_rows import Row
from metrics.measure import Metric, Shape

# Each difference by its key, in the order in which they are told.
WORDS: Mapping[str, str] = {
    "returned_late": "returned late",
    "returned_since": "returned since",
    "regraded": "regraded",
    "below_standard_since": "judged below the standard since",
    "to_standard_since": "judged to standard since",
    "exempted_since": "exempted since",
    "withdrawn_since": "withdrawn since",
    "allocated_since": "allocated since",
    "raised_since": "raised since",
    "completed_since": "completed since",
    "resolved_since": "resolved since",
    "overdue_since": "overdue since",
    "due_day_changed": "given another due day",
    "days_changed": "with a day put right",
    "recorded_since": "recorded since, dated before",
    "gone_since": "no longer counted",
    "otherwise": "counted otherwise",
}
# Of these the values themselves are the figure, beside how many there are.
_OF_VALUES = frozenset({Shape.MEDIAN, Shape.OLDEST, Shape.AGREEMENT})
_SIDES = ("above", "below", "share")


def differences_of(
    metric: Metric, then: Mapping[str, Row], now: Mapping[str, Row], gone: Mapping[str, str], as_at: date
) -> tuple[Difference, ...]:
    """What became of the rows that count otherwise now, most telling first.

    Args:
        metric: whose rows they are.
        then: the rows as they were counted when the figure was reported, by their identity.
        now: those that are counted for the same question now.
        gone: of the allocations that are counted no more, why (`counted_rows.gone_since`).
        as_at: the day up to which facts counted then.
    """
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for key in sorted({*then, *now}):
        kind = _became(metric, then.get(key), now.get(key), gone, as_at)
        if kind:
            found[kind].append(_told(then.get(key), now.get(key)))
    return tuple(Difference(kind, WORDS[kind], len(found[kind]), tuple(found[kind])) for kind in WORDS if found[kind])


def references(rows: Mapping[str, Row]) -> list[str]:
    """The allocations that rows are about, or hang on."""
    return sorted({str(row["allocation"]) for row in rows.values() if row.get("allocation")})


def _became(metric: Metric, then: Row | None, now: Row | None, gone: Mapping[str, str], as_at: date) -> str:
    if _side(metric, then) == _side(metric, now) and not _has_other_values(metric, then, now):
        return ""
    if then is None and now is not None:
        return _came(now, as_at)
    if then is not None and now is None:
        return gone.get(str(then.get("allocation")), "gone_since")
    return next((kind for kind, has in _CHANGES if then and now and has(then, now, as_at)), "otherwise")


def _side(metric: Metric, row: Row | None) -> tuple[Any, ...] | None:
    """Where a row stands; of a count only what is above the line counts at all."""
    if row is None or (metric.shape is Shape.COUNT and not row["above"]):
        return None
    return tuple(row.get(side) for side in (("above",) if metric.shape is Shape.COUNT else _SIDES))


def _has_other_values(metric: Metric, then: Row | None, now: Row | None) -> bool:
    return metric.shape in _OF_VALUES and then is not None and now is not None and dict(then) != dict(now)


def _came(now: Row, as_at: date) -> str:
    for name, kind in (("allocated_on", "allocated_since"), ("raised_on", "raised_since")):
        if _is_after(now, name, as_at):
            return kind
    if _is_after(now, "resolved_on", as_at):
        return "resolved_since"
    if _is_after(now, "returned_on", as_at):
        return _returned(now)
    return "recorded_since"


def _is_after(row: Row, name: str, as_at: date) -> bool:
    return str(row.get(name) or "") > as_at.isoformat()


def _returned(now: Row) -> str:
    return (
        "returned_late" if str(now["returned_on"]) > str(now.get("due_on") or now["returned_on"]) else "returned_since"
    )


def _newly(name: str) -> Callable[[Row, Row, date], bool]:
    """Whether a day came to pass after the as-at day. One to come that was known then is kept as known."""
    return lambda _then, now, as_at: _is_after(now, name, as_at)


def _differs(name: str, to: object = None) -> Callable[[Row, Row, date], bool]:
    def has(then: Row, now: Row, as_at: date) -> bool:
        del as_at
        return then.get(name) != now.get(name) and (to is None or now.get(name) == to)

    return has


def _late(then: Row, now: Row, as_at: date) -> bool:
    del then
    return _is_after(now, "returned_on", as_at) and _returned(now) == "returned_late"


def _judged(to: int) -> Callable[[Row, Row, date], bool]:
    """Whether one that had been returned is judged otherwise; one that had not is to standard by its return."""
    differs = _differs("to_standard", to)
    return lambda then, now, as_at: then.get("returned_on") is not None and differs(then, now, as_at)


def _regraded(then: Row, now: Row, as_at: date) -> bool:
    del as_at
    return then.get("rating") is not None and then["rating"] != now.get("rating")


def _graded_anew(then: Row, now: Row, as_at: date) -> bool:
    del as_at
    return then.get("share") != now.get("share") and now.get("share") in set(Rating)


def _overdue(then: Row, now: Row, as_at: date) -> bool:
    """Whether only time has passed: due on or after that day, and open still."""
    del then
    is_open = now.get("completed_on") is None and "completed_on" in now
    return is_open and str(now.get("due_on") or "") >= as_at.isoformat()


# What explains a row on another side of the line, the first that fits.
_CHANGES: tuple[tuple[str, Callable[[Row, Row, date], bool]], ...] = (
    ("returned_late", _late),
    ("returned_since", _newly("returned_on")),
    ("completed_since", _newly("completed_on")),
    ("resolved_since", _newly("resolved_on")),
    ("regraded", _regraded),
    ("regraded", _graded_anew),
    ("overdue_since", _overdue),
    ("below_standard_since", _judged(0)),
    ("to_standard_since", _judged(1)),
    ("exempted_since", _differs("exempted", 1)),
    ("due_day_changed", _differs("due_on")),
    ("recorded_since", _differs("returned_on")),
    ("recorded_since", _differs("completed_on")),
    ("recorded_since", _differs("resolved_on")),
    ("days_changed", _differs("allocated_on")),
)


def _told(then: Row | None, now: Row | None) -> Mapping[str, Any]:
    """A row as it is listed: as it is known now, and its rating then where that differs."""
    row = dict(now or then or {})
    told = {name: value for name, value in row.items() if name not in {*_SIDES, "key", "to_standard", "exempted"}}
    if then and now and then.get("rating") != now.get("rating") and then.get("rating"):
        told["rating_then"] = then["rating"]
    return {name: value for name, value in told.items() if value is not None}
