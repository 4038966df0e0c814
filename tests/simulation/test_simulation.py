"""A short run of the simulation in every test run; `make simulate` runs long."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner

from simulation.__main__ import main, what_failed
from simulation.moments import Plan, What, moments
from simulation.running import Came, run
from simulation.virtual_time import NothingLeftError, SimulatedClock, VirtualLoop

WINTER = Plan(seed=17, days=11, start=date(2026, 11, 30), busy=1.2)


@pytest.fixture(scope="module")
def came() -> Came:
    return run(WINTER)


def test_what_must_hold_holds_through_two_weeks_of_one_seed(came: Came) -> None:
    assert came.fault == "", "\n".join(came.transcript.about(last=60))
    assert came.lives > 1, "nothing died"
    assert came.lines > 10, "nothing was chased"
    assert came.arrived > 40, "nobody heard of anything"
    assert {"says", "presses", "imports", "weather", "dies"} <= set(came.transcript.counts)


def test_the_same_seed_gives_the_same_run_and_another_one_another() -> None:
    begin, other = Plan(17, 1, WINTER.start, WINTER.busy), Plan(18, 1, WINTER.start, WINTER.busy)
    first = run(begin)
    assert first.transcript.digest == run(begin).transcript.digest
    assert first.transcript.digest != run(other).transcript.digest


def test_a_failing_seed_says_what_led_there_and_how_to_replay_it(came: Came) -> None:
    wrong = replace(came, fault="a digest came twice")
    said = what_failed(wrong)
    assert "Seed 17 fails: a digest came twice" in said
    assert "python -m simulation --seed 17 --days 11 --start 2026-11-30 --busy 1.2" in said
    assert list(came.transcript.lines)[-1] in said


def test_the_command_says_what_a_run_came_to_and_is_silent_on_the_way() -> None:
    done = CliRunner().invoke(main, ["--seed", "5", "--days", "1", "--start", "2026-11-30"])
    assert done.exit_code == 0, done.output
    [line] = done.output.strip().splitlines()
    assert line.startswith("seed 5: 1 days, ")


def test_moments_depend_on_the_seed_and_the_day_alone() -> None:
    whole, half = list(moments(Plan(3, 10))), list(moments(Plan(3, 5)))
    assert whole[: len(half)] == half
    assert [one.at for one in whole] == sorted(one.at for one in whole)
    assert {What.TICK, What.CHECK} <= {one.what for one in whole}


def test_waiting_is_over_at_once_and_time_goes_on() -> None:
    start = datetime(2026, 11, 23, 8, tzinfo=UTC)

    async def a_day() -> timedelta:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        clock = SimulatedClock(start, loop)
        await asyncio.sleep(24 * 3600)
        clock.leap_to(start + timedelta(days=2))
        return clock.now() - start

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        assert abs(runner.run(a_day()) - timedelta(days=2)) < timedelta(seconds=1)


def test_a_run_in_which_everybody_waits_for_somebody_else_ends() -> None:
    async def for_ever() -> None:
        await asyncio.get_running_loop().create_future()

    loop = VirtualLoop()
    with pytest.raises(NothingLeftError):
        loop.run_until_complete(for_ever())
    loop.close()
