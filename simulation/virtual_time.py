"""Time that the simulation holds in its hand: an event loop for which waiting is over at once, and the ports on it."""

import asyncio
import selectors
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock, Stopwatch

# Each leap goes a little further than asked, so that rounding never keeps it short of a timer.
_BEYOND = 1e-6


class NothingLeftError(RuntimeError):
    """Everybody waits for somebody else, and no timer will end it."""


class _Leaping(selectors.SelectSelector):
    """A selector that leaps to the next timer where the real one would wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        # Nobody is on the other end of a socket here. What the loop writes to itself is read all the same.
        ready = super().select(0) if timeout is None else []
        if timeout is None and not ready:
            raise NothingLeftError
        if timeout:
            self.at += timeout + _BEYOND
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose seconds are the simulation's: it begins at 0, and goes from timer to timer."""

    def __init__(self) -> None:
        self._leaping = _Leaping()
        super().__init__(self._leaping)

    def time(self) -> float:
        """Seconds since the simulation began."""
        return self._leaping.at

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]  # the very same, for any executor
        """Run `func` now: a thread would take its own time, another one in each run."""
        del executor
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as problem:  # for whoever waits for it
            done.set_exception(problem)
        return done

    def leap(self, seconds: float) -> None:
        """Let so much time pass at once: what waited for a moment in between goes on only afterwards.

        As with a machine that slept. It spares a council's quiet nights thousands of looks at an empty outbox.
        """
        self._leaping.at += max(0.0, seconds)


class SimulatedClock(Clock):
    """The instant of the simulation. Implements `bot.clock.Clock`.

    Args:
        start: the aware instant at which the loop began.
    """

    def __init__(self, start: datetime, loop: VirtualLoop) -> None:
        super().__init__()
        self._start = start
        self._loop = loop

    def now(self) -> datetime:
        """The start and what has passed since, to the microsecond."""
        return self._start + timedelta(seconds=round(self._loop.time(), 6))

    def leap_to(self, instant: datetime) -> None:
        """Leap to an aware instant; nothing where it has passed."""
        self._loop.leap((instant - self.now()).total_seconds())


class SimulatedStopwatch(Stopwatch):
    """Seconds of the simulation; waiting is the loop's. Implements `bot.clock.Stopwatch`."""

    def __init__(self, clock: SimulatedClock, loop: VirtualLoop) -> None:
        self._clock = clock
        self._loop = loop

    def seconds(self) -> float:
        """Seconds since the simulation began."""
        return self._loop.time()

    def common_seconds(self) -> float:
        """Seconds since 1970, as every process has them."""
        return self._clock.now().timestamp()
