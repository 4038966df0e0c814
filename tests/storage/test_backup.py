"""`auditbot backup` and `auditbot restore`: everything, as it stood at one instant, onto either engine."""

import gzip
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, inspect, select

from domain.errors import BadInputError
from domain.words import SendClass
from duties import uncertain_notices
from storage import outbox, record
from storage.append_only import unguarded
from storage.backup import MadeBackup, back_up
from storage.record_checks import check_record
from storage.record_seals import seal_batch
from storage.restore import Restored, check_backup, restore
from storage.schema import Fit, current_revision, fit
from storage.statements import insert_returning_id
from storage.store import Actor, Store, Unit
from storage.tables.people import person, team
from storage.tables.registers import caseload
from storage.tables.service import event, qa_task
from storage.tables.service import outbox as outbox_table
from storage.workbook.importing import silent
from tests.storage.every_table import fill
from tests.storage.next_version import next_version
from tests.storage.store_content import rows_of

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=30)
COMMAND = Actor("command")
Seen = dict[str, list[tuple[Any, ...]]]


def made(store: Store, file: Path, progress: Callable[[str, int, int], None] = silent, **more: Any) -> MadeBackup:
    return back_up(store, file, account="it-desk", now=NOW, progress=progress, **more)


def brought_back(store: Store, file: Path, *, nothing_sent_since: bool = True, **more: Any) -> Restored:
    settings = {"account": "it-desk", "now": LATER, "progress": silent, **more}
    return restore(store, file, nothing_sent_since=nothing_sent_since, **settings)


def everything(store: Store) -> Seen:
    return store.do(rows_of, NOW, COMMAND)


def recorded(store: Store, what: str) -> dict[str, Any]:
    told: dict[str, Any] = store.do(
        lambda unit: unit.connection.execute(select(event.c.detail).where(event.c.what == what)).scalar_one(),
        NOW,
        COMMAND,
    )
    return told


def employ(unit: Unit, name: str) -> int:
    return insert_returning_id(unit, person, email=f"{name}@council.example", name=name.title())


@pytest.fixture
def empty(empty_engine: Engine) -> Iterator[Store]:
    """A store of which there is nothing yet, on each engine in turn."""
    store = Store(empty_engine)
    yield store
    store.close()


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> Iterator[Store]:
    """An SQLite file that is not there yet."""
    store = Store.open(f"sqlite:///{tmp_path / 'new' / 'auditbot.db'}")
    yield store
    store.close()


def test_every_row_of_every_table_comes_back_on_either_engine(store: Store, empty: Store, tmp_path: Path) -> None:
    def somebody_elses(unit: Unit) -> None:
        unit.connection.exec_driver_sql("CREATE TABLE not_ours (id INTEGER)")

    store.do(fill, NOW, COMMAND)
    store.do(somebody_elses, NOW, COMMAND)
    before = everything(store)
    done = made(store, tmp_path / "backup")
    assert brought_back(empty, tmp_path / "backup").heading.rows == done.heading.rows == sum(map(len, before.values()))
    after = everything(empty)
    told = recorded(empty, "restored")
    for deed in ("event", "event_digest"):
        one_more = after.pop(deed)
        assert len(one_more) == 3, "and a line that it was restored"
        assert all(row in one_more for row in before.pop(deed))
    assert after == before
    assert {"account": "it-desk", "digest": done.digest, "made_at": NOW.isoformat()}.items() <= told.items()
    with empty.unit(NOW, COMMAND) as unit:
        assert insert_returning_id(unit, team, name="Larch", service="North") == 3, "numbers go on where they were"
        assert unguarded(unit.connection) == []
        assert inspect(unit.connection).has_table("alembic_version")
    assert fit(empty.engine) is Fit.CURRENT


def test_what_is_written_during_a_backup_is_in_none_of_its_tables(
    store: Store, empty_sqlite: Store, tmp_path: Path
) -> None:
    def rows(unit: Unit) -> None:
        months = [{"month": f"{n:04}-01", "legal_status": "CIN", "children": n} for n in range(1_001)]
        unit.connection.execute(caseload.insert(), months)

    def somebody_works(*_: Any) -> None:
        def work(unit: Unit) -> None:
            unit.connection.execute(caseload.delete().where(caseload.c.children >= 500))
            outbox.owe(unit, SendClass.NOTICE, "outcome", employ(unit, "rosa"), 1)

        store.do(work, NOW, COMMAND)

    def falls_over(what: str, _done: int, _of: int) -> None:
        if what == "restoring caseload":
            raise ConnectionAbortedError

    store.do(rows, NOW, COMMAND)
    made(store, tmp_path / "backup", somebody_works)
    with pytest.raises(ConnectionAbortedError):
        brought_back(empty_sqlite, tmp_path / "backup", progress=falls_over)
    assert inspect(empty_sqlite.engine).get_table_names() == [], "all of it or nothing"
    brought_back(empty_sqlite, tmp_path / "backup")
    counts = [select(func.count()).select_from(one) for one in (caseload, person, outbox_table)]
    for there, expected in ((store, [500, 1, 1]), (empty_sqlite, [1_001, 0, 0])):
        with there.unit(NOW, COMMAND) as unit:
            assert [unit.connection.execute(one).scalar() for one in counts] == expected


def test_what_may_have_gone_since_the_backup_is_not_sent_again_but_an_alarm_is(
    sqlite_store: Store, empty_sqlite: Store, tmp_path: Path
) -> None:
    def owed(unit: Unit) -> None:
        rosa, ben = employ(unit, "rosa"), employ(unit, "ben")
        outbox.owe(unit, SendClass.NOTICE, "outcome", rosa, 1)
        outbox.owe(unit, SendClass.NUDGE, "digest", rosa, 2)
        outbox.owe(unit, SendClass.ALARM, "concern", rosa, 3)
        outbox.owe(unit, SendClass.NOTICE, "not_today", rosa, 4, not_before=LATER + timedelta(days=1))
        outbox.owe(unit, SendClass.NOTICE, "outcome", ben, 1)
        outbox.owe(unit, SendClass.ALARM, "concern", ben, 3)
        claimed = outbox.claim(unit, "an instance", 2, timedelta(minutes=1))
        outbox.begin_sending(unit, claimed[0], timedelta(minutes=1))

    def sent_next(unit: Unit) -> list[str]:
        claimed = outbox.claim(unit, "another instance", 9, timedelta(minutes=1))
        return sorted(f"{one.template} to {one.person_id}" for one in claimed)

    sqlite_store.do(owed, NOW, COMMAND)
    made(sqlite_store, tmp_path / "backup")
    assert brought_back(empty_sqlite, tmp_path / "backup", nothing_sent_since=False).in_doubt == 3
    assert recorded(empty_sqlite, "restored")["in_doubt"] == 3
    with empty_sqlite.unit(LATER, COMMAND) as unit:
        assert sent_next(unit) == ["concern to 1", "concern to 2"]
        assert uncertain_notices.record(unit) == 2
        about = unit.connection.execute(select(qa_task.c.about)).scalars().all()
        assert about[0].startswith("Nobody knows whether Rosa got a message (outcome)")
    with empty_sqlite.unit(LATER + timedelta(days=1), COMMAND) as unit:
        assert "not_today to 1" in sent_next(unit), "it was not due before the loss"
    moved = Store.open(f"sqlite:///{tmp_path / 'moved.db'}")
    assert brought_back(moved, tmp_path / "backup", nothing_sent_since=True).in_doubt == 0
    with moved.unit(LATER, COMMAND) as unit:
        waiting = ["concern to 1", "concern to 2", "digest to 1", "outcome to 1", "outcome to 2"]
        assert sent_next(unit) == waiting, "where nothing can have gone, everything goes"
    moved.close()


def _cut(content: bytes) -> bytes:
    return content[: len(content) * 9 // 10]


def _again(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    return lambda content: gzip.compress(change(gzip.decompress(content)))


DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut in the middle": (_cut, r"is damaged (after row [\d,]+|before the first row) of the table \w+, so nothing was"),
    "without its last line": (_again(lambda text: text[: text.rindex(b'{"complete"')]), "is damaged at its end"),
    "with more at its end": (_again(lambda text: text + b"[]\n"), "is damaged at its end"),
    "a value changed": (
        _again(lambda text: text.replace(b"Larch", b"Latch")),
        "is damaged in the rows of the table team",
    ),
    "a row gone": (
        _again(lambda text: b"\n".join(line for line in text.split(b"\n") if b"Larch" not in line)),
        "is damaged in the rows of the table team",
    ),
    "no JSON any more": (_again(lambda text: text.replace(b'"Larch"', b'"Larch')), "after row 1 of the table team"),
    "its heading": (_again(lambda text: text.replace(b'"made_at"', b'"made"', 1)), "is damaged in its heading"),
    "another gzip file": (lambda _: gzip.compress(b'{"a": 1}\n'), "is no backup. Name a file that 'auditbot backup'"),
    "another file": (lambda _: b"PK\x03\x04", "is no backup. Name a file that 'auditbot backup' wrote"),
    "nothing": (lambda _: b"", "is no backup"),
    "a later format": (_again(lambda text: text.replace(b'"format":1', b'"format":2')), "made by a later version"),
}


def test_a_damaged_file_is_refused_by_its_place_and_nothing_is_restored(
    sqlite_store: Store, empty_sqlite: Store, tmp_path: Path
) -> None:
    def teams(unit: Unit) -> None:
        unit.connection.execute(team.insert(), [{"name": name, "service": "North"} for name in ("Alder", "Larch")])

    sqlite_store.do(teams, NOW, COMMAND)
    made(sqlite_store, tmp_path / "backup")
    whole = (tmp_path / "backup").read_bytes()
    assert check_backup(tmp_path / "backup", silent).rows == 3
    for name, (damage, said) in DAMAGES.items():
        broken = tmp_path / name
        broken.write_bytes(damage(whole))
        with pytest.raises(BadInputError, match=said) as refused:
            brought_back(empty_sqlite, broken)
        assert str(refused.value).startswith(name), "the file is named"
    changed = bytearray(whole)
    for place in range(20, len(whole), 97):
        changed[place] ^= 0x10
        (tmp_path / "flipped").write_bytes(changed)
        with pytest.raises(BadInputError, match="is damaged"):
            check_backup(tmp_path / "flipped", silent)
        changed[place] ^= 0x10
    with pytest.raises(BadInputError, match=r"can't be read: No such file or directory\. Name a file that"):
        brought_back(empty_sqlite, tmp_path / "not there")
    assert inspect(empty_sqlite.engine).get_table_names() == []


def test_a_backup_of_a_version_not_known_here_is_refused(
    sqlite_store: Store, empty_sqlite: Store, tmp_path: Path
) -> None:
    made(sqlite_store, tmp_path / "backup")
    text = gzip.decompress((tmp_path / "backup").read_bytes())
    lines = text.replace(b'"revision":"0001"', b'"revision":"9999"').split(b"\n")
    assert lines[0] != text.split(b"\n")[0]
    (tmp_path / "later").write_bytes(_sealed(lines))
    with pytest.raises(
        BadInputError, match=r"\(revision 9999\), which this one doesn't know\. Install that version or"
    ):
        brought_back(empty_sqlite, tmp_path / "later")
    lines = text.replace(b'["children","whole number"]', b'["adults","whole number"]').split(b"\n")
    (tmp_path / "other").write_bytes(_sealed(lines))
    with pytest.raises(BadInputError, match="an unreleased version of auditbot: its table caseload is another"):
        brought_back(empty_sqlite, tmp_path / "other")
    assert inspect(empty_sqlite.engine).get_table_names() == []


@pytest.mark.parametrize("empty_engine", ["sqlite"], indirect=True)
def test_a_backup_of_an_earlier_version_is_restored_and_brought_to_this_one(
    sqlite_store: Store, empty: Store, tmp_path: Path
) -> None:
    sqlite_store.do(fill, NOW, COMMAND)
    before, versions = everything(sqlite_store), next_version(tmp_path)
    done = made(sqlite_store, tmp_path / "backup", versions=versions)
    assert not done.is_recorded, "the next version may write the record otherwise"
    assert everything(sqlite_store) == before
    brought_back(empty, tmp_path / "backup", versions=versions)
    assert fit(empty.engine, versions) is Fit.CURRENT
    assert current_revision(empty.engine) == "0002"
    assert everything(empty)["person"] == before["person"]


@pytest.mark.parametrize("empty_engine", ["postgresql"], indirect=True)
def test_the_record_still_fits_its_seals_after_a_restore_and_goes_on(
    sqlite_store: Store, empty: Store, tmp_path: Path
) -> None:
    def work(unit: Unit) -> None:
        record.write(unit, "saw_audit", "allocation", 1)
        record.write(unit, "saw_audit", "allocation", 2)
        assert seal_batch(unit) == 2
        record.write(unit, "saw_audit", "allocation", 3)

    sqlite_store.do(work, NOW, COMMAND)
    made(sqlite_store, tmp_path / "backup")
    brought_back(empty, tmp_path / "backup")
    with empty.unit(LATER, COMMAND) as unit:
        found = check_record(unit, lambda *_: None)
        assert (found.lines, found.sealed, found.seals) == (4, 2, 1), "three, and one of the restore"
        assert seal_batch(unit) == 2
        assert check_record(unit, lambda *_: None).sealed == 4


def _sealed(lines: list[bytes]) -> bytes:
    """A backup of these lines, whole but for what they say."""
    text = b"\n".join(lines[:-2]) + b"\n"
    return gzip.compress(text + b'{"complete":true,"sha256":"%s"}\n' % sha256(text).hexdigest().encode())


@pytest.mark.parametrize("empty_engine", ["postgresql"], indirect=True)
def test_what_postgresql_cannot_hold_is_said_with_its_row(sqlite_store: Store, empty: Store, tmp_path: Path) -> None:
    names = [{"name": name, "service": "Social Care"} for name in ("Alder", "North\0")]
    sqlite_store.do(lambda unit: unit.connection.execute(team.insert(), names), NOW, COMMAND)
    made(sqlite_store, tmp_path / "backup")
    with pytest.raises(BadInputError, match=r"Row 2 of the table team holds the character NUL, which PostgreSQL can't"):
        brought_back(empty, tmp_path / "backup")
    assert inspect(empty.engine).get_table_names() == []


def test_an_sqlite_file_is_for_its_owner_alone_whoever_made_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = Store.open(f"sqlite:///{folder / 'auditbot.db'}")
    with store.unit(NOW, COMMAND) as unit:
        unit.connection.exec_driver_sql("CREATE TABLE one (id INTEGER)")
    rights = {one.name: stat.S_IMODE(one.stat().st_mode) for one in (folder, *folder.iterdir())}
    assert rights == {"data": 0o700, "auditbot.db": 0o600, "auditbot.db-wal": 0o600, "auditbot.db-shm": 0o600}
    store.close()
    (folder / "auditbot.db").chmod(0o644)
    folder.chmod(0o755)
    Store.open(f"sqlite:///{folder / 'auditbot.db'}").close()
    assert stat.S_IMODE((folder / "auditbot.db").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755, "a folder that was there is whoever made it's"
