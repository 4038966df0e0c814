"""`auditbot verify`: whether the record is what it was, said to whoever keeps it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from bot.cli import main
from bot.record_commands import WHAT_NEXT
from storage import record
from storage.append_only import guard
from storage.record_seals import last_seal
from storage.store import Actor, Store
from tests.storage.tampering import put_triggers_out_of_the_way

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_store: Store, tmp_path: Path) -> Run:
    """Runs a command on a morning in November 2026."""
    (tmp_path / "now").write_text(NOW.isoformat())
    settings = {
        "AUDITBOT_DATABASE_URL": str(sqlite_store.engine.url).replace("+pysqlite", ""),
        "AUDITBOT_LOCAL_TRIAL": "1",
        "AUDITBOT_CLOCK_FILE": str(tmp_path / "now"),
    }
    return lambda *words: CliRunner().invoke(main, list(words), env=settings)


def test_a_record_that_fits_is_said_to_with_the_root_to_keep_and_one_that_does_not_ends_in_error(
    run: Run, sqlite_store: Store
) -> None:
    assert run("verify").stdout == "The record fits: 0 lines, 0 seals.\n"
    with sqlite_store.unit(NOW, Actor("chat")) as unit:
        for number in (1, 2):
            record.write(unit, "saw_audit", "allocation", number)
    assert "seal_record: done (lines of the record sealed: 2)" in run("run", "seal_record").stdout
    with sqlite_store.unit(NOW, Actor("chat")) as unit:
        record.write(unit, "saw_audit", "allocation", 3)
        seal = last_seal(unit)
    assert seal is not None
    said = run("verify", "--root", seal.root)
    assert (said.exit_code, said.stderr) == (0, "")
    of_seal = "seal 1 (Friday 20 November 2026, 09:00)"
    assert said.stdout.splitlines() == [
        "The record fits: 3 lines, 1 seal.",
        "Not sealed yet: 1 line. The job seal_record does it every quarter of an hour.",
        f"The root that you kept is of {of_seal}: nothing up to there was changed or cut off.",
        f"Newest root, of {of_seal}: {seal.root}",
        "Keep it where nobody who can change the database can change it too. 'auditbot verify --root' compares.",
    ]
    with sqlite_store.engine.begin() as connection:
        put_triggers_out_of_the_way(connection)
        connection.execute(text("DELETE FROM event WHERE id = 2"))
        guard(connection)
    said = run("verify")
    line = "Line 2 (Friday 20 November 2026, 09:00) was taken out, and no erasure names it."
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr == f"The record does not fit. {line}\n{WHAT_NEXT}\n"
