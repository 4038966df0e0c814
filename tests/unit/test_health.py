"""Whether the service is ready: however many ask, the database is asked once at a time."""

import asyncio

from bot.health import Health


class Checks:
    """Checks that take until they are let go; they count how often they are made."""

    def __init__(self) -> None:
        self.made = 0
        self.reasons: list[str] = []
        self.goes_on = asyncio.Event()

    async def __call__(self) -> list[str]:
        self.made += 1
        await self.goes_on.wait()
        return self.reasons


async def test_however_many_ask_at_once_one_look_is_taken() -> None:
    checks = Checks()
    health = Health(checks, kept=3600)
    asking = [asyncio.create_task(health.reasons()) for _ in range(100)]
    await asyncio.sleep(0)
    checks.goes_on.set()
    assert await asyncio.gather(*asking) == [[]] * 100
    checks.reasons = ["The database does not answer."]
    assert await health.reasons() == [], "for a moment the answer serves"
    assert checks.made == 1


async def test_afterwards_it_is_looked_at_again() -> None:
    checks = Checks()
    checks.goes_on.set()
    health = Health(checks, kept=0)
    assert await health.reasons() == []
    checks.reasons = ["The database does not answer."]
    assert await health.reasons() == ["The database does not answer."]


async def test_whoever_goes_away_stops_the_look_for_nobody() -> None:
    checks = Checks()
    health = Health(checks, kept=0)
    first, second = (asyncio.create_task(health.reasons()) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.wait([first])
    checks.goes_on.set()
    assert await second == []
    assert checks.made == 1


async def test_a_look_that_hangs_is_given_up_with_the_service() -> None:
    checks = Checks()
    health = Health(checks)
    asking = asyncio.create_task(health.reasons())
    await asyncio.sleep(0)
    await health.stop()
    await asyncio.wait([asking])
    assert asking.cancelled()
