from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, text

from storage import record
from storage.append_only import guard
from storage.data_map import Ground
from storage.erasure_done import carry_out
from storage.erasure_plan import Plan
from storage.record_checks import Findings, check_record
from storage.record_misfits import MisfitError
from storage.record_seals import LATE_AT_MOST, last_seal, seal_batch, seals, waits_for_another_batch
from storage.store import Actor, Store, Unit
from storage.tables.erasures import erased_row, erasure
from storage.tables.record_seals import event_digest
from storage.tables.service import event
from tests.storage.tampering import put_triggers_out_of_the_way

MORNING = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
CHAT = Actor("chat", None, "a-teams-account")
WEEK = timedelta(days=8)


def put_line(unit: Unit, number: int, what: str = "saw_audit") -> None:
    """A line under a number of one's own choice, with everything that belongs to it."""
    line: dict[str, Any] = {
        "at": unit.now,
        "actor_id": None,
        "actor_object_id": "a-teams-account",
        "source": "chat",
        "what": what,
        "subject": "allocation",
        "subject_id": number,
        "detail": {},
    }
    digest = record.digest_of("0" * 32, line)
    unit.connection.execute(event_digest.insert().values(event_id=number, at=unit.now, digest=digest))
    unit.connection.execute(event.insert().values(id=number, salt="0" * 32, **line))


def write_lines(store: Store, now: datetime, count: int) -> None:
    with store.unit(now, CHAT) as unit:
        for number in range(count):
            record.write(unit, "saw_audit", "allocation", number, step="overall")


@pytest.fixture
def sealed(store: Store) -> Store:
    """Lines 1 to 6 but for 5, 7 to 11 and 12 to 16, each batch under a seal, and 17 and 18 that no seal has."""
    write_lines(store, MORNING, 4)
    with store.unit(MORNING, CHAT) as unit:
        put_line(unit, 6)
        if unit.connection.dialect.name == "postgresql":
            unit.connection.execute(text("SELECT setval('event_digest_event_id_seq', 6)"))
    for week, more in enumerate((5, 5, 2)):
        with store.unit(MORNING + week * WEEK, CHAT) as unit:
            assert seal_batch(unit) > 0
        write_lines(store, MORNING + (week + 1) * WEEK, more)
    return store


def checked(unit: Unit, kept: str | None = None) -> Findings:
    return check_record(unit, lambda _done, _total: None, kept)


def complaint(unit: Unit, kept: str | None = None) -> str:
    try:
        checked(unit, kept)
    except MisfitError as misfit:
        return str(misfit)
    return ""


@contextmanager
def tampered(store: Store) -> Iterator[Unit]:
    """A transaction in which somebody changes what nobody may, and then covers that up; nothing of it stays."""
    with store.engine.connect() as connection, connection.begin() as transaction:
        put_triggers_out_of_the_way(connection)
        yield Unit(connection, MORNING + 4 * WEEK, Actor("command"))
        transaction.rollback()


def _sql(*statements: str) -> Callable[[Unit], None]:
    def change(unit: Unit) -> None:
        for statement in statements:
            unit.connection.execute(text(statement))

    return change


def _with_its_digest(unit: Unit) -> None:
    unit.connection.execute(event.update().where(event.c.id == 8).values(what="saw_nothing"))
    line = unit.connection.execute(select(event).where(event.c.id == 8)).mappings().one()
    digest = record.digest_of(line["salt"], dict(line))
    unit.connection.execute(event_digest.update().where(event_digest.c.event_id == 8).values(digest=digest))


def _swapped(unit: Unit) -> None:
    _sql(
        *(
            f"UPDATE {table} SET {key} = CASE {key} WHEN 8 THEN -9 ELSE -8 END WHERE {key} IN (8, 9)"  # noqa: S608 - ours
            for table, key in (("event", "id"), ("event_digest", "event_id"))
        ),
        "UPDATE event SET id = -id WHERE id < 0",
        "UPDATE event_digest SET event_id = -event_id WHERE event_id < 0",
    )(unit)


_TAKEN_OUT = ("DELETE FROM event WHERE id = {0}", "DELETE FROM event_digest WHERE event_id = {0}")


def _taken_out(number: int) -> Callable[[Unit], None]:
    return _sql(*(one.format(number) for one in _TAKEN_OUT))


SECOND = "the batch of lines 7 to 11 (seal 2, Tuesday 10 November 2026, 09:00)"
TAMPERING: dict[str, tuple[Callable[[Unit], None], str]] = {
    "what was done": (
        _sql("UPDATE event SET what = 'saw_nothing' WHERE id = 8"),
        "Line 8 (Tuesday 10 November 2026, 09:00) was changed, and no erasure names it.",
    ),
    "a fact": (_sql("""UPDATE event SET detail = '{"step": "safety"}' WHERE id = 8"""), "Line 8 (Tuesday"),
    "who did it": (_sql("UPDATE event SET actor_object_id = 'somebody-else' WHERE id = 8"), "Line 8 (Tuesday"),
    "when": (_sql("UPDATE event SET at = '2026-11-10 10:00:00.000000' WHERE id = 8"), "Line 8 (Tuesday"),
    "the salt": (_sql("UPDATE event SET salt = NULL WHERE id = 8"), "Line 8 (Tuesday"),
    "a digest": (_sql("UPDATE event_digest SET digest = 'f' WHERE event_id = 8"), "Line 8 (Tuesday"),
    "a line no seal has": (_sql("UPDATE event SET what = 'saw_nothing' WHERE id = 18"), "Line 18 (Thursday"),
    "a line and its digest": (
        _with_its_digest,
        f"What was sealed as {SECOND} is something else now: a digest, a time or the seal itself was changed",
    ),
    "the order": (_swapped, f"What was sealed as {SECOND}"),
    "a line taken out": (
        _sql("DELETE FROM event WHERE id = 8"),
        "Line 8 (Tuesday 10 November 2026, 09:00) was taken out, and no erasure names it.",
    ),
    "a digest taken out": (_sql("DELETE FROM event_digest WHERE event_id = 8"), "Line 8 was put in by hand"),
    "both taken out": (_taken_out(8), f"Line 8 was taken out. It stood in {SECOND}."),
    "both taken out beside a gap": (_taken_out(6), "Line 6 was taken out."),
    "put in by itself": (
        _sql(
            "INSERT INTO event (id, at, source, what, subject, detail) SELECT 5, at, source, what, subject, detail"
            " FROM event WHERE id = 1"
        ),
        "Line 5 was put in by hand, or its digest was taken out.",
    ),
    "put in where a number was left out": (lambda unit: put_line(unit, 5), "Line 5 was put in after the batch"),
    "put in before the first": (lambda unit: put_line(unit, -3), "Line -3 was put in after the batch"),
    "a seal taken out": (
        _sql("DELETE FROM event_seal WHERE id = 2"),
        "Seal 3 (Wednesday 18 November 2026, 09:00) does not follow on seal 1 (Monday 2 November 2026, 09:00): a seal",
    ),
    "the first seal taken out": (_sql("DELETE FROM event_seal WHERE id = 1"), "does not follow on nothing"),
    "a seal's root": (_sql("UPDATE event_seal SET root = 'f' WHERE id = 2"), f"What was sealed as {SECOND}"),
    "a seal's instant": (
        _sql("UPDATE event_seal SET sealed_at = '2026-11-10 10:00:00.000000' WHERE id = 2"),
        "is something else now",
    ),
    "a seal's gaps": (
        _sql("""UPDATE event_seal SET gaps = '[[5, 5, "2026-11-02T10:00:00.000000+00:00"]]' WHERE id = 1"""),
        "is something else now",
    ),
    "how many a seal has": (_sql("UPDATE event_seal SET lines = 4 WHERE id = 2"), "is something else now"),
}


def test_whatever_is_changed_put_in_taken_out_or_reordered_is_named(sealed: Store) -> None:
    found = {}
    for case, (change, _) in TAMPERING.items():
        with tampered(sealed) as unit:
            change(unit)
            guard(unit.connection)
            found[case] = complaint(unit)
    assert {case: words for case, words in found.items() if TAMPERING[case][1] not in words} == {}
    heard: list[tuple[int, int]] = []
    with sealed.snapshot(MORNING, CHAT) as unit:
        fits = check_record(unit, lambda done, total: heard.append((done, total)))
        assert (fits.lines, fits.sealed, fits.seals, fits.erased) == (17, 15, 3, 0)
    assert heard == [(5, 17), (10, 17), (15, 17), (17, 17), (17, 17)]


def test_a_tail_that_was_cut_off_or_sealed_anew_is_seen_by_a_root_that_was_kept(sealed: Store) -> None:
    with sealed.snapshot(MORNING, CHAT) as unit:
        second, third = [one.root for one in seals(unit)][1:]
        kept = checked(unit, f" {third.upper()} ").kept
        assert kept is not None
        assert kept.id == 3
    cut = _sql("DELETE FROM event_seal WHERE id = 3", *(one.format(14) for one in _TAKEN_OUT))
    for seals_anew in (False, True):
        with tampered(sealed) as unit:
            cut(unit)
            if seals_anew:
                seal_batch(unit)
            guard(unit.connection)
            # A line that is nowhere, and of which no seal says that it was there, leaves no trace by itself.
            assert complaint(unit) == ""
            assert complaint(unit, second) == ""
            assert complaint(unit, third).startswith("No seal has the root that you kept: what was sealed with it")


def test_a_database_that_keeps_nobody_from_changing_history_is_said_to_be_one(sqlite_store: Store) -> None:
    with sqlite_store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER event_append_only_delete"))
        connection.execute(text("DROP TRIGGER audit_version_append_only_update"))
    with sqlite_store.snapshot(MORNING, CHAT) as unit:
        assert "the triggers of audit_version and event are missing" in complaint(unit)
        assert "Every line of the record and every seal fits all the same" in complaint(unit)


def test_what_was_made_unreadable_is_named_as_well(sqlite_store: Store) -> None:
    write_lines(sqlite_store, MORNING, 9)
    with sqlite_store.unit(MORNING, CHAT) as unit:
        assert seal_batch(unit, 4) == 4
        assert seal_batch(unit, 4) == 4
    for statement, said in (
        ("UPDATE event SET detail = '{oops' WHERE id = 3", "Line 3 can't be read: it was changed"),
        ("UPDATE event SET at = 'oops' WHERE id = 9", "Line 9 can't be read"),
        ("UPDATE event_digest SET at = 5 WHERE event_id = 6", "Line 6 can't be read"),
        (
            "UPDATE event_seal SET gaps = 'oops' WHERE id = 2",
            "The seal after seal 1 can't be read: somebody changed it.",
        ),
        ("UPDATE event_seal SET gaps = '[[1]]' WHERE id = 1", "The first seal can't be read"),
        ("DROP TABLE event_seal", "Of the tables that hold history event_seal are missing"),
    ):
        with tampered(sqlite_store) as unit:
            unit.connection.execute(text(statement))
            assert said in complaint(unit)
    # With the triggers gone as well, both are said.
    with tampered(sqlite_store) as unit:
        unit.connection.execute(event.update().where(event.c.id == 3).values(what="saw_nothing"))
        said = complaint(unit)
        assert said.startswith("Line 3 (Monday")
        assert "The database keeps nobody from such a change: the triggers of action_transition, " in said


def _erase(connection: Connection, *numbers: int) -> None:
    counts = {"event": {"deleted": 2, "emptied": 1}, "person": {"emptied": 1}}
    values = {"reason": "asked for", "ground": "person", "counts": counts, "certificate_digest": "0"}
    connection.execute(erasure.insert().values(id=1, at=MORNING, **values))
    for number in numbers:
        connection.execute(erased_row.insert().values(table_name="event", row_id=str(number), erasure_id=1, at=MORNING))


def test_what_was_erased_lawfully_leaves_a_seal_that_fits(sealed: Store) -> None:
    with sealed.unit(MORNING + 4 * WEEK, CHAT) as unit:
        _erase(unit.connection, 2, 8, 18)
        unit.connection.execute(event.delete().where(event.c.id.in_([2, 18])))
        unit.connection.execute(event.update().where(event.c.id == 8).values(detail={}, salt=None))
        record.write(unit, "erased", "erasure", 1)
    with sealed.snapshot(MORNING, CHAT) as unit:
        found = checked(unit)
        assert (found.lines, found.erased, found.erasures) == (18, 3, 1)
        # The number of a line that is gone is nobody else's.
        assert unit.connection.execute(select(event.c.id).where(event.c.what == "erased")).scalar_one() == 19


def _name(unit: Unit, table: str, *, erasure_id: int = 1) -> None:
    named = {"table_name": table, "row_id": "9", "erasure_id": erasure_id, "at": MORNING}
    unit.connection.execute(erased_row.insert().values(**named))


def test_an_erasure_that_took_more_than_it_says_or_that_nobody_did_is_named(sealed: Store) -> None:
    with sealed.unit(MORNING, CHAT) as unit:
        plan = Plan()
        plan.deletes_row("event", (2,))
        plan.changes_row("event", (8,), {"detail": {}, "salt": None})
        carry_out(unit, plan, Ground.CASE, "asked for", None, "0")
        assert checked(unit).erasures == 1
    noted = {"reason": "asked for", "ground": "person", "certificate_digest": "0", "at": MORNING + WEEK / 2}
    counted = {"event": {"deleted": 1, "emptied": 2}}
    took = "Erasure 1 (Monday 2 November 2026, 09:00) and its certificate say that it took "

    def forged(unit: Unit) -> None:
        unit.connection.execute(erasure.insert().values(id=2, counts={}, **noted))

    def with_its_counts(unit: Unit) -> None:
        _name(unit, "event")
        unit.connection.execute(erasure.update().values(counts=counted))

    for change, said in (
        (lambda unit: _name(unit, "event"), f"{took}2 of the rows of event, and 3 are named in it"),
        (
            lambda unit: _name(unit, "action_transition"),
            f"{took}0 of the rows of action_transition, and 1 are named in it",
        ),
        (with_its_counts, "named 2 of the rows of histories by its line in the record, and 3 are named in it"),
        (forged, "Erasure 2 (Friday 6 November 2026, 09:00) has no line in the record: it was put in by hand."),
        (_sql("DELETE FROM erased_row", "DELETE FROM erasure"), "was taken out"),
        (
            _sql("DELETE FROM event WHERE id = 8"),
            "Of the record 2 lines are gone, and the erasures say that they deleted 1",
        ),
        (
            _sql("UPDATE event SET at = '2026-11-12 09:00:00+00:00' WHERE id = 8"),
            "Line 8 (Tuesday 10 November 2026, 09:00)",
        ),
    ):
        with tampered(sealed) as unit:
            change(unit)
            guard(unit.connection)
            assert said in complaint(unit)


def test_a_line_whose_number_comes_late_is_sealed_all_the_same(postgresql_store: Store) -> None:
    store = postgresql_store
    with store.unit(MORNING, CHAT) as slow:
        record.write(slow, "saw_audit", "allocation", 1)
        write_lines(store, MORNING, 2)
        with store.unit(MORNING, CHAT) as unit:
            assert seal_batch(unit) == 2
    with store.unit(MORNING, CHAT) as unit:
        assert (checked(unit).lines, checked(unit).sealed) == (3, 2)
        assert (seal_batch(unit), seal_batch(unit)) == (1, 0)
        latest = last_seal(unit)
        assert latest is not None
        assert (latest.late, latest.gaps, checked(unit).sealed) == ((1,), (), 3)
    with store.unit(MORNING, CHAT) as unit:
        put_triggers_out_of_the_way(unit.connection)
        _taken_out(1)(unit)
        assert complaint(unit).startswith("Line 1 was taken out. It came late, and stood in the batch")


def test_what_comes_later_than_any_transaction_lasts_was_put_in(postgresql_store: Store) -> None:
    with postgresql_store.unit(MORNING, CHAT) as unit:
        put_line(unit, 5)
        seal_batch(unit)
        put_line(unit, 2)
        assert (complaint(unit), seal_batch(unit)) == ("", 1)
        assert [(gap.first, gap.last) for one in seals(unit) for gap in one.gaps] == [(1, 4), (1, 1), (3, 4)]
    with postgresql_store.unit(MORNING + LATE_AT_MOST + timedelta(minutes=1), CHAT) as unit:
        put_line(unit, 7)
        seal_batch(unit)
        put_line(unit, 3)
        assert complaint(unit).startswith("Line 3 was put in after the batch of lines 1 to 5")
        assert seal_batch(unit) == 0


def test_two_instances_that_seal_at_once_make_one_chain(postgresql_store: Store) -> None:
    write_lines(postgresql_store, MORNING, 3)

    def seals_too() -> int:
        with postgresql_store.unit(MORNING, CHAT) as unit:
            return seal_batch(unit)

    with ThreadPoolExecutor(1) as other:
        with postgresql_store.unit(MORNING, CHAT) as unit:
            assert seal_batch(unit) == 3
            second = other.submit(seals_too)
        assert second.result() == 0
    with postgresql_store.snapshot(MORNING, CHAT) as unit:
        assert checked(unit).seals == 1


def test_a_batch_is_sealed_in_parts_and_nothing_twice(sqlite_store: Store) -> None:
    write_lines(sqlite_store, MORNING, 5)
    with sqlite_store.unit(MORNING, CHAT) as unit:
        assert [waits_for_another_batch(unit, 2), *(seal_batch(unit, most=2) for _ in range(2))] == [True, 2, 2]
        assert [waits_for_another_batch(unit, 2), *(seal_batch(unit, most=2) for _ in range(2))] == [False, 1, 0]
        assert [(one.first, one.last, one.lines) for one in seals(unit)] == [(1, 2, 2), (3, 4, 2), (5, 5, 1)]


def test_a_line_fits_its_digest_whatever_its_facts_are(store: Store) -> None:
    facts: dict[str, Any] = {"counts": {"b": 1, "a": {"10": [1, 2]}}, "share": 0.1, "name": "Zoë", "none": None}
    by = Actor("chat", None, "a-teams-account", acting_for=7)
    with store.unit(datetime(2026, 11, 2, 9, 0, 0, 123456, tzinfo=UTC), by) as unit:
        record.write(unit, "saw_audit", "allocation", None, kinds=("core", "looped"), **facts)
        assert checked(unit).lines == 1


def test_nobody_can_try_out_what_an_erased_line_said(sqlite_store: Store) -> None:
    write_lines(sqlite_store, MORNING, 1)
    with sqlite_store.unit(MORNING, CHAT) as unit:
        record.write(unit, "saw_audit", "allocation", 0, step="overall")
        rows = unit.connection.execute(
            select(event.c.salt, event_digest.c.digest).join_from(
                event, event_digest, event.c.id == event_digest.c.event_id
            )
        ).all()
    assert len({row.salt for row in rows}) == len({row.digest for row in rows}) == 2
