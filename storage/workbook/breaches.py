"""What deserves a second look in what was imported: breaches of policy, and ends before their beginnings.

History is imported as it was, so none of these stops an import (WORKBOOK, rules).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import RowMapping, select

from domain.calendar import spoken_day, spoken_month
from domain.framework_lines import framework_key
from domain.identifiers import is_nhs_number
from domain.words import StandingKind
from storage.frameworks import framework_names
from storage.tables.allocations import cycle
from storage.tables.people import person
from storage.workbook.problems import Breach, Warned
from storage.workbook.sheet import Importing, Record, SheetRows

_SATURDAY = 5
_TEN_DIGITS = re.compile(r"\d{3} ?\d{3} ?\d{4}", re.ASCII)
_TWO_WORDS = re.compile(r"[^\W\d_]{2,}[\s,.]+[^\W\d_]{2,}")
_ALTERNATE = frozenset({StandingKind.ALTERNATE_MONTHS, StandingKind.MASH_ALTERNATE_MONTHS})


def warn_of_allocations(importing: Importing, rows: SheetRows, records: Sequence[Record]) -> Iterator[Warned]:
    """An auditor's own team, training after the month began, no cycle, a due day on a weekend."""
    yield from _due_days(rows, records)
    yield from _own_replacements(rows)
    auditors = _people(importing)
    cycles = set(importing.unit.connection.execute(select(cycle.c.month, cycle.c.service)))
    name = rows.sheet.name
    for number, one in zip(rows.numbers, records, strict=True):
        auditor = auditors[one["auditor_id"]]
        if auditor["team_id"] == one["team_id"]:
            yield Warned(Breach.OWN_TEAM, name, number, "auditor", "the record is of the auditor's own team")
        training = _training(auditor["trained_on"], one["month"])
        if training:
            yield Warned(training[0], name, number, "auditor", training[1])
        if (one["month"], one["service"]) not in cycles:
            what = f"there is no cycle row for {one['month']} and the service '{one['service']}'"
            yield Warned(Breach.NO_CYCLE, name, number, "month", what)


def _own_replacements(rows: SheetRows) -> Iterator[Warned]:
    pairs = zip(rows.numbers, rows.cells["allocation_ref"], rows.column("replaced_by"), strict=True)
    for number, own, other in pairs:
        if own == other:
            what = "the allocation is said to be replaced by itself"
            yield Warned(Breach.OWN_REPLACEMENT, rows.sheet.name, number, "replaced_by", what)


def warn_of_people(importing: Importing, rows: SheetRows, records: Sequence[Record]) -> Iterator[Warned]:
    """Somebody who manages themselves, directly or through others."""
    del records
    found = importing.unit.connection.execute(select(person.c.id, person.c.email, person.c.line_manager_id))
    above = {email: (who, manager) for who, email, manager in found}
    managers = dict(above.values())
    for number, email in zip(rows.numbers, rows.cells["email"], strict=True):
        if _is_in_a_circle(managers, above[email][0]):
            what = "the line managers above this person lead back to the person"
            yield Warned(Breach.OWN_SUPERIOR, rows.sheet.name, number, "line_manager", what)


def _is_in_a_circle(managers: Mapping[int, int | None], person_id: int) -> bool:
    seen: set[int] = set()
    above = managers[person_id]
    while above is not None and above not in seen:
        if above == person_id:
            return True
        seen.add(above)
        above = managers[above]
    return False


def _people(importing: Importing) -> dict[int, RowMapping]:
    found = importing.unit.connection.execute(select(person.c.id, person.c.team_id, person.c.trained_on))
    return {row["id"]: row for row in found.mappings()}


def _training(trained_on: date | None, month: str) -> tuple[Breach, str] | None:
    """What to say of an auditor who was not trained by the first of the month."""
    if trained_on is None:
        return Breach.NOT_TRAINED, "the auditor has no training date"
    if trained_on.isoformat() > f"{month}-01":
        what = f"the auditor was trained on {spoken_day(trained_on)}, after {spoken_month(month)} began"
        return Breach.TRAINED_LATER, what
    return None


def warn_of_cycles(importing: Importing, rows: SheetRows, records: Sequence[Record]) -> Iterator[Warned]:
    """A framework that the store doesn't have, a due day on a weekend."""
    yield from _due_days(rows, records)
    known = framework_names(importing.unit)
    for number, one in zip(rows.numbers, records, strict=True):
        framework = one.get("framework")
        if framework is not None and framework_key(framework) not in known:
            what = f"the framework '{framework}' is not known, so the council's usual one is used"
            yield Warned(Breach.UNKNOWN_FRAMEWORK, rows.sheet.name, number, "framework", what)


def _due_days(rows: SheetRows, records: Sequence[Record]) -> Iterator[Warned]:
    for number, one in zip(rows.numbers, records, strict=True):
        if one["due_on"].weekday() >= _SATURDAY:
            what = f"the due day is {spoken_day(one['due_on'])}"
            yield Warned(Breach.WEEKEND_DUE_DAY, rows.sheet.name, number, "due_on", what)
    yield from ends_first(rows, records, "allocated_on", "due_on")


def warn_of_standing_exemptions(importing: Importing, rows: SheetRows, records: Sequence[Record]) -> Iterator[Warned]:
    """An end before the beginning, alternate months without saying which."""
    del importing
    yield from ends_first(rows, records, "starts_on", "ends_on", shown="to")
    for number, one in zip(rows.numbers, records, strict=True):
        if one["kind"] in _ALTERNATE and one.get("audits_in") is None:
            what = "it isn't said whether this person audits in odd or in even months"
            yield Warned(Breach.NO_MONTHS, rows.sheet.name, number, "audits_in", what)


def warn_of_cases(importing: Importing, rows: SheetRows, records: Sequence[Record]) -> Iterator[Warned]:
    """A record that closed before it opened, a reference that could be a person's."""
    del importing
    yield from ends_first(rows, records, "opened_on", "closed_on")
    for number, reference in zip(rows.numbers, rows.cells["case_ref"], strict=True):
        if _TEN_DIGITS.fullmatch(reference) and is_nhs_number(reference.replace(" ", "")):
            what = "the reference could be an NHS number; only the record system's number belongs here"
            yield Warned(Breach.ODD_REFERENCE, rows.sheet.name, number, "case_ref", what)
        elif _TWO_WORDS.search(reference):
            what = "the reference could be a name; only the record system's number belongs here"
            yield Warned(Breach.ODD_REFERENCE, rows.sheet.name, number, "case_ref", what)


def ends_first(rows: SheetRows, records: Sequence[Record], begins: str, ends: str, shown: str = "") -> Iterator[Warned]:
    """The rows whose end is before their beginning; `shown` is the sheet's name of the end where it has another."""
    for number, one in zip(rows.numbers, records, strict=True):
        begin, end = one.get(begins), one.get(ends)
        if begin is not None and end is not None and end < begin:
            what = f"{spoken_day(end)} is before {spoken_day(begin)}, when it began"
            yield Warned(Breach.ENDS_FIRST, rows.sheet.name, number, shown or ends, what)
