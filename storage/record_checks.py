"""Whether the record is what it was: every line against its digest, every digest against its seal (docs/record.md)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, exists, func, inspect, select

from storage.append_only import APPEND_ONLY, row_id, unguarded
from storage.erasure_checks import check_erasures
from storage.record import CONTENT, digest_of
from storage.record_misfits import UNREADABLE, MisfitError, UnguardedError, listed, said_of
from storage.record_seals import NO_ROOT, DigestedLine, Gap, Seal, root_of, runs_without, seals
from storage.statements import among
from storage.store import Unit
from storage.tables.erasures import erased_row
from storage.tables.record_seals import event_digest
from storage.tables.service import event

# Hears how many lines have been looked at, of how many.
Progress = Callable[[int, int], None]

_D = event_digest.c
_E = event.c
_R = erased_row.c
_AT_A_TIME = 10_000
_CHANGED = "a digest, a time or the seal itself was changed, or lines were put into another order."


@dataclass(slots=True)
class Findings:
    """What a check of the record found, where all of it fits.

    Attributes:
        lines: how many lines there are, erased ones among them.
        sealed: how many of them are under a seal.
        seals: how many seals there are.
        erased: of how many lines the content was erased lawfully.
        erasures: in how many erasures.
        newest: the newest seal, None where nothing has been sealed yet.
        kept: the seal of the root that was kept elsewhere, where one was given.
    """

    lines: int = 0
    sealed: int = 0
    seals: int = 0
    erased: int = 0
    erasures: int = 0
    newest: Seal | None = None
    kept: Seal | None = None


@dataclass(slots=True)
class _Check:
    """A check under way.

    Attributes:
        unit: reads the record as it is at one moment.
        progress: hears how far it has come.
        total: how many lines there are.
        late: of each line that came late, by its number, the id of the seal that has it.
        open: where the next seal still looks for late lines.
        found: what was found so far.
        looked_at: how many lines.
    """

    unit: Unit
    progress: Progress
    total: int
    late: Mapping[int, int]
    open: Sequence[Gap]
    found: Findings = field(default_factory=Findings)


def check_record(unit: Unit, progress: Progress, kept_root: str | None = None) -> Findings:
    """Look at the whole record.

    Args:
        unit: reads it as it is at one moment (`Store.snapshot`).
        progress: hears how far it has come.
        kept_root: a root that was printed before and kept elsewhere, in hexadecimal.

    Raises:
        UnguardedError: all of it fits, but the database keeps nobody from changing history.
        MisfitError: the first thing that does not fit.
    """
    _check_tables(unit)
    loose = unguarded(unit.connection)
    open_to_all = f"the triggers of {listed(loose)} are missing, switched off or not ours" if loose else ""
    try:
        found = _checked(unit, progress, kept_root)
    except MisfitError as misfit:
        if not loose:
            raise
        raise MisfitError(f"{misfit} The database keeps nobody from such a change: {open_to_all}.") from misfit
    if loose:
        raise UnguardedError(
            f"The database no longer keeps anybody from changing history: {open_to_all}. Every line of the record and "
            "every seal fits all the same; what else was changed meanwhile in those tables no seal can tell."
        )
    return found


def _check_tables(unit: Unit) -> None:
    gone = sorted({one.table.name for one in APPEND_ONLY} - set(inspect(unit.connection).get_table_names()))
    if gone:
        raise MisfitError(f"Of the tables that hold history {listed(gone)} are missing: somebody took them out.")


def _checked(unit: Unit, progress: Progress, kept_root: str | None) -> Findings:
    chain = _chain(unit)
    total = unit.connection.execute(select(func.count()).select_from(event_digest)).scalar_one()
    late = {number: seal.id for seal in chain for number in seal.late}
    newest = chain[-1] if chain else None
    found = Findings(seals=len(chain), newest=newest)
    check = _Check(unit, progress, total, late, newest.gaps if newest else (), found)
    _check_strangers(unit)
    previous: Seal | None = None
    for seal in chain:
        _check_place(seal, previous)
        _check_batch(check, seal)
        previous = seal
    _check_lines_after(check, previous.last if previous else 0)
    check.found.kept = _kept(chain, kept_root)
    check.found.erasures = check_erasures(unit)
    return check.found


def _chain(unit: Unit) -> list[Seal]:
    chain: list[Seal] = []
    try:
        chain.extend(seals(unit))
    except UNREADABLE as problem:
        before = f"The seal after seal {chain[-1].id}" if chain else "The first seal"
        raise MisfitError(f"{before} can't be read: somebody changed it.") from problem
    return chain


def _check_strangers(unit: Unit) -> None:
    without = select(_E.id).where(~exists().where(_D.event_id == _E.id)).order_by(_E.id).limit(1)
    for number in unit.connection.execute(without).scalars():
        raise MisfitError(f"Line {number:,} was put in by hand, or its digest was taken out.")


def _check_place(seal: Seal, previous: Seal | None) -> None:
    root, first = (previous.root, previous.last + 1) if previous else (NO_ROOT, 1)
    if (seal.previous_root, seal.first) == (root, first):
        return
    before = f"seal {previous.id} ({said_of(previous.sealed_at)})" if previous else "nothing"
    raise MisfitError(
        f"Seal {seal.id} ({said_of(seal.sealed_at)}) does not follow on {before}: "
        "a seal was changed, taken out or put in between."
    )


def _check_batch(check: _Check, seal: Seal) -> None:
    # Of the first batch, so that nothing can stand before number 1.
    of_batch = _D.event_id <= seal.last if seal.first == 1 else _D.event_id.between(seal.first, seal.last)
    in_place = _looked_at(check, _lines().where(of_batch))
    gaps = [gap for gap in seal.gaps if gap.first >= seal.first]
    there = [one for one in in_place if one.number >= seal.first and not _is_in(one.number, gaps)]
    sealed = {one.number for one in there}
    _check_put_in(check, seal, [one.number for one in in_place if one.number not in sealed])
    _check_taken_out(seal, [one.number for one in there], gaps)
    lines = [*_late_ones(check.unit, seal), *there]
    as_sealed = root_of(seal.previous_root, seal.sealed_at, seal.first, seal.last, seal.gaps, lines)
    if len(lines) != seal.lines or as_sealed != seal.root:
        raise MisfitError(f"What was sealed as {_batch(seal)} is something else now: {_CHANGED}")
    check.found.sealed += len(lines)


def _check_put_in(check: _Check, seal: Seal, numbers: Sequence[int]) -> None:
    for number in numbers:
        if number not in check.late and not _is_in(number, check.open):
            raise MisfitError(f"Line {number:,} was put in after {_batch(seal)} was sealed.")


def _check_taken_out(seal: Seal, numbers: Sequence[int], gaps: Sequence[Gap]) -> None:
    for run in runs_without(numbers, seal.first, seal.last + 1, seal.sealed_at):
        number = _first_outside(run, gaps)
        if number <= run.last:
            raise MisfitError(f"Line {number:,} was taken out. It stood in {_batch(seal)}.")


def _first_outside(run: Gap, gaps: Sequence[Gap]) -> int:
    """The first number of a run that no gap has; the one after the run where the gaps have all of it."""
    number = run.first
    for gap in gaps:
        number = gap.last + 1 if gap.first <= number <= gap.last else number
    return number


def _is_in(number: int, gaps: Sequence[Gap]) -> bool:
    return any(gap.first <= number <= gap.last for gap in gaps)


def _late_ones(unit: Unit, seal: Seal) -> list[DigestedLine]:
    if not seal.late:
        return []
    rows = unit.connection.execute(select(_D.event_id, _D.at, _D.digest).where(_D.event_id.in_(seal.late)))
    there = {row.event_id: DigestedLine(*row) for row in rows}
    for number in seal.late:
        if number not in there:
            raise MisfitError(f"Line {number:,} was taken out. It came late, and stood in {_batch(seal)}.")
    return [there[number] for number in seal.late]


def _check_lines_after(check: _Check, last: int) -> None:
    after = last
    while lines := _looked_at(check, _lines().where(_D.event_id > after).limit(_AT_A_TIME)):
        after = lines[-1].number


def _lines() -> Select[Any]:
    """Each digest with its line, where that is still there."""
    columns = [_E[name].label(f"line_{name}") for name in CONTENT]
    joined = event_digest.outerjoin(event, _E.id == _D.event_id)
    return select(_D.event_id, _D.at, _D.digest, _E.salt, *columns).select_from(joined).order_by(_D.event_id)


def _looked_at(check: _Check, statement: Select[Any]) -> list[DigestedLine]:
    """The digests of some lines, each of which still fits its line or was erased lawfully.

    Raises:
        MisfitError: one does not, and was not.
    """
    try:
        rows = check.unit.connection.execute(statement).all()
    except UNREADABLE as problem:
        number = _unreadable(check.unit, statement)
        raise MisfitError(f"Line {number:,} can't be read: it was changed, or its digest was.") from problem
    strange = [row for row in rows if not _fits(row)]
    erased = _erased(check.unit, [row.event_id for row in strange])
    for row in strange:
        # An erasure leaves a line its instant, or takes all of it.
        if row.event_id not in erased or row.line_at not in {None, row.at}:
            raise MisfitError(_what_is_wrong(row))
    check.found.erased += len(strange)
    check.found.lines += len(rows)
    check.progress(check.found.lines, check.total)
    return [DigestedLine(row.event_id, row.at, row.digest) for row in rows]


def _unreadable(unit: Unit, statement: Select[Any]) -> int:
    """The number of the first of these lines that can't be read."""
    number = 0
    for number in unit.connection.execute(statement.with_only_columns(_D.event_id)).scalars():
        try:
            unit.connection.execute(statement.where(_D.event_id == number)).all()
        except UNREADABLE:
            break
    return number


def _fits(row: Any) -> bool:
    if row.salt is None or row.at != row.line_at:
        return False
    line = {name: getattr(row, f"line_{name}") for name in CONTENT}
    return digest_of(row.salt, line) == str(row.digest)


def _what_is_wrong(row: Any) -> str:
    if row.line_at is None:
        return f"Line {row.event_id:,} ({said_of(row.at)}) was taken out, and no erasure names it."
    return f"Line {row.event_id:,} ({said_of(row.at)}) was changed, and no erasure names it."


def _erased(unit: Unit, numbers: Sequence[int]) -> set[int]:
    keys = [row_id(number) for number in numbers]
    named = select(_R.row_id).where(_R.table_name == event.name, among(unit.connection, _R.row_id, keys))
    return {int(key) for key in unit.connection.execute(named).scalars()} if keys else set()


def _kept(chain: Sequence[Seal], root: str | None) -> Seal | None:
    if root is None:
        return None
    for seal in chain:
        if seal.root == root.strip().lower():
            return seal
    raise MisfitError(
        "No seal has the root that you kept: what was sealed with it was cut off, or sealed anew with other content. "
        "It may also be the root of another database, or have a slip in it: compare it with the page that you keep."
    )


def _batch(seal: Seal) -> str:
    return f"the batch of lines {seal.first:,} to {seal.last:,} (seal {seal.id}, {said_of(seal.sealed_at)})"
