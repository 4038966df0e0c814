"""How the service listens: every connection guarded, and nothing logged of what strangers send that is no HTTP."""

import asyncio
import logging
from http import HTTPStatus
from typing import cast

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot import measures
from bot.connections import CONNECTIONS

# What is taken in before anybody asks for it: with the number of connections, all that strangers can fill.
_READ_AHEAD = 16 * 1024


class GuardedSite(web.BaseSite):
    """A port on which every connection is guarded; otherwise as `aiohttp.web.TCPSite`.

    Args:
        runner: of an application that has `CONNECTIONS`, set up.
        port: 0 for any that is free.
    """

    def __init__(self, runner: web.AppRunner, host: str, port: int) -> None:
        super().__init__(runner)
        self._connections = runner.app[CONNECTIONS]
        self._host = host
        self._port = port

    @property
    def name(self) -> str:
        """Its address."""
        return f"http://{self._host}:{self._port}"

    async def start(self) -> None:
        """Listen.

        Raises:
            OSError: the port can't be had.
        """
        await super().start()
        # There is a server: a site can only be made for a runner that is set up.
        guarded = self._connections.guarding(cast("web.Server", self._runner.server))
        self._server = await asyncio.get_running_loop().create_server(guarded, self._host, self._port)


class _NoHttp(logging.Filter):
    """Leaves out of the log what is no HTTP, and counts it: aiohttp would write a stack of lines for each request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a line is kept."""
        error = record.exc_info[1] if record.exc_info else None
        is_theirs = isinstance(error, HttpProcessingError) and error.code < HTTPStatus.INTERNAL_SERVER_ERROR
        if is_theirs:
            measures.INBOUND_REFUSED.labels("no_http").inc()
        return not is_theirs


def _log_without_strangers() -> logging.Logger:
    log = logging.getLogger("aiohttp.server.auditbot")
    log.filters = [_NoHttp()]
    return log


async def listen(app: web.Application, host: str, port: int, seconds_to_finish: float) -> web.AppRunner:
    """Answer for an application on a port, until the runner is cleaned up.

    Args:
        app: has `CONNECTIONS`, and `attended` among its middlewares.
        host: the address.
        port: 0 for any that is free.
        seconds_to_finish: how long the clean-up waits for what is in flight.

    Raises:
        OSError: the port can't be had.
    """
    bounds = app[CONNECTIONS].bounds
    # Nothing that is packed is unpacked: a few bytes could become very many before anybody had looked at a token.
    runner = web.AppRunner(
        app,
        access_log=None,
        logger=_log_without_strangers(),
        # aiohttp waits so long twice: for the turn, and once more after it has given up the rest of a body.
        shutdown_timeout=seconds_to_finish / 2,
        lingering_time=bounds.lingering,
        auto_decompress=False,
        read_bufsize=_READ_AHEAD,
    )
    await runner.setup()
    try:
        await GuardedSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner
