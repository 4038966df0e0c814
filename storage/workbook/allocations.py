"""The sheet `allocations`: what is new is made with its history, and keeps the case's team of that moment."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import RowMapping, select

from domain.lifecycle import TRANSITIONS, standing
from domain.words import AllocationStatus
from storage.allocations import NewAllocation, Withdrawal, make_allocations, withdraw_on_import
from storage.tables.allocations import allocation, case_record
from storage.tables.people import team
from storage.workbook.problems import Breach, Problem, Warned
from storage.workbook.references import batches
from storage.workbook.sheet import Importing, Record, SheetRows
from storage.workbook.writing import compare, in_batches, records_of, update_changed

# What a blank cell of a new allocation takes from its case (WORKBOOK, vocabulary).
_FROM_THE_CASE = ("team_id", "service", "locality", "legal_status")


def write_allocations(importing: Importing, rows: SheetRows) -> list[Record]:
    """Write the allocations: new ones with their history, then the withdrawals."""
    compared = compare(importing, rows, records_of(importing, rows))
    _take_from_cases(importing, compared.added)
    _warn_of_other_services(importing, rows, compared.standing)
    in_batches(importing, rows, compared.added, lambda batch: _make(importing, batch))
    update_changed(importing, rows, compared.changed)
    _withdraw(importing, rows)
    return compared.standing


def _make(importing: Importing, records: Sequence[Record]) -> None:
    make_allocations(importing.unit, [NewAllocation(**record) for record in records])


def _take_from_cases(importing: Importing, added: Sequence[Record]) -> None:
    cases = _cases(importing, (record["case_id"] for record in added))
    for record in added:
        case = cases[record["case_id"]]
        record.update({name: case[name] for name in _FROM_THE_CASE if record.get(name) is None})
        if record.get("kind") is None:
            record.pop("kind", None)  # `NewAllocation` knows what is usual


def _cases(importing: Importing, case_ids: Iterable[int]) -> dict[int, RowMapping]:
    statement = select(
        case_record.c.id, case_record.c.team_id, case_record.c.legal_status, team.c.service, team.c.locality
    ).join(team, team.c.id == case_record.c.team_id)
    found: dict[int, RowMapping] = {}
    for batch in batches(dict.fromkeys(case_ids)):
        some = importing.unit.connection.execute(statement.where(case_record.c.id.in_(batch)))
        found.update((row["id"], row) for row in some.mappings())
    return found


def _warn_of_other_services(importing: Importing, rows: SheetRows, records: Sequence[Record]) -> None:
    """Say where a team was named, and its blank service became that of another team: the case's own."""
    services = dict(importing.unit.connection.execute(select(team.c.id, team.c.service)).all())
    added = importing.tally(rows).added
    cells = zip(rows.numbers, rows.column("team"), rows.column("service"), records, strict=True)
    for number, named, service, record in cells:
        if number in added and named and not service and services[record["team_id"]] != record["service"]:
            what = f"the service is the case's, '{record['service']}', which is not that of '{named}'; fill it in"
            importing.warnings.append(Warned(Breach.OTHER_SERVICE, rows.sheet.name, number, "service", what))


def _withdraw(importing: Importing, rows: SheetRows) -> None:
    days = {
        ref: (number, day)
        for number, ref, day in zip(
            rows.numbers, rows.cells["allocation_ref"], rows.column("withdrawn_on"), strict=True
        )
        if day is not None
    }
    withdrawals: list[Withdrawal] = []
    for row in _as_they_stand(importing, days):
        number, day = days[row.ref]
        if row.withdrawn_on == day:
            continue
        if not _can_be_withdrawn(row.status):
            importing.problems.append(_not_withdrawable(rows, number, row.status))
            continue
        importing.tally(rows).note_change(number)
        withdrawals.append(Withdrawal(row.id, row.status, day))
    withdraw_on_import(importing.unit, withdrawals)


def _as_they_stand(importing: Importing, refs: Iterable[str]) -> list[Any]:
    a = allocation.c
    statement = select(a.id, a.ref, a.status, a.withdrawn_on)
    return [
        row for batch in batches(refs) for row in importing.unit.connection.execute(statement.where(a.ref.in_(batch)))
    ]


def _can_be_withdrawn(status: AllocationStatus) -> bool:
    # A withdrawn one may have its day put right.
    return status is AllocationStatus.WITHDRAWN or AllocationStatus.WITHDRAWN in TRANSITIONS[status]


def _not_withdrawable(rows: SheetRows, number: int, status: AllocationStatus) -> Problem:
    what = f"this audit {standing(status)}, so it can't be withdrawn"
    return Problem(rows.sheet.name, number, "withdrawn_on", what, "nothing here")
