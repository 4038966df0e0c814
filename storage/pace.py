"""How fast may be sent, kept by all instances together: Teams' limits (PLATFORM, Delivery; docs/decisions/0018).

A row for a tenant and one for each conversation say when the latest requests went. Whoever wants to send asks for
several requests at once and is told when each may go, so that a burst costs a transaction for ten of them. Seconds
are since 1970 by the machines' clocks, roughly the same everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from storage.statements import insert
from storage.store import Unit
from storage.tables.service import pace_line

# (requests, seconds). Fifty a second for an app and tenant, spread out: ten in a fifth of a second, and a little
# more for what the network bunches together, is 47.6 a second. A conversation's have a tenth of a second for that.
TENANT_LIMITS = ((10, 0.21),)
CONVERSATION_LIMITS = ((7, 1.1), (8, 2.1), (60, 30.1))
# 1,800 an hour without remembering each: 900 as they come, then one every four seconds.
HOURLY_DISTANCE = 4.0
HOUR = 3600.0
# A request that could go only later than this is not given a time: whoever sends looks again then.
AHEAD = 0.5
# Clocks of several machines differ a little; a line touched further ahead than that was before a clock was put back.
CLOCKS_DIFFER = 5.0
LONGEST_HOLD = HOUR
_P = pace_line.c


@dataclass(frozen=True, slots=True)
class Line:
    """What has gone to a tenant or a conversation of late (`storage.tables.service.PaceLine`)."""

    went: tuple[float, ...] = ()
    reckoned_until: float = 0.0
    held_until: float = 0.0


@dataclass(frozen=True, slots=True)
class Grant:
    """When a request may go.

    Attributes:
        goes_at: the second at which it is to go; None where it may not yet.
        next_at: no sooner may another go to its conversation, or this one where it may not go yet.
    """

    goes_at: float | None
    next_at: float


def earliest(line: Line, limits: Sequence[tuple[int, float]], at: float) -> float:
    """The first second, from `at` on, at which one more request keeps all limits."""
    free = [line.went[-count] + span for count, span in limits if len(line.went) >= count]
    return max([at, line.held_until, line.reckoned_until + HOURLY_DISTANCE - HOUR, *free])


def grant(unit: Unit, tenant_id: str, conversations: Sequence[str], at: float) -> list[Grant]:
    """Give each of these requests its time, the first first, and count it.

    Args:
        unit: the unit of work.
        tenant_id: to which tenant they all go.
        conversations: to whom each goes, by any name of their own.
        at: the second that it is now.
    """
    tenant = _tenant(tenant_id)
    everyone = _locked(unit, tenant, at)
    lines = _lines(unit, {_conversation(tenant_id, one) for one in conversations}, at)
    grants = []
    for one in conversations:
        name = _conversation(tenant_id, one)
        given, everyone, lines[name] = _given(everyone, lines.get(name, Line()), at)
        grants.append(given)
    _keep(unit, {tenant: everyone, **lines}, at)
    return grants


def _given(everyone: Line, theirs: Line, at: float) -> tuple[Grant, Line, Line]:
    # The tenant's places go in order of time: who must wait for their own conversation takes none.
    place = earliest(everyone, TENANT_LIMITS, at)
    when = earliest(theirs, CONVERSATION_LIMITS, at)
    if max(place, when) > at + AHEAD:
        return Grant(None, max(place, when)), everyone, theirs
    if when > place:
        return Grant(None, when), everyone, theirs
    everyone = replace(everyone, went=(*everyone.went, place)[-_most(TENANT_LIMITS) :])
    reckoned = max(theirs.reckoned_until, place) + HOURLY_DISTANCE
    theirs = replace(theirs, went=(*theirs.went, place)[-_most(CONVERSATION_LIMITS) :], reckoned_until=reckoned)
    return Grant(place, earliest(theirs, CONVERSATION_LIMITS, at)), everyone, theirs


def hold(unit: Unit, tenant_id: str, conversation: str | None, until: float, at: float) -> None:
    """Let nothing go before a second, because Teams asked for it: to a conversation, or to the tenant where None."""
    name = _tenant(tenant_id) if conversation is None else _conversation(tenant_id, conversation)
    line = _locked(unit, name, at)
    _keep(unit, {name: replace(line, held_until=max(line.held_until, min(until, at + LONGEST_HOLD)))}, at)


def forget_silent_lines(unit: Unit, before: float) -> int:
    """Drop the lines on which nothing has gone since a second, more than an hour ago; how many."""
    return unit.connection.execute(pace_line.delete().where(_P.touched_at < before)).rowcount


def _most(limits: Sequence[tuple[int, float]]) -> int:
    return max(count for count, _ in limits)


def _tenant(tenant_id: str) -> str:
    return f"tenant:{tenant_id}"


def _conversation(tenant_id: str, conversation: str) -> str:
    return f"conversation:{tenant_id}:{conversation}"


def _locked(unit: Unit, name: str, at: float) -> Line:
    """A line that nobody else changes until the unit ends."""
    new = insert(unit, pace_line).values(line=name, went=[], reckoned_until=0.0, held_until=0.0, touched_at=at)
    unit.connection.execute(new.on_conflict_do_nothing())
    return _lines(unit, {name}, at)[name]


def _lines(unit: Unit, names: set[str], at: float) -> dict[str, Line]:
    statement = (
        select(_P.line, _P.went, _P.reckoned_until, _P.held_until, _P.touched_at)
        .where(_P.line.in_(sorted(names)))
        .order_by(_P.line)
        .with_for_update()  # SQLite has one writer and no such clause
    )
    return {row.line: _plausible(row, at) for row in unit.connection.execute(statement)}


def _plausible(row: Any, at: float) -> Line:
    if row.touched_at > at + CLOCKS_DIFFER:
        return Line()
    return Line(tuple(row.went), row.reckoned_until, row.held_until)


def _keep(unit: Unit, lines: Mapping[str, Line], at: float) -> None:
    rows = [
        {
            "line": name,
            "went": list(line.went),
            "reckoned_until": line.reckoned_until,
            "held_until": line.held_until,
            "touched_at": at,
        }
        for name, line in sorted(lines.items(), reverse=True)  # the tenant's first, in the order of its lock
    ]
    new = insert(unit, pace_line)
    values = {name: new.excluded[name] for name in ("went", "reckoned_until", "held_until", "touched_at")}
    unit.connection.execute(new.on_conflict_do_update(index_elements=[_P.line], set_=values), rows)
