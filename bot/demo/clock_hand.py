"""The hand that moves the demonstration's clock: real time goes on, and buttons put it forward."""

import asyncio
from datetime import datetime, time, timedelta
from pathlib import Path

from bot.clock import Clock
from domain.calendar import LONDON, london_day, london_instant
from domain.errors import BadInputError

TICK_SECONDS = 1.0
MORNING = time(9)


class ClockHand:
    """Writes the clock file that the whole demonstration reads (`AUDITBOT_CLOCK_FILE`).

    Args:
        file: the clock file. One that is there already and ahead of real time stays ahead: time never goes back.
        real: the clock of the machine.
    """

    def __init__(self, file: Path, real: Clock) -> None:
        self._file, self._real = file, real
        self._ahead = max(self._shown_before() - real.now(), timedelta(0))
        self.write()

    def _shown_before(self) -> datetime:
        try:
            return Clock(self._file).now()
        except BadInputError:
            return self._real.now()

    @property
    def now(self) -> datetime:
        """The instant in the demonstration."""
        return self._real.now() + self._ahead

    def stops(self, days: int) -> list[datetime]:
        """Where to stop on the way some days on: each morning, then the same time of the London day as now.

        The mornings matter: what waits for working hours would be jumped over by whoever tries this at night.
        """
        here = self.now
        today, at = london_day(here), here.astimezone(LONDON).time()
        there = london_instant(today + timedelta(days=days), at)
        mornings = [london_instant(today + timedelta(days=day), MORNING) for day in range(days + 1)]
        return [*(morning for morning in mornings if here < morning < there), there]

    def move_to(self, instant: datetime) -> None:
        """Put the clock forward to an instant. It stays where it is if that has passed."""
        self._ahead += max(instant - self.now, timedelta(0))
        self.write()

    def write(self) -> None:
        """Write the instant, whole or not at all: somebody may be reading."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        written = self._file.with_suffix(".new")
        written.write_text(self.now.isoformat(), "utf-8")
        written.replace(self._file)

    async def keep_going(self) -> None:
        """Let the clock go on, until cancelled."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            self.write()
