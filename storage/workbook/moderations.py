"""The moderator's part of the sheet `audits`: the latest judgement of each audit, kept in rows of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import RowMapping, select

from domain.words import Rating
from storage.statements import among, insert_many, update_many
from storage.tables.audits import moderation
from storage.workbook.conflicts import Act, done_since, note, note_replacement
from storage.workbook.references import batches
from storage.workbook.sheet import Importing, Record, SheetRows

# By the table's column, the sheet's.
_COLUMNS = {
    "moderator_id": "moderator",
    "moderated_on": "moderated_on",
    "overall": "moderated_overall",
    "met_standard": "met_standard",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The latest judgement of an audit; `day` is None where the workbook doesn't say it."""

    moderator_id: int | None = None
    day: date | None = None
    overall: Rating | None = None
    met_standard: bool | None = None

    @property
    def is_made(self) -> bool:
        """Whether it is more than the name of a moderator who has not judged yet."""
        return not (self.day is None and self.overall is None and self.met_standard is None)


NO_JUDGEMENT = Judgement()


@dataclass(frozen=True, slots=True)
class Judged:
    """A row's judgement, before the import and after."""

    before: Judgement
    after: Judgement


def write_moderations(importing: Importing, rows: SheetRows, allocations: Sequence[int]) -> list[Judged]:
    """Write what the rows say of moderation; row by row how the judgement stood before, and how it stands now.

    An import puts the latest judgement right; the first one of an audit that was sent back stays as it is.
    """
    stored = _latest(importing, allocations)
    added: list[Record] = []
    changed: list[Record] = []
    judged: list[Judged] = []
    for number, allocation_id, given in zip(rows.numbers, allocations, _given(importing, rows), strict=True):
        old = stored.get(allocation_id)
        new = given if old is None else {k: old[k] if value is None else value for k, value in given.items()}
        judged.append(Judged(NO_JUDGEMENT if old is None else _judgement(old), _judgement(new)))
        if judged[-1].before == judged[-1].after:
            continue
        importing.tally(rows).note_change(number)
        if old is None:
            added.append({"allocation_id": allocation_id, **new})
        else:
            _note_conflicts(importing, rows, number, old, new)
            changed.append({"id": old["id"], **new})
    _write(importing, added, changed)
    return judged


def _latest(importing: Importing, allocations: Iterable[int]) -> dict[int, RowMapping]:
    """The judgement that decides, by allocation: the latest by its day."""
    m = moderation.c
    found: dict[int, RowMapping] = {}
    statement = select(
        moderation,
        done_since(importing, "audits", m.source, m.recorded_at).label("is_from_chat"),
        done_since(importing, "audits", None, m.opened_at).label("was_opened"),
    )
    statement = statement.where(among(importing.unit.connection, m.allocation_id, set(allocations)))
    for row in importing.unit.connection.execute(statement.order_by(m.id).with_for_update()).mappings():
        before = found.get(row["allocation_id"])
        if before is None or (row["moderated_on"] or date.min) >= (before["moderated_on"] or date.min):
            found[row["allocation_id"]] = row
    return found


def _given(importing: Importing, rows: SheetRows) -> Iterable[Record]:
    moderators = rows.column("moderator")
    ids = importing.references.ids("people", moderators)
    columns = [
        [None if moderator is None else ids[moderator] for moderator in moderators],
        *(rows.column(name) for name in list(_COLUMNS.values())[1:]),
    ]
    return (dict(zip(_COLUMNS, values, strict=True)) for values in zip(*columns, strict=True))


def _judgement(values: RowMapping | Record) -> Judgement:
    return Judgement(*(values[name] for name in _COLUMNS))


def _note_conflicts(importing: Importing, rows: SheetRows, number: int, old: RowMapping, new: Record) -> None:
    act = Act("this audit was moderated", old["recorded_at"])
    for name, column in _COLUMNS.items():
        if old["is_from_chat"] and old[name] is not None and old[name] != new[name]:
            note_replacement(importing, rows, number, column, act, old[name], new[name])
    if old["was_opened"] and old["opened_at"] and not _judgement(old).is_made and _judgement(new).is_made:
        act = Act("this audit was opened by its moderator", old["opened_at"])
        note(importing, rows, number, "moderated_on", act, "this row would judge it before they do", "nothing here")


def _write(importing: Importing, added: Sequence[Record], changed: Sequence[Record]) -> None:
    unit = importing.unit
    by = {"source": unit.actor.source, "recorded_at": unit.now}
    for batch in batches(added):
        insert_many(unit, moderation, [{**one, **by} for one in batch])
    for batch in batches(changed):
        update_many(unit, moderation, ["id"], [{**one, **by} for one in batch])
