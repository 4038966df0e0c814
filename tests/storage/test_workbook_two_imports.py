"""Two imports at once, and one beside somebody who writes the same in Teams: one after the other, or a sentence."""

import io
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from storage.store import Actor, Store
from storage.tables.people import person, team
from storage.workbook.command import run_import
from storage.workbook.importing import ImportReport, import_workbook
from storage.workbook.taking_turns import OVERTAKEN
from tests.workbooks import council

NOW = datetime(2019, 9, 10, 9, tzinfo=UTC)
BY_IMPORT = Actor(source="import")
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def imported(store: Store) -> ImportReport:
    return store.do(lambda unit: import_workbook(unit, council()), NOW, BY_IMPORT)


def wait_until(holds: Callable[[Connection], bool], store: Store) -> None:
    for _ in range(1_000):
        with store.engine.connect() as connection:
            if holds(connection):
                return
        time.sleep(0.02)
    pytest.fail("it never came to that")


def somebody_waits(connection: Connection) -> bool:
    return bool(connection.execute(text(WAITING)).scalar_one())


def test_the_second_of_two_imports_waits_and_is_checked_against_what_the_first_wrote(postgresql_store: Store) -> None:
    with ThreadPoolExecutor(1) as thread:
        with postgresql_store.unit(NOW, BY_IMPORT) as unit:
            first = import_workbook(unit, council())
            second = thread.submit(imported, postgresql_store)
            wait_until(somebody_waits, postgresql_store)
        report = second.result(60)
    assert first.is_written
    assert report.is_written
    assert {sheet: one.unchanged for sheet, one in report.counts.items()} == {
        sheet: one.added for sheet, one in first.counts.items()
    }


def test_whoever_tries_a_workbook_waits_for_no_import(postgresql_store: Store) -> None:
    with postgresql_store.unit(NOW, BY_IMPORT) as unit:
        import_workbook(unit, council())
        with postgresql_store.rehearsal(NOW, BY_IMPORT) as rehearsed:
            assert import_workbook(rehearsed, council(), dry_run=True).counts["people"].added > 0


def test_an_import_that_waited_gives_other_locks_their_usual_patience_again(postgresql_store: Store) -> None:
    with postgresql_store.unit(NOW, BY_IMPORT) as unit:
        asked = text("SELECT current_setting('lock_timeout'), current_setting('statement_timeout')")
        usual = unit.connection.execute(asked).one()
        import_workbook(unit, council())
        assert unit.connection.execute(asked).one() == usual


def test_somebody_who_was_quicker_in_teams_is_a_sentence_without_anything_of_the_rows(
    postgresql_store: Store, tmp_path: Path
) -> None:
    (tmp_path / "teams.csv").write_text("team,service\nNorth,Early Help\n", encoding="utf-8")
    err = io.StringIO()
    with ThreadPoolExecutor(1) as thread:
        with postgresql_store.unit(NOW, Actor(source="chat")) as unit:
            unit.connection.execute(team.insert().values(name="North", service="Early Help"))
            running = thread.submit(
                run_import, postgresql_store, tmp_path, dry_run=False, now=NOW, out=io.StringIO(), err=err
            )
            wait_until(somebody_waits, postgresql_store)
        assert running.result(60) == 1
    assert err.getvalue() == f"{OVERTAKEN}\n"
    (tmp_path / "teams.csv").write_text("team,service\nNorth,Social Care\n", encoding="utf-8")
    assert run_import(postgresql_store, tmp_path, dry_run=False, now=NOW, out=io.StringIO(), err=err) == 0


def test_what_a_statement_was_about_is_in_no_error(store: Store) -> None:
    ada = person.insert().values(email="ada@council.example", name="Ada Elm")
    store.do(lambda unit: unit.connection.execute(ada), NOW, BY_IMPORT)
    with pytest.raises(IntegrityError) as refused:
        store.do(lambda unit: unit.connection.execute(ada), NOW, BY_IMPORT)
    assert "Ada Elm" not in str(refused.value)
