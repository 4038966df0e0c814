"""`auditbot export`: what a person reads, what is kept on record, and what is at the place afterwards."""

import io
import stat
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from bot.cli import main
from domain.errors import BadInputError
from storage.store import Actor, Store
from storage.tables.allocations import cycle
from storage.tables.people import team
from storage.tables.service import event
from storage.workbook.contract import SHEETS
from storage.workbook.export_command import run_export
from storage.workbook.export_files import MOST_ROWS, Spreadsheet

NOW = datetime(2019, 9, 10, 9, tzinfo=UTC)
BY_COMMAND = Actor(source="command")
LONG = {"month": "2019-08", "allocated_on": date(2019, 8, 2), "due_on": date(2019, 8, 23), "theme": "x" * 32_768}


def run(store: Store, path: Path) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    run_export(store, path, account="qa-desk", now=NOW, out=out, err=err)
    return out.getvalue(), err.getvalue()


def insert(store: Store, table: Any, *rows: dict[str, Any]) -> None:
    store.do(lambda unit: unit.connection.execute(table.insert(), list(rows)), NOW, BY_COMMAND)


def events(store: Store) -> list[tuple[Any, ...]]:
    statement = select(event.c.what, event.c.source, event.c.subject, event.c.at, event.c.detail)
    return store.do(lambda unit: [tuple(row) for row in unit.connection.execute(statement)], NOW, BY_COMMAND)


@pytest.mark.parametrize(("name", "sort"), [("council.xlsx", "xlsx"), ("Council.XLSX", "xlsx"), ("council", "csv")])
def test_it_says_what_was_exported_and_keeps_on_record_who_saw_it(
    store: Store, tmp_path: Path, name: str, sort: str
) -> None:
    insert(store, team, {"name": "North", "service": "Social Care"})
    out, err = run(store, tmp_path / name)
    assert out.splitlines()[:3] == [f"Exported {name}:", "  teams: 1 row", "  people: 0 rows"]
    assert out.splitlines()[-1] == "It is personal data: keep it where only those who need it can read it."
    assert err == ""
    rows = {sheet.name: int(sheet.name == "teams") for sheet in SHEETS}
    detail = {"account": "qa-desk", "sort": sort, "rows": rows}
    assert events(store) == [("workbook_exported", "command", "workbook", NOW, detail)]


@pytest.mark.parametrize("name", ["council.xlsx", "council"])
def test_only_the_account_that_exports_can_read_it_and_nothing_else_is_left_beside_it(
    sqlite_store: Store, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    for _ in ("the first", "one in its place"):
        run(sqlite_store, folder / name)
        assert [one.name for one in folder.iterdir()] == [name]
        made = [folder / name, *((folder / name).iterdir() if (folder / name).is_dir() else [])]
        assert {stat.S_IMODE(one.stat().st_mode) & 0o077 for one in made} == {0}


def test_a_folder_of_an_earlier_export_is_replaced_whole(sqlite_store: Store, tmp_path: Path) -> None:
    place = tmp_path / "council"
    run(sqlite_store, place)
    insert(sqlite_store, team, {"name": "North", "service": "Social Care"})
    run(sqlite_store, place)
    assert {one.name for one in place.iterdir()} == {f"{sheet.name}.csv" for sheet in SHEETS}
    assert "North" in (place / "teams.csv").read_text(encoding="utf-8")


def test_an_export_that_somebody_has_worked_in_is_not_replaced(sqlite_store: Store, tmp_path: Path) -> None:
    run(sqlite_store, tmp_path / "council.xlsx")
    book = openpyxl.load_workbook(tmp_path / "council.xlsx")
    book["teams"]["A2"] = "North"
    book.save(tmp_path / "council.xlsx")
    run(sqlite_store, tmp_path / "council")
    (tmp_path / "council" / "teams.csv").write_text("team;service\nNorth;Early Help\n", encoding="utf-8")
    before = (tmp_path / "council.xlsx").read_bytes()
    with pytest.raises(BadInputError, match=r"council\.xlsx is there already, and what is in it would be lost\. Name"):
        run(sqlite_store, tmp_path / "council.xlsx")
    with pytest.raises(BadInputError, match=r"holds teams\.csv, which would be lost\. Name a new folder\."):
        run(sqlite_store, tmp_path / "council")
    assert (tmp_path / "council.xlsx").read_bytes() == before
    assert len(events(sqlite_store)) == 2


@pytest.mark.parametrize("content", [b"a council's own workbook", b"", b"PK\x03\x04 and then nothing"])
def test_a_file_that_is_no_export_is_not_replaced(sqlite_store: Store, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "council.xlsx").write_bytes(content)
    with pytest.raises(BadInputError, match="is there already"):
        run(sqlite_store, tmp_path / "council.xlsx")
    assert (tmp_path / "council.xlsx").read_bytes() == content


def test_a_text_longer_than_a_cell_stops_the_spreadsheet_with_its_place_and_goes_into_the_folder(
    sqlite_store: Store, tmp_path: Path
) -> None:
    place = tmp_path / "council.xlsx"
    run(sqlite_store, place)
    before, told = place.read_bytes(), events(sqlite_store)
    insert(sqlite_store, cycle, *({**LONG, "service": f"{n:02}"} for n in range(12)))
    places = "; ".join(f"cycles row {row}, column theme" for row in range(2, 12))
    with pytest.raises(BadInputError) as refused:
        run(sqlite_store, place)
    assert str(refused.value) == (
        "A spreadsheet can't hold all of it (32,767 characters a cell, 1,048,575 rows a sheet), so nothing was "
        f"written: {places}; and 2 more. Export to a folder instead: .csv files have no such limits."
    )
    assert place.read_bytes() == before
    assert events(sqlite_store) == told
    run(sqlite_store, tmp_path / "council")
    assert "x" * 32_768 in (tmp_path / "council" / "cycles.csv").read_text(encoding="utf-8")


def test_a_cell_counts_its_characters_as_excel_does(sqlite_store: Store, tmp_path: Path) -> None:
    insert(sqlite_store, cycle, {**LONG, "service": "x", "theme": "\N{GRINNING FACE}" * 16_384})
    with pytest.raises(BadInputError, match="cycles row 2, column theme"):
        run(sqlite_store, tmp_path / "council.xlsx")


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path) -> None:
    file = Spreadsheet(tmp_path / "council.xlsx", NOW)
    assert file.add(SHEETS[0], ([] for _ in range(MOST_ROWS + 1))) == MOST_ROWS + 1
    with pytest.raises(BadInputError, match=r"the sheet teams has 1,048,576 rows\. Export to a folder instead"):
        file.close()


def test_what_was_replaced_is_said(sqlite_store: Store, tmp_path: Path) -> None:
    insert(sqlite_store, team, {"name": "North\0", "service": "Social Care"})
    assert run(sqlite_store, tmp_path / "council")[1] == (
        "Note: one character that no spreadsheet can hold went out as �.\n"
    )


@pytest.mark.parametrize("name", ["council.csv", "council.xls", "council.xlsm", "council.ods", "council.zip"])
def test_a_single_file_of_another_sort_is_refused(sqlite_store: Store, tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInputError, match=f"{name} can't be written. Name an .xlsx file, or a folder"):
        run(sqlite_store, tmp_path / name)
    assert events(sqlite_store) == []


def test_on_the_command_line_it_ends_with_0_and_is_quiet_in_a_pipe(sqlite_url: str, tmp_path: Path) -> None:
    run = CliRunner(env={"AUDITBOT_DATABASE_URL": sqlite_url}).invoke(main, ["export", str(tmp_path / "council.xlsx")])
    assert (run.exit_code, run.stderr) == (0, "")
    assert run.stdout.startswith("Exported council.xlsx:")
    assert (tmp_path / "council.xlsx").exists()


def test_on_the_command_line_a_refusal_is_one_sentence_and_ends_with_1(sqlite_url: str, tmp_path: Path) -> None:
    place = tmp_path / "missing" / "council.xlsx"
    run = CliRunner(env={"AUDITBOT_DATABASE_URL": sqlite_url}).invoke(main, ["export", str(place)])
    assert (run.exit_code, run.stdout) == (1, "")
    assert run.stderr == f"There is no folder {place.parent} to put council.xlsx into. Make it first.\n"


def test_on_the_command_line_the_template_needs_no_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'none' / 'auditbot.db'}"
    run = CliRunner(env={"AUDITBOT_DATABASE_URL": url}).invoke(main, ["template", str(tmp_path / "ours.xlsx")])
    assert (run.exit_code, run.stderr) == (0, "")
    assert {one.name for one in tmp_path.iterdir()} == {"ours.xlsx"}


@pytest.mark.parametrize("name", ["council.xlsx", "council"])
def test_whatever_stops_it_midway_nothing_is_left_of_it(sqlite_store: Store, tmp_path: Path, name: str) -> None:
    def stop(sheet: str, done: int, total: int) -> None:
        del done, total
        if sheet == "cases":
            raise KeyboardInterrupt

    folder = tmp_path / "exports"
    folder.mkdir()
    insert(sqlite_store, team, {"name": "North", "service": "Social Care"})
    with pytest.raises(KeyboardInterrupt):
        run_export(
            sqlite_store,
            folder / name,
            account="qa-desk",
            now=NOW,
            out=io.StringIO(),
            err=io.StringIO(),
            progress=stop,
        )
    assert list(folder.iterdir()) == []
    assert events(sqlite_store) == []
