"""The ledger of chasing: every line of every digest, whom it told of what, which rung owed it, and how it ended."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from domain.chasing_facts import Key, OwedLine, Withheld
from domain.ladder import ItemKind, Party
from domain.words import SendClass, SendStatus
from storage.outbox_waiting import lapse_waiting, owe_each, release_waiting
from storage.statements import among, insert
from storage.store import Unit
from storage.tables.chasing import LineStatus, nudge_line
from storage.tables.service import outbox

DIGEST = "digest"
DAY_OVER = "day_over"
# Of the lines of a day, those that nobody was to read in its digest.
_NOT_IN_IT = (LineStatus.LAPSED, LineStatus.WITHHELD)
_L, _O = nudge_line.c, outbox.c
# How a message of the outbox ended, as its lines say it.
_ENDED: Mapping[SendStatus, LineStatus] = {
    SendStatus.SENT: LineStatus.SENT,
    SendStatus.FAILED: LineStatus.FAILED,
    SendStatus.UNREACHABLE: LineStatus.FAILED,
    SendStatus.UNCERTAIN: LineStatus.UNCERTAIN,
    SendStatus.LAPSED: LineStatus.LAPSED,
}
# How a line stands now, whether or not it was settled here.
STANDING: ColumnElement[Any] = case(
    *(
        (and_(_L.status == LineStatus.OWED, _O.status == ended), line.value)
        for ended, line in _ENDED.items()
    ),
    else_=_L.status,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DigestLine:
    """A line of the ledger. `reason` is a short code where it did not simply go."""

    id: int
    person_id: int
    digest_on: date
    key: Key
    due_on: date
    rung: str
    reached_on: date
    party: Party
    status: LineStatus
    reason: str | None


def owe_digests(
    unit: Unit, today: date, digests: Mapping[int, Sequence[OwedLine]], *, not_before: datetime | None = None
) -> None:
    """Owe each person their one digest of a London day with these lines, beside those that wait in it already.

    Whoever had it by now is owed nothing more that day. It goes at once, or no sooner than `not_before`.
    """
    subject, rung = subject_of(today), today.isoformat()
    owe_each(unit, SendClass.NUDGE, DIGEST, list(digests), subject, rung=rung, not_before=not_before)
    wait = (_O.template == DIGEST, _O.subject_id == subject, _O.status == SendStatus.PENDING)
    whose = select(_O.person_id, _O.id).where(*wait, among(unit.connection, _O.person_id, digests))
    messages = {row.person_id: row.id for row in unit.connection.execute(whose)}
    rows: list[dict[str, Any]] = []
    for person_id, message in messages.items():
        for line in digests[person_id]:
            row = _row(unit, line, today)
            rows.append({**row, "outbox_id": message})
            overtaken = {"status": LineStatus.LAPSED, "reason": f"overtaken by {line.rung}", "settled_at": unit.now}
            rows += [{**row, "outbox_id": None, "rung": rung, **overtaken} for rung in line.missed]
    if rows:
        unit.connection.execute(insert(unit, nudge_line).on_conflict_do_nothing(), rows)


def let_digests_go(unit: Unit, today: date) -> tuple[int, int]:
    """Let a London day's digests go, now that all of it is decided; how many, and with how many lines."""
    release_waiting(unit, DIGEST, subject_of(today))
    counted = select(func.count(func.distinct(_L.outbox_id)), func.count())
    row = unit.connection.execute(counted.where(_L.digest_on == today, _L.status == LineStatus.OWED)).one()
    return row[0], row[1]


def _row(unit: Unit, line: OwedLine, today: date) -> dict[str, Any]:
    return {
        "digest_on": today,
        "person_id": line.person_id,
        "kind": line.key[0],
        "subject_id": line.key[1],
        "due_on": line.due_on,
        "rung": line.rung,
        "reached_on": line.reached_on,
        "party": line.party,
        "status": LineStatus.OWED,
        "reason": None,
        "decided_at": unit.now,
        "settled_at": None,
    }


def note_withheld(unit: Unit, today: date, withheld: Iterable[Withheld]) -> None:
    """Note in the ledger what was held back and why, once for a person, an item, a rung and a reason."""
    held = {"status": LineStatus.WITHHELD, "settled_at": unit.now, "outbox_id": None}
    rows = [{**_row(unit, one.line, today), **held, "reason": one.reason} for one in withheld]
    if rows:
        unit.connection.execute(insert(unit, nudge_line).on_conflict_do_nothing(), rows)


def subject_of(day: date) -> int:
    """A day as the subject of its digest in the outbox: 20261207."""
    return day.year * 10_000 + day.month * 100 + day.day


def settle_days_before(unit: Unit, today: date, limit: int | None = None) -> tuple[int, set[Key]]:
    """Settle the lines of earlier days as their digests ended, a digest that never went as lapsed; so many at most.

    Returns:
        How many lines were settled, and the items of those that did not reach their person: they are owed again.
    """
    lapse_waiting(unit, DIGEST, [subject_of(day) for day in _days_owed(unit, today)], DAY_OVER)
    statement = (
        select(_L.id, _L.kind, _L.subject_id, _O.status, _O.outcome, _O.settled_at)
        .join(outbox, _O.id == _L.outbox_id)
        .where(_L.status == LineStatus.OWED, _L.digest_on < today, _O.status.in_(list(_ENDED)))
        .limit(limit)
    )
    ended: dict[tuple[LineStatus, str | None, datetime | None], list[int]] = defaultdict(list)
    again: set[Key] = set()
    rows = unit.connection.execute(statement).all()
    for row in rows:
        status = _ENDED[row.status]
        ended[status, None if status is LineStatus.SENT else row.outcome, row.settled_at].append(row.id)
        if status is not LineStatus.SENT:
            again.add((row.kind, row.subject_id))
    for (status, reason, at), ids in ended.items():
        _settle(unit, ids, status, reason, at)
    return len(rows), again


def _days_owed(unit: Unit, today: date) -> Sequence[date]:
    statement = select(_L.digest_on).where(_L.status == LineStatus.OWED, _L.digest_on < today).distinct()
    return unit.connection.execute(statement).scalars().all()


def _settle(unit: Unit, ids: Iterable[int], status: LineStatus, reason: str | None, at: datetime | None) -> None:
    statement = nudge_line.update().where(among(unit.connection, _L.id, ids))
    unit.connection.execute(statement.values(status=status, reason=reason, settled_at=at or unit.now))


def lapse_lines(unit: Unit, reasons: Mapping[int, str]) -> None:
    """Let lines go that are owed no longer, each with the reason why."""
    by_reason: dict[str, list[int]] = defaultdict(list)
    for number, reason in reasons.items():
        by_reason[reason].append(number)
    for reason, ids in by_reason.items():
        _settle(unit, ids, LineStatus.LAPSED, reason, None)


def owe_lines_again(unit: Unit, ids: Collection[int]) -> None:
    """Owe lines again that were let go while their digest had not gone yet."""
    if ids:
        statement = nudge_line.update().where(among(unit.connection, _L.id, ids))
        unit.connection.execute(statement.values(status=LineStatus.OWED, reason=None, settled_at=None))


def note_answered(unit: Unit, key: Key, person_id: int | None = None) -> None:
    """Note in the ledger that an item was answered: by one person, or by what makes it nobody's business any more."""
    went = select(_O.id).where(_O.id == _L.outbox_id, _O.status == SendStatus.SENT).exists()
    whose = () if person_id is None else (_L.person_id == person_id,)
    statement = nudge_line.update().where(
        _L.kind == key[0],
        _L.subject_id == key[1],
        or_(_L.status == LineStatus.SENT, and_(_L.status == LineStatus.OWED, went)),
        *whose,
    )
    unit.connection.execute(statement.values(status=LineStatus.ACTED, settled_at=unit.now))


_LINES = (
    select(
        _L.id,
        _L.person_id,
        _L.digest_on,
        _L.kind,
        _L.subject_id,
        _L.due_on,
        _L.rung,
        _L.reached_on,
        _L.party,
        STANDING.label("standing"),
        _L.reason,
        _O.outcome,
    )
    .select_from(nudge_line.outerjoin(outbox, _O.id == _L.outbox_id))
    .order_by(_L.due_on, _L.id)
)


def lines_selected() -> Select[Any]:
    """The statement that gives the lines of the ledger (`line_of` reads its rows), to be narrowed."""
    return _LINES


def line_of(row: Any) -> DigestLine:
    """A line of the ledger from its row."""
    standing = LineStatus(row.standing)
    untold = row.outcome if standing in {LineStatus.FAILED, LineStatus.UNCERTAIN, LineStatus.LAPSED} else None
    key = (ItemKind(row.kind), row.subject_id)
    where = (row.id, row.person_id, row.digest_on, key, row.due_on, row.rung, row.reached_on, row.party)
    return DigestLine(*where, standing, row.reason or untold)


def lines_of_digest(unit: Unit, person_id: int, day: date, *, lapsed: bool = False) -> list[DigestLine]:
    """The lines of a digest of a London day, the earliest due first; those that were let go from it only if asked.

    What a later rung overtook, or was held back, has never been in it.
    """
    which = _L.outbox_id.is_not(None) if lapsed else _L.status.not_in(_NOT_IN_IT)
    statement = _LINES.where(_L.person_id == person_id, _L.digest_on == day, which)
    return [line_of(row) for row in unit.connection.execute(statement)]


def last_digest_day(unit: Unit, person_id: int) -> date | None:
    """The London day of the last digest that a person was owed; None where there was none."""
    theirs = (_L.person_id == person_id, _L.status != LineStatus.WITHHELD)
    return unit.connection.execute(select(func.max(_L.digest_on)).where(*theirs)).scalar()
