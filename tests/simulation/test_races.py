"""Two real services on one PostgreSQL for some seconds; `python -m simulation.races --seconds 600` runs long."""

from pathlib import Path

from simulation.races import race


async def test_two_services_that_are_killed_do_everything_once(postgresql_url: str, tmp_path: Path) -> None:
    one = await race(postgresql_url, tmp_path, seed=7, seconds=6)
    assert one.wrong == []
    assert one.kills > 1
    assert one.answers[200] > 20
