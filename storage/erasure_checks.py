"""Whether every erasure took what it says, no more and no less, and has its line in the record (docs/record.md).

`erased_row` is the one way past the triggers, and rows can be added to it. So what is named there is held to what the
erasure and its certificate count, table by table; and the erasure to its line, which is sealed.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select

from storage.append_only import APPEND_ONLY
from storage.record_misfits import UNREADABLE, MisfitError, listed, said_of
from storage.store import Unit
from storage.tables.erasures import erased_row, erasure
from storage.tables.record_seals import event_digest
from storage.tables.service import event

# How the record calls it, and what its line says beside the ground: how many rows of histories were named.
ERASED, ROWS_NAMED = "erased", "rows_named"
_HISTORIES = frozenset(one.table.name for one in APPEND_ONLY)
_R, _T, _E, _D = erased_row.c, erasure.c, event.c, event_digest.c


@dataclass(frozen=True, slots=True)
class _Noted:
    """An erasure as it is noted, with how many rows of each table it says it took."""

    id: int
    at: datetime
    took: Mapping[str, int]

    def __str__(self) -> str:
        return f"Erasure {self.id} ({said_of(self.at)})"


def rows_to_name(counts: Mapping[str, Mapping[str, int]]) -> int:
    """Of what an erasure empties and deletes, how many rows are of a history, and so are named."""
    return sum(sum(counts[name].values()) for name in _HISTORIES if name in counts)


def check_erasures(unit: Unit) -> int:
    """Look at every erasure; how many of them took lines of the record.

    Raises:
        MisfitError: the first thing that does not fit.
    """
    named = _named(unit)
    try:
        noted = [
            _Noted(row.id, row.at, {name: sum(acts.values()) for name, acts in row.counts.items()})
            for row in unit.connection.execute(select(_T.id, _T.at, _T.counts).order_by(_T.id))
        ]
        lines = {key: dict(detail) for key, detail in _lines(unit)}
        deleted = sum(one.get(event.name, {}).get("deleted", 0) for one in _counts(unit))
    except UNREADABLE as problem:
        raise MisfitError("What is noted of the erasures can't be read: somebody changed it.") from problem
    for one in noted:
        _check_counts(one, named.get(one.id, Counter()))
        _check_line(unit, one, lines.get(one.id), sum(named.get(one.id, Counter()).values()))
    _check_gone(unit, deleted)
    _check_none_is_gone(set(named) | set(lines), {one.id for one in noted})
    return sum(event.name in one for one in named.values())


def _counts(unit: Unit) -> list[Mapping[str, Mapping[str, int]]]:
    return list(unit.connection.execute(select(_T.counts)).scalars())


def _check_gone(unit: Unit, deleted: int) -> None:
    """A line that was emptied lawfully is still there: only what an erasure deleted may be gone."""
    missing = select(func.count()).select_from(event_digest).where(~exists().where(_E.id == _D.event_id))
    gone = unit.connection.execute(missing).scalar_one()
    if gone != deleted:
        raise MisfitError(
            f"Of the record {gone:,} lines are gone, and the erasures say that they deleted {deleted:,}: lines that "
            "were only emptied were taken out, or the counts changed."
        )


def _named(unit: Unit) -> dict[int, Counter[str]]:
    counted = select(_R.erasure_id, _R.table_name, func.count()).group_by(_R.erasure_id, _R.table_name)
    found: dict[int, Counter[str]] = {}
    for erasure_id, table, number in unit.connection.execute(counted):
        found.setdefault(erasure_id, Counter())[table] = number
    return found


def _lines(unit: Unit) -> list[tuple[int, Any]]:
    statement = select(_E.subject_id, _E.detail).where(_E.what == ERASED, _E.subject == erasure.name)
    return [(key, detail) for key, detail in unit.connection.execute(statement)]


def _check_counts(one: _Noted, named: Counter[str]) -> None:
    # What became a history after the erasure was not named in it; the record always was one.
    wrong = sorted(name for name in {*named, event.name} if one.took.get(name, 0) != named[name])
    if wrong:
        table = event.name if event.name in wrong else wrong[0]
        raise MisfitError(
            f"{one} and its certificate say that it took {one.took.get(table, 0):,} of the rows of {table}, and "
            f"{named[table]:,} are named in it: rows were named so as to change them or take them out, or the counts "
            f"changed. That is so of {listed(wrong)}."
        )


def _check_line(unit: Unit, one: _Noted, line: Mapping[str, Any] | None, found: int) -> None:
    if line is None and not _had_a_line(unit, one):
        raise MisfitError(f"{one} has no line in the record: it was put in by hand.")
    said = (line or {}).get(ROWS_NAMED)
    if said is not None and said != found:
        raise MisfitError(
            f"{one} named {said} of the rows of histories by its line in the record, and {found} are named in it: "
            "rows were named so as to change them or take them out, and its counts changed."
        )


def _had_a_line(unit: Unit, one: _Noted) -> bool:
    """Whether a line of its instant was there that is over by now: what is left of it is its digest."""
    is_gone = ~exists().where(_E.id == _D.event_id)
    statement = select(_D.event_id).where(_D.at == one.at, is_gone).limit(1)
    return unit.connection.execute(statement).first() is not None


def _check_none_is_gone(told_of: set[int], noted: set[int]) -> None:
    for number in sorted(told_of - noted):
        raise MisfitError(f"Erasure {number} is told of in the record, or rows are named in it, and it was taken out.")
