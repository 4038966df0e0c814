"""What `auditbot backup`, `restore` and `db restored` say and leave, as somebody types them."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner

from bot.cli import main
from bot.leadership import TIMETABLE
from domain.words import SendClass
from duties import uncertain_notices
from storage import leases, outbox
from storage.backup_file import file_digest
from storage.store import Store
from tests.storage.test_backup import COMMAND, employ, recorded


def test_on_the_command_line_both_say_what_they_did_and_write_over_nothing(sqlite_url: str, tmp_path: Path) -> None:
    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, list(words), env={"AUDITBOT_DATABASE_URL": sqlite_url})
        return result.exit_code, result.output

    file, url = tmp_path / "council.backup", f"sqlite:///{tmp_path / 'new folder' / 'auditbot.db'}"
    code, said = run("backup", str(file))
    lines = said.splitlines()
    assert (code, lines[0].partition(": ")[0]) == (0, "Backed up to council.backup")
    assert lines[1] == f"SHA-256: {file_digest(file)}"
    assert lines[2].startswith("It is personal data, and not encrypted")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert run("backup", str(file)) == (
        1,
        f"{file} is there already, and what is in it would be lost. Name another file, or move that one away.\n",
    )
    damaged = tmp_path / "damaged.backup"
    damaged.write_bytes(file.read_bytes()[:-400])
    assert run("restore", str(damaged), "--into", url)[0] == 1
    assert not (tmp_path / "new folder").exists(), "nothing is left where nothing was restored"
    code, said = run("restore", str(file), "--into", url)
    assert (code, said.splitlines()[-1]) == (0, "Now run 'auditbot doctor', then 'auditbot serve'.")
    for target in (["--into", url], []):
        code, said = run("restore", str(file), *target)
        assert (code, said.partition(",")[0]) == (1, "There is a database already where this would be restored")
    database = tmp_path / "new folder" / "auditbot.db"
    assert stat.S_IMODE(database.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in database.parent.iterdir()} == {0o600}
    assert run("restore", str(file), "--into", "mysql://x") == (
        1,
        "--into names 'mysql'. Use sqlite:///… or postgresql://….\n",
    )


def test_of_a_database_that_its_own_server_put_back_what_waited_is_not_sent_again_either(sqlite_url: str) -> None:
    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(
            main, ["db", "restored", *words], env={"AUDITBOT_DATABASE_URL": sqlite_url}, input="n"
        )
        return result.exit_code, result.output

    store = Store.open(sqlite_url)
    now = datetime.now(UTC)
    with store.unit(now, COMMAND) as unit:
        rosa = employ(unit, "rosa")
        outbox.owe(unit, SendClass.NOTICE, "outcome", rosa, 1)
        outbox.owe(unit, SendClass.ALARM, "concern", rosa, 1)
        leases.hold(unit, TIMETABLE, "an instance", timedelta(hours=1), 0.0)
    assert run() == (
        1,
        "an instance runs on this database. Stop every instance, wait a minute, then try again.\n",
    )
    with store.unit(now, COMMAND) as unit:
        leases.hold(unit, TIMETABLE, "an instance", timedelta(0), 0.0)
    code, said = run()
    assert (code, said.partition(":")[0]) == (0, "1 message was waiting then and may have gone since")
    assert recorded(store, "restored_elsewhere")["in_doubt"] == 1
    with store.unit(now, COMMAND) as unit:
        [owed] = outbox.claim(unit, "an instance", 9, timedelta(minutes=1))
        assert (owed.send_class, uncertain_notices.record(unit)) == (SendClass.ALARM, 1)
    store.close()
