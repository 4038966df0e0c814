"""Delivery: claim what is owed, as it falls due, and keep it moving (docs/decisions/0004)."""

import asyncio
import heapq
from functools import partial
from uuid import uuid4

import structlog

from bot.clock import Clock, Stopwatch
from bot.days_off import calendar_for
from bot.sending import DELIVERY, LEASE, Sender
from domain.calendar import london_day
from domain.words import SendClass
from storage import outbox, outbox_again
from storage.addresses import KnownAddress, addresses_of
from storage.outbox import ClaimedMessage
from storage.policies import policy_on_day
from storage.store import Store, Unit

# How many messages are under way at once; the last places are kept for alarms, so that they never queue.
UNDER_WAY = 100
KEPT_FOR_ALARMS = 10
# Room that is worth a claim: one message at a time would cost a transaction more for each.
BATCH = 20
POLL_SECONDS = 3.0
# `deliver_due` waits itself for a retry that comes this soon; later ones are left to the next run.
PATIENCE_SECONDS = 20.0
STOP_SECONDS = 6.0

_log = structlog.get_logger()


class Delivery:
    """Delivers the outbox for one instance. Several instances may run at once.

    Args:
        store: where the outbox is.
        sender: what sends one message and settles it.
        clock: the instant, for what is due.
        stopwatch: for waiting.
        stop_seconds: how long `stop` waits for what is being sent.
    """

    def __init__(
        self,
        store: Store,
        sender: Sender,
        clock: Clock,
        stopwatch: Stopwatch,
        stop_seconds: float = STOP_SECONDS,
    ) -> None:
        self._stop_seconds = stop_seconds
        self._store = store
        self._sender = sender
        self._clock = clock
        self._stopwatch = stopwatch
        self._instance = uuid4().hex
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._retries: list[tuple[float, int]] = []
        self._woken = asyncio.Event()
        self._claiming = asyncio.Lock()
        self._is_stopping = False
        self._takes_over = False

    def wake(self) -> None:
        """Say that something new is owed, after the commit that owes it: it goes out at once."""
        self._woken.set()

    async def deliver_due(self) -> None:
        """Deliver until everything that is due is sent, settled or deferred.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database failed.
        """
        while True:
            if await self._take_up():
                continue
            if self._under_way:
                await self._rest(POLL_SECONDS)
                continue
            wait = self._next_retry()
            if wait is None or wait > PATIENCE_SECONDS:
                return
            await self._stopwatch.sleep(wait)

    async def serve(self) -> None:
        """Deliver until `stop`: at once when woken, and else every few seconds."""
        self._takes_over = True
        while not self._is_stopping:
            try:
                busy = await self._take_up()
            except Exception:
                # The database may be away for a while; nothing is lost, it is all in the outbox.
                _log.exception("delivery_round_failed")
                busy = 0
            if not busy:
                soonest = self._next_retry() if self._room() else None
                await self._rest(POLL_SECONDS if soonest is None else min(POLL_SECONDS, soonest))

    async def stop(self) -> None:
        """Take nothing up any more and let what is being sent end, within some seconds; then leave it to others."""
        self._is_stopping = True
        self.wake()
        async with self._claiming:  # what is being claimed right now is sent yet
            tasks = list(self._under_way.values())
        if tasks:
            _, unfinished = await asyncio.wait(tasks, timeout=self._stop_seconds)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)
        await self._give_back()

    async def _give_back(self) -> None:
        give_back = partial(outbox_again.give_back, instance=self._instance)
        try:
            await self._store.run(give_back, self._clock.now(), DELIVERY)
        except Exception:
            # The end of the lease does the same, later.
            _log.exception("delivery_not_given_back")

    async def _rest(self, seconds: float) -> None:
        """Wait to be woken, for so long at most."""
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            return
        self._woken.clear()

    async def _take_up(self) -> int:
        """Claim what there is room for and start on it; how many messages were claimed."""
        # `deliver_due` may be called beside `serve`: what one has claimed must be in hand before the other looks.
        async with self._claiming:
            room = 0 if self._is_stopping else self._room()
            if not room:
                return 0
            claim = partial(self._claim, room=room, again=self._retries_due(room))
            claimed, deferred = await self._store.run(claim, self._clock.now(), DELIVERY)
            self._takes_over = False
            for message, to in claimed:
                self._under_way[message.id] = asyncio.create_task(self._deliver(message, to))
        return len(claimed) + deferred

    def _claim(self, unit: Unit, room: int, again: list[int]) -> tuple[list[tuple[ClaimedMessage, KnownAddress]], int]:
        """The claimed messages, each with its person's address, and how many more had to wait for an opening."""
        if self._takes_over:  # not where a command delivers beside a service
            outbox_again.take_over(unit, self._instance)
        claimed = outbox.claim_these(unit, self._instance, again, LEASE)
        kept = KEPT_FOR_ALARMS
        claimed += outbox.claim(
            unit, self._instance, room - len(claimed), LEASE, in_hand=list(self._under_way), kept_for_alarms=kept
        )
        if not claimed:
            return [], 0
        going, early = _by_hours(unit, claimed)
        known = addresses_of(unit, {one.person_id for one in going})
        return [(one, known[one.person_id]) for one in going], len(early)

    async def _deliver(self, message: ClaimedMessage, to: KnownAddress) -> None:
        try:
            wait = await self._sender.deliver(message, to)
            if wait is not None:
                heapq.heappush(self._retries, (self._stopwatch.seconds() + wait, message.id))
        except Exception:
            _log.exception("delivery_unsettled", message=message.id)
        finally:
            del self._under_way[message.id]
            if not self._under_way or self._room() >= KEPT_FOR_ALARMS + BATCH:
                self._woken.set()

    def _room(self) -> int:
        return UNDER_WAY - len(self._under_way)

    def _next_retry(self) -> float | None:
        return max(0.0, self._retries[0][0] - self._stopwatch.seconds()) if self._retries else None

    def _retries_due(self, limit: int) -> list[int]:
        due: list[int] = []
        while self._retries and len(due) < limit and self._retries[0][0] <= self._stopwatch.seconds():
            due.append(heapq.heappop(self._retries)[1])
        return due


def _by_hours(unit: Unit, claimed: list[ClaimedMessage]) -> tuple[list[ClaimedMessage], list[ClaimedMessage]]:
    """What may go now, and what waits for the next opening: alarms go at any hour."""
    calendar = calendar_for(policy_on_day(unit, london_day(unit.now)))
    if calendar.is_open(unit.now):
        return claimed, []
    early = [one for one in claimed if one.send_class is not SendClass.ALARM]
    outbox.defer(unit, early, calendar.next_open(unit.now))
    return [one for one in claimed if one.send_class is SendClass.ALARM], early
