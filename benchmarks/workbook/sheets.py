"""One sheet at a time: how fast each of those comes in of which a council brings many rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from pathlib import Path

from benchmarks.workbook import rows
from benchmarks.workbook.files import write_folder
from benchmarks.workbook.races import time_bare_insert, time_import
from benchmarks.workbook.rows import Council, Row, Size
from benchmarks.workbook.stores import Databases, added
from storage.workbook.contract import SHEETS

# A council of which the sheet has some 50,000 rows.
SIZES: Mapping[str, Size] = {
    "cases": Size(cases=50_000, allocations=100),
    "allocations": Size(allocations=50_000),
    "exemptions": Size(people=83_000, allocations=100),
    "audits": Size(allocations=52_600),
    "domain_ratings": Size(allocations=7_520),
    "engagement": Size(allocations=10_520),
    "actions": Size(allocations=17_540),
    "impact_surveys": Size(allocations=52_600),
}


@dataclass(frozen=True, slots=True)
class SheetSeconds:
    """What a round showed of one sheet, in seconds.

    Attributes:
        bare: every row that the import adds to any table, by the driver's own bulk insert.
        first: the import, from the .csv file to the commit; what the sheet refers to is in the store.
        again: the same once more, which changes nothing.
    """

    rows: int
    bare: float
    first: float
    again: float


def measure(name: str, folder: Path, databases: Databases, now: datetime, rounds: int) -> list[SheetSeconds]:
    """Import one sheet alone, a fresh copy of the database a round."""
    council = Council(SIZES[name])
    before = {one: list(rows.SHEETS[one](council)) for one in takewhile(lambda one: one != name, _names())}
    sheet = list(rows.SHEETS[name](council))
    write_folder(folder / "before", before)
    write_folder(folder / "sheet", {name: sheet})
    databases.prepare()
    time_import(databases, folder / "before", now, adds=_count(before))
    databases.keep()
    there = databases.tables()
    time_import(databases, folder / "sheet", now, adds=len(sheet))
    new = added(there, databases.tables())
    results = []
    for _ in range(rounds):
        bare = time_bare_insert(databases, new)
        databases.copy()
        first = time_import(databases, folder / "sheet", now, adds=len(sheet))
        again = time_import(databases, folder / "sheet", now, adds=0)
        results.append(SheetSeconds(len(sheet), bare, first, again))
    return results


def _names() -> list[str]:
    return [sheet.name for sheet in SHEETS]


def _count(sheets: Mapping[str, Sequence[Row]]) -> int:
    return sum(map(len, sheets.values()))
