"""Every row that is held about a case or about somebody of staff, found through the data map and the references."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, String, Table, and_, cast, func, or_, select
from sqlmodel import SQLModel

from storage.data_map import TABLES, Ground
from storage.erasure_scope import key_of, rows_belonging
from storage.statements import among
from storage.store import Unit
from storage.subject_export_sheets import FACTS, ITEM_SUBJECTS, LEFT_OUT, MESSAGE_SUBJECTS, TITLES
from storage.tables.chasing import chase_hold, nudge_line
from storage.tables.erasures import HoldKind, legal_hold
from storage.tables.service import event, outbox, outbox_attempt

# Lists of which a line of the record says which rows they showed: by what was seen, the table and the fact.
_LISTS = {
    "saw_concerns": ("concern", "entries"),
    **dict.fromkeys(("saw_watch_list", "saw_qa_tasks", "saw_team"), ("allocation", "audits")),
}
# The facts of a line of the record that name somebody by their row.
_NAMING = [fact for fact, table in FACTS.items() if table == "person"]


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row that is held; `is_theirs` where it is about whom the export is for, and does not only name them."""

    row: Row[Any]
    is_theirs: bool


Held = Mapping[str, list[HeldRow]]


class _Gathered:
    """Rows by table, each once, in the order of their keys."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._found: dict[str, dict[tuple[Any, ...], HeldRow]] = {}

    def add(self, table: Table, rows: Iterable[Row[Any]], *, is_theirs: bool) -> None:
        if table.name in LEFT_OUT:
            return
        there = self._found.setdefault(table.name, {})
        for row in rows:
            key = key_of(table, row)
            known = there.get(key)
            there[key] = HeldRow(row, is_theirs or (known is not None and known.is_theirs))

    def look(self, table: Table, wanted: ColumnElement[bool], *, is_theirs: bool = True) -> None:
        self.add(table, self._unit.connection.execute(select(table).where(wanted)), is_theirs=is_theirs)

    def ids_of_theirs(self, name: str) -> list[int]:
        keys = [key for key, one in self._found.get(name, {}).items() if one.is_theirs]
        return [key[0] for key in keys if len(key) == 1 and isinstance(key[0], int)]

    def tables(self) -> list[str]:
        return list(self._found)

    def held(self) -> Held:
        return {name: [one for _, one in sorted(self._found[name].items())] for name in TITLES if self._found.get(name)}


def held_about_case(unit: Unit, case_id: int) -> Held:
    """Every row about a child's record: what it leads to, the messages about it, and who did and saw what."""
    found = _Gathered(unit)
    tables = SQLModel.metadata.tables
    for name, rows in rows_belonging(unit, Ground.CASE, {"case_record": [case_id]}).items():
        found.add(tables[name], rows, is_theirs=True)
    found.look(legal_hold, and_(legal_hold.c.kind == HoldKind.CASE, legal_hold.c.subject_id == case_id))
    _add_messages(unit, found)
    _add_record(unit, found)
    _add_lists(unit, found)
    return found.held()


def held_about_person(unit: Unit, person_id: int) -> Held:
    """Every row about somebody of staff or that names them, and what became of the audits that they did."""
    found = _Gathered(unit)
    tables = SQLModel.metadata.tables
    for name, rows in rows_belonging(unit, Ground.PERSON, {"person": [person_id]}).items():
        found.add(tables[name], rows, is_theirs=True)
    for table in SQLModel.metadata.sorted_tables:
        for columns, is_theirs in ((_about(table), True), (columns_naming_staff(table), False)):
            if columns:
                found.look(table, or_(*(table.c[name] == person_id for name in columns)), is_theirs=is_theirs)
    own_audits = select(tables["allocation"].c.id).where(tables["allocation"].c.auditor_id == person_id)
    audits = list(unit.connection.execute(own_audits).scalars())
    for name, rows in rows_belonging(unit, Ground.CASE, {"allocation": audits}).items():
        found.add(tables[name], rows, is_theirs=False)
    found.look(legal_hold, and_(legal_hold.c.kind == HoldKind.PERSON, legal_hold.c.subject_id == person_id))
    found.look(outbox_attempt, _in(unit, outbox_attempt, "outbox_id", found.ids_of_theirs("outbox")))
    _add_record(unit, found)
    found.look(event, or_(*(cast(event.c.detail[fact].as_string(), String) == str(person_id) for fact in _NAMING)))
    # A question about somebody names them by their address.
    address = unit.connection.execute(
        select(tables["person"].c.email).where(tables["person"].c.id == person_id)
    ).scalar_one()
    found.look(event, func.lower(cast(event.c.detail, String)).contains(f'"{address.lower()}"', autoescape=True))
    return found.held()


def columns_naming_staff(table: Table) -> list[str]:
    """The columns of a table that refer to somebody of staff."""
    return [one.name for one in table.columns if any(key.column.table.name == "person" for key in one.foreign_keys)]


def _about(table: Table) -> list[str]:
    """The columns of a table that say whom a row is about, and not only who did it."""
    declared = TABLES[table.name].by_person if table.name in TABLES else ()
    own = {"person": "id"}.get(table.name, "person_id")
    about = {own, *declared} & set(columns_naming_staff(table)) if table.name != "person" else {own}
    return sorted(about)


def _in(unit: Unit, table: Table, column: str, ids: Iterable[int]) -> ColumnElement[bool]:
    return among(unit.connection, table.c[column], ids)


def _add_messages(unit: Unit, found: _Gathered) -> None:
    """The messages and reminders about what was found, and what was put off."""
    for template, name in MESSAGE_SUBJECTS.items():
        if name is not None and (ids := found.ids_of_theirs(name)):
            found.look(outbox, and_(outbox.c.template == template, _in(unit, outbox, "subject_id", ids)))
    for kind, name in ITEM_SUBJECTS.items():
        if name is not None and (ids := found.ids_of_theirs(name)):
            for table in (nudge_line, chase_hold):
                found.look(table, and_(table.c.kind == kind, _in(unit, table, "subject_id", ids)))
    found.look(outbox_attempt, _in(unit, outbox_attempt, "outbox_id", found.ids_of_theirs("outbox")))


def _add_record(unit: Unit, found: _Gathered) -> None:
    """The lines of the record about what was found: who did and saw what."""
    for name in found.tables():
        if ids := found.ids_of_theirs(name):
            found.look(event, and_(event.c.subject == name, _in(unit, event, "subject_id", ids)))


def _add_lists(unit: Unit, found: _Gathered) -> None:
    """Who saw it in a list with others."""
    shown = {what: (set(found.ids_of_theirs(table)), fact) for what, (table, fact) in _LISTS.items()}
    rows = unit.connection.execute(select(event).where(event.c.what.in_(shown))).all()
    lines = [row for row in rows if shown[row.what][0] & set(row.detail.get(shown[row.what][1]) or ())]
    found.add(event, lines, is_theirs=True)
