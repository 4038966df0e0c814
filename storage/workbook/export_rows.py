"""The store's rows as the sheets of the workbook: one statement a sheet, built from its declaration."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Date, FromClause, Integer, Select, Table, collate, func, select

from storage.store import Unit
from storage.workbook.contract import SHEETS
from storage.workbook.export_elsewhere import ELSEWHERE, OTHERWISE, ROWS, Read
from storage.workbook.sheet import Column, Sheet

_AT_ONCE = 1_000
_SHEETS = {sheet.name: sheet for sheet in SHEETS}


def count_rows(unit: Unit, sheet: Sheet) -> int:
    """How many rows a sheet's export has."""
    statement = _of_the_sheet(sheet, select(func.count()).select_from(sheet.table))
    return int(unit.connection.execute(statement).scalar_one())


def stored_rows_of(unit: Unit, sheet: Sheet) -> Iterator[list[Any]]:
    """A sheet's rows in the order of their keys, a value a column as the store holds it (names for ids).

    They are fetched a thousand at a time. The order is that of the characters' numbers on either database,
    whatever the language of the server, so that the same content always gives the same file.
    """
    source, reads = _reads(sheet)
    statement = select(*(read.expression for read in reads)).select_from(source)
    statement = _of_the_sheet(sheet, statement).order_by(*_order(unit, sheet, reads))
    shapes = [(place, read.shape) for place, read in enumerate(reads) if read.shape]
    for row in unit.connection.execute(statement, execution_options={"yield_per": _AT_ONCE}):
        values = list(row)
        for place, shape in shapes:
            if values[place] is not None:
                values[place] = shape(values[place])
        yield values


def _of_the_sheet(sheet: Sheet, statement: Select[Any]) -> Select[Any]:
    """Without the rows of the table that are no rows of the sheet, such as drafts."""
    condition = ROWS.get(sheet.name)
    return statement if condition is None else statement.where(condition)


def _reads(sheet: Sheet) -> tuple[FromClause, list[Read]]:
    source: FromClause = sheet.table
    reads: list[Read] = []
    for column in sheet.columns:
        if not column.stored_as:
            reads.append(ELSEWHERE[sheet.name, column.name])
        elif (sheet.name, column.name) in OTHERWISE:
            reads.append(OTHERWISE[sheet.name, column.name])
        elif sheet.table.c[column.stored_as].foreign_keys:
            other, name = _named(column)
            source = source.outerjoin(other, other.c.id == sheet.table.c[column.stored_as])
            reads.append(Read(other.c[name]))
        else:
            reads.append(Read(sheet.table.c[column.stored_as]))
    return source, reads


def _named(column: Column) -> tuple[FromClause, str]:
    """The table whose rows a column names, under an alias of its own, and the column of it that holds the name."""
    named = _SHEETS[column.names]
    table: Table = named.table
    return table.alias(f"the_{column.name}"), named.stored_key[0]


def _order(unit: Unit, sheet: Sheet, reads: list[Read]) -> Iterator[ColumnElement[Any]]:
    by_name = {column.name: read.expression for column, read in zip(sheet.columns, reads, strict=True)}
    for name in sheet.key:
        expression = by_name[name]
        is_text = not isinstance(expression.type, Date | Integer)
        # SQLite compares texts byte by byte as it is; PostgreSQL goes by the server's language unless told.
        yield collate(expression, "C") if is_text and unit.connection.dialect.name == "postgresql" else expression
