"""Which of several instances keeps the timetable: the one that holds the lease (docs/decisions/0017)."""

import os
import platform
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from bot.clock import Clock, Stopwatch
from storage import leases
from storage.store import Actor, Store

TIMETABLE = "timetable"
# A killed leader is missed for so long; it renews at half of it.
LEASE = timedelta(seconds=30)
_LEADER = Actor("duty")


def _own_name() -> str:
    return f"{platform.node() or 'this machine'}, process {os.getpid()}, {uuid4().hex[:8]}"


class Leadership:
    """An instance's claim to keep the timetable.

    Two leaders at once do no harm: each run of a job is one transaction, once for each time that it is due. The lease
    spares the others the work.

    Args:
        store: where the lease is.
        clock: the service's clock.
        stopwatch: the machine's.
    """

    def __init__(self, store: Store, clock: Clock, stopwatch: Stopwatch) -> None:
        self._store = store
        self._clock = clock
        self._stopwatch = stopwatch
        self._name = _own_name()
        self._renewed: tuple[datetime, float] | None = None

    async def leads(self) -> bool:
        """Whether this instance leads: it takes the lease where it is free, and renews its own in good time."""
        now, seconds = self._clock.now(), self._stopwatch.common_seconds()
        if self._is_fresh(now, seconds):
            return True
        take = partial(leases.hold, name=TIMETABLE, holder=self._name, length=LEASE, seconds=seconds)
        held = await self._store.run(take, now, _LEADER)
        self._renewed = (now, seconds) if held else None
        return held

    def _is_fresh(self, now: datetime, seconds: float) -> bool:
        if self._renewed is None:
            return False
        at, at_seconds = self._renewed
        half = LEASE / 2
        return timedelta(0) <= now - at < half and 0 <= seconds - at_seconds < half.total_seconds()

    async def give_back(self) -> None:
        """Leave the timetable to another instance at once."""
        if self._renewed is not None:
            self._renewed = None
            giving = partial(leases.give_back, name=TIMETABLE, holder=self._name)
            await self._store.run(giving, self._clock.now(), _LEADER)
