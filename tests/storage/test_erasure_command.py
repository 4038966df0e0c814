"""`auditbot erase`, `hold` and `retention`: what they say, refuse and leave behind."""

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from bot.account import account_here
from bot.cli import main
from domain.words import Role
from storage import record
from storage.statements import insert_returning_id
from storage.store import Store
from storage.tables.allocations import case_record
from storage.tables.erasures import erasure
from storage.tables.people import person, person_role
from storage.tables.service import event
from tests.storage.test_erasure import BY_COMMAND, a_council

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
CASE = ["--case", "Zinnia in case_record.case_ref"]
WHY = ["--reason", "The family asked for it.", "--by", "Quinn@council.example"]
Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a folder of its own, on a morning in November 2026."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "now").write_text(NOW.isoformat())
    settings = {
        "AUDITBOT_DATABASE_URL": str(sqlite_store.engine.url).replace("+pysqlite", ""),
        "AUDITBOT_LOCAL_TRIAL": "1",
        "AUDITBOT_CLOCK_FILE": str(tmp_path / "now"),
    }
    with sqlite_store.unit(NOW, BY_COMMAND) as unit:
        a_council(unit)
        for name, role in (("quinn", Role.QA), ("iris", Role.AUDITOR)):
            who = insert_returning_id(unit, person, email=f"{name}@council.example", name=name.title())
            unit.connection.execute(person_role.insert().values(person_id=who, role=role))
    return lambda *words: CliRunner().invoke(main, [*words], env=settings)


def rows_of_cases(store: Store) -> list[str]:
    with store.unit(NOW, BY_COMMAND) as unit:
        return list(unit.connection.execute(select(case_record.c.case_ref).order_by(case_record.c.id)).scalars())


def is_in_the_files(store: Store, words: str) -> bool:
    """Whether words can be read from the database's file, or from what SQLite keeps beside it, as they lie there."""
    file = Path(str(store.engine.url.database))
    return any(words.encode() in one.read_bytes() for one in file.parent.glob(f"{file.name}*"))


def test_a_record_is_held_looked_at_and_erased_with_a_certificate(
    run: Run, sqlite_store: Store, tmp_path: Path
) -> None:
    assert run("hold").stdout == "Nothing is on hold.\n"
    assert run("certificate").stdout == "Nothing was erased yet.\n"
    held = run("hold", *CASE, *WHY)
    assert held.stdout == "Zinnia in case_record.case_ref is on hold: nothing of it is erased.\n"
    assert (
        "case Zinnia in case_record.case_ref, since Friday 20 November 2026, by quinn@council.example: The family"
        in (run("hold").stdout)
    )
    refused = run("erase", *CASE, *WHY, "--yes")
    assert (refused.exit_code, "is on legal hold" in refused.stderr) == (1, True)
    assert run("hold", *CASE, "--lift", "--by", "quinn@council.example").exit_code == 0

    looked = run("erase", *CASE, *WHY, "--dry-run")
    assert "engagement: 1 emptied\n" in looked.stdout
    assert looked.stdout.endswith("Nothing was written. Leave out --dry-run to erase it.\n")
    asked = run("erase", *CASE, *WHY)
    assert (asked.exit_code, "add --yes" in asked.stderr) == (1, True)
    assert rows_of_cases(sqlite_store)[1] == CASE[1]
    assert is_in_the_files(sqlite_store, "Zinnia in engagement.comment")

    done = run("erase", *CASE, *WHY, "--yes", "--to", "certificate.md")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "Erased. The certificate, to keep: certificate.md")
    written = (tmp_path / "certificate.md").read_bytes()
    assert b"- By: quinn@council.example\n- Why: The family asked for it.\n" in written
    with sqlite_store.unit(NOW, BY_COMMAND) as unit:
        kept = unit.connection.execute(select(erasure)).one()
        assert kept.certificate_digest == sha256(written).hexdigest()
        line = unit.connection.execute(select(event).where(event.c.what == "erased")).one()
        assert (line.actor_id, line.subject_id, line.source) == (kept.actor_id, kept.id, "command")
        acts = unit.connection.execute(select(event).where(event.c.what.in_(["held", "lifted_hold", "erased"]))).all()
        assert [one.detail["account"] for one in acts] == [account_here()] * 3
    assert "Zinnia" not in rows_of_cases(sqlite_store)[1]
    assert not is_in_the_files(sqlite_store, "Zinnia in engagement.comment")
    assert "1: Friday 20 November 2026, case, " in run("certificate").stdout
    again = run("certificate", "1")
    assert (again.stdout.encode(), again.stderr) == (written, "")
    assert run("verify").stderr == ""
    assert run("verify").stdout.startswith("The record fits")


def test_a_command_that_is_given_wrongly_says_what_to_write_and_erases_nothing(
    run: Run, sqlite_store: Store, tmp_path: Path
) -> None:
    before = rows_of_cases(sqlite_store)
    (tmp_path / "there.md").write_text("kept")
    by_iris = ["--reason", "Because.", "--by", "iris@council.example"]
    for words, said in (
        (["erase", *WHY], "--case REFERENCE, or --person EMAIL, one of the two"),
        (["erase", *CASE, "--person", "iris@council.example", *WHY], "one of the two"),
        (["erase", *CASE, *by_iris, "--yes"], "somebody of QA, or of a director, who works here"),
        (["erase", "--case", "5000037", *WHY], "There is no record with the reference 5000037"),
        (["erase", "--person", "nobody@council.example", *WHY], "Nobody here has the e-mail address"),
        (["erase", "--person", "iris@council.example", *WHY], "iris@council.example still works here"),
        (["erase", *CASE, *WHY, "--yes", "--to", "there.md"], "there.md can't be made (File exists). Name another one"),
        (["hold", *CASE, *by_iris], "somebody of QA, or of a director"),
        (["hold", *CASE, "--reason", f"About {CASE[1]}.", *WHY[2:]], "The reason stays for good: write it without"),
        (["hold", *CASE, "--by", "quinn@council.example"], "Write why, with --reason."),
        (["hold", *CASE, "--lift", "--by", "quinn@council.example"], "There is no hold on"),
    ):
        told = run(*words)
        assert (told.exit_code, said in told.stderr) == (1, True), (words, told.stderr)
    assert rows_of_cases(sqlite_store) == before
    assert (tmp_path / "there.md").read_text() == "kept"
    assert [one.name for one in tmp_path.glob("certificate*")] == []


def test_what_is_over_is_listed_then_erased_at_once(run: Run, sqlite_store: Store) -> None:
    with sqlite_store.unit(datetime(2019, 9, 10, 9, tzinfo=UTC), BY_COMMAND) as unit:
        record.write(unit, "saw_audit", "allocation", 7)
    looked = run("retention", "--dry-run")
    kept = "still open and kept: 0\non hold and kept: 0\n"
    assert looked.stdout.startswith(f"{kept}audits: 2\npeople who left: 2\n")
    assert "\ncase_record: 2 emptied\n" in looked.stdout
    assert "\nperson: 2 emptied\n" in looked.stdout
    assert "Nothing was written. Leave out --dry-run to erase it now" in looked.stdout
    assert rows_of_cases(sqlite_store)[1] == CASE[1]
    with sqlite_store.snapshot(NOW, BY_COMMAND) as unit:  # a copy that somebody makes
        unit.connection.execute(select(event)).all()
        done = run("retention")
    assert (done.exit_code, "'auditbot retention' tries it again" in done.stderr) == (0, True)
    assert "retention: done (rows emptied or deleted: " in done.stdout
    assert [line.split(", ")[1] for line in run("certificate").stdout.splitlines()] == ["retention"] * 3
    for number, about in (("1", "the words of audits"), ("2", "who left long ago"), ("3", "kept for a time only")):
        again = run("certificate", number, "--to", f"{number}.md")
        assert (again.exit_code, again.stderr) == (0, "")
        assert about in Path(f"{number}.md").read_text()
    assert "There is no erasure 4." in run("certificate", "4").stderr
    assert all(one.startswith("erased-") for one in rows_of_cases(sqlite_store))
    assert is_in_the_files(sqlite_store, "Zinnia in engagement.comment")
    assert run("retention").stderr == ""
    assert not is_in_the_files(sqlite_store, "Zinnia in engagement.comment")
    assert run("retention", "--dry-run").stdout.startswith(f"{kept}audits: 0\npeople who left: 0\nNothing was written.")
    assert run("verify").stderr == ""
    assert run("verify").stdout.startswith("The record fits")
