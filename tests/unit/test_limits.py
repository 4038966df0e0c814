"""An allowance: so many at once, then so many a second, for each key; and what it remembers is bounded."""

from bot.limits import TURNS_A_SECOND, TURNS_AT_ONCE, Allowances
from tests.fakes_messenger import LeapingStopwatch


async def test_an_allowance_is_used_up_and_comes_back_with_time() -> None:
    stopwatch = LeapingStopwatch()
    taps = Allowances(3, 2.0, stopwatch.seconds)
    assert [taps.take("rosa") for _ in range(4)] == [0, 0, 0, 0.5]
    assert taps.take("olu") == 0, "each has their own"
    await stopwatch.sleep(0.25)
    assert taps.take("rosa") == 0.25, "asking in vain costs nothing"
    await stopwatch.sleep(0.25)
    assert [taps.take("rosa") for _ in range(2)] == [0, 0.5]
    await stopwatch.sleep(3600)
    assert [taps.take("rosa") for _ in range(4)] == [0, 0, 0, 0.5], "never more than at first"


async def test_whoever_taps_as_fast_as_hands_can_is_never_refused() -> None:
    stopwatch = LeapingStopwatch()
    taps = Allowances(TURNS_AT_ONCE, TURNS_A_SECOND, stopwatch.seconds)
    for _ in range(5 * 3600):
        assert taps.take("rosa") == 0
        await stopwatch.sleep(0.05)


def test_what_is_remembered_is_bounded_and_whoever_is_still_at_it_is_not_forgotten() -> None:
    knocks = Allowances(1, 1.0, LeapingStopwatch().seconds, kept=100)
    knocks.take("one who goes on")
    for number in range(1_000):
        assert knocks.take(f"address {number}") == 0
        assert knocks.take("one who goes on") == 1
    assert knocks.remembered == 100
