"""The demonstration's clock: moved on by days, morning by morning, and never back."""

from datetime import UTC, datetime
from pathlib import Path

from bot.clock import Clock
from bot.demo.clock_hand import ClockHand
from tests.fakes_messenger import StandingClock

NOW = datetime(2026, 11, 20, 10, 32, tzinfo=UTC)


def test_a_day_on_keeps_the_time_of_day_when_the_clocks_go_back(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    hand = ClockHand(file, StandingClock(datetime(2026, 10, 24, 8, 30, tzinfo=UTC)))
    hand.move_to(hand.stops(1)[-1])
    assert hand.now == Clock(file).now() == datetime(2026, 10, 25, 9, 30, tzinfo=UTC)


def test_every_morning_on_the_way_is_stopped_at(tmp_path: Path) -> None:
    hand = ClockHand(tmp_path / "clock", StandingClock(datetime(2026, 11, 20, 20, tzinfo=UTC)))
    assert hand.stops(2) == [
        datetime(2026, 11, 21, 9, tzinfo=UTC),
        datetime(2026, 11, 22, 9, tzinfo=UTC),
        datetime(2026, 11, 22, 20, tzinfo=UTC),
    ]


def test_time_never_goes_back_over_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    ClockHand(file, StandingClock(NOW)).move_to(datetime(2026, 11, 27, 10, tzinfo=UTC))
    assert ClockHand(file, StandingClock(NOW)).now == datetime(2026, 11, 27, 10, tzinfo=UTC)


def test_an_old_clock_file_does_not_hold_time_up(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("2026-11-01T10:00:00+00:00")
    assert ClockHand(file, StandingClock(NOW)).now == NOW
