"""The rows that belong to a child's record, to some of its audits, or to somebody of staff, found through the data map.

A row belongs to what its references lead to (`by_case`, `by_person` of `storage.data_map`), so that a table which is
added later is found once it is declared.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Row, Table, and_, or_, select
from sqlmodel import SQLModel

from domain.ladder import ItemKind
from storage.data_map import TABLES, Ground
from storage.statements import among
from storage.store import Unit
from storage.tables.chasing import chase_hold
from storage.tables.service import handled_press

# Tables whose rows belong to a record though no reference says so; `rows_belonging` finds them in ways of their own.
WITHOUT_REFERENCE = frozenset({"handled_press", "chase_hold"})
_PUT_OFF = {
    ItemKind.RETURN: "allocation",
    ItemKind.UPLOAD: "allocation",
    ItemKind.ACTION: "agreed_action",
    ItemKind.SURVEY: "impact_survey",
    ItemKind.CONCERN: "concern",
}
# The rows of each table, whole.
Rows = Mapping[str, list[Row[Any]]]
Seeds = Mapping[str, Iterable[int]]


def key_of(table: Table, row: Row[Any]) -> tuple[Any, ...]:
    """The primary key of a row."""
    return tuple(getattr(row, column.name) for column in table.primary_key)


def rows_belonging(unit: Unit, by: Ground, seeds: Seeds) -> Rows:
    """Every row that belongs to what is named, table by table.

    Args:
        unit: the unit of work.
        by: `CASE` for what leads to a child's record, `PERSON` for what is about somebody of staff.
        seeds: row numbers by table: of `case_record`, of `allocation` and `escalation` alone, or of `person`.
    """
    found: dict[str, list[Row[Any]]] = {}
    keys: dict[str, set[Any]] = {name: set(ids) for name, ids in seeds.items()}
    for table in SQLModel.metadata.sorted_tables:
        rows = list(_rows(unit, table, by, keys))
        if rows:
            found[table.name] = rows
            keys[table.name] = {key_of(table, row)[0] for row in rows}
    if by is Ground.CASE:
        found["handled_press"] = _said_in(unit, keys.get("allocation", set()))
        found["chase_hold"] = _put_off(unit, keys)
    return found


def _rows(unit: Unit, table: Table, by: Ground, keys: Mapping[str, set[Any]]) -> Iterable[Row[Any]]:
    declared = TABLES.get(table.name)
    if declared is None:
        return ()
    columns = declared.by_case if by is Ground.CASE else declared.by_person
    wanted = [among(unit.connection, table.c[own], ids) for own, ids in _leading(table, columns, keys)]
    return unit.connection.execute(select(table).where(or_(*wanted))).all() if wanted else ()


def _leading(table: Table, columns: Iterable[str], keys: Mapping[str, set[Any]]) -> Iterator[tuple[str, set[Any]]]:
    if table.name in keys:
        yield table.primary_key.columns[0].name, keys[table.name]
    for name in columns:
        for key in table.c[name].foreign_keys:
            above = keys.get(key.column.table.name)
            if above:
                yield name, above


def _said_in(unit: Unit, audits: Iterable[int]) -> list[Row[Any]]:
    """What `storage.handled` notes of words said in an audit: a digest, under a name that no reference leads to."""
    noted = [f"{said}:{audit}" for audit in audits for said in ("said", "said last")]
    statement = select(handled_press).where(among(unit.connection, handled_press.c.action_id, noted))
    return list(unit.connection.execute(statement))


def _put_off(unit: Unit, keys: Mapping[str, set[Any]]) -> list[Row[Any]]:
    """What was put off, with the words why: known by its sort and its number alone."""
    of_sort = (
        and_(chase_hold.c.kind == kind, among(unit.connection, chase_hold.c.subject_id, keys.get(table, set())))
        for kind, table in _PUT_OFF.items()
    )
    return list(unit.connection.execute(select(chase_hold).where(or_(*of_sort))))


def staff_in(rows: Rows) -> set[int]:
    """Everybody of staff whom these rows name."""
    return {
        value
        for name, ones in rows.items()
        for column in _to_staff(SQLModel.metadata.tables[name])
        for row in ones
        if (value := getattr(row, column)) is not None
    }


def _to_staff(table: Table) -> list[str]:
    return [
        column.name for column in table.columns if any(key.column.table.name == "person" for key in column.foreign_keys)
    ]
