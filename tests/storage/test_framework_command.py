"""`auditbot framework …`: what QA reads of it, from any folder."""

import pwd
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from bot.cli import main
from storage.frameworks import add_shipped_frameworks
from storage.store import Actor, Store
from storage.tables.service import event

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
COMMAND = Actor("command")
Run = Callable[..., Result]


@pytest.fixture
def stocked(sqlite_store: Store) -> Store:
    sqlite_store.do(add_shipped_frameworks, NOW, COMMAND)
    return sqlite_store


@pytest.fixture
def run(stocked: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command on a morning in November 2026, in a folder that has nothing to do with auditbot."""
    (tmp_path / "now").write_text(NOW.isoformat())
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    settings = {
        "AUDITBOT_DATABASE_URL": str(stocked.engine.url).replace("+pysqlite", ""),
        "AUDITBOT_LOCAL_TRIAL": "1",
        "AUDITBOT_CLOCK_FILE": str(tmp_path / "now"),
    }
    return lambda *words: CliRunner().invoke(main, ["framework", *words], env=settings)


def test_the_list_says_what_holds_from_when_and_which_is_usual(run: Run) -> None:
    listed = run("list")
    assert listed.exit_code == 0, listed.output
    assert listed.stdout.splitlines() == [
        "nine-elements",
        "  from Saturday 1 January 2000, holds today: Nine elements, 9 domains, no audits started with it",
        "seven-domains (used where a cycle names none)",
        "  from Saturday 1 January 2000, holds today: Seven domains, 7 domains, no audits started with it",
    ]


def shown_into(run: Run, file: Path, old: str, new: str) -> str:
    """What `show` prints of the nine elements, changed in one place and saved."""
    text = run("show", "nine-elements").stdout
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file.name


def test_what_is_shown_can_be_changed_checked_and_added(run: Run) -> None:
    name = shown_into(run, Path("ours.toml"), 'title = "Nine elements"', 'title = "Our nine"')
    checked = run("check", name)
    assert checked.exit_code == 0
    assert "nine-elements: Our nine" in checked.stdout
    assert "  9. Impact: what difference was made" in checked.stdout
    added = run("add", name, "--from", "2027-04-01")
    assert added.exit_code == 0, added.output
    assert added.stdout.splitlines() == [
        "Added nine-elements from Thursday 1 April 2027 on.",
        "Audits started from Thursday 1 April 2027 on get it. Those started earlier keep the version they have.",
    ]
    assert run("list").stdout.splitlines()[1:3] == [
        (
            "  from Saturday 1 January 2000 to Wednesday 31 March 2027, holds today: "
            "Nine elements, 9 domains, no audits started with it"
        ),
        "  from Thursday 1 April 2027: Our nine, 9 domains, no audits started with it",
    ]
    assert 'title = "Our nine"' in run("show", "nine-elements", "--on", "2027-04-01").stdout
    assert 'title = "Nine elements"' in run("show", "Nine elements").stdout


def recorded(store: Store) -> list[Any]:
    statement = select(event.c.what, event.c.detail).order_by(event.c.id)
    return store.do(lambda unit: [tuple(row) for row in unit.connection.execute(statement)], NOW, COMMAND)


def test_the_same_twice_changes_nothing_and_the_record_says_who(run: Run, stocked: Store) -> None:
    name = shown_into(run, Path("ours.toml"), 'title = "Nine elements"', 'title = "Our nine"')
    run("add", name, "--from", "2027-04-01")
    again = run("add", name, "--from", "2027-04-01")
    assert again.exit_code == 0
    assert again.stdout.startswith("Nothing changed, it is there already: nine-elements from Thursday 1 April 2027 on.")
    [(what, detail)] = recorded(stocked)
    assert what == "added_framework"
    assert detail["account"] in {one.pw_name for one in pwd.getpwall()} or detail["account"].isdigit()


def test_a_version_that_holds_is_not_changed_and_its_file_needs_a_later_day(run: Run, stocked: Store) -> None:
    name = shown_into(run, Path("ours.toml"), 'title = "Nine elements"', 'title = "Our nine"')
    refused = run("add", name)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("The version of 'nine-elements' from Saturday 1 January 2000 holds already")
    assert "Give your change a later day." in refused.stderr
    assert recorded(stocked) == []


def test_a_version_from_a_past_day_says_which_audits_get_it(run: Run) -> None:
    name = shown_into(run, Path("ours.toml"), 'title = "Nine elements"', 'title = "Our nine"')
    assert "Audits started from now on get it." in run("add", name, "--from", "2026-11-01").stdout
    said = run("add", name, "--from", "2026-10-01").stdout
    assert "No audit will get it: a later version has taken over since Saturday 31 October 2026." in said


def test_a_file_that_names_no_day_asks_for_one(run: Run) -> None:
    name = shown_into(run, Path("ours.toml"), "effective_from = 2000-01-01\n", "")
    assert run("check", name).exit_code == 0
    refused = run("add", name)
    assert (refused.exit_code, refused.stderr) == (
        1,
        "ours.toml names no day. Say from when it holds: --from 2027-04-01.\n",
    )


@pytest.mark.parametrize("command", ["check", "add"])
def test_a_file_with_faults_is_refused_with_each_of_them(run: Run, stocked: Store, command: str) -> None:
    name = shown_into(run, Path("ours.toml"), 'good = "Named early', 'god = "Named early')
    refused = run(command, name)
    assert refused.exit_code == 1
    assert [line.split(".", 2)[1] for line in refused.stderr.splitlines()] == [
        "toml: The framework's domain 1 has a line 'god', which I don't know",
        "toml: The framework's domain 1 has no text for 'good'",
    ]
    assert recorded(stocked) == []


def test_a_day_that_is_none_is_refused_with_how_to_write_one(run: Run) -> None:
    refused = run("show", "nine-elements", "--on", "1.4.2027")
    assert refused.exit_code == 2
    assert "write a day like 2027-04-01" in refused.stderr


def test_where_the_database_is_not_there_the_way_to_it_is_said(tmp_path: Path) -> None:
    refused = CliRunner().invoke(
        main, ["framework", "list"], env={"AUDITBOT_DATABASE_URL": f"sqlite:///{tmp_path / 'none.db'}"}
    )
    assert refused.exit_code == 1
    assert "run 'auditbot db upgrade'" in refused.stderr
