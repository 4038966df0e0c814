"""The sheet `allocations`: what is new is made with its history, and keeps the case's team of that moment."""

from collections.abc import Iterable, Sequence

from sqlalchemy import RowMapping, select

from storage.allocations import NewAllocation, make_allocations
from storage.statements import among
from storage.tables.allocations import case_record
from storage.tables.people import team
from storage.workbook.allocation_conflicts import note_conflicts
from storage.workbook.problems import Breach, Warned
from storage.workbook.sheet import Importing, Record, SheetRows
from storage.workbook.withdrawals import write_withdrawals
from storage.workbook.writing import Compared, compare, in_batches, records_of, update_changed

# What a blank cell of a new allocation takes from its case (WORKBOOK, vocabulary).
_FROM_THE_CASE = ("team_id", "service", "locality", "legal_status")
SAID_TO_BE_NONE = ""  # how an apostrophe alone is read


def write_allocations(importing: Importing, rows: SheetRows) -> list[Record]:
    """Write the allocations: new ones with their history, then the withdrawals."""
    compared = compare(importing, rows, records_of(importing, rows))
    _take_from_cases(importing, compared.added)
    if SAID_TO_BE_NONE in rows.column("locality"):
        _settle_no_locality(importing, rows, compared)
    _warn_of_other_services(importing, rows, compared.standing)
    in_batches(importing, rows, compared.added, lambda batch: _make(importing, batch))
    note_conflicts(importing, rows, compared.changes)
    update_changed(importing, rows, compared.changes)
    write_withdrawals(importing, rows)
    return compared.standing


def _settle_no_locality(importing: Importing, rows: SheetRows, compared: Compared) -> None:
    """Take the locality away where a row says that there is none; a row that changes nothing else is no change."""
    for record in (*compared.added, *(change.new for change in compared.changes)):
        record["locality"] = record.get("locality") or None
    tally, changes = importing.tally(rows), compared.changes
    compared.changes = [one for one in changes if any(one.old[name] != new for name, new in one.new.items())]
    tally.changed.difference_update(one.number for one in changes)
    for change in compared.changes:
        tally.note_change(change.number)


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
    some = statement.where(among(importing.unit.connection, case_record.c.id, set(case_ids)))
    return {row["id"]: row for row in importing.unit.connection.execute(some).mappings()}


def _warn_of_other_services(importing: Importing, rows: SheetRows, records: Sequence[Record]) -> None:
    """Say where a team was named, and its blank service became that of another team: the case's own."""
    services = dict(importing.unit.connection.execute(select(team.c.id, team.c.service)).all())
    added = importing.tally(rows).added
    cells = zip(rows.numbers, rows.column("team"), rows.column("service"), records, strict=True)
    for number, named, service, record in cells:
        if number in added and named and not service and services[record["team_id"]] != record["service"]:
            what = f"the service is the case's, '{record['service']}', which is not that of '{named}'; fill it in"
            importing.warnings.append(Warned(Breach.OTHER_SERVICE, rows.sheet.name, number, "service", what))
