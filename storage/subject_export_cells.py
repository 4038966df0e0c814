"""Held rows as cells that a person reads: names for row numbers, London times, words, and what is not shown said so."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Table, select
from sqlmodel import SQLModel

from domain.calendar import LONDON
from storage.data_map import COLUMNS, TABLES, Datum, Fate, Ground, Whose
from storage.statements import among
from storage.store import Unit
from storage.subject_export_rows import Held, HeldRow
from storage.subject_export_sheets import FACTS, FILES, MARKS, subject_of
from storage.tables.allocations import case_record
from storage.workbook.export_cells import OutgoingCell

# What stands for a row where another refers to it.
_NAMED = {
    "person": "name",
    "team": "name",
    "case_record": "case_ref",
    "allocation": "ref",
    "agreed_action": "ref",
    "concern": "ref",
    "escalation": "ref",
    "dip_sample": "ref",
    "framework_version": "name",
}
# Names that the service has for its messages and for what is done.
_CODES = {("outbox", "template"), ("event", "what"), ("event", "subject")}
ABOUT_A_CHILD = "(about a child and their family: not shown)"
ABOUT_ANOTHER = "(about somebody else: not shown)"
_DECLARED: Mapping[tuple[str, str], Datum] = {(one.table, one.column): one for one in COLUMNS}
_CHILD = (Whose.CHILD, Whose.BOTH)


def shown_columns(table: Table) -> list[Column[Any]]:
    """The columns of a table that have a place in its sheet."""
    return [one for one in table.columns if one.name not in MARKS and (table.name, one.name) not in FILES]


class CellsOfPerson:
    """Decides what somebody of staff is shown of a row, which may tell of others as well.

    What is about them is shown whole but for children and families. Where a row only names them it is shown what was
    done when, and which colleagues did it in their job; where it is about another member of staff, not who that is.
    """

    def __init__(self, unit: Unit, person_id: int) -> None:
        self._person_id = person_id
        self._references = unit.connection.execute(select(case_record.c.case_ref)).scalars().all()

    def instead(self, table: Table, column: Column[Any], held: HeldRow) -> str | None:
        """What stands in place of a value that is not shown; None where it is."""
        declared = _DECLARED[table.name, column.name]
        if _table_of(table, column, held) == "person" and getattr(held.row, column.name) == self._person_id:
            return None
        if not held.is_theirs and TABLES[table.name].by_person and declared.whose is not Whose.NOBODY:
            return ABOUT_ANOTHER
        if not _leads_to_a_child(declared):
            return None
        is_shown = held.is_theirs and declared.whose is Whose.BOTH and not self._tells_of_a_child(held, column)
        return None if is_shown else ABOUT_A_CHILD

    def _tells_of_a_child(self, held: HeldRow, column: Column[Any]) -> bool:
        """Whether words about them are about an audit as well, as a task of QA may be, or name a record."""
        if getattr(held.row, "allocation_id", None) is not None:
            return True
        words = str(getattr(held.row, column.name))
        return any(one in words for one in self._references)

    def names(self, table: str) -> bool:
        """Whether rows of a table are called by their names: a child's record is not."""
        return not _leads_to_a_child(_DECLARED[table, _NAMED[table]])


class CellsOfCase:
    """Everything about a case is shown, and by which colleagues it was done."""

    def instead(self, table: Table, column: Column[Any], held: HeldRow) -> str | None:
        """Nothing is held back."""
        del table, column, held
        return None

    def names(self, table: str) -> bool:
        """Rows are called by their names."""
        del table
        return True


def _leads_to_a_child(declared: Datum) -> bool:
    # What an erasure of the case would touch: words and references. A grade or a day alone leads to nobody.
    return declared.whose in _CHILD and declared.fate(Ground.CASE) is not Fate.KEPT


Sight = CellsOfPerson | CellsOfCase


class HeldCells:
    """Makes cells of held rows, the names of what they refer to looked up at once."""

    def __init__(self, unit: Unit, held: Held, sight: Sight) -> None:
        self._sight = sight
        self._names = _names(unit, held, sight)

    def row(self, table: Table, held: HeldRow) -> list[OutgoingCell]:
        """A row's cells, in the order of `shown_columns`."""
        return [self._cell(table, column, held) for column in shown_columns(table)]

    def _cell(self, table: Table, column: Column[Any], held: HeldRow) -> OutgoingCell:
        value = getattr(held.row, column.name)
        if value is None:
            return None
        instead = self._sight.instead(table, column, held)
        if instead is not None:
            return instead
        if table.name == "event" and column.name == "detail":
            return said({name: self._fact(name, one) for name, one in value.items()})
        if (table.name, column.name) in _CODES:
            return str(value).replace("_", " ")
        leads_to = _table_of(table, column, held)
        return said(value) if leads_to is None else self._named(leads_to, value)

    def _named(self, table: str, key: Any) -> str:
        return self._names.get((table, key), f"no. {key}")

    def _fact(self, name: str, value: Any) -> Any:
        return self._named(FACTS[name], value) if name in FACTS and isinstance(value, int) else value


def said(value: Any) -> OutgoingCell:
    """A stored value as a person reads it: London time to the second, a list or facts as lines."""
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{value.astimezone(LONDON):%Y-%m-%d %H:%M:%S}"
        case StrEnum():
            return value.value.replace("_", " ")
        case dict() | list():
            return "\n".join(_lines(value))
        case str() | int() | float() | date():
            return value
        case _:
            return str(value)


def _lines(value: Any, before: str = "") -> list[str]:
    if isinstance(value, dict):
        return [line for name, one in value.items() for line in _lines(one, f"{before}{name}: ")]
    if isinstance(value, list):
        return [line for one in value for line in _lines(one, before)]
    return [f"{before}{'' if value is None else said(value)}"]


def _table_of(table: Table, column: Column[Any], held: HeldRow) -> str | None:
    """The table of the row that a value leads to; None where it leads to none."""
    if column.name == "subject_id":
        return subject_of(table.name, held.row)
    # The audit of an allocation has its allocation's number: whoever reads looks for the allocation's name.
    tables = {"audit": "allocation"}
    return next((tables.get(key.column.table.name, key.column.table.name) for key in column.foreign_keys), None)


def _names(unit: Unit, held: Held, sight: Sight) -> dict[tuple[str, Any], str]:
    wanted: dict[str, set[Any]] = defaultdict(set)
    for name, rows in held.items():
        for one in rows:
            for leads_to, key in _led_to(SQLModel.metadata.tables[name], one):
                if leads_to in _NAMED and sight.names(leads_to):
                    wanted[leads_to].add(key)
    return {(name, key): called for name, ids in wanted.items() for key, called in _called(unit, name, ids)}


def _led_to(table: Table, held: HeldRow) -> Iterator[tuple[str | None, Any]]:
    """What a row leads to by its references, by its number alone, and by the facts of a line of the record."""
    for column in table.columns:
        value = getattr(held.row, column.name)
        if table.name == "event" and column.name == "detail":
            yield from (
                (FACTS[name], one) for name, one in (value or {}).items() if name in FACTS and isinstance(one, int)
            )
        elif value is not None:
            yield _table_of(table, column, held), value


def _called(unit: Unit, name: str, ids: set[Any]) -> list[tuple[Any, str]]:
    table = SQLModel.metadata.tables[name]
    statement = select(table.c.id, table.c[_NAMED[name]]).where(among(unit.connection, table.c.id, ids))
    return [(row[0], str(row[1])) for row in unit.connection.execute(statement)]
