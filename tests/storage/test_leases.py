"""Who keeps the timetable, of several instances, while clocks jump and instances die."""

from datetime import UTC, datetime, timedelta

from bot.leadership import Leadership
from storage import leases
from storage.store import Actor, Store
from tests.fakes_messenger import LeapingStopwatch, StandingClock

NOW = datetime(2026, 11, 20, 9, 2, tzinfo=UTC)
DUTY = Actor("duty")
LENGTH = timedelta(seconds=30)


def _hold(store: Store, holder: str, at: timedelta = timedelta(0), seconds: float = 1000.0) -> bool:
    with store.unit(NOW + at, DUTY) as unit:
        return leases.hold(unit, "timetable", holder, LENGTH, seconds)


def test_one_of_two_instances_holds_a_lease_until_it_lapses_by_either_clock(postgresql_store: Store) -> None:
    store, second = postgresql_store, timedelta(seconds=1)
    assert _hold(store, "one")
    assert not _hold(store, "two", 29 * second, 1029)
    assert _hold(store, "one", 29 * second, 1029)
    assert not _hold(store, "two", 58 * second, 1058)
    assert _hold(store, "two", 59 * second, 1058), "the service's clock has gone on, the machine's has not"
    assert _hold(store, "one", 59 * second, 1089), "a clock file stands still, and the other says nothing"
    assert not _hold(store, "two", 60 * second, 1090)


def test_a_clock_that_was_put_back_leaves_no_lease_that_nobody_can_take(postgresql_store: Store) -> None:
    assert _hold(postgresql_store, "one", timedelta(days=30))
    assert _hold(postgresql_store, "two"), "by the service's clock it would hold for a month"
    assert _hold(postgresql_store, "one", seconds=1000 - 3600), "by the machine's it would hold for an hour"


def test_a_lease_that_is_given_back_is_free_at_once_and_only_its_holder_gives_it_back(postgresql_store: Store) -> None:
    assert _hold(postgresql_store, "one")
    with postgresql_store.unit(NOW, DUTY) as unit:
        leases.give_back(unit, "timetable", "two")
    assert not _hold(postgresql_store, "two")
    with postgresql_store.unit(NOW, DUTY) as unit:
        leases.give_back(unit, "timetable", "one")
    assert _hold(postgresql_store, "two")


def test_on_sqlite_whoever_starts_takes_over_from_a_killed_instance_at_once(sqlite_store: Store) -> None:
    assert _hold(sqlite_store, "killed")
    assert _hold(sqlite_store, "next")
    with sqlite_store.unit(NOW, DUTY) as unit:
        held = leases.holding(unit, "timetable")
    assert held == leases.Holding("next", NOW, NOW + LENGTH)


async def test_a_stopped_leader_hands_on_and_a_killed_one_is_missed_for_half_a_minute(postgresql_store: Store) -> None:
    clock, stopwatch = StandingClock(NOW), LeapingStopwatch()
    one, two = (Leadership(postgresql_store, clock, stopwatch) for _ in range(2))
    assert (await one.leads(), await two.leads()) == (True, False)
    await one.give_back()
    assert (await two.leads(), await one.leads()) == (True, False)
    stopwatch.at += 16
    assert await two.leads()
    stopwatch.at += 29
    assert not await one.leads()
    stopwatch.at += 1
    assert (await one.leads(), await two.leads()) == (True, False)
