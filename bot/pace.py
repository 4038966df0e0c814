"""How fast this instance sends: within the limits that all instances keep together, the most urgent first.

What may go when is in the store (`storage.pace`); here is the queue for it.
"""

import asyncio
import heapq
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from functools import partial
from itertools import count
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Stopwatch
from bot.ports import PassingError, SendError
from storage import pace
from storage.pace import Grant
from storage.store import Actor, Store

# How many requests are given their times at once: a fifth of a second's worth, so that an alarm waits no longer.
AT_ONCE = 10
# The next places are asked for so long before the last are used up: the store may be slow.
_ASKED_BEFORE = 0.1
# Where the store does not say when something may go, it goes at a fifth of the limit.
_CAREFULLY = 0.1
# Where this process was held up, what should have gone meanwhile must not all go at once: (requests, seconds).
_CATCHING_UP = (49, 1.03)
# A wait as short as this is sat out with the message made; after a longer one it is made anew.
_SAT_OUT = 2.0
# Conversations that have been silent for longer than the longest limit need no memory.
_REMEMBERED = 5_000
# So many different conversations refused within so many seconds: then it is the tenant's limit, not theirs.
_REFUSED_TOGETHER, _TOGETHER = 3, 10.0
# Why something was not sent that would have been too fast: our own reason, not Teams'.
PACED = "paced"
_PACE = Actor("delivery")

_log = structlog.get_logger()

# What is to be noted last before a request goes.
Note = Callable[[], Awaitable[None]]


class Go(Protocol):
    """Asks for one more request, right before it."""

    def __call__(self, noting: Note | None = None) -> Awaitable[float]:
        """0 when it may go, noted and counted; else the seconds until one should ask again, and it is neither."""
        ...


class Urgency(IntEnum):
    """Who goes first."""

    AT_ONCE = 0  # a reply, an alarm
    NOTICE = 1
    NUDGE = 2


class Pace(Protocol):
    """Keeps what goes out within Teams' limits."""

    def turn(
        self, tenant_id: str, conversation: str, urgency: Urgency = Urgency.NOTICE
    ) -> AbstractAsyncContextManager[Go]:
        """A turn at a conversation (any name that is its own): entered when its own limits allow one more request.

        Others who want to write to the same conversation wait until it is left. What it gives is awaited right
        before the request goes, or not at all if none does.
        """
        ...

    def wait(self, tenant_id: str, conversation: str) -> float:
        """About how many seconds a turn at a conversation would be waited for, as far as is known."""
        ...

    async def slow_down(self, tenant_id: str, conversation: str, error: SendError) -> None:
        """Let nothing go where Teams has just asked to be left alone for a while; other failures ask for nothing."""
        ...


@dataclass(slots=True)
class _Conversation:
    """What this instance knows of a conversation: no sooner than `next_at` does one more request keep its limits.

    What an instance keeps to itself is in its stopwatch's seconds, which nobody puts back.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    next_at: float = 0.0
    waiting: int = 0


@dataclass(order=True, slots=True)
class _Waiting:
    urgency: Urgency
    place: int
    conversation: str = field(compare=False)
    grant: "asyncio.Future[Grant]" = field(compare=False)


@dataclass(slots=True)
class _Tenant:
    """Who waits for a tenant's next places."""

    waiting: list[_Waiting] = field(default_factory=list)
    granting: asyncio.Task[None] | None = None
    held_until: float = 0.0
    refused: deque[tuple[float, str]] = field(default_factory=lambda: deque(maxlen=50))
    went: deque[float] = field(default_factory=lambda: deque(maxlen=_CATCHING_UP[0]))


class SharedPace:
    """The pace of an instance, one of several: implements `Pace`.

    Args:
        store: where the instances keep what has gone.
        stopwatch: the seconds that they have in common.
    """

    def __init__(self, store: Store, stopwatch: Stopwatch) -> None:
        self._store = store
        self._stopwatch = stopwatch
        self._places = count()
        self._tenants: dict[str, _Tenant] = defaultdict(_Tenant)
        self._conversations: dict[tuple[str, str], _Conversation] = {}

    @asynccontextmanager
    async def turn(self, tenant_id: str, conversation: str, urgency: Urgency = Urgency.NOTICE) -> AsyncIterator[Go]:
        """A turn at a conversation (see `Pace`). Whoever waits for their own limit holds up nobody else."""
        theirs = self._conversation(tenant_id, conversation)
        theirs.waiting += 1
        try:
            async with theirs.lock:
                while (seconds := self._until_free(tenant_id, theirs)) > 0:
                    await self._stopwatch.sleep(seconds)
                yield partial(self._go, tenant_id, conversation, urgency)
        finally:
            theirs.waiting -= 1

    def wait(self, tenant_id: str, conversation: str) -> float:
        """About how long a turn is waited for (see `Pace`): a conversation that many wait for gets two a second."""
        theirs = self._conversations.get((tenant_id, conversation))
        if theirs is None:
            return max(0.0, self._tenants[tenant_id].held_until - self._stopwatch.seconds())
        return max(self._until_free(tenant_id, theirs), max(0, theirs.waiting - pace.CONVERSATION_LIMITS[0][0]) / 2)

    async def slow_down(self, tenant_id: str, conversation: str, error: SendError) -> None:
        """Obey a `Retry-After`, and have all instances obey it (see `Pace`)."""
        if not isinstance(error, PassingError) or not _asks_for_a_pause(error):
            return
        seconds = min(error.retry_after or 1.0, pace.LONGEST_HOLD)
        theirs, tenant = self._conversation(tenant_id, conversation), self._tenants[tenant_id]
        theirs.next_at = max(theirs.next_at, self._stopwatch.seconds() + seconds)
        await self._keep_hold(tenant_id, conversation, seconds)
        if error.reason == "http_429" and self._is_the_tenants(tenant, conversation):
            tenant.held_until = max(tenant.held_until, self._stopwatch.seconds() + seconds)
            await self._keep_hold(tenant_id, None, seconds)

    def _is_the_tenants(self, tenant: _Tenant, conversation: str) -> bool:
        at = self._stopwatch.seconds()
        tenant.refused.append((at, conversation))
        return len({one for when, one in tenant.refused if when > at - _TOGETHER}) >= _REFUSED_TOGETHER

    async def _keep_hold(self, tenant_id: str, conversation: str | None, seconds: float) -> None:
        at = self._stopwatch.common_seconds()
        holding = partial(pace.hold, tenant_id=tenant_id, conversation=conversation, until=at + seconds, at=at)
        with suppress(SQLAlchemyError):  # this instance obeys in any case
            await self._store.run(holding, _instant(at), _PACE)

    def _until_free(self, tenant_id: str, theirs: _Conversation) -> float:
        return max(theirs.next_at, self._tenants[tenant_id].held_until) - self._stopwatch.seconds()

    async def _go(self, tenant_id: str, conversation: str, urgency: Urgency, noting: Note | None = None) -> float:
        until = self._stopwatch.seconds() + _SAT_OUT
        while wait := await self._ask(tenant_id, conversation, urgency):
            if self._stopwatch.seconds() + wait > until:
                return wait
            await self._stopwatch.sleep(wait)
        await self._leave(tenant_id, conversation, noting)
        return 0.0

    async def _leave(self, tenant_id: str, conversation: str, noting: Note | None) -> None:
        """Have it noted that a request goes. What waited for that must not all go at once, nor what follows it."""
        tenant, began = self._tenants[tenant_id], self._stopwatch.seconds()
        if noting is not None:
            await noting()
            self._conversation(tenant_id, conversation).next_at += self._stopwatch.seconds() - began
            await self._catch_up(tenant)
        tenant.went.append(self._stopwatch.seconds())

    async def _ask(self, tenant_id: str, conversation: str, urgency: Urgency) -> float:
        """0 once a request may go, waited for; else the seconds until there may be a place."""
        given: asyncio.Future[Grant] = asyncio.get_running_loop().create_future()
        tenant = self._tenants[tenant_id]
        heapq.heappush(tenant.waiting, _Waiting(urgency, next(self._places), conversation, given))
        if tenant.granting is None or tenant.granting.done():
            tenant.granting = asyncio.create_task(self._grant(tenant_id, tenant))
        one = await given
        theirs, ahead = self._conversation(tenant_id, conversation), one.next_at - self._stopwatch.common_seconds()
        theirs.next_at = max(theirs.next_at, self._stopwatch.seconds() + ahead)
        if one.goes_at is None:
            return max(0.001, ahead)
        await self._until(tenant, one.goes_at)
        return 0.0

    async def _until(self, tenant: _Tenant, goes_at: float) -> None:
        """Wait for a request's time, and a little longer where many are late."""
        due = self._stopwatch.seconds() + goes_at - self._stopwatch.common_seconds()
        await self._catch_up(tenant, due)

    async def _catch_up(self, tenant: _Tenant, due: float = 0.0) -> None:
        while (wait := max(due, _caught_up(tenant)) - self._stopwatch.seconds()) > 0:
            await self._stopwatch.sleep(wait)

    async def _grant(self, tenant_id: str, tenant: _Tenant) -> None:
        """Give out places for as long as somebody waits; no further ahead than the places given last."""
        while tenant.waiting:
            few = [heapq.heappop(tenant.waiting) for _ in range(min(AT_ONCE, len(tenant.waiting)))]
            wanted = [one for one in few if not one.grant.done()]
            if not wanted:
                continue
            grants = await self._granted(tenant_id, [one.conversation for one in wanted])
            for one, given in zip(wanted, grants, strict=True):
                if not one.grant.done():
                    one.grant.set_result(given)
            last = max([one.goes_at for one in grants if one.goes_at is not None], default=0.0)
            if tenant.waiting and (ahead := last - self._stopwatch.common_seconds()) > 0:
                await self._stopwatch.sleep(min(ahead, pace.AHEAD) - min(ahead, _ASKED_BEFORE))

    async def _granted(self, tenant_id: str, conversations: list[str]) -> list[Grant]:
        at = self._stopwatch.common_seconds()
        asking = partial(pace.grant, tenant_id=tenant_id, conversations=conversations, at=at)
        try:
            return await self._store.run(asking, _instant(at), _PACE)
        except Exception:
            # Nobody waits for the store to come back: it goes, if slowly.
            _log.exception("pace_not_kept")
            times = [at + place * _CAREFULLY for place in range(len(conversations))]
            return [Grant(one, one) for one in times]

    def _conversation(self, tenant_id: str, conversation: str) -> _Conversation:
        key = (tenant_id, conversation)
        if key not in self._conversations and len(self._conversations) >= _REMEMBERED:
            at = self._stopwatch.seconds()
            kept = {name: one for name, one in self._conversations.items() if one.waiting or one.next_at > at}
            self._conversations = kept
        return self._conversations.setdefault(key, _Conversation())


def _caught_up(tenant: _Tenant) -> float:
    many, seconds = _CATCHING_UP
    return tenant.went[0] + seconds if len(tenant.went) == many else 0.0


def _asks_for_a_pause(error: PassingError) -> bool:
    return error.reason == "http_429" or (error.retry_after is not None and error.reason != PACED)


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
