"""What holds for any council's workbook: it comes in once, whatever its order, and no slip gets past."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from sqlalchemy import select

from storage.store import Actor, Store, Unit
from storage.tables.allocations import case_record
from storage.tables.people import team
from storage.workbook.cells import FREE_TEXT, Cell, plain
from storage.workbook.checking import check_workbook
from storage.workbook.contract import SHEETS
from storage.workbook.exporting import export_workbook
from storage.workbook.importing import ImportReport, import_workbook
from storage.workbook.reading import RawSheet, Workbook, read_workbook
from storage.workbook.sheet import SheetRows
from tests.storage.slips import Slip, slips
from tests.storage.store_content import DEEDS, content, differences, rows_of
from tests.storage.whole_councils import TYPED, Council, councils, in_any_case, workbook_of

NOW = datetime(2025, 9, 10, 9, tzinfo=UTC)
# One store serves all examples of a test, because each takes back what it wrote.
SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
MANY = settings(max_examples=20, deadline=None, suppress_health_check=SHARED)
FEW = settings(max_examples=3, deadline=None, suppress_health_check=SHARED)


@contextmanager
def taken_back(store: Store) -> Iterator[Unit]:
    """A unit of work on an empty store, after which it is empty again."""
    with store.engine.connect() as connection, connection.begin() as transaction:
        yield Unit(connection, NOW, Actor(source="import"))
        transaction.rollback()


def imported(unit: Unit, workbook: Workbook) -> ImportReport:
    report = import_workbook(unit, workbook)
    assert [str(problem) for problem in report.problems] == []
    assert report.is_written
    return report


def exported(unit: Unit, place: Path) -> Workbook:
    export_workbook(unit, place)
    return read_workbook(place)


def sheets_of(workbook: Workbook) -> dict[str, Sequence[Sequence[Cell]]]:
    return {sheet.name: sheet.rows for sheet in workbook.sheets}


def check_round_trip(store: Store, council: Council, name: str) -> None:
    """Import, export, import that into an empty store, export again: twice the same content, and what was said."""
    with tempfile.TemporaryDirectory() as folder:
        with taken_back(store) as unit:
            imported(unit, workbook_of(council))
            expected = content(unit)
            first = exported(unit, Path(folder) / f"first{name}")
        with taken_back(store) as unit:
            imported(unit, first)
            assert differences(content(unit), expected) == {}
            second = exported(unit, Path(folder) / f"second{name}")
            assert differences(sheets_of(second), sheets_of(first)) == {}
    assert_says(first, workbook_of(council))


@pytest.mark.parametrize("name", ["", ".xlsx"])
@MANY
@given(council=councils())
def test_an_export_imports_into_an_empty_store_as_the_same_content(
    sqlite_store: Store, name: str, council: Council
) -> None:
    check_round_trip(sqlite_store, council, name)


@pytest.mark.parametrize("name", ["", ".xlsx"])
@FEW
@given(council=councils())
def test_an_export_from_postgresql_imports_as_the_same_content(
    postgresql_store: Store, name: str, council: Council
) -> None:
    check_round_trip(postgresql_store, council, name)


@pytest.mark.parametrize("name", ["", ".xlsx"])
@MANY
@given(council=councils(), typed=st.lists(TYPED, min_size=1, max_size=5))
def test_what_people_typed_in_chat_goes_out_and_comes_back_the_same(
    sqlite_store: Store, name: str, council: Council, typed: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with taken_back(sqlite_store) as unit:
            imported(unit, workbook_of(council))
            stands = type_over(unit, typed)
            first = exported(unit, Path(folder) / f"first{name}")
        assert_free_texts(first, stands)
        with taken_back(sqlite_store) as unit:
            imported(unit, first)
            second = exported(unit, Path(folder) / f"second{name}")
            assert differences(sheets_of(second), sheets_of(first)) == {}


@pytest.mark.parametrize("name", ["", ".xlsx"])
@settings(MANY, max_examples=8)
@given(data=st.data(), council=councils())
def test_teams_and_cases_that_moved_since_change_no_allocation_on_its_way(
    sqlite_store: Store, name: str, data: st.DataObject, council: Council
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with taken_back(sqlite_store) as unit:
            imported(unit, workbook_of(council))
            move_about(unit, data)
            expected = content(unit)["allocation"]
            first = exported(unit, Path(folder) / f"first{name}")
        with taken_back(sqlite_store) as unit:
            imported(unit, first)
            assert differences({"allocation": content(unit)["allocation"]}, {"allocation": expected}) == {}
            second = exported(unit, Path(folder) / f"second{name}")
            assert differences(sheets_of(second), sheets_of(first)) == {}


def move_about(unit: Unit, data: st.DataObject) -> None:
    """Give every team another locality, service or none, and every case another team, as they may have by now."""
    teams = list(unit.connection.execute(select(team.c.id)).scalars())
    for key in teams:
        moved = {"locality": data.draw(st.none() | st.sampled_from(["North", "'", "''"])), "service": "Moved"}
        unit.connection.execute(team.update().where(team.c.id == key).values(moved))
    for key in list(unit.connection.execute(select(case_record.c.id)).scalars()):
        moved = {"team_id": data.draw(st.sampled_from(teams)), "legal_status": "Moved"}
        unit.connection.execute(case_record.update().where(case_record.c.id == key).values(moved))


def type_over(unit: Unit, typed: list[str]) -> dict[tuple[str, str], str]:
    """Put texts as they were typed, one after the other, into every column of free text; which is where."""
    free = [(sheet, column) for sheet in SHEETS for column in sheet.columns if column.kind is FREE_TEXT]
    texts = dict(zip((one for one in free if one[1].name not in one[0].key), cycle(typed), strict=False))
    for (sheet, column), text in texts.items():
        unit.connection.execute(sheet.table.update().values({column.stored_as: text}))
    return {(sheet.name, column.name): text for (sheet, column), text in texts.items()}


def assert_free_texts(workbook: Workbook, stands: dict[tuple[str, str], str]) -> None:
    """Only spaces at the ends and what nobody sees may be gone."""
    for sheet, rows in read_rows(workbook).items():
        for cells in rows.values():
            free = {name: text for (of, name), text in stands.items() if of == sheet}
            assert {name: cells.get(name) for name in free} == {name: plain(text) for name, text in free.items()}


def held(unit: Unit) -> dict[str, list[tuple[Any, ...]]]:
    return {name: rows for name, rows in rows_of(unit).items() if name not in DEEDS}


@MANY
@given(council=councils())
def test_a_workbook_a_second_time_changes_nothing(sqlite_store: Store, council: Council) -> None:
    with taken_back(sqlite_store) as unit:
        imported(unit, workbook_of(council))
        before = held(unit)
        report = imported(unit, workbook_of(council))
        assert {(one.added, one.changed) for one in report.counts.values()} == {(0, 0)}
        assert differences(held(unit), before) == {}


@st.composite
def shuffled(draw: st.DrawFn, council: Council) -> Workbook:
    """The same council in another order, its headings and the sheets' names written otherwise."""
    sheets = [draw(_shuffled_sheet(sheet)) for sheet in workbook_of(council).sheets]
    return Workbook(tuple(draw(st.permutations(sheets))), "another digest")


@st.composite
def _shuffled_sheet(draw: st.DrawFn, sheet: RawSheet) -> RawSheet:
    headings, *rows = sheet.rows
    order = draw(st.permutations(range(len(headings))))
    blank = [""] * len(headings)
    turned = [[row[place] for place in order] for row in draw(st.permutations([*rows, blank]))]
    written = [draw(in_any_case(str(headings[place]))) for place in order]
    return RawSheet(draw(in_any_case(sheet.name)), [written, *turned])


@MANY
@given(data=st.data(), council=councils())
def test_the_order_of_sheets_rows_and_columns_and_the_spelling_of_headings_do_not_matter(
    sqlite_store: Store, data: st.DataObject, council: Council
) -> None:
    with taken_back(sqlite_store) as unit:
        imported(unit, workbook_of(council))
        expected = content(unit)
    with taken_back(sqlite_store) as unit:
        imported(unit, data.draw(shuffled(council)))
        assert differences(content(unit), expected) == {}


@settings(MANY, max_examples=60)
@given(data=st.data(), council=councils())
def test_a_slip_is_caught_at_its_place_with_nothing_written_or_the_store_holds_what_it_says(
    sqlite_store: Store, data: st.DataObject, council: Council
) -> None:
    slip = data.draw(slips(council))
    note(slip.what)
    with taken_back(sqlite_store) as unit:
        before = rows_of(unit)
        report = import_workbook(unit, slip.workbook)
        if report.is_written:
            assert not slip.is_certain
            assert_holds(unit, slip.workbook)
        else:
            assert_caught(slip, report)
            assert differences(rows_of(unit), before) == {}


def assert_caught(slip: Slip, report: ImportReport) -> None:
    found = list(map(str, report.problems))
    assert any(map(slip.is_noticed, report.problems)), found
    assert all(map(slip.is_near, report.problems)), found


def assert_holds(unit: Unit, workbook: Workbook) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert_says(exported(unit, Path(folder) / "back.xlsx"), workbook)


def assert_says(workbook: Workbook, said: Workbook) -> None:
    """Every cell that says something in one workbook says the same in the other, under the same key."""
    stands = read_rows(workbook)
    for sheet, rows in read_rows(said).items():
        for key, cells in rows.items():
            assert {name: stands[sheet][key].get(name) for name in cells} == cells, (sheet, key)


def read_rows(workbook: Workbook) -> dict[str, dict[tuple[Any, ...], dict[str, Any]]]:
    """What a workbook says, by sheet and key: the cells that are not blank."""
    checked = check_workbook(workbook)
    assert checked.problems == []
    return {rows.sheet.name: dict(_by_key(rows)) for rows in checked.sheets}


def _by_key(rows: SheetRows) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    for cells in zip(*rows.cells.values(), strict=True):
        row = dict(zip(rows.cells, cells, strict=True))
        yield tuple(row[name] for name in rows.sheet.key), {n: cell for n, cell in row.items() if cell is not None}
