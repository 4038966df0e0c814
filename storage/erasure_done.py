"""An erasure carried out: first its row, then the rows of histories that it reaches, then the emptying itself.

The database lets a row of a history be changed once `erased_row` names it (`storage.append_only`).
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import SQLModel

from storage import record
from storage.append_only import APPEND_ONLY, row_id
from storage.data_map import Ground
from storage.erasure_checks import ERASED, ROWS_NAMED, rows_to_name
from storage.erasure_plan import Key, Plan
from storage.statements import insert_many, insert_returning_id, update_many
from storage.store import Unit
from storage.tables.erasures import erased_row, erasure

HISTORIES = frozenset(one.table.name for one in APPEND_ONLY)


def carry_out(
    unit: Unit,
    plan: Plan,
    ground: Ground,
    reason: str,
    subject_digest: str | None,
    certificate_digest: str,
    **facts: str,
) -> int:
    """Do what is planned, in the name of the unit's actor; the erasure's number. `facts` go into the record."""
    values = {"ground": ground, "reason": reason, "subject_digest": subject_digest, "counts": plan.counts()}
    made = begin_erasure(unit, values, certificate_digest, **facts)
    for table in SQLModel.metadata.sorted_tables:
        if table.name in HISTORIES:
            _name_rows(unit, made, table, plan.changes.get(table.name, {}))
    for table in reversed(SQLModel.metadata.sorted_tables):  # what refers to a row goes before it
        _change(unit, table, plan.changes.get(table.name, {}))
    return made


def begin_erasure(unit: Unit, values: Mapping[str, Any], certificate_digest: str, **facts: str) -> int:
    """Note an erasure for good and put it on record, with such facts; its number."""
    noted = {"at": unit.now, "actor_id": unit.actor.person_id, "certificate_digest": certificate_digest}
    made = insert_returning_id(unit, erasure, **values, **noted)
    named = {ROWS_NAMED: rows_to_name(values["counts"])}
    record.write(unit, ERASED, "erasure", made, ground=values["ground"].value, **named, **facts)
    return made


def _name_rows(unit: Unit, erasure_id: int, table: Table, changes: Mapping[Key, Any]) -> None:
    same = {"table_name": table.name, "erasure_id": erasure_id, "at": unit.now}
    insert_many(unit, erased_row, [{**same, "row_id": row_id(*key)} for key in changes])


def _change(unit: Unit, table: Table, changes: Mapping[Key, Mapping[str, Any] | None]) -> None:
    names = [column.name for column in table.primary_key]
    alike: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for key, new in changes.items():
        row = dict(zip(names, key, strict=True))
        if new is None:
            same = [table.c[name] == value for name, value in row.items()]
            unit.connection.execute(table.delete().where(*same))
        else:
            alike[tuple(sorted(new))].append({**row, **new})
    for rows in alike.values():
        update_many(unit, table, names, rows)


def rows_over_at(unit: Unit) -> int:
    """How many rows went at this instant because their time was over: a run of retention has one for all its pieces."""
    of_the_run = (erasure.c.at == unit.now, erasure.c.ground == Ground.RETENTION)
    every = unit.connection.execute(select(erasure.c.counts).where(*of_the_run)).scalars()
    return sum(number for counts in every for one in counts.values() for number in one.values())
