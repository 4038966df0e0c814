"""One errand at a time, whoever comes and goes meanwhile."""

import asyncio

import pytest

from bot.teams.single_flight import SingleFlight


class Errand:
    """Waits at a gate, then comes back with how often it was run, or fails."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.runs = 0
        self.trouble: Exception | None = None

    async def __call__(self) -> int:
        self.runs += 1
        run = self.runs
        await self.gate.wait()
        if self.trouble is not None:
            raise self.trouble
        return run


async def test_who_asks_meanwhile_waits_for_the_same_errand() -> None:
    errand = Errand()
    flight = SingleFlight(errand)
    waiting = [asyncio.create_task(flight.join()) for _ in range(3)]
    await asyncio.sleep(0)
    assert flight.under_way
    errand.gate.set()
    assert [await task for task in waiting] == [1, 1, 1]
    assert await flight.join() == 2


async def test_a_waiter_who_leaves_does_not_stop_it_for_the_others() -> None:
    errand = Errand()
    flight = SingleFlight(errand)
    leaves, stays = (asyncio.create_task(flight.join()) for _ in range(2))
    await asyncio.sleep(0)
    leaves.cancel()
    await asyncio.wait([leaves])
    errand.gate.set()
    assert await stays == 1


async def test_its_failure_goes_to_everyone_who_waits_and_the_next_one_starts_anew() -> None:
    errand = Errand()
    errand.trouble = ValueError("no")
    errand.gate.set()
    flight = SingleFlight(errand)
    outcomes: list[object] = [*await asyncio.gather(flight.join(), flight.join(), return_exceptions=True)]
    assert outcomes == [errand.trouble, errand.trouble]
    errand.trouble = None
    assert await flight.join() == 2


async def test_it_can_be_given_up() -> None:
    flight = SingleFlight(Errand())
    task = flight.start()
    await flight.stop()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not flight.under_way
