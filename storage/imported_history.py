"""History that comes by import: facts of earlier days, written together with the columns that follow from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Table, exists, func, literal, select

from domain.words import AllocationStatus
from storage.statements import insert_many, update_many
from storage.store import Unit
from storage.tables.allocations import allocation, allocation_transition


@dataclass(frozen=True, slots=True)
class ImportedState:
    """Where an import brings an allocation, and the changes of state that lead there.

    Attributes:
        steps: from which state, into which one, on which London day. A day that is put right goes from a state
            into the same one.
    """

    allocation_id: int
    status: AllocationStatus
    returned_on: date | None
    uploaded_on: date | None
    withdrawn_on: date | None
    steps: tuple[tuple[AllocationStatus, AllocationStatus, date], ...]


def record_states(unit: Unit, states: Sequence[ImportedState]) -> None:
    """Write where up to a thousand allocations stand, with their history. The caller has judged each step."""
    if not states:
        return
    columns = ("status", "returned_on", "uploaded_on", "withdrawn_on")
    update_many(
        unit,
        allocation,
        ["id"],
        [{"id": one.allocation_id, **{name: getattr(one, name) for name in columns}} for one in states],
    )
    by = {"at": unit.now, "actor_id": unit.actor.person_id, "source": unit.actor.source}
    insert_many(
        unit,
        allocation_transition,
        [
            {"allocation_id": one.allocation_id, "from_status": old, "to_status": new, "on_day": day, **by}
            for one in states
            for old, new, day in one.steps
        ],
    )


def last_id(unit: Unit, table: Table) -> int:
    """The highest id of a table whose rows are numbered; 0 where it is empty."""
    return int(unit.connection.execute(select(func.max(table.c.id))).scalar() or 0)


@dataclass(frozen=True, slots=True)
class FirstStep:
    """A change of state that a new row tells by one of its days: from which state, into which one."""

    old: StrEnum | None
    new: StrEnum
    day: str


def append_first_steps(
    unit: Unit,
    things: Table,
    history: Table,
    after_id: int,
    steps: Sequence[FirstStep],
    more: Mapping[str, ColumnElement[Any]],
) -> None:
    """Give every row that an import has just added its history, a statement a step.

    Args:
        unit: the unit of work.
        things: the table of what was added.
        history: the table of its changes of state; its foreign key to `things` is looked up.
        after_id: the highest id there was before.
        steps: the changes of state, in their order; a row without the day of one doesn't have it.
        more: further columns of the history, from those of the row.
    """
    (subject,) = (column for column in history.c if column.references(things.c.id))
    for step in steps:
        day = things.c[step.day]
        # What somebody else has added meanwhile has its history already.
        has_it = exists().where(subject == things.c.id, history.c.to_status == step.new)
        values = {
            subject.name: things.c.id,
            "at": literal(unit.now, history.c.at.type),
            "on_day": day,
            "actor_id": literal(unit.actor.person_id, history.c.actor_id.type),
            "source": literal(unit.actor.source),
            "from_status": literal(step.old, history.c.from_status.type),
            "to_status": literal(step.new, history.c.to_status.type),
            **more,
        }
        rows = select(*values.values()).where(things.c.id > after_id, day.is_not(None), ~has_it)
        unit.connection.execute(history.insert().from_select(list(values), rows.order_by(things.c.id)))
