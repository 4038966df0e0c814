"""`auditbot import`: what a person reads, and the exit code."""

import io
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select

from storage.people import link
from storage.store import Actor, Store
from storage.tables.people import person
from storage.tables.service import event
from storage.workbook.command import run_import

NOW = datetime(2019, 9, 10, 9, tzinfo=UTC)
PEOPLE = "email,name,roles\nada@council.example,Ada Elm,auditor\n"


def run(store: Store, path: Path, *, dry_run: bool = False, workbook_wins: bool = False) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = run_import(
        store, path, dry_run=dry_run, workbook_wins=workbook_wins, account="qa-desk", now=NOW, out=out, err=err
    )
    return code, out.getvalue(), err.getvalue()


def people_in(store: Store) -> int:
    count = select(func.count()).select_from(person)
    return int(store.do(lambda unit: unit.connection.execute(count).scalar_one(), NOW, Actor("command")))


def a_folder(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "council"
    folder.mkdir()
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


def test_a_good_workbook_is_imported_and_counted(sqlite_store: Store, tmp_path: Path) -> None:
    code, out, err = run(sqlite_store, a_folder(tmp_path, people=PEOPLE))
    assert (code, err) == (0, "")
    assert out == "Imported council:\n  people: 1 added, 0 changed, 0 unchanged\n"
    assert people_in(sqlite_store) == 1
    given = select(event.c.source, event.c.detail).where(event.c.what == "gave_import_command")
    with sqlite_store.unit(NOW, Actor("command")) as unit:
        [line] = unit.connection.execute(given)
    assert (line.source, line.detail["account"], line.detail["workbook_wins"]) == ("import", "qa-desk", False)


def test_a_dry_run_says_that_nothing_was_written(sqlite_store: Store, tmp_path: Path) -> None:
    code, out, _ = run(sqlite_store, a_folder(tmp_path, people=PEOPLE), dry_run=True)
    assert code == 0
    assert out.startswith("Nothing was written: a dry run.")
    assert people_in(sqlite_store) == 0


def test_every_bad_row_is_listed_and_the_exit_code_says_so(sqlite_store: Store, tmp_path: Path) -> None:
    bad = PEOPLE + "bo,Bo Ash,auditor\ncy@council.example,Cy Yew,cook\n"
    code, out, err = run(sqlite_store, a_folder(tmp_path, people=bad))
    assert (code, out) == (1, "")
    lines = err.splitlines()
    assert lines[0] == (
        "people row 3, column email: 'bo' is not an e-mail address. Write an e-mail address such as "
        "name@council.example."
    )
    assert lines[1].startswith("people row 4, column roles: the word 'cook' is not known. Write any of: auditor, ")
    assert lines[2:] == [
        (
            "2 problems (unreadable cell 1, unknown word 1), so nothing was written. Put the rows right in the "
            "workbook and import it again."
        )
    ]
    assert people_in(sqlite_store) == 0


def test_a_dry_run_of_a_bad_workbook_lists_the_same(sqlite_store: Store, tmp_path: Path) -> None:
    folder = a_folder(tmp_path, people=PEOPLE + "bo,Bo Ash,auditor\n")
    assert run(sqlite_store, folder, dry_run=True) == run(sqlite_store, folder)


def test_warnings_and_notes_are_listed_and_counted_without_stopping_anything(
    sqlite_store: Store, tmp_path: Path
) -> None:
    cycles = "month,service,framework,allocated_on,due_on\n2019-08,Early Help,core-2019,2019-08-02,2019-08-25\n"
    code, _, err = run(sqlite_store, a_folder(tmp_path, people=PEOPLE, cycles=cycles, notes="written by,QA\n"))
    assert code == 0
    assert err.splitlines() == [
        "Note: The sheet 'notes' is not one of the import's, so it was left aside.",
        "Warning: cycles row 2, column due_on: the due day is Sunday 25 August 2019.",
        (
            "Warning: cycles row 2, column framework: the framework 'core-2019' is not known, so the council's "
            "usual one is used."
        ),
        "2 warnings (due on a weekend 1, unknown framework 1).",
    ]


def test_a_file_that_cannot_be_read_is_one_sentence_without_a_traceback(sqlite_store: Store, tmp_path: Path) -> None:
    code, out, err = run(sqlite_store, tmp_path / "missing.xlsx")
    assert (code, out) == (1, "")
    assert err == f"{tmp_path / 'missing.xlsx'} can't be opened: No such file or directory. Check its name.\n"


def test_a_conflict_with_teams_is_refused_until_the_workbook_wins(sqlite_store: Store, tmp_path: Path) -> None:
    folder = a_folder(tmp_path, people=PEOPLE)
    run(sqlite_store, folder)
    sqlite_store.do(
        lambda unit: link(unit, 1, "tenant", "0f000000-0000-4000-8000-000000000001", "email"), NOW, Actor("chat")
    )
    other = (
        "email,name,roles,entra_object_id\nada@council.example,Ada Elm,auditor,0f000000-0000-4000-8000-000000000002\n"
    )
    (folder / "people.csv").write_text(other, encoding="utf-8")
    code, out, err = run(sqlite_store, folder)
    assert (code, out) == (1, "")
    assert err.splitlines()[0].endswith("Write nothing here, or import with --workbook-wins.")
    code, out, err = run(sqlite_store, folder, workbook_wins=True)
    assert (code, out) == (0, "Imported council:\n  people: 0 added, 1 changed, 0 unchanged\n")
    assert err.startswith(
        "Warning: people row 2, column entra_object_id: this person was linked to an account in Teams"
    )
