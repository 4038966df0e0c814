"""The workbook out of the store: what went in comes back, on both engines, in both shapes."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from domain.words import Rating, Role
from storage.store import Actor, Store
from storage.tables.allocations import allocation, case_record, cycle
from storage.tables.audits import audit, moderation
from storage.tables.people import person, person_role, team
from storage.workbook.checking import check_workbook
from storage.workbook.contract import SHEETS
from storage.workbook.exporting import ExportReport, export_workbook
from storage.workbook.importing import import_workbook
from storage.workbook.raw_cells import plain
from storage.workbook.reading import Workbook, read_workbook
from tests.storage.filled_template import write_filled_template
from tests.workbooks import council

NOW = datetime(2019, 9, 10, 9, tzinfo=UTC)
BY_COMMAND = Actor(source="command")
GOLDEN = Path(__file__).parents[1] / "golden" / "2019-08.xlsx"
SHAPES = ["council.xlsx", "council"]
NASTY = {
    "a formula": "=HYPERLINK(1)",
    "a formula by plus": "+1",
    "a formula by minus": "-2+3",
    "a formula by at": "@SUM(A1)",
    "an apostrophe before a formula": "'=1",
    "two apostrophes before a formula": "''@x",
    "an apostrophe": "'tis",
    "a tab before a formula": "\t=1",
    "a carriage return before a formula": "\r=1",
    "a line break of Windows": "first\r\nsecond",
    "a line break": "first\nsecond",
    "a carriage return": "first\rsecond",
    "a vertical tab from a slide": "first\vsecond",
    "a control character": "a\x01b\x1fc\x7f",
    "what a spreadsheet makes of one": "_x000D_ and _x005F_",
    "commas and semicolons": "one, two; three",
    "quotation marks": 'she said "no", twice ""',
    "only a quotation mark": '"',
    "markup": "<b>&amp;</b> ]]>",
    "beyond the first plane": "\N{GRINNING FACE}",
    "another script": "Пётр · علي · 李",
    "a line separator": "a\u2028b\x85c",
    "letters put together in another way": "Zoe\u0308",
    "an error's name": "#N/A is what it said",
    "digits": "0012",
    "a day": "2019-08-23",
    "a truth": "TRUE",
    "a number with an exponent": "1E5",
    "as long as a cell": "x" * 32_767,
}


@pytest.fixture(params=["from SQLite to PostgreSQL", "from PostgreSQL to SQLite"])
def stores(request: pytest.FixtureRequest, sqlite_store: Store, postgresql_store: Store) -> tuple[Store, Store]:
    """A store to export from, and an empty one on the other engine."""
    both = (sqlite_store, postgresql_store)
    return both if request.param == "from SQLite to PostgreSQL" else both[::-1]


def imported(store: Store, source: Workbook | Path) -> None:
    report = store.do(lambda unit: import_workbook(unit, source), NOW, Actor(source="import"))
    assert [str(problem) for problem in report.problems] == []


def exported(store: Store, place: Path) -> ExportReport:
    with store.snapshot(NOW, BY_COMMAND) as unit:
        return export_workbook(unit, place)


def insert(store: Store, table: Any, *rows: dict[str, Any]) -> None:
    store.do(lambda unit: unit.connection.execute(table.insert(), list(rows)), NOW, BY_COMMAND)


def rows(store: Store, statement: Any) -> list[tuple[Any, ...]]:
    return store.do(lambda unit: [tuple(row) for row in unit.connection.execute(statement)], NOW, BY_COMMAND)


def files_in(place: Path) -> dict[str, bytes]:
    """What is at a place, byte by byte."""
    return (
        {one.name: one.read_bytes() for one in sorted(place.iterdir())} if place.is_dir() else {"": place.read_bytes()}
    )


def values_in(source: Path) -> dict[str, dict[Any, dict[str, Any]]]:
    """What a workbook says: by sheet and key, the cells that are not blank as an import reads them."""
    checked = check_workbook(read_workbook(source))
    assert checked.problems == []
    said: dict[str, dict[Any, dict[str, Any]]] = {}
    for sheet_rows in checked.sheets:
        cells = sheet_rows.cells
        lines = (dict(zip(cells, values, strict=True)) for values in zip(*cells.values(), strict=True))
        said[sheet_rows.sheet.name] = {
            tuple(line[name] for name in sheet_rows.sheet.key): {k: v for k, v in line.items() if v is not None}
            for line in lines
        }
    return said


@pytest.mark.parametrize("name", SHAPES)
def test_the_golden_workbook_comes_back_whole_and_byte_by_byte_the_same_from_another_store(
    stores: tuple[Store, Store], tmp_path: Path, name: str
) -> None:
    first, second = stores
    imported(first, GOLDEN)
    exported(first, tmp_path / name)
    again = tmp_path / "again"
    again.mkdir()
    imported(second, tmp_path / name)
    exported(second, again / name)
    assert files_in(again / name) == files_in(tmp_path / name)
    golden, back = values_in(GOLDEN), values_in(tmp_path / name)
    for sheet, lines in golden.items():
        assert back[sheet].keys() == lines.keys()
        for key, cells in lines.items():
            assert cells.items() <= back[sheet][key].items()


@pytest.mark.parametrize("name", SHAPES)
def test_a_row_of_every_sheet_comes_back_cell_by_cell(stores: tuple[Store, Store], tmp_path: Path, name: str) -> None:
    template = tmp_path / "template.xlsx"
    write_filled_template(template, NOW)
    imported(stores[0], template)
    exported(stores[0], tmp_path / name)
    imported(stores[1], tmp_path / name)
    exported(stores[1], tmp_path / f"again-{name}")
    said = values_in(template)
    assert {sheet: len(lines) for sheet, lines in said.items()} == {sheet.name: 1 for sheet in SHEETS}
    assert values_in(tmp_path / name) == values_in(tmp_path / f"again-{name}") == said


def test_of_several_judgements_the_latest_by_its_day_goes_out(stores: tuple[Store, Store], tmp_path: Path) -> None:
    first, second = stores
    write_filled_template(tmp_path / "template.xlsx", NOW)
    imported(first, tmp_path / "template.xlsx")
    [(audited,)] = rows(first, select(allocation.c.id))
    by = {"allocation_id": audited, "source": "chat", "recorded_at": NOW}
    days = [date(2025, 10, 3), date(2025, 10, 10), None, date(2025, 10, 6)]
    ratings = [Rating.INADEQUATE, Rating.REQUIRES_IMPROVEMENT, None, Rating.GOOD]
    [(moderator,)] = rows(first, select(person.c.id))
    judged = {"moderator_id": moderator, "met_standard": False}
    for day, rating in zip(days, ratings, strict=True):
        insert(first, moderation, by | judged | {"moderated_on": day, "overall": rating})
    exported(first, tmp_path / "council")
    imported(second, tmp_path / "council")
    [line] = values_in(tmp_path / "council")["audits"].values()
    assert line["moderator"] == "jo.elm@council.example"
    assert (line["moderated_on"], line["moderated_overall"], line["met_standard"]) == (
        date(2025, 10, 10),
        Rating.REQUIRES_IMPROVEMENT,
        False,
    )
    assert rows(second, select(moderation.c.moderated_on, moderation.c.overall)) == [
        (date(2025, 10, 10), Rating.REQUIRES_IMPROVEMENT)
    ]


def test_both_shapes_say_the_same(store: Store, tmp_path: Path) -> None:
    imported(store, GOLDEN)
    reports = [exported(store, tmp_path / name) for name in SHAPES]
    assert reports[0] == reports[1]
    assert values_in(tmp_path / SHAPES[0]) == values_in(tmp_path / SHAPES[1])


def test_what_is_imported_over_itself_changes_nothing(store: Store, tmp_path: Path) -> None:
    imported(store, GOLDEN)
    exported(store, tmp_path / "council.xlsx")
    report = store.do(lambda unit: import_workbook(unit, tmp_path / "council.xlsx"), NOW, Actor(source="import"))
    assert report.problems == ()
    assert {sheet: (one.added, one.changed) for sheet, one in report.counts.items()} == {
        sheet.name: (0, 0) for sheet in SHEETS
    }


@pytest.mark.parametrize("name", SHAPES)
def test_texts_that_spreadsheets_stumble_over_come_back_as_they_were(
    stores: tuple[Store, Store], tmp_path: Path, name: str
) -> None:
    first, second = stores
    days = {"allocated_on": date(2019, 8, 2), "due_on": date(2019, 8, 23)}
    insert(first, cycle, *({"month": "2019-08", "service": what, "theme": NASTY[what], **days} for what in NASTY))
    exported(first, tmp_path / name)
    imported(second, tmp_path / name)
    assert dict(rows(second, select(cycle.c.service, cycle.c.theme))) == {
        what: plain(text) for what, text in NASTY.items()
    }


@pytest.mark.parametrize("name", SHAPES)
def test_keys_that_open_like_formulas_still_lead_to_their_rows(
    stores: tuple[Store, Store], tmp_path: Path, name: str
) -> None:
    first, second = stores
    imported(first, council())
    insert(first, team, {"name": "=Team", "service": "-Service"})
    [(team_id,)] = rows(first, select(team.c.id).where(team.c.name == "=Team"))
    insert(first, case_record, {"case_ref": "@12", "team_id": team_id, "legal_status": "+CIN"})
    insert(first, person, {"email": "+jo@council.example", "name": "Jo Ash", "team_id": team_id})
    [(person_id,)] = rows(first, select(person.c.id).where(person.c.team_id == team_id))
    insert(first, person_role, {"person_id": person_id, "role": Role.QA})
    exported(first, tmp_path / name)
    imported(second, tmp_path / name)
    statement = select(case_record.c.case_ref, team.c.name, team.c.service, case_record.c.legal_status).join(team)
    assert rows(second, statement.where(team.c.name == "=Team")) == [("@12", "=Team", "-Service", "+CIN")]
    members = select(person.c.email).join(team, team.c.id == person.c.team_id).where(team.c.name == "=Team")
    assert rows(second, members) == [("+jo@council.example",)]


def test_no_text_is_a_formula_in_the_spreadsheet_and_days_are_days(sqlite_store: Store, tmp_path: Path) -> None:
    days = {"allocated_on": date(2019, 8, 2), "due_on": date(2019, 8, 23)}
    insert(sqlite_store, cycle, {"month": "2019-08", "service": "=A1", "theme": "'=1", **days})
    insert(sqlite_store, person, {"email": "ada@council.example", "name": "Ada Elm", "fte": 0.5})
    exported(sqlite_store, tmp_path / "council.xlsx")
    book = openpyxl.load_workbook(tmp_path / "council.xlsx")
    cycles = book["cycles"]
    assert [(cycles[place].value, cycles[place].data_type) for place in ("A2", "B2", "C2")] == [
        ("2019-08", "s"),
        ("'=A1", "s"),
        ("''=1", "s"),
    ]
    assert (cycles["F2"].value, cycles["F2"].is_date) == (datetime(2019, 8, 23), True)  # noqa: DTZ001 - Excel has no zones
    assert cycles["A2"].number_format == "@"
    assert book["people"]["F2"].value == 0.5


def test_csv_files_open_in_a_spreadsheet_with_every_letter_and_hold_days_as_iso(
    sqlite_store: Store, tmp_path: Path
) -> None:
    imported(sqlite_store, council())
    exported(sqlite_store, tmp_path / "council")
    lines = (tmp_path / "council" / "standing_exemptions.csv").read_bytes().decode("utf-8").split("\r\n")
    assert lines == [
        "\N{BYTE ORDER MARK}email,kind,from,to,audits_in",
        "ada@council.example,alternate_months,2019-01-01,,odd",
        "",
    ]


def test_a_day_before_the_spreadsheet_s_calendar_goes_out_as_text(stores: tuple[Store, Store], tmp_path: Path) -> None:
    first, second = stores
    old = {"month": "2019-08", "service": "x", "allocated_on": date(1899, 12, 31), "due_on": date(9999, 12, 31)}
    insert(first, cycle, old)
    exported(first, tmp_path / "council.xlsx")
    imported(second, tmp_path / "council.xlsx")
    days = [(date(1899, 12, 31), date(9999, 12, 31))]
    assert rows(second, select(cycle.c.allocated_on, cycle.c.due_on)) == days


def test_roles_come_in_the_order_of_the_vocabulary_and_people_in_that_of_their_addresses(
    store: Store, tmp_path: Path
) -> None:
    imported(store, council())
    insert(store, person, {"email": "Åse@council.example", "name": "x"}, {"email": "_a@council.example", "name": "x"})
    exported(store, tmp_path / "council.xlsx")
    people = list(openpyxl.load_workbook(tmp_path / "council.xlsx")["people"].values)
    assert [row[0] for row in people] == [
        "email",
        "_a@council.example",
        "ada@council.example",
        "hal@council.example",
        "mo@council.example",
        "sol@council.example",
        "Åse@council.example",
    ]
    assert people[4][6] == "auditor; team_manager"


@pytest.mark.parametrize("name", SHAPES)
def test_an_empty_store_gives_every_sheet_with_its_headings(store: Store, tmp_path: Path, name: str) -> None:
    assert exported(store, tmp_path / name).rows == {sheet.name: 0 for sheet in SHEETS}
    sheets = {sheet.name: sheet.rows for sheet in read_workbook(tmp_path / name).sheets}
    assert sheets.keys() == {sheet.name for sheet in SHEETS}
    for sheet in SHEETS:
        assert list(sheets[sheet.name]) == [[column.name for column in sheet.columns]]
    imported(store, tmp_path / name)


def test_an_audit_that_was_only_begun_is_not_in_the_sheet_of_those_that_came_back(
    sqlite_store: Store, tmp_path: Path
) -> None:
    imported(sqlite_store, council())
    insert(sqlite_store, audit, {"allocation_id": 1, "position": "domains"})
    exported(sqlite_store, tmp_path / "council")
    assert len((tmp_path / "council" / "audits.csv").read_text(encoding="utf-8").splitlines()) == 1


def test_characters_that_no_spreadsheet_can_hold_are_counted_and_shown(sqlite_store: Store, tmp_path: Path) -> None:
    insert(sqlite_store, team, {"name": "North\0", "service": "a\ufffeb\uffff"})
    for name in SHAPES:
        assert exported(sqlite_store, tmp_path / name).replaced == 3
        sheets = {sheet.name: sheet.rows for sheet in read_workbook(tmp_path / name).sheets}
        assert list(sheets["teams"][1][:2]) == ["North�", "a�b�"]


def test_more_rows_than_are_fetched_at_once_come_out_each_once(store: Store, tmp_path: Path) -> None:
    insert(store, team, *({"name": f"Team {n:05}", "service": "x"} for n in range(2_500)))
    exported(store, tmp_path / "council.xlsx")
    teams = read_workbook(tmp_path / "council.xlsx").sheets[0].rows
    assert [row[0] for row in teams[1:]] == [f"Team {n:05}" for n in range(2_500)]


def test_progress_is_told_sheet_by_sheet_from_nothing_to_all(sqlite_store: Store, tmp_path: Path) -> None:
    insert(sqlite_store, team, *({"name": f"Team {n:05}", "service": "x"} for n in range(2_500)))
    told: dict[str, list[tuple[int, int]]] = {}
    with sqlite_store.snapshot(NOW, BY_COMMAND) as unit:
        export_workbook(
            unit, tmp_path / "council", lambda sheet, done, total: told.setdefault(sheet, []).append((done, total))
        )
    assert list(told) == [sheet.name for sheet in SHEETS]
    assert told["teams"] == [(0, 2_500), (1_000, 2_500), (2_000, 2_500), (2_500, 2_500)]


def test_an_export_sees_one_moment_and_keeps_nobody_from_writing(store: Store, tmp_path: Path) -> None:
    imported(store, council())
    place = tmp_path / "council"

    def write_meanwhile(sheet: str, done: int, total: int) -> None:
        if (sheet, done) == ("teams", total):
            insert(store, person, {"email": "new@council.example", "name": "Nia New"})

    with store.snapshot(NOW, BY_COMMAND) as unit:
        export_workbook(unit, place, write_meanwhile)
    assert "new@council.example" not in (place / "people.csv").read_text(encoding="utf-8")
    assert ("new@council.example",) in rows(store, select(person.c.email))
