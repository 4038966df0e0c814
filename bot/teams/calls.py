"""What the seam calls out with: one session over one bounded pool of connections."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.settings import is_loopback

CONNECTIONS = 128
# A host that hangs holds its own share of the pool and leaves the rest to the others.
CONNECTIONS_PER_HOST = 96

# What is said to us in answer is a few kilobytes. It may be packed, and unpack to far more.
LARGEST_ANSWER = 1024 * 1024
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the seam waits, in seconds.

    Attributes:
        connect: for a connection. It is the shortest, so that running out of another always means that the
            request had gone.
        fetch: for keys and tokens.
        call: for Teams to take a message.
        transfer: for a file of some megabytes.
    """

    connect: float = 3
    fetch: float = 5
    call: float = 8
    transfer: float = 60


USUAL_PATIENCE = Patience()


class Calls:
    """HTTP calls through the shared session.

    Args:
        session: open for as long as the service runs.
        proxy: `HTTPS_PROXY`, used for https addresses that are not on this machine.

    Attributes:
        call_timeout: of a call to Teams.
        transfer_timeout: of a file on its way.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        proxy: str | None = None,
        patience: Patience = USUAL_PATIENCE,
    ) -> None:
        self._session = session
        self._proxy = proxy
        self._fetch_timeout = aiohttp.ClientTimeout(total=patience.fetch, connect=patience.connect)
        self.call_timeout = aiohttp.ClientTimeout(total=patience.call, connect=patience.connect)
        self.transfer_timeout = aiohttp.ClientTimeout(total=patience.transfer, connect=patience.connect)

    @classmethod
    @asynccontextmanager
    async def open(cls, proxy: str | None = None, patience: Patience = USUAL_PATIENCE) -> AsyncIterator["Calls"]:
        """Calls over a new session, which is closed at the end."""
        pool = aiohttp.TCPConnector(limit=CONNECTIONS, limit_per_host=CONNECTIONS_PER_HOST, ttl_dns_cache=300)
        async with aiohttp.ClientSession(connector=pool, cookie_jar=aiohttp.DummyCookieJar()) as session:
            yield cls(session, proxy, patience)

    def request(
        self, method: str, url: str, *, timeout: aiohttp.ClientTimeout, **how: Any
    ) -> "aiohttp.client._RequestContextManager":
        """A request, to be entered with `async with`. A redirect is never followed: it could take a token along.

        Args:
            method: `GET` and the like.
            url: in full.
            timeout: asked of everybody who calls out, so that nobody forgets it.
            how: as aiohttp's own `request` takes it.
        """
        proxy = self._proxy_for(url)
        return self._session.request(method, url, proxy=proxy, allow_redirects=False, timeout=timeout, **how)

    async def fetch_json(self, method: str, url: str, **how: Any) -> dict[str, Any]:
        """A small JSON document: keys or a token.

        Raises:
            aiohttp.ClientResponseError: the answer was not 200.
            aiohttp.ClientError, TimeoutError: there was no answer.
            ValueError: the answer was no JSON object, or far larger than any such document.
        """
        async with self.request(method, url, timeout=self._fetch_timeout, **how) as response:
            if response.status != 200:
                raise aiohttp.ClientResponseError(response.request_info, (), status=response.status)
            document = json.loads(await whole_answer(response))
        if not isinstance(document, dict):
            raise ValueError("not a JSON object")  # noqa: TRY004  # a bad answer, not a bug of ours
        return document

    def _proxy_for(self, url: str) -> str | None:
        parts = urlsplit(url)
        outside = parts.scheme == "https" and not is_loopback(parts.hostname or "")
        return self._proxy if outside else None


async def whole_answer(response: aiohttp.ClientResponse) -> bytes:
    """The body of an answer, unpacked.

    Raises:
        aiohttp.ClientError, TimeoutError: it did not come whole.
        ValueError: it is far larger than anything that is answered to us; the rest is not read.
    """
    content = bytearray()
    async for piece in response.content.iter_chunked(_PIECE):
        content += piece
        if len(content) > LARGEST_ANSWER:
            raise ValueError("the answer is too large")
    return bytes(content)
