"""Whoever watches over a run sees what is wrong: each of these is something that must never be."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from simulation.facts import Reader
from simulation.mortal import Fate
from simulation.teams import Arrival, Teams
from simulation.watch import Watch
from storage.store import Store
from storage.tables.allocations import allocation, allocation_transition, case_record
from storage.tables.erasures import erased_row, erasure
from storage.tables.people import person, team
from storage.tables.service import event, outbox
from tests.storage.tampering import put_triggers_out_of_the_way

MORNING = datetime(2026, 11, 20, 9, tzinfo=UTC)


class Hand:
    """A clock's hand that a test moves."""

    def __init__(self) -> None:
        self.at = MORNING

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def now() -> Hand:
    return Hand()


@pytest.fixture
def watch(sqlite_store: Store, now: Hand) -> Iterator[Watch]:
    with sqlite_store.engine.begin() as connection:
        rows = [("rosa", None), ("gone", MORNING.date().replace(day=1))]
        for name, left_on in rows:
            values = {"email": f"{name}@council.example", "name": name, "entra_object_id": name, "left_on": left_on}
            connection.execute(person.insert().values(values))
    reader = Reader(Path(str(make_url(str(sqlite_store.engine.url)).database)))
    chance = Random(1)  # noqa: S311 - guards nothing
    yield Watch(Teams(chance, now, lambda _sort, _what: None), reader, now)
    reader.close()


def notice(summary: str = "A message.", **more: Any) -> dict[str, Any]:
    return {"id": "sent-1", "summary": summary, "text": "hello", **more}


def test_it_sees_nothing_wrong_where_nothing_is(watch: Watch) -> None:
    watch.on_call(notice(), "rosa", is_reply=False)
    watch.teams.arrived.append(Arrival(MORNING, "rosa", notice(), is_reply=False, is_told=True))
    watch.check_arrivals()
    watch.check_day(is_settled=False)
    assert watch.faults == []


def test_it_sees_what_came_and_is_not_known_and_a_day_without_its_digests(watch: Watch, now: Hand) -> None:
    for is_told in (True, False):
        watch.teams.arrived.append(Arrival(MORNING, "rosa", notice(), is_reply=False, is_told=is_told))
    now.at = MORNING + timedelta(minutes=5)
    watch.check_day(is_settled=True)
    assert watch.faults == [
        "'A message.' came, Teams said so, and it is not down as sent",
        "the digests of 2026-11-20 were never decided",
    ]


@pytest.mark.parametrize(("was_lost", "wrong"), [(False, 1), (True, 0)])
def test_what_is_in_doubt_has_a_reason(watch: Watch, sqlite_store: Store, wrong: int, *, was_lost: bool) -> None:
    with sqlite_store.engine.begin() as connection:
        message = {"send_class": "notice", "template": "greeting", "person_id": 1, "subject_id": 1, "rung": ""}
        state = {
            "status": "uncertain",
            "not_before": MORNING,
            "created_at": MORNING,
            "settled_at": MORNING,
            "attempts": 1,
        }
        connection.execute(outbox.insert().values(**message, **state))
    if was_lost:
        watch.teams.doubts.append((MORNING, "rosa"))
    watch.check_day(is_settled=False)
    assert len(watch.faults) == wrong, watch.faults


@pytest.mark.parametrize(
    ("at", "activity", "to", "fault"),
    [
        (MORNING, notice("About CS-00012."), "rosa", "names a case"),
        (MORNING.replace(hour=18, minute=30), notice(), "rosa", "goes out at"),
        (MORNING.replace(day=21), notice(), "rosa", "goes out at"),
        (MORNING, notice(), "gone", "who left"),
        (MORNING, notice(), "somebody", "nobody known"),
    ],
)
def test_it_sees_what_must_not_go(
    watch: Watch, now: Hand, at: datetime, activity: dict[str, Any], to: str, fault: str
) -> None:
    now.at = at
    watch.on_call(activity, to, is_reply=False)
    assert any(fault in one for one in watch.faults), watch.faults


def test_an_alarm_and_a_reply_may_go_at_night(watch: Watch, now: Hand) -> None:
    now.at = MORNING.replace(hour=2)
    watch.on_call(notice(importance="high"), "rosa", is_reply=False)
    watch.on_call(notice(), "rosa", is_reply=True)
    assert watch.faults == []


@pytest.mark.parametrize(("is_told", "wrong"), [(True, 1), (False, 0)])
def test_a_message_comes_twice_only_where_the_first_was_in_doubt(watch: Watch, wrong: int, *, is_told: bool) -> None:
    for told in (is_told, True):
        watch.teams.arrived.append(Arrival(MORNING, "rosa", notice(), is_reply=False, is_told=told))
    watch.check_arrivals()
    assert len(watch.faults) == wrong


@pytest.mark.parametrize(("owed", "wrong"), [(-60, 1), (0.5, 0)])
def test_an_alarm_comes_twice_only_where_it_was_owed_again_while_one_that_was_held_up_was_on_its_way(
    watch: Watch, now: Hand, sqlite_store: Store, owed: float, wrong: int
) -> None:
    with sqlite_store.engine.begin() as connection:
        message = {
            "send_class": "alarm",
            "template": "concern_alarm",
            "person_id": 1,
            "subject_id": 1,
            "rung": "again 1",
        }
        at = MORNING + timedelta(seconds=owed)
        state = {"status": "sent", "not_before": at, "created_at": at, "attempts": 1, "channel_activity_id": "sent-2"}
        connection.execute(outbox.insert().values(**message, **state))
    for number in (1, 2):
        alarm = notice(importance="high", id=f"sent-{number}")
        watch.on_call(alarm, "rosa", is_reply=False)
        now.at += timedelta(seconds=1)
        watch.teams.arrived.append(Arrival(now.at, "rosa", alarm, is_reply=False, is_told=True))
    watch.check_arrivals()
    assert len(watch.faults) == wrong, watch.faults


def test_it_sees_a_history_that_was_changed_and_a_state_without_one(watch: Watch, sqlite_store: Store) -> None:
    with sqlite_store.engine.begin() as connection:
        connection.execute(team.insert().values(id=1, name="Team 1", service="Assessment"))
        connection.execute(case_record.insert().values(id=1, case_ref="CS-00001", team_id=1, legal_status="CIN"))
        given = {"id": 1, "ref": "A1", "month": "2026-11", "case_id": 1, "auditor_id": 1, "kind": "core"}
        days = {"allocated_on": MORNING.date(), "due_on": MORNING.date()}
        placed = {"team_id": 1, "service": "Assessment", "legal_status": "CIN", "status": "allocated"}
        connection.execute(allocation.insert().values(**given, **days, **placed))
        step = {"allocation_id": 1, "at": MORNING, "on_day": MORNING.date(), "source": "import"}
        connection.execute(allocation_transition.insert().values(**step, to_status="allocated"))
    watch.check_day(is_settled=False)
    assert watch.faults == []
    with sqlite_store.engine.begin() as connection:
        put_triggers_out_of_the_way(connection)
        connection.execute(allocation_transition.update().values(reason="another one"))
        connection.execute(allocation.update().values(status="returned"))
    watch.check_day(is_settled=False)
    assert [one.split(",")[0].split(" say")[0] for one in watch.faults] == [
        "allocations stand elsewhere than their history",
        "allocation_transition",
    ]


def test_it_lets_a_history_lose_what_an_erasure_named_and_nothing_else(watch: Watch, sqlite_store: Store) -> None:
    with sqlite_store.engine.begin() as connection:
        for number in (1, 2):
            connection.execute(
                event.insert().values(id=number, at=MORNING, source="import", what="x", subject="y", detail={})
            )
    watch.check_day(is_settled=False)
    with sqlite_store.engine.begin() as connection:
        put_triggers_out_of_the_way(connection)
        given = {"id": 1, "at": MORNING, "reason": "Its time was over.", "ground": "retention", "counts": {}}
        connection.execute(erasure.insert().values(**given, certificate_digest="00"))
        connection.execute(erased_row.insert().values(table_name="event", row_id="1", erasure_id=1, at=MORNING))
        connection.execute(event.delete())
    watch.check_day(is_settled=False)
    assert watch.faults == ["event, to which rows are only added, has changed or lost ['2']"]


def test_a_process_dies_once_and_says_where() -> None:
    deaths: list[str] = []
    fate = Fate(Random(1), deaths.append, chance=1.0)  # noqa: S311 - guards nothing
    assert fate.strikes("before a commit")
    assert fate.strikes("after a commit")
    assert deaths == ["before a commit"]
