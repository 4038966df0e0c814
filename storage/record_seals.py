"""Seals on the record: batch by batch a root over the digests of its lines, and over the root before it.

Whoever keeps a root elsewhere can show later that nothing up to it was changed, put in, taken out or cut off
(docs/record.md). A line gets its number when it is written and is there for others when its transaction ends: so
numbers may come late, or never. A seal says which were missing; the ones after it look for those for as long as any
transaction can last, and seal them as late.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Select, select

from storage.statements import insert_unless_there
from storage.store import Unit
from storage.tables.record_seals import event_digest, event_seal

BATCH = 10_000
# No transaction lasts as long: what comes into a gap after that was not written by the service.
LATE_AT_MOST = timedelta(days=7)
# What the first seal follows.
NO_ROOT = "0" * 64

_D = event_digest.c
_S = event_seal.c


@dataclass(frozen=True, slots=True)
class DigestedLine:
    """The digest of a line: its number, when it was written (aware), and the digest in hexadecimal."""

    number: int
    at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A run of numbers that were not there, first and last included, and the seal's instant that first missed them."""

    first: int
    last: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal as `storage.tables.record_seals.EventSeal` has it."""

    id: int
    first: int
    last: int
    lines: int
    late: tuple[int, ...]
    gaps: tuple[Gap, ...]
    sealed_at: datetime
    previous_root: str
    root: str


def seal_batch(unit: Unit, most: int = BATCH) -> int:
    """Seal up to so many lines that no seal has, and those that came late, if there are any; how many it sealed.

    Of two instances that do it at once the second does nothing.
    """
    last = last_seal(unit)
    after = last.last if last else 0
    new, late = _new_lines(unit, after, most), _late_lines(unit, last)
    if not new and not late:
        return 0
    end = new[-1].number if new else after
    gaps = [*_still_missing(last, late, unit.now), *_gaps(new, after + 1, unit.now)]
    previous, lines = last.root if last else NO_ROOT, [*late, *new]
    written = insert_unless_there(
        unit,
        event_seal,
        first_id=after + 1,
        last_id=end,
        lines=len(lines),
        late=[one.number for one in late],
        gaps=[[gap.first, gap.last, _written(gap.since)] for gap in gaps],
        sealed_at=unit.now,
        previous_root=previous,
        root=root_of(previous, unit.now, after + 1, end, gaps, lines),
    )
    return len(lines) if written else 0


def waits_for_another_batch(unit: Unit, most: int = BATCH) -> bool:
    """Whether more lines wait to be sealed than one batch takes."""
    last = last_seal(unit)
    beyond = select(_D.event_id).where(_D.event_id > (last.last if last else 0)).order_by(_D.event_id)
    return unit.connection.execute(beyond.offset(most).limit(1)).first() is not None


def last_seal(unit: Unit) -> Seal | None:
    """The newest seal; None where nothing has been sealed."""
    return next(_read(unit, select(event_seal).order_by(_S.id.desc()).limit(1)), None)


def seals(unit: Unit) -> Iterator[Seal]:
    """Every seal, in the order in which they were made."""
    return _read(unit, select(event_seal).order_by(_S.id))


def _read(unit: Unit, statement: Select[Any]) -> Iterator[Seal]:
    for row in unit.connection.execute(statement):
        gaps = tuple(Gap(first, last, datetime.fromisoformat(since)) for first, last, since in row.gaps)
        middle = (row.first_id, row.last_id, row.lines, tuple(row.late), gaps)
        yield Seal(row.id, *middle, row.sealed_at, row.previous_root, row.root)


def root_of(
    previous_root: str, sealed_at: datetime, first: int, last: int, gaps: Iterable[Gap], lines: Iterable[DigestedLine]
) -> str:
    """The root of a batch, in hexadecimal: SHA-256 over the one before, the batch's own facts, and its lines.

    Args:
        previous_root: the root of the seal before, or `NO_ROOT`.
        sealed_at: when, aware.
        first: the batch's first number.
        last: its last one.
        gaps: what was missing, in the order in which the seal has it.
        lines: number, instant and digest of each, late ones first, otherwise by number.
    """
    missing = [[gap.first, gap.last, _written(gap.since)] for gap in gaps]
    digest = sha256(f"{previous_root}\n{_written(sealed_at)}\n{first} {last}\n{json.dumps(missing)}\n".encode())
    for one in lines:
        digest.update(f"{one.number} {_written(one.at)} {one.digest}\n".encode())
    return digest.hexdigest()


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def _new_lines(unit: Unit, after: int, most: int) -> list[DigestedLine]:
    some = select(_D.event_id, _D.at, _D.digest).where(_D.event_id > after).order_by(_D.event_id).limit(most)
    return [DigestedLine(*row) for row in unit.connection.execute(some)]


def _late_lines(unit: Unit, last: Seal | None) -> list[DigestedLine]:
    """The lines that have come meanwhile where a seal found none."""
    found: list[DigestedLine] = []
    for gap in last.gaps if last else ():
        come = select(_D.event_id, _D.at, _D.digest).where(_D.event_id.between(gap.first, gap.last))
        found += [DigestedLine(*row) for row in unit.connection.execute(come.order_by(_D.event_id))]
    return found


def _still_missing(last: Seal | None, late: Sequence[DigestedLine], now: datetime) -> Iterator[Gap]:
    there = sorted(one.number for one in late)
    for gap in last.gaps if last else ():
        if now - gap.since <= LATE_AT_MOST:
            inside = [number for number in there if gap.first <= number <= gap.last]
            yield from runs_without(inside, gap.first, gap.last + 1, gap.since)


def _gaps(lines: Sequence[DigestedLine], first: int, now: datetime) -> Iterator[Gap]:
    numbers = [one.number for one in lines]
    yield from runs_without(numbers, first, numbers[-1] if numbers else first, now)


def runs_without(numbers: Iterable[int], first: int, end: int, since: datetime) -> Iterator[Gap]:
    """The runs of numbers from `first` up to, not including, `end` that are not among these, which are in order."""
    for number in numbers:
        if number > first:
            yield Gap(first, number - 1, since)
        first = number + 1
    if first < end:
        yield Gap(first, end - 1, since)
