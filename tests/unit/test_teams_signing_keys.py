"""How often the signing keys may be fetched."""

from datetime import timedelta

from bot.teams.signing_keys import Allowance
from tests.fakes_tokens import SetClock


def test_a_few_at_once_then_one_every_so_often() -> None:
    clock, allowance = SetClock(), Allowance(2, timedelta(seconds=30))
    taken = [allowance.take(clock.now()) for _ in range(3)]
    clock.move(seconds=30)
    later = [allowance.take(clock.now()) for _ in range(2)]
    assert (taken, later) == ([True, True, False], [True, False])


def test_what_is_not_used_does_not_pile_up() -> None:
    clock, allowance = SetClock(), Allowance(2, timedelta(seconds=30))
    assert allowance.take(clock.now())
    clock.move(days=30)
    assert [allowance.take(clock.now()) for _ in range(3)] == [True, True, False]


def test_a_clock_put_back_takes_nothing_away() -> None:
    clock, allowance = SetClock(), Allowance(2, timedelta(seconds=30))
    assert allowance.take(clock.now())
    clock.move(hours=-1)
    assert allowance.take(clock.now())
