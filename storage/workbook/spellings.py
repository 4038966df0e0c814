"""Names that people would take for the same: spelt in two ways, or made of other signs that look alike."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Column as StoredColumn
from sqlalchemy import select

from storage.tables.allocations import case_record, cycle
from storage.tables.people import team
from storage.tables.registers import caseload
from storage.workbook.problems import Breach, Warned
from storage.workbook.raw_cells import quoted, same_word
from storage.workbook.sheet import Importing, SheetRows

_SERVICES: tuple[StoredColumn[Any], ...] = (team.c.service, cycle.c.service)
_STATUSES: tuple[StoredColumn[Any], ...] = (caseload.c.legal_status, case_record.c.legal_status)
# By sheet and column: where the store has the names that its cells should be spelt like. Figures go by them.
_SPELT_LIKE: dict[tuple[str, str], tuple[StoredColumn[Any], ...]] = {
    ("teams", "team"): (team.c.name,),
    ("teams", "service"): _SERVICES,
    ("teams", "locality"): (team.c.locality,),
    ("cases", "legal_status"): _STATUSES,
    ("cycles", "service"): _SERVICES,
    ("allocations", "service"): _SERVICES,
    ("allocations", "locality"): (team.c.locality,),
    ("allocations", "legal_status"): _STATUSES,
    ("caseload", "legal_status"): _STATUSES,
}


def alike(name: str) -> str:
    """What two names have in common that people would take for the same."""
    seen = unicodedata.normalize("NFKC", name)
    return same_word("".join(sign for sign in seen if unicodedata.category(sign) != "Cf"))


def nearest(names: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """For names that are none of the known: which one each was probably meant for, as the end of a message."""
    by_look: dict[str, str] = {}
    for one in known:
        by_look.setdefault(alike(one), one)
    return {name: _meant(name, by_look.get(alike(name))) for name in names}


def _meant(name: str, near: str | None) -> str:
    if near is None:
        return ""
    if unicodedata.normalize("NFC", near) == unicodedata.normalize("NFC", name):
        return f"; {quoted(near)} looks the same and is made of other characters, so copy it from there"
    return f" (did you mean {quoted(near)}?)"


def warn_of_spellings(importing: Importing, rows: SheetRows) -> Iterator[Warned]:
    """Names that differ from another one only in case, spaces or signs that nobody sees: they count as two things."""
    stored: dict[tuple[StoredColumn[Any], ...], dict[str, set[str]]] = {}
    for column in rows.sheet.columns:
        where = _SPELT_LIKE.get((rows.sheet.name, column.name))
        names = {one for one in rows.column(column.name) if one}
        if where is None or not names:
            continue
        spellings = stored.setdefault(where, _spellings(importing, where))
        for name in names:
            spellings.setdefault(alike(name), set()).add(name)
        odd = {name: spellings[alike(name)] - {name} for name in names if len(spellings[alike(name)]) > 1}
        for number, name in zip(rows.numbers, rows.column(column.name), strict=True):
            if name in odd:
                others = " and ".join(quoted(one) for one in sorted(odd[name]))
                what = f"{quoted(name)} and {others} count as two different things"
                yield Warned(Breach.SPELT_TWICE, rows.sheet.name, number, column.name, what)


def _spellings(importing: Importing, where: Iterable[StoredColumn[Any]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for column in where:
        for name in importing.unit.connection.execute(select(column).distinct()).scalars():
            if name:
                found.setdefault(alike(name), set()).add(name)
    return found
