"""How a call to Teams failed: classified once, here, into the ports' errors (PLATFORM, Delivery)."""

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp

from bot.ports import (
    ConversationGoneError,
    PassingError,
    RefusedError,
    SendError,
    UncertainError,
    UnreachableError,
)

# 429 is Teams asking us to slow down; 412 and the rest are its own passing trouble.
PASSING_STATUSES = frozenset({412, 429, 502, 503, 504})
_CODE = re.compile(r"\w{1,64}", re.ASCII)
_SECONDS = re.compile(r"\d+(\.\d+)?", re.ASCII)


def refused_call(status: int, retry_after: str | None, body: bytes, now: datetime) -> SendError:
    """What an answer that is not a success means.

    Args:
        status: the HTTP status.
        retry_after: the header of that name, in seconds or as an HTTP date.
        body: the answer's body, whose error code is kept for a 403.
        now: the instant of the answer, against which an HTTP date is held.
    """
    reason = f"http_{status}"
    if status in PASSING_STATUSES:
        return PassingError(reason, _wait(retry_after, now))
    if status == 403:
        return UnreachableError(_code(body) or reason)
    if status == 404:
        return ConversationGoneError(reason)
    return RefusedError(reason)


def lost_call(problem: Exception) -> SendError:
    """What it means that no answer came: certain where no connection was made, uncertain afterwards."""
    if isinstance(problem, aiohttp.ConnectionTimeoutError):
        return PassingError("connect_timeout")
    if isinstance(problem, aiohttp.ClientConnectorError | aiohttp.ClientHttpProxyError):
        return PassingError("not_connected")
    if isinstance(problem, aiohttp.InvalidURL):
        return RefusedError("service_url_unreadable")
    if isinstance(problem, TimeoutError):
        return UncertainError("timeout")
    return UncertainError("connection_lost")


def _wait(retry_after: str | None, now: datetime) -> float | None:
    """The seconds that `Retry-After` asks for; None where it is missing or makes no sense."""
    text = (retry_after or "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())


def _code(body: bytes) -> str:
    """The error code that Teams gives, as `{"error": {"code": …}}`; empty where there is none."""
    try:
        document = json.loads(body)
        code = document.get("error", document)["code"]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return ""
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""
