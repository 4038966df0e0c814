"""`auditbot record export`: all that is held about a case or about somebody of staff, for an inspector or a request."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import SQLModel

from domain.calendar import london_day, spoken_day, spoken_time
from domain.errors import BadInputError
from domain.words import Role
from storage import record
from storage.data_map import COLUMNS
from storage.policies import policy_on_day
from storage.seals import sealed_from
from storage.store import Actor, Store, Unit
from storage.subject_export_cells import CellsOfCase, CellsOfPerson, HeldCells, shown_columns
from storage.subject_export_rows import Held, HeldRow, columns_naming_staff, held_about_case, held_about_person
from storage.subject_export_sheets import LEFT_OUT, TITLES, WHY_NO_MARKS, heading
from storage.tables.allocations import allocation, case_record
from storage.tables.people import person, person_role
from storage.workbook.cells import TEXT
from storage.workbook.export_cells import OutgoingCell, OutgoingCells
from storage.workbook.export_files import CsvFolder, Spreadsheet, WorkbookFile
from storage.workbook.exporting import is_spreadsheet
from storage.workbook.placing import placed
from storage.workbook.sheet import Column, Sheet

FIRST = "read this first"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an export is about: a case by its reference, or somebody of staff by their e-mail address."""

    table: str
    called: str


@dataclass(frozen=True, slots=True)
class Period:
    """From the first London day to the last, both included; open where one is None."""

    first: date | None = None
    last: date | None = None

    def has(self, day: date) -> bool:
        """Whether a day is in it."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def words(self) -> str:
        """As a person says it."""
        if self.first is None and self.last is None:
            return "all that is held"
        since = "the beginning" if self.first is None else spoken_day(self.first)
        return f"from {since} to {'today' if self.last is None else spoken_day(self.last)}"


def export_held(
    store: Store, subject: Subject, period: Period, path: Path, *, by: str, account: str, now: datetime
) -> Mapping[str, int]:
    """Write all that is held about a subject; how many rows each sheet has.

    Args:
        store: where from.
        subject: whom or what it is about.
        period: which rows: those of which any day falls in it, and those that have no day.
        path: an .xlsx file by its name, otherwise the folder to make for .csv files. Nothing is there yet.
        by: the e-mail address of somebody of QA who asks for it, for the record.
        account: their account on this machine, likewise.
        now: the instant.

    Raises:
        BadInputError: nobody of QA asks, or somebody from whom an audit in it is sealed; there is no such subject, or
            the place can't be written.
    """
    sort = "xlsx" if is_spreadsheet(path) else "csv"
    with placed(path) as place:
        with store.snapshot(now, Actor("command")) as unit:
            by_id, subject_id = _asked_by(unit, by), _found(unit, subject)
            everything = _held(unit, subject, subject_id)
            _check_seals(unit, everything, by_id)
            rows = _write(
                unit, subject, subject_id, _within(everything, period), place, _about(unit, subject, period, by)
            )
        # Before anybody can read it: what could not be recorded is not handed out.
        with store.unit(now, Actor("command", by_id)) as unit:
            facts = {"account": account, "sort": sort, "rows": sum(rows.values()), "period": period.words()}
            record.write(unit, "exported_what_is_held", subject.table, subject_id, **facts)
    return rows


def _asked_by(unit: Unit, email: str) -> int:
    p = person.c
    statement = select(p.id, p.left_on).join(person_role, person_role.c.person_id == p.id)
    row = unit.connection.execute(
        statement.where(p.email == email.strip().lower(), person_role.c.role == Role.QA)
    ).first()
    if row is None or (row.left_on is not None and row.left_on < london_day(unit.now)):
        raise BadInputError(
            f"{email} is nobody of the QA team, who alone may have this. Write --by with the address of somebody of QA."
        )
    return int(row.id)


def _found(unit: Unit, subject: Subject) -> int:
    if _is_case(subject):
        column, key, advice = (
            case_record.c.case_ref,
            subject.called.strip(),
            "Write the reference as the workbook has it",
        )
    else:
        column, key, advice = person.c.email, subject.called.strip().lower(), "Write the address as the workbook has it"
    found = unit.connection.execute(select(column.table.c.id).where(column == key)).scalar()
    if found is None:
        raise BadInputError(f"Nothing is held under {subject.called}. {advice}.")
    return int(found)


def _is_case(subject: Subject) -> bool:
    return subject.table == case_record.name


def _held(unit: Unit, subject: Subject, subject_id: int) -> Held:
    return held_about_case(unit, subject_id) if _is_case(subject) else held_about_person(unit, subject_id)


def _check_seals(unit: Unit, held: Held, by_id: int) -> None:
    """Refuse it to whoever has a grade of their own to come to first (docs/decisions/0022)."""
    sealed = sealed_from(unit, policy_on_day(unit, london_day(unit.now)), by_id)
    if any(one.row.id in sealed for one in held.get(allocation.name, ())):
        raise BadInputError(
            "It holds an audit that is sealed from whoever asks: they audit or moderate the same record, and have "
            "their own grades to give first. Let somebody else of QA ask."
        )


def _write(
    unit: Unit, subject: Subject, subject_id: int, held: Held, place: Path, first: Sequence[Sequence[OutgoingCell]]
) -> dict[str, int]:
    cells = HeldCells(unit, held, CellsOfCase() if _is_case(subject) else CellsOfPerson(unit, subject_id))
    file: WorkbookFile = Spreadsheet(place, unit.now) if is_spreadsheet(place) else CsvFolder(place)
    try:
        file.add(_sheet(FIRST, person, ["what", "in words"]), _guarded([*first, *_listed(held)]))
        for name, rows in held.items():
            table = SQLModel.metadata.tables[name]
            headings = [heading(one.name) for one in shown_columns(table)]
            file.add(_sheet(TITLES[name], table, headings), _guarded([cells.row(table, one) for one in rows]))
        file.close()
    except BaseException:
        file.abandon()
        raise
    return {TITLES[name]: len(rows) for name, rows in held.items()}


def _within(held: Held, period: Period) -> Held:
    """Of each table the rows of which any day falls in the period, and those that have no day."""
    wanted = {name: [one for one in rows if _is_within(name, one, period)] for name, rows in held.items()}
    return {name: rows for name, rows in wanted.items() if rows}


def _is_within(name: str, held: HeldRow, period: Period) -> bool:
    days = list(_days(SQLModel.metadata.tables[name], held))
    return not days or any(map(period.has, days))


def _days(table: Table, held: HeldRow) -> Iterator[date]:
    for column in shown_columns(table):
        value = getattr(held.row, column.name)
        if isinstance(value, datetime):
            yield london_day(value)
        elif isinstance(value, date):
            yield value


def _guarded(rows: Sequence[Sequence[OutgoingCell]]) -> Iterator[list[OutgoingCell]]:
    cells = OutgoingCells()
    return (cells.row(list(row)) for row in rows)


def _sheet(name: str, table: Table, headings: Sequence[str]) -> Sheet:
    return Sheet(name, (), table, tuple(Column(one, TEXT) for one in headings), _nobody_imports)


def _nobody_imports(*_: Any) -> list[dict[str, Any]]:
    message = "What is held about somebody is handed out, and never imported."
    raise NotImplementedError(message)


def _about(unit: Unit, subject: Subject, period: Period, by: str) -> list[list[OutgoingCell]]:
    """The first sheet: what this is, whose names are in it, and what is left out."""
    is_case = _is_case(subject)
    whom = f"the case {subject.called}" if is_case else subject.called
    moment = f"{spoken_day(london_day(unit.now))} at {spoken_time(unit.now)}"
    lines: list[list[OutgoingCell]] = [
        ["about", f"All that auditbot holds about {whom}, as it stood on {moment}."],
        ["asked for by", by],
        ["period", f"{period.words()}: each row of which any day falls in it, and what has no day"],
        ["times", "London time"],
        ["names", _NAMES_OF_CASE if is_case else _NAMES_OF_PERSON],
        ["before you hand it out", "Read it through: what people wrote may speak of others."],
        ["not here", _ELSEWHERE],
        ["not here", WHY_NO_MARKS],
        ["not here", _IN_LISTS],
    ]
    return lines + [["not here", why] for why in LEFT_OUT.values()]


def _listed(held: Held) -> list[list[OutgoingCell]]:
    """The rest of it: which sheets there are, what each is for, and how many rows it has."""
    return [[f"sheet: {TITLES[name]}", f"{_what_for(name)} ({len(rows):,})"] for name, rows in held.items()]


_NAMES_OF_CASE = (
    "Staff are named, since they did this in their job. The child is known by the reference alone; what was written "
    "of them and their family is shown as it was written."
)
_NAMES_OF_PERSON = (
    "Colleagues who did something in their job are named. What is about a child or family, and what is about another "
    "member of staff, is left out of the rows and says so. Ask for the case to see what is held about a child."
)
_IN_LISTS = (
    "Who saw it among others in an answer to a question or in a whole workbook: the "
    "record says who was shown how many rows, and not of each list which ones."
)
_ELSEWHERE = (
    "What Teams keeps itself (the chat with its cards) is with the council's Microsoft 365; "
    "what stands in backups and in workbooks that were handed out is where they are kept."
)


def _what_for(name: str) -> str:
    naming = columns_naming_staff(SQLModel.metadata.tables[name])
    said = dict.fromkeys(one.what_for for one in COLUMNS if one.table == name and one.column not in naming)
    return "; ".join(said) or "who it is"
