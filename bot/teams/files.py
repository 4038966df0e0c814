"""Files to and fro: what a person sends lies in their OneDrive, and what they take is put there.

Teams names the place with an address that opens it to whoever has it, for some minutes and without a token: ours
never goes there. Only what the Bot Connector itself keeps is fetched with our token.
"""

from collections.abc import Awaitable, Callable
from urllib.parse import urljoin, urlsplit

import aiohttp
import structlog

from bot import measures, traces
from bot.ports import FileError, FileTrouble, SendError, SentFile, UploadPlace
from bot.settings import Settings, is_loopback, is_safe_url
from bot.teams.calls import Calls

# OneDrive may send on to another of its machines; a longer way is no way to a file.
MOST_HOPS = 3
_PIECE = 64 * 1024
_SENT_ON = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_WHOLE = frozenset({200, 201})
_log = structlog.get_logger(__name__)


class TeamsFiles:
    """Implements `bot.ports.Files` over the shared session.

    Args:
        settings: which hosts may hold files.
        bearer_for: our token for an address of the Bot Connector; empty in local trial.
    """

    def __init__(self, settings: Settings, calls: Calls, bearer_for: Callable[[str], Awaitable[str]]) -> None:
        self._hosts = () if settings.local_trial else settings.allowed_file_hosts
        self._is_trial = settings.local_trial
        self._calls = calls
        self._bearer_for = bearer_for

    async def fetch(self, file: SentFile, largest: int) -> bytes:
        """The bytes of a file, if they are no more than `largest`.

        Raises:
            FileError: it can't be had.
        """
        try:
            with traces.span("call for a file", call="fetch_file"):
                content = await self._fetched(file, largest)
        except FileError as problem:
            _count("fetch_file", problem.trouble)
            raise
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, SendError) as problem:
            # ValueError: what is no address at all, and a port that is none.
            _count("fetch_file", FileTrouble.NO_ANSWER, type(problem).__name__)
            raise FileError(FileTrouble.NO_ANSWER) from problem
        measures.OUTBOUND.labels("fetch_file", "fetched").inc()
        return content

    async def put(self, place: UploadPlace, content: bytes) -> None:
        """Put a file where the person who took it lets us, whole.

        Raises:
            FileError: it did not get there.
        """
        try:
            self._check_host(place.upload_url)
            with traces.span("call for a file", call="put_file"):
                await self._put(place.upload_url, content)
        except FileError as problem:
            _count("put_file", problem.trouble)
            raise
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as problem:
            _count("put_file", FileTrouble.NO_ANSWER, type(problem).__name__)
            raise FileError(FileTrouble.NO_ANSWER) from problem
        measures.OUTBOUND.labels("put_file", "sent").inc()

    async def _fetched(self, file: SentFile, largest: int) -> bytes:
        if file.is_connectors:
            bearer = await self._bearer_for(file.url)
            headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
            return _bytes_of(await self._get(file.url, largest, headers))
        found: bytes | str = file.url
        for _ in range(MOST_HOPS + 1):
            if isinstance(found, bytes):
                break
            self._check_host(found)
            found = await self._get(found, largest, {})
        return _bytes_of(found)

    async def _get(self, url: str, largest: int, headers: dict[str, str]) -> bytes | str:
        """The bytes at an address, or the address to which it sends on."""
        # Packed on the way, a small answer could become a very large one here.
        headers = {**headers, "Accept-Encoding": "identity"}
        async with self._calls.request("GET", url, headers=headers, timeout=self._calls.transfer_timeout) as response:
            if response.status in _SENT_ON:
                return urljoin(url, response.headers.get("Location", ""))
            _check_status(response.status)
            # A link to share leads to a page for people: some phones send that in place of the file's address.
            if response.content_type == "text/html":
                raise FileError(FileTrouble.NOT_THERE)
            return await _read(response, largest)

    async def _put(self, url: str, content: bytes) -> None:
        last = len(content) - 1
        headers = {"Content-Type": "application/octet-stream", "Content-Range": f"bytes 0-{last}/{len(content)}"}
        patience = self._calls.transfer_timeout
        async with self._calls.request("PUT", url, data=content, headers=headers, timeout=patience) as response:
            _check_status(response.status)
            if response.status not in _WHOLE:
                # 202 asks for the rest of a file that was all there.
                raise FileError(FileTrouble.NO_ANSWER)

    def _check_host(self, url: str) -> None:
        """Refuse an address that is not Teams' own kind: whoever forges one must not make us call where they like."""
        host = (urlsplit(url).hostname or "").lower().rstrip(".")
        allowed = is_loopback(host) if self._is_trial else any(_matches(host, one) for one in self._hosts)
        if not (allowed and is_safe_url(url)):
            raise FileError(FileTrouble.FOREIGN_HOST)


def _matches(host: str, allowed: str) -> bool:
    return host.endswith(allowed[1:]) if allowed.startswith("*.") else host == allowed


def _check_status(status: int) -> None:
    if status in _PASSING:
        raise FileError(FileTrouble.NO_ANSWER)
    if not 200 <= status < 300:
        raise FileError(FileTrouble.NOT_THERE)


async def _read(response: aiohttp.ClientResponse, largest: int) -> bytes:
    if (response.content_length or 0) > largest:
        raise FileError(FileTrouble.TOO_LARGE)
    content = bytearray()
    async for piece in response.content.iter_chunked(_PIECE):
        content += piece
        if len(content) > largest:
            raise FileError(FileTrouble.TOO_LARGE)
    return bytes(content)


def _bytes_of(found: bytes | str) -> bytes:
    if isinstance(found, bytes):
        return found
    # A token does not travel on, and nobody is sent on for ever.
    raise FileError(FileTrouble.FOREIGN_HOST)


def _count(call: str, trouble: FileTrouble, why: str = "") -> None:
    measures.OUTBOUND.labels(call, trouble.value).inc()
    _log.warning("file_not_moved", call=call, trouble=trouble.value, why=why)
