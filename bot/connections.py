"""Who may hold a connection open, and for how long: slow clients and many of them keep nobody else out.

aiohttp bounds neither the number of connections nor the time for the headers of a request, and waits without end for
a client that doesn't read its answer. So each connection has a protocol of ours before aiohttp's, with a deadline.
"""

import asyncio
import select
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import cast

from aiohttp import web

from bot import measures


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is allowed to those who connect; times in seconds.

    Attributes:
        connections: how many may be open.
        probes: how many more are let in to ask whether the service is well, when all of those are busy.
        head: for a request's headers to come whole, from its first byte or from the connection's beginning.
        largest_head: in bytes, of all headers together: aiohttp would hold 128 of 8 KB each for every connection.
        quiet: between two requests of somebody who has not yet done anything here.
        quiet_when_known: likewise of somebody whose request was let in: longer than a reverse proxy keeps its own,
            so that none is cut as the proxy is about to use it.
        unread: for a client to go on reading an answer.
        lingering: for the rest of a body that nobody wants.
    """

    connections: int = 500
    probes: int = 20
    head: float = 10
    largest_head: int = 32 * 1024
    quiet: float = 15
    quiet_when_known: float = 3630
    unread: float = 20
    lingering: float = 2


USUAL_BOUNDS = Bounds()
_HEALTH = "/health/"
# So many are asked whether they are still waited for before one of them has to make room in any case.
_MOST_ASKED = 20


class Connections:
    """The connections of a port: those beyond the bound take the place of whoever has waited longest.

    Somebody waits whose request has not come whole, or who has not begun another. Whoever has been let in before gives
    way last; whoever is being answered does not at all. Nor does anybody of whom something has come that we have not
    read yet: where very many connect at once, it is we who keep them waiting.
    """

    def __init__(self, bounds: Bounds = USUAL_BOUNDS) -> None:
        self.bounds = bounds
        # In the order in which they last began to wait.
        self._open: dict[web.RequestHandler, _Guarded] = {}

    def guarding(self, make: Callable[[], web.RequestHandler]) -> Callable[[], asyncio.Protocol]:
        """What makes the protocol of a connection, given what makes aiohttp's."""
        return lambda: _Guarded(self, make())

    def opened(self, one: "_Guarded") -> None:
        """Take one in, or cut it off where all are busy."""
        self._open[one.handler] = one
        if not self.is_full:
            return
        given_up = self._longest_waiting(one)
        if given_up is not None:
            given_up.cut("connection_given_up")
        if len(self._open) > self.bounds.connections + self.bounds.probes:
            one.cut("connections_full")
        one.is_probe = self.is_full

    @property
    def is_full(self) -> bool:
        """Whether more are open than are served."""
        return len(self._open) > self.bounds.connections

    def closed(self, one: "_Guarded") -> None:
        """Forget one that is over."""
        self._open.pop(one.handler, None)

    def waits(self, one: "_Guarded") -> None:
        """Put one last among those who wait."""
        if self._open.pop(one.handler, None) is not None:
            self._open[one.handler] = one

    def of(self, request: web.Request) -> "_Guarded | None":
        """The connection of a request; None where it came through no guarded port."""
        return self._open.get(request.protocol)

    def _longest_waiting(self, newcomer: "_Guarded") -> "_Guarded | None":
        waiting = [one for one in self._open.values() if not one.is_busy and one is not newcomer]
        first = [one for one in waiting if not one.is_known] or waiting
        return next((one for one in first[:_MOST_ASKED] if one.keeps_us_waiting), first[0] if first else None)


class _Head:
    """How much of a request's headers has come; its body does not count."""

    _END = b"\r\n\r\n"

    def __init__(self) -> None:
        self.size = 0
        self.is_whole = False
        self._last = b""

    def takes(self, data: bytes) -> None:
        """More of the request has come."""
        if self.is_whole:
            return
        end = (self._last + data).find(self._END)
        self.is_whole = end >= 0
        self.size += end if self.is_whole else len(data)
        self._last = data[-len(self._END) + 1 :]


class _Guarded(asyncio.Protocol):
    """One connection: hands everything on to aiohttp's protocol, and cuts off who keeps it waiting."""

    def __init__(self, connections: Connections, handler: web.RequestHandler) -> None:
        self.handler = handler
        self.is_busy = False
        self.is_known = False
        self.is_probe = False
        self._connections = connections
        self._is_quiet = False
        self._is_begun = False
        self._head = _Head()
        self._transport: asyncio.Transport | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._to_read: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self.handler.connection_made(transport)
        self._wait(self._connections.bounds.head)
        self._connections.opened(self)

    def data_received(self, data: bytes) -> None:
        if self._is_quiet:
            self._is_quiet, self._is_begun, self._head = False, False, _Head()
            self._wait(self._connections.bounds.head)
        self._head.takes(data)
        if self._head.size > self._connections.bounds.largest_head:
            self.cut("headers_too_large")
            return
        self.handler.data_received(data)

    def eof_received(self) -> None:
        self.handler.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        self._connections.closed(self)
        self.handler.connection_lost(exc)

    def pause_writing(self) -> None:
        loop = asyncio.get_running_loop()
        self._to_read = loop.call_later(self._connections.bounds.unread, self.cut, "answer_not_read")
        self.handler.pause_writing()

    def resume_writing(self) -> None:
        if self._to_read is not None:
            self._to_read.cancel()
        self.handler.resume_writing()

    def begins(self) -> None:
        """A request of it has come, at least its headers."""
        self.is_busy, self._is_quiet, self._is_begun = True, False, True
        if self._deadline is not None:
            self._deadline.cancel()

    def ends(self, *, is_known: bool, is_whole: bool) -> None:
        """The request has its answer; what is left of its body, where it was not whole, is no other's headers."""
        self.is_busy, self._is_quiet, self.is_known = False, is_whole, self.is_known or is_known
        bounds = self._connections.bounds
        self._wait(bounds.quiet_when_known if self.is_known and is_whole else bounds.quiet)
        self._connections.waits(self)

    @property
    def keeps_us_waiting(self) -> bool:
        """Whether all that has come of it is read, and no request in it is about to begin."""
        if self._transport is None or (self._head.is_whole and not self._is_begun):
            return False
        unread = select.poll()
        unread.register(self._transport.get_extra_info("socket").fileno(), select.POLLIN)
        return not unread.poll(0)

    def cut(self, reason: str) -> None:
        """End it now, without a word: whoever is cut off would not read one."""
        self._forget()
        self._connections.closed(self)
        if self._transport is not None and not self._transport.is_closing():
            measures.INBOUND_REFUSED.labels(reason).inc()
            self._transport.abort()

    def _wait(self, seconds: float) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = asyncio.get_running_loop().call_later(seconds, self.cut, "too_slow")

    def _forget(self) -> None:
        for timer in (self._deadline, self._to_read):
            if timer is not None:
                timer.cancel()


CONNECTIONS = web.AppKey("connections", Connections)


@web.middleware
async def attended(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Tell a request's connection when it begins and ends; beyond the bound, only probes are answered."""
    connections = request.app[CONNECTIONS]
    connection = connections.of(request)
    if connection is None:
        return await handler(request)
    if connection.is_probe and connections.is_full and not request.path.startswith(_HEALTH):
        measures.INBOUND_REFUSED.labels("connections_full").inc()
        return _full()
    connection.begins()
    is_known = False
    try:
        response = await handler(request)
        is_known = request.method == "POST" and response.status < 400
    finally:
        connection.ends(is_known=is_known, is_whole=request.content.is_eof())
    return response


def _full() -> web.Response:
    sentence = "Too many are asking just now. Try again in a moment."
    response = web.json_response({"error": sentence}, status=503, headers={"Retry-After": "1"})
    response.force_close()
    return response
