import asyncio

import pytest

from bot.pace import CONVERSATION_LIMITS, InProcessPace
from tests.fakes_messenger import LeapingStopwatch


async def _request(pace: InProcessPace, person: str, tenant: str = "tenant") -> None:
    async with pace.turn(tenant, person) as go:
        await go()


async def _turns(people: list[str]) -> list[float]:
    """When each of these people's messages went, in the order asked for."""
    stopwatch = LeapingStopwatch()
    pace = InProcessPace(stopwatch)
    went: list[float] = []

    async def go(person: str) -> None:
        await _request(pace, person)
        went.append(stopwatch.seconds())

    await asyncio.gather(*[go(person) for person in people])
    return went


def _most_within(went: list[float], seconds: float) -> int:
    return max(sum(1 for other in went if at <= other < at + seconds) for at in went)


async def test_a_tenant_gets_at_most_fifty_messages_in_any_second() -> None:
    went = await _turns([f"person{number}" for number in range(500)])
    assert _most_within(went, 1.0) <= 50


async def test_a_burst_keeps_at_least_nine_tenths_of_the_permitted_rate() -> None:
    went = await _turns([f"person{number}" for number in range(1000)])
    assert len(went) / max(went) >= 45


@pytest.mark.parametrize(("count", "seconds"), CONVERSATION_LIMITS)
async def test_a_conversation_keeps_each_of_its_limits(count: int, seconds: float) -> None:
    went = await _turns(["rosa"] * 2000)
    assert _most_within(went, seconds) <= count


async def test_one_message_does_not_wait() -> None:
    assert await _turns(["rosa"]) == [0.0]


async def test_a_person_who_must_wait_holds_up_nobody_else() -> None:
    stopwatch = LeapingStopwatch()
    pace = InProcessPace(stopwatch)
    for _ in range(8):
        await _request(pace, "rosa")
    held = asyncio.create_task(_request(pace, "rosa"))
    before = stopwatch.seconds()
    await _request(pace, "ines")
    assert stopwatch.seconds() == before
    await held


async def test_two_tenants_do_not_share_a_limit() -> None:
    stopwatch = LeapingStopwatch()
    pace = InProcessPace(stopwatch)
    for number in range(10):
        await _request(pace, f"person{number}", "one")
        await _request(pace, f"person{number}", "two")
    assert stopwatch.seconds() == 0.0


async def test_silent_conversations_are_forgotten_and_busy_ones_are_not() -> None:
    stopwatch = LeapingStopwatch()
    pace = InProcessPace(stopwatch)
    for number in range(5_000):
        await _request(pace, f"person{number}", f"tenant{number}")
    stopwatch.at += 3601
    for _ in range(7):
        await _request(pace, "rosa")
    await _request(pace, "ines")
    stopwatch.slept.clear()
    await _request(pace, "rosa")
    assert stopwatch.slept != []


async def test_a_turn_in_which_nothing_goes_counts_for_nothing() -> None:
    stopwatch = LeapingStopwatch()
    pace = InProcessPace(stopwatch)
    for _ in range(100):
        async with pace.turn("tenant", "rosa"):
            pass
    await _request(pace, "rosa")
    assert stopwatch.seconds() == 0.0


async def test_nobody_else_writes_into_a_conversation_during_a_turn_at_it() -> None:
    pace = InProcessPace(LeapingStopwatch())
    async with pace.turn("tenant", "rosa"):
        other = asyncio.create_task(_request(pace, "rosa"))
        await asyncio.sleep(0.01)
        assert not other.done()
    await other


async def test_a_conversation_that_somebody_is_at_is_not_forgotten() -> None:
    pace = InProcessPace(LeapingStopwatch())
    async with pace.turn("tenant", "rosa"):
        for number in range(5_000):
            await _request(pace, f"person{number}", f"tenant{number}")
        other = asyncio.create_task(_request(pace, "rosa"))
        await asyncio.sleep(0.01)
        assert not other.done()
    await other
