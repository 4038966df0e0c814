"""What an erasure would change, row by row, before anything is written: a dry run is a plan that nobody carries out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import JSON, Column, Row, String, Table, cast, func, select
from sqlmodel import AutoString, SQLModel

from storage.data_map import COLUMNS, Datum, Fate, Ground
from storage.erased_words import ERASED, ERASED_PERSON, Mentions, blanked, replaced
from storage.erasure_scope import Rows, key_of
from storage.statements import among, has_any
from storage.store import Unit
from storage.tables.chat_files import chat_file
from storage.tables.people import person
from storage.tables.themes import feedback_placing
from storage.themes import words_digest

Key = tuple[Any, ...]
_IN_A_TEXT = frozenset({Fate.MENTIONS, Fate.BLANKED, Fate.REPLACED})
# By what Teams knows somebody: it is in the record, in tasks and in what keeps Teams' limits, too.
_ACCOUNTS = frozenset(
    {
        ("person", "entra_object_id"),
        ("channel_address", "object_id"),
        ("channel_address", "channel_user_id"),
        ("channel_address", "conversation_id"),
    }
)


@dataclass(slots=True)
class Plan:
    """What an erasure would do.

    Attributes:
        changes: by table and key, the new values of a row; None where the row goes.
        instead: what names and references become.
        left: names and references of others that have one of them in it: they stay.
    """

    changes: dict[str, dict[Key, dict[str, Any] | None]] = field(default_factory=dict)
    instead: dict[str, str] = field(default_factory=dict)
    left: frozenset[str] = frozenset()

    def changes_row(self, table: str, key: Key, values: Mapping[str, Any]) -> None:
        """Note new values of a row, beside those noted before; a row that goes needs none."""
        if values:
            kept = self.changes.setdefault(table, {}).setdefault(key, {})
            if kept is not None:
                kept.update(values)

    def deletes_row(self, table: str, key: Key) -> None:
        """Note that a row goes."""
        self.changes.setdefault(table, {})[key] = None

    def counts(self) -> dict[str, dict[str, int]]:
        """How many rows of each table are emptied, and how many are deleted; tables of which none is are not named."""
        return {
            table: dict(sorted(Counter("deleted" if new is None else "emptied" for new in rows.values()).items()))
            for table, rows in sorted(self.changes.items())
            if rows
        }


def plan_for(
    unit: Unit, by: Ground, rows: Rows, *, in_every_text: bool = True, looked_through: Plan | None = None
) -> Plan:
    """Plan to erase these rows, and whatever names them elsewhere.

    Args:
        unit: the unit of work; nothing is written.
        by: `CASE` or `PERSON`: by which of a column's fates.
        rows: what belongs to the record, or to somebody of staff (`storage.erasure_scope`).
        in_every_text: whether references and names are looked for in what people wrote elsewhere, which reads all of
            the database; otherwise where auditbot itself puts them.
        looked_through: a plan that was made of the same a moment ago, where nobody waited for it: only rows that it
            changes are looked at again.
    """
    plan = Plan()
    for name, ones in rows.items():
        _plan_table(plan, by, SQLModel.metadata.tables[name], ones)
    _keep_placed(plan, rows)
    _take_waiting_files(unit, plan)
    named = _named(unit, plan, by)
    plan.left = _of_others(unit, plan, by, Mentions(named)) if looked_through is None else looked_through.left
    mentions = Mentions(named, plan.left)
    for datum in COLUMNS:
        if datum.fate(by) in _IN_A_TEXT and (in_every_text or _is_put_there(datum)):
            keys = None if looked_through is None else looked_through.changes.get(datum.table, {}).keys()
            _take_out(unit, plan, by, datum, mentions, keys)
    _unsalt(plan)
    return plan


def _is_put_there(datum: Datum) -> bool:
    """Whether auditbot itself puts names and references there: what has no end of its own, references, QA's tasks."""
    has_no_end = datum.fate(Ground.RETENTION) in {Fate.MENTIONS, Fate.REPLACED}
    return has_no_end or datum.table == "qa_task"


def _named(unit: Unit, plan: Plan, by: Ground) -> Mapping[str, str]:
    """What is looked for in texts: references as they are; of somebody of staff the whole name and the addresses.

    A first name alone is that of many, and a whole name that somebody else of staff has as well is theirs too.
    """
    if by is Ground.CASE:
        return plan.instead
    gone = [key[0] for key in plan.changes.get("person", {})]
    theirs = select(person.c.name).where(person.c.name.in_(plan.instead), person.c.id.not_in(gone))
    shared = set(unit.connection.execute(theirs).scalars())
    named = {old: new for old, new in plan.instead.items() if new != ERASED_PERSON or " " in old.strip()}
    return {old: new for old, new in named.items() if old not in shared}


def _of_others(unit: Unit, plan: Plan, by: Ground, mentions: Mentions) -> frozenset[str]:
    """References of other records, or names and addresses of other people, that have one of the erased ones in it.

    W165531-2 is another child than W165531, and Ann Lee-Smith somebody else than Ann Lee.
    """
    found: set[str] = set()
    for datum in COLUMNS:
        if datum.fate(by) is Fate.REPLACED:
            column = SQLModel.metadata.tables[datum.table].c[datum.column]
            wanted = has_any(unit.connection, func.lower(column), mentions.looked_for())
            found |= set(unit.connection.execute(select(column).where(wanted).distinct()).scalars())
    return frozenset(found - plan.instead.keys())


def _plan_table(plan: Plan, by: Ground, table: Table, rows: Iterable[Row[Any]]) -> None:
    fates = {one.column: one.fate(by) for one in COLUMNS if one.table == table.name}
    goes = Fate.ROW_DELETED in fates.values()
    for row in rows:
        key = key_of(table, row)
        if goes:
            plan.deletes_row(table.name, key)
            plan.instead.update({getattr(row, name): ERASED for name in fates if _is_account(table, row, name)})
        else:
            plan.changes_row(table.name, key, dict(_new_values(plan, by, table, row, fates)))


def _is_account(table: Table, row: Row[Any], column: str) -> bool:
    return (table.name, column) in _ACCOUNTS and bool(getattr(row, column))


def _new_values(
    plan: Plan, by: Ground, table: Table, row: Row[Any], fates: Mapping[str, Fate]
) -> Iterator[tuple[str, Any]]:
    for name, fate in fates.items():
        old = getattr(row, name)
        new = old
        if fate is Fate.REPLACED and old:
            new = plan.instead.setdefault(old, replaced(name, old))
        elif fate is Fate.BLANKED:
            new = blanked(table.c[name], old, by)
            if _is_account(table, row, name):
                plan.instead[old] = ERASED
        if new != old:
            yield name, new


def _keep_placed(plan: Plan, rows: Rows) -> None:
    """What a family said stays under its theme: the digest is that of the word which stands there now (METRICS)."""
    said = {(one.allocation_id, one.party): words_digest(one.comment or "") for one in rows.get("engagement", [])}
    for one in rows.get(feedback_placing.name, []):
        if one.digest == said.get((one.allocation_id, one.party)):
            plan.changes_row(feedback_placing.name, (one.id,), {"digest": words_digest(ERASED)})


def _take_waiting_files(unit: Unit, plan: Plan) -> None:
    """A workbook that waits in chat has everybody in it: it has to be sent, or asked for, once more."""
    statement = select(chat_file.c.id).where(chat_file.c.content.is_not(None))
    for number in unit.connection.execute(statement).scalars():
        plan.changes_row(chat_file.name, (number,), {"content": None, "expires_at": unit.now})


def _take_out(unit: Unit, plan: Plan, by: Ground, datum: Datum, mentions: Mentions, keys: Iterable[Key] | None) -> None:
    table = SQLModel.metadata.tables[datum.table]
    column: Column[Any] = table.c[datum.column]
    if not isinstance(column.type, AutoString | JSON):  # words of a vocabulary, days and bytes name nobody
        return
    is_reference = datum.fate(by) is Fate.REPLACED
    if keys is None:
        found = _mentioning(unit, table, column, mentions, is_reference=is_reference)
    else:
        found = _again(unit, table, column, keys)
    for row in found:
        *parts, old = row
        key = tuple(parts)
        planned = plan.changes.get(table.name, {}).get(key, {})
        if planned is None:
            continue
        now = planned.get(column.name, old)
        # What others are known by is never rewritten in part.
        new = mentions.renamed(now) if is_reference and now else mentions.without(now)
        if new != now and column.primary_key:
            plan.deletes_row(table.name, key)  # of the rows known by such a name none is needed
        elif new != now:
            plan.changes_row(table.name, key, {column.name: new})


def _mentioning(
    unit: Unit, table: Table, column: Column[Any], mentions: Mentions, *, is_reference: bool
) -> Iterator[Sequence[Any]]:
    small = func.lower(cast(column, String) if isinstance(column.type, JSON) else column)
    if is_reference:  # the other half of a loop is known by the same one, however short it is
        wanted = among(unit.connection, column, mentions.whole())
    else:
        wanted = has_any(unit.connection, small, mentions.looked_for())
    yield from unit.connection.execute(select(*table.primary_key.columns, column).where(wanted))


def _again(unit: Unit, table: Table, column: Column[Any], keys: Iterable[Key]) -> Iterator[Sequence[Any]]:
    for key in keys:
        same = [part == value for part, value in zip(table.primary_key, key, strict=True)]
        wanted = select(*table.primary_key.columns, column).where(*same, column.is_not(None))
        yield from unit.connection.execute(wanted)


def _unsalt(plan: Plan) -> None:
    """Without its salt the digest of a line that was changed tells nobody what it said (docs/record.md)."""
    for new in plan.changes.get("event", {}).values():
        if new is not None:
            new["salt"] = None
