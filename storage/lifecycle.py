"""The one writer of an allocation's state: the current columns and the history row together."""

from datetime import date
from typing import Any

from domain.errors import NotAllowedError
from domain.lifecycle import check_transition
from domain.words import AllocationStatus
from storage.store import Unit
from storage.tables.allocations import allocation, allocation_transition


def record_transition(
    unit: Unit,
    allocation_id: int,
    old: AllocationStatus | None,
    new: AllocationStatus,
    on_day: date,
    reason: str | None = None,
) -> None:
    """Append the history row of a change of state."""
    unit.connection.execute(
        allocation_transition.insert().values(
            allocation_id=allocation_id,
            at=unit.now,
            on_day=on_day,
            actor_id=unit.actor.person_id,
            source=unit.actor.source,
            from_status=old,
            to_status=new,
            reason=reason,
        )
    )


def move(
    unit: Unit,
    allocation_id: int,
    old: AllocationStatus,
    new: AllocationStatus,
    on_day: date,
    *,
    reason: str | None = None,
    **columns: Any,
) -> None:
    """Change an allocation's state, with the columns that follow from it.

    Raises:
        NotAllowedError: the lifecycle has no such change, or somebody else has changed it since it was read.
    """
    check_transition(old, new)
    changed = unit.connection.execute(
        allocation.update()
        .where(allocation.c.id == allocation_id, allocation.c.status == old)
        .values(status=new, **columns)
    )
    if changed.rowcount != 1:
        raise NotAllowedError("Somebody changed this audit just now. Type 'my audits' to see where it stands.")
    record_transition(unit, allocation_id, old, new, on_day, reason)
