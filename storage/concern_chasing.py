"""What chasing has of children of concern: the entries that wait for a response, and who has to give it."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Select, select

from domain.calendar import london_day
from domain.chasing_facts import Item, Key
from domain.ladder import ItemKind
from domain.words import ConcernStatus, Post
from storage.concern_entries import Entry, entry_by_id
from storage.people import post_holder
from storage.statements import among
from storage.store import Unit
from storage.tables.allocations import allocation
from storage.tables.concerns import concern

_C = concern.c
_WAITING: Select[Any] = (
    select(_C.id, _C.respond_by, allocation.c.team_id)
    .join(allocation, allocation.c.id == _C.allocation_id)
    .where(_C.status == ConcernStatus.OPEN, _C.respond_by.is_not(None))
    .order_by(_C.id)
)


def responses_awaited(unit: Unit, ids: Collection[int] | None = None) -> Iterator[Item]:
    """The entries whose response is awaited, all or those of some ids, each with its team's manager or else its head.

    Few wait at any time, so that they need no day on which to be looked at. Where neither is there nothing is chased:
    QA hears of that by itself (`storage.concern_turns`).
    """
    statement = _WAITING if ids is None else _WAITING.where(among(unit.connection, _C.id, ids))
    leading: dict[int, int | None] = {}
    for row in unit.connection.execute(statement).all():
        if row.team_id not in leading:
            leading[row.team_id] = _leads(unit, row.team_id)
        owner = leading[row.team_id]
        if owner is not None:
            yield Item(ItemKind.CONCERN, row.id, owner, row.respond_by)


def _leads(unit: Unit, team_id: int) -> int | None:
    today = london_day(unit.now)
    manager = post_holder(unit, team_id, Post.TEAM_MANAGER, today)
    return post_holder(unit, team_id, Post.HEAD_OF_SERVICE, today) if manager is None else manager


def concern_subjects(unit: Unit, keys: Iterable[Key]) -> dict[int, Entry]:
    """The children of concern among these items, by their ids."""
    found = (entry_by_id(unit, number) for kind, number in keys if kind is ItemKind.CONCERN)
    return {entry.id: entry for entry in found if entry is not None}
