"""Rows into the store: what is new is inserted, what differs is updated, a blank cell leaves what is there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, select

from storage.statements import among, insert_many, update_many
from storage.store import Unit
from storage.workbook.references import batches
from storage.workbook.sheet import Column, Importing, Record, SheetRows


@dataclass(frozen=True, slots=True)
class Change:
    """A row that changes something: its number, what is stored, and what is to be, blanks filled in."""

    number: int
    old: Record
    new: Record


@dataclass(slots=True)
class Compared:
    """A sheet's rows beside the store.

    Attributes:
        added: the records of the rows whose key the store doesn't have.
        changes: the rows that change something.
        standing: row by row, the record as it stands once `added` and `changes` are written. The new ones
            are those of `added`, the same objects.
    """

    added: list[Record] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    standing: list[Record] = field(default_factory=list)


def write_rows(importing: Importing, rows: SheetRows) -> list[Record]:
    """Write a sheet whose rows are rows of one table; row by row what stands there now."""
    compared = compare(importing, rows, records_of(importing, rows))
    insert_added(importing, rows, compared.added)
    update_changed(importing, rows, compared.changes)
    return compared.standing


def records_of(importing: Importing, rows: SheetRows) -> list[Record]:
    """The rows as records, with ids for names. Columns without `stored_as` are left out."""
    stored = {
        column.stored_as: _stored_values(importing, rows, column)
        for column in rows.sheet.columns
        if column.stored_as and column.name in rows.cells
    }
    names = tuple(stored)
    return [dict(zip(names, values, strict=True)) for values in zip(*stored.values(), strict=True)]


def _stored_values(importing: Importing, rows: SheetRows, column: Column) -> list[Any]:
    values = rows.cells[column.name]
    if not rows.sheet.table.c[column.stored_as].foreign_keys:
        return values
    ids = importing.references.ids(column.names, values)
    return [None if value is None else ids[value] for value in values]


def stored_rows(unit: Unit, table: Table, key: Sequence[str], records: Sequence[Record]) -> dict[Any, Record]:
    """The table's rows by key (`itemgetter(*key)`), at least those that the records' keys name.

    They are locked on PostgreSQL, so that nothing done in chat meanwhile is overwritten.
    """
    first = table.c[key[0]]
    if unit.connection.execute(select(first).limit(1)).first() is None:
        return {}  # the first import asks for nothing, a hundred times
    key_of = itemgetter(*key)
    found: dict[Any, Record] = {}
    statement = select(table).where(among(unit.connection, first, {record[key[0]] for record in records}))
    names = table.c.keys()
    for row in unit.connection.execute(statement.with_for_update()).all():
        record = dict(zip(names, row, strict=True))
        found[key_of(record)] = record
    return found


def compare(importing: Importing, rows: SheetRows, records: Sequence[Record]) -> Compared:
    """Set the records beside the store, and count them as added or changed."""
    key = rows.sheet.stored_key
    key_of = itemgetter(*key)
    stored = stored_rows(importing.unit, rows.sheet.table, key, records)
    tally = importing.tally(rows)
    if not stored:
        tally.added.update(rows.numbers)
        return Compared(added=list(records), standing=list(records))
    compared = Compared()
    for number, record in zip(rows.numbers, records, strict=True):
        old = stored.get(key_of(record))
        if old is None:
            tally.added.add(number)
            compared.added.append(record)
            compared.standing.append(record)
            continue
        filled = {name: old[name] if value is None else value for name, value in record.items()}
        if any(old[name] != value for name, value in filled.items()):
            tally.note_change(number)
            compared.changes.append(Change(number, old, filled))
        compared.standing.append({**old, **filled})
    return compared


def insert_added(importing: Importing, rows: SheetRows, records: Sequence[Record]) -> None:
    """Insert new rows."""
    in_batches(importing, rows, records, lambda batch: insert_many(importing.unit, rows.sheet.table, batch))


def update_changed(importing: Importing, rows: SheetRows, changes: Sequence[Change]) -> None:
    """Update what changes; every change has the same columns."""
    for batch in batches(change.new for change in changes):
        update_many(importing.unit, rows.sheet.table, rows.sheet.stored_key, batch)


def in_batches(
    importing: Importing,
    rows: SheetRows,
    records: Sequence[Record],
    write: Callable[[Sequence[Record]], object],
) -> None:
    """Write new records a batch at a time, and say how far it has come."""
    total, done = len(rows.numbers), len(rows.numbers) - len(records)
    for batch in batches(records):
        write(batch)
        done += len(batch)
        importing.progress(rows.sheet.name, done, total)
