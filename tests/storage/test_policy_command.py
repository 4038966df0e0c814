"""`auditbot policy …`: the council's settings, shown and changed from a day on, each change on record."""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from bot.cli import main
from bot.clock import Stopwatch
from bot.doctor import findings
from bot.measures_of_rows import RowFigures
from bot.timetable import run_due
from domain.ladder import ItemKind
from domain.policy import Policy
from storage.policies import policy_on_day
from storage.store import Actor, Store
from storage.tables.service import event, policy_setting
from tests.fakes_door import settings_of
from tests.fakes_messenger import StandingClock

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TRIAL = settings_of(AUDITBOT_LOCAL_TRIAL="1", AUDITBOT_CLOCK_FILE="a-clock.txt")
Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_store: Store, tmp_path: Path) -> Run:
    """Runs the command on a morning in November 2026."""
    (tmp_path / "now").write_text(NOW.isoformat())
    settings = {
        "AUDITBOT_DATABASE_URL": str(sqlite_store.engine.url).replace("+pysqlite", ""),
        "AUDITBOT_LOCAL_TRIAL": "1",
        "AUDITBOT_CLOCK_FILE": str(tmp_path / "now"),
    }
    return lambda *words, text=None: CliRunner().invoke(main, ["policy", *words], env=settings, input=text)


def test_every_setting_is_shown(run: Run) -> None:
    lines = run("show").stdout.splitlines()
    assert [line.partition(" = ")[0] for line in lines] == [field.name for field in fields(Policy)]
    assert "opens = 08:00" in lines
    assert "moderated = all" in lines
    assert any(line.startswith('ladder = weekday = "Monday" … and ') for line in lines)


def test_a_setting_holds_from_its_day_and_is_on_record(run: Run, sqlite_store: Store) -> None:
    said = run("set", "digest_from", "09:30", "--from", "2026-12-01")
    assert (said.exit_code, said.stdout) == (0, "digest_from holds from Tuesday 1 December 2026 on.\n")
    assert run("set", "moderated", "share").stdout == "moderated holds from Friday 20 November 2026 on.\n"
    lines = run("show").stdout.splitlines()
    place = lines.index("digest_from = 08:00")
    assert lines[place + 1] == "  from Tuesday 1 December 2026: 09:30"
    assert "moderated = share  (since Friday 20 November 2026)" in lines
    assert run("show", "digest_from", "--on", "2026-12-01").stdout == "09:30\n"
    with sqlite_store.unit(NOW, Actor("duty")) as unit:
        assert policy_on_day(unit, date(2026, 12, 1)).digest_from.hour == 9
        written = unit.connection.execute(select(event.c.what, event.c.detail)).all()
    assert [row.what for row in written] == ["policy_set", "policy_set"]
    assert {"name": "digest_from", "since": "2026-12-01"}.items() <= written[0].detail.items()
    assert written[0].detail["account"]


async def test_a_setting_that_cannot_be_read_is_named_beside_what_it_stops_and_set_anew(
    run: Run, sqlite_store: Store
) -> None:
    await run_due(sqlite_store, StandingClock(NOW), NOW)
    later = StandingClock(NOW + timedelta(days=7))
    unreadable = {"name": "digest_from", "value": "half past nonsense", "effective_from": NOW.date(), "set_at": NOW}
    with sqlite_store.unit(NOW, Actor("duty")) as unit:
        unit.connection.execute(policy_setting.insert().values(unreadable))
    found = "\n".join(await findings(TRIAL, sqlite_store, later))
    assert "'half past nonsense' is no value for the setting 'digest_from'. Write a time such as 08:00." in found
    assert "'auditbot policy set digest_from VALUE'" in found
    assert "Nobody has been chased since Friday 20 November 2026: 5 working days" in found
    assert "The job chasing last ended well on" in found
    assert b"auditbot_chasing_missed_days 5.0" in await RowFigures(sqlite_store, later, Stopwatch()).text()
    assert run("set", "digest_from", "08:15").exit_code == 0
    assert any(line.startswith("digest_from = 08:15") for line in run("show").stdout.splitlines())
    assert "digest_from" not in "\n".join(await findings(TRIAL, sqlite_store, later))


def test_the_ladder_is_shown_changed_and_set_from_a_file(run: Run, sqlite_store: Store) -> None:
    shown = run("show", "ladder").stdout
    assert run("set", "ladder", "-", text=shown.replace("at = -3", "at = -4")).exit_code == 0
    assert "{at = -4," in run("show", "ladder").stdout
    with sqlite_store.unit(NOW, Actor("duty")) as unit:
        assert policy_on_day(unit, date(2026, 11, 20)).ladder.rungs[ItemKind.ACTION][0].at == -4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("set", "colour", "green"), "There is no setting 'colour'."),
        (("show", "colour"), "There is no setting 'colour'."),
        (("set", "digest_from", "early"), "Write a time such as 08:00."),
        (("set", "ladder", "return = 1"), "The ladder can't be read: the ladder 'return' has no rung"),
    ],
)
def test_what_cannot_be_set_is_refused_in_a_sentence(run: Run, words: tuple[str, ...], said: str) -> None:
    refused = run(*words)
    assert refused.exit_code == 1
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr
