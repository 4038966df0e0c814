"""The one writer of what is done to an allocation: the current columns and the history row together."""

from datetime import date
from typing import Any

from domain.errors import NotAllowedError
from domain.lifecycle import check_transition
from domain.words import AllocationStatus, Change
from storage.statements import insert_returning_id
from storage.store import Unit
from storage.tables.allocations import allocation, allocation_act, allocation_transition
from storage.tables.columns import NOT_LOOKED_AT

CHANGED_MEANWHILE = "Somebody changed this audit just now. Type 'my audits' to see where it stands."


def record_transition(
    unit: Unit,
    allocation_id: int,
    old: AllocationStatus | None,
    new: AllocationStatus,
    on_day: date,
    reason: str | None = None,
) -> int:
    """Append the history row of a change of state; its id."""
    return insert_returning_id(
        unit,
        allocation_transition,
        allocation_id=allocation_id,
        on_day=on_day,
        from_status=old,
        to_status=new,
        reason=reason,
        **_by(unit),
    )


def record_act(
    unit: Unit,
    allocation_id: int,
    what: Change,
    on_day: date,
    *,
    old: str | None = None,
    new: str | None = None,
    reason: str | None = None,
) -> int:
    """Append the history row of what leaves the state as it is; its id. `old` and `new` as in `AllocationAct`."""
    return insert_returning_id(
        unit,
        allocation_act,
        allocation_id=allocation_id,
        on_day=on_day,
        what=what,
        old=old,
        new=new,
        reason=reason,
        **_by(unit),
    )


def _by(unit: Unit) -> dict[str, Any]:
    actor = unit.actor
    return {
        "at": unit.now,
        "actor_id": actor.person_id,
        "acting_for_id": actor.acting_for,
        "source": actor.source,
    }


def move(
    unit: Unit,
    allocation_id: int,
    old: AllocationStatus,
    new: AllocationStatus,
    on_day: date,
    *,
    reason: str | None = None,
    **columns: Any,
) -> int:
    """Change an allocation's state, with the columns that follow from it; the id of the history row.

    Raises:
        NotAllowedError: the lifecycle has no such change, or somebody else has changed it since it was read.
    """
    check_transition(old, new)
    changed = unit.connection.execute(
        allocation.update()
        .where(allocation.c.id == allocation_id, allocation.c.status == old)
        .values(status=new, chase_on=NOT_LOOKED_AT, **columns)
    )
    if changed.rowcount != 1:
        raise NotAllowedError(CHANGED_MEANWHILE)
    return record_transition(unit, allocation_id, old, new, on_day, reason)


def put_right(
    unit: Unit,
    allocation_id: int,
    status: AllocationStatus,
    what: Change,
    on_day: date,
    *,
    old: str | None,
    new: str,
    reason: str,
    **columns: Any,
) -> int:
    """Change columns of an allocation that stays where it stands; the id of the history row, which keeps both.

    The caller has asked the table (`domain.lifecycle.check_change`).

    Raises:
        NotAllowedError: somebody else has changed its state since it was read.
    """
    changed = unit.connection.execute(
        allocation.update()
        .where(allocation.c.id == allocation_id, allocation.c.status == status)
        .values(chase_on=NOT_LOOKED_AT, **columns)
    )
    if changed.rowcount != 1:
        raise NotAllowedError(CHANGED_MEANWHILE)
    return record_act(unit, allocation_id, what, on_day, old=old, new=new, reason=reason)
