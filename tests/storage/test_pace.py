"""Teams' limits, kept by one instance and by several that share a store."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.pace import SharedPace, Urgency
from bot.ports import PassingError, UncertainError
from storage import pace as rows
from storage.pace import CONVERSATION_LIMITS
from storage.store import Actor, Store
from tests.fakes_messenger import LeapingStopwatch
from tests.storage.post import FRIDAY_MORNING

TENANT = "tenant"
TEAMS_LIMITS = [(7, 1.0), (8, 2.0), (60, 30.0)]


def _times(store: Store, batches: Sequence[Sequence[str]], at: float = 1000.0) -> list[tuple[str, float]]:
    """When each request went, of instances that ask one after the other and wait when they must."""
    went: list[tuple[str, float]] = []
    with store.unit(FRIDAY_MORNING, Actor("delivery")) as unit:
        for batch in batches:
            left = list(batch)
            while left:
                grants = rows.grant(unit, TENANT, left, at)
                went += [(who, one.goes_at) for who, one in zip(left, grants, strict=True) if one.goes_at is not None]
                left = [who for who, one in zip(left, grants, strict=True) if one.goes_at is None]
                at = min([one.next_at for one in grants if one.goes_at is None], default=at)
    return went


def _most_within(went: list[float], seconds: float) -> int:
    return max(sum(1 for other in went if at <= other < at + seconds) for at in went)


def test_a_tenant_gets_at_most_fifty_in_any_second_and_at_least_nine_tenths_of_it(sqlite_store: Store) -> None:
    went = [
        at
        for _, at in _times(sqlite_store, [[f"person{each}" for each in range(20 * n, 20 * n + 20)] for n in range(30)])
    ]
    assert _most_within(went, 1.0) <= 50
    assert len(went) / (max(went) - min(went)) >= 45


def test_a_conversation_keeps_each_of_its_limits(sqlite_store: Store) -> None:
    went = [at for _, at in _times(sqlite_store, [["rosa"]] * 150)]
    for count, seconds in TEAMS_LIMITS:
        assert _most_within(went, seconds) <= count
    # Nine hundred as they come, then one every four seconds, is 1,800 an hour.
    line = rows.Line(went=tuple(went[-60:]), reckoned_until=went[-1] + 900 * 4.0)
    assert rows.earliest(line, CONVERSATION_LIMITS, went[-1]) == pytest.approx(went[-1] + 4.0)


def test_who_must_wait_for_their_own_conversation_holds_up_nobody_else(sqlite_store: Store) -> None:
    with sqlite_store.unit(FRIDAY_MORNING, Actor("delivery")) as unit:
        grants = rows.grant(unit, TENANT, ["rosa"] * 9 + ["ines"], 1000.0)
        other_tenant = rows.grant(unit, "other", ["rosa"], 1000.0)
    assert [one.goes_at for one in grants] == [1000.0] * 7 + [None, None, 1000.0]
    assert grants[7].next_at == pytest.approx(1001.1)
    assert other_tenant[0].goes_at == 1000.0


def test_a_clock_that_was_put_back_stops_nobody(sqlite_store: Store) -> None:
    with sqlite_store.unit(FRIDAY_MORNING, Actor("delivery")) as unit:
        rows.grant(unit, TENANT, ["rosa"] * 7, 90_000.0)
        rows.hold(unit, TENANT, None, 90_060.0, 90_000.0)
        [held] = rows.grant(unit, TENANT, ["rosa"], 90_000.0)
        [given] = rows.grant(unit, TENANT, ["rosa"], 90_000.0 - 7200)
    assert (held.goes_at, held.next_at) == (None, 90_060.0)
    assert given.goes_at == 90_000.0 - 7200


def test_silent_lines_are_forgotten(sqlite_store: Store) -> None:
    with sqlite_store.unit(FRIDAY_MORNING, Actor("delivery")) as unit:
        rows.grant(unit, TENANT, ["rosa", "ines"], 1000.0)
        rows.grant(unit, TENANT, ["rosa"], 8000.0)
        assert rows.forget_silent_lines(unit, 4000.0) == 1


async def _request(pace: SharedPace, person: str, urgency: Urgency = Urgency.NOTICE) -> float:
    async with pace.turn(TENANT, person, urgency) as go:
        return await go()


async def test_two_instances_keep_the_limits_together_and_a_restart_forgets_nothing(postgresql_url: str) -> None:
    stores, stopwatch = [Store.open(postgresql_url) for _ in range(2)], LeapingStopwatch()
    paces = [SharedPace(store, stopwatch) for store in stores]
    went: list[float] = []

    async def one(number: int, person: str) -> None:
        while await _request(paces[number % 2], person):
            await stopwatch.sleep(0.5)
        went.append(stopwatch.seconds())

    await asyncio.gather(*[one(number, f"person{number}") for number in range(120)])
    assert stopwatch.seconds() >= 120 / 50 - 0.21
    for number in range(8):
        await one(number, "rosa")
    before = stopwatch.seconds()
    await _request(SharedPace(stores[0], stopwatch), "rosa")
    assert stopwatch.seconds() > before, "an instance that has just begun knows what went before"
    for store in stores:
        store.close()


async def test_a_reply_goes_before_the_notices_and_they_before_the_nudges_that_wait(sqlite_store: Store) -> None:
    pace = SharedPace(sqlite_store, LeapingStopwatch())
    order: list[str] = []

    async def one(person: str, urgency: Urgency) -> None:
        await _request(pace, person, urgency)
        order.append(person.rstrip("0123456789"))

    nudges = [one(f"nudge{each}", Urgency.NUDGE) for each in range(25)]
    notices = [one(f"notice{each}", Urgency.NOTICE) for each in range(15)]
    await asyncio.gather(*nudges, *notices, one("reply", Urgency.AT_ONCE))
    assert order.index("reply") < 10
    assert max(place for place, who in enumerate(order) if who == "notice") < 20


async def test_retry_after_is_obeyed_by_every_instance(postgresql_url: str) -> None:
    stores, stopwatch = [Store.open(postgresql_url) for _ in range(2)], LeapingStopwatch()
    one, two = (SharedPace(store, stopwatch) for store in stores)
    await one.slow_down(TENANT, "rosa", PassingError("http_429", retry_after=40))
    assert one.wait(TENANT, "rosa") == 40
    assert await _request(two, "rosa") == pytest.approx(40)
    assert await _request(two, "ines") == 0.0
    await one.slow_down(TENANT, "ines", UncertainError("timeout"))
    assert await _request(one, "ines") == 0.0
    for store in stores:
        store.close()


async def test_many_refused_conversations_mean_the_tenants_limit(sqlite_store: Store) -> None:
    stopwatch = LeapingStopwatch()
    pace = SharedPace(sqlite_store, stopwatch)
    for person in ("rosa", "ines", "tom"):
        await pace.slow_down(TENANT, person, PassingError("http_429", retry_after=5))
    assert pace.wait(TENANT, "somebody else") == 5
    assert await _request(SharedPace(sqlite_store, stopwatch), "anybody") == pytest.approx(5)


async def test_nobody_else_writes_into_a_conversation_during_a_turn_at_it(sqlite_store: Store) -> None:
    pace = SharedPace(sqlite_store, LeapingStopwatch())
    async with pace.turn(TENANT, "rosa"):
        other = asyncio.create_task(_request(pace, "rosa"))
        await asyncio.sleep(0.01)
        assert not other.done()
    await other


async def test_a_turn_in_which_nothing_goes_counts_for_nothing(sqlite_store: Store) -> None:
    stopwatch = LeapingStopwatch()
    pace = SharedPace(sqlite_store, stopwatch)
    for _ in range(100):
        async with pace.turn(TENANT, "rosa"):
            pass
    await _request(pace, "rosa")
    assert stopwatch.seconds() == 0.0


async def test_without_the_store_it_goes_on_slowly_rather_than_not_at_all(sqlite_store: Store) -> None:
    stopwatch = LeapingStopwatch()
    pace = SharedPace(sqlite_store, stopwatch)
    with sqlite_store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE pace_line")
    assert await asyncio.gather(*[_request(pace, f"person{each}") for each in range(10)]) == [0.0] * 10
    assert stopwatch.seconds() == pytest.approx(0.9)
