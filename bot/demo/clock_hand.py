"""The hand that moves the demonstration's clock: real time goes on, and buttons put it forward."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import Clock
from domain.calendar import LONDON, london_day, london_instant
from domain.errors import BadInputError

TICK_SECONDS = 1.0


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

    def move_on(self, days: int) -> datetime:
        """Put the clock forward by days, to the same time of the London day; the new instant."""
        here = self.now
        day = london_day(here) + timedelta(days=days)
        self._ahead += london_instant(day, here.astimezone(LONDON).time()) - here
        self.write()
        return self.now

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
