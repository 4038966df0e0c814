"""A row in every table that leads to a child's record, or that is about somebody, with a word of its own in every text.

So that a column which is added later is looked at as well: what a walk through the cards doesn't write is here too.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, LargeBinary, String, Table, cast, select
from sqlmodel import AutoString, SQLModel

from storage.data_map import COLUMNS, TABLES, Fate, Ground
from storage.store import Unit
from storage.tables.columns import Instant, Word

THEN = datetime(2019, 8, 1, 9, tzinfo=UTC)
# What makes a row one that nobody works on any more, and what must be a month.
ENDED: dict[str, dict[str, Any]] = {
    "allocation": {"status": "uploaded", "month": "2019-08", "withdrawn_on": None},
    "audit": {"reopened_at": None},
    "concern": {"status": "resolved"},
    "escalation": {"status": "resolved"},
    "verification_draw": {"month": "2019-08"},
    "action_verification": {"month": "2019-08"},
    "exemption_request": {"status": "approved"},
    "person": {"left_on": date(2019, 8, 31)},
}


def fill(unit: Unit, tables: list[str], told: str) -> None:
    """A row in each of these tables, each leading to the last row of what it refers to.

    Args:
        unit: the unit of work.
        tables: in any order; what they refer to must be there or be among them.
        told: stands in every text, behind which the column is named.
    """
    for table in SQLModel.metadata.sorted_tables:
        if table.name in tables:
            row = {column.name: _value(unit, table, column, told) for column in table.columns if not _is_number(column)}
            unit.connection.execute(table.insert().values({**row, **ENDED.get(table.name, {})}))


def _is_number(column: Column[Any]) -> bool:
    """Whether the database gives it: a row's own number."""
    return column.primary_key and column.name == "id"


def _value(unit: Unit, table: Table, column: Column[Any], told: str) -> Any:
    for key in column.foreign_keys:
        above = key.column
        if above.table is table:
            return None
        return unit.connection.execute(select(above).order_by(above.desc()).limit(1)).scalar()
    words = f"{told} in {table.name}.{column.name}"
    if isinstance(column.type, Word):
        return next(iter(column.type.vocabulary))
    if isinstance(column.type, JSON):
        return [words] if column.name in {"themes", "facts"} else {"said": words, "grade": "good", "more": [words]}
    return next(make(words) for kind, make in _MADE.items() if isinstance(column.type, kind))


_MADE: Mapping[type[Any], Callable[[str], Any]] = {
    AutoString: str,
    Date: lambda _: THEN.date(),
    Instant: lambda _: THEN,
    LargeBinary: str.encode,
    Boolean: lambda _: False,
    Integer: lambda _: 1,
    Float: lambda _: 1.0,
}


def tables_by(ground: Ground) -> list[str]:
    """The tables whose rows belong to a record, or to somebody of staff."""
    return [one.name for one in TABLES.values() if (one.by_case if ground is Ground.CASE else one.by_person)]


def kept_texts(ground: Ground) -> set[tuple[str, str]]:
    """The columns that say the same afterwards: keys and words of the framework, which are the same for everybody."""
    return {(one.table, one.column) for one in COLUMNS if one.fate(ground) is Fate.KEPT}


def places_of(unit: Unit, word: str) -> Iterator[tuple[str, str]]:
    """Every column of the whole database whose texts, JSON or bytes hold a word."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, AutoString | JSON | String):
                text = cast(column, String) if isinstance(column.type, JSON) else column
                if unit.connection.execute(select(column).where(text.icontains(word)).limit(1)).first() is not None:
                    yield table.name, column.name
            elif isinstance(column.type, LargeBinary):
                found = unit.connection.execute(select(column).where(column.is_not(None))).scalars()
                if any(word.encode() in one for one in found):
                    yield table.name, column.name
