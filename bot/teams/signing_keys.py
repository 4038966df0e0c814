"""The keys with which the channel signs its tokens: fetched, kept, and fetched again when one is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import jwt
import structlog

from bot import measures
from bot.settings import is_safe_url
from bot.teams.calls import Calls
from bot.teams.single_flight import SingleFlight

KEEP_KEYS = timedelta(hours=24)
FETCHES_AT_ONCE = 4
ONE_MORE_FETCH_EVERY = timedelta(seconds=30)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key of the channel and the channels it may speak for; none named means any."""

    key: Any
    endorsements: frozenset[str]


class UnknownKeyError(Exception):
    """No key of that id is known, even after asking again where that was allowed."""


class KeysUnavailableError(Exception):
    """No key at all could be fetched yet: nobody can be let in, and nobody is to blame."""


class Allowance:
    """A few at once, then one every so often: what keeps a flood of unknown keys from becoming our flood."""

    def __init__(self, at_once: int, one_more_every: timedelta) -> None:
        self._most = float(at_once)
        self._every = one_more_every
        self._left = float(at_once)
        self._asked_at: datetime | None = None

    def take(self, now: datetime) -> bool:
        """Whether one more is allowed now; it counts as used."""
        if self._asked_at is not None:
            regained = max(0.0, (now - self._asked_at) / self._every)
            self._left = min(self._most, self._left + regained)
        self._asked_at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class SigningKeys:
    """The channel's signing keys by id.

    They are kept for a day. A missing key is asked for at once, so that a rotation costs nobody a turn, but only
    as often as the allowance says. When a fetch fails the old keys go on serving.

    Args:
        metadata_url: the channel's OpenID metadata, whose `jwks_uri` names the keys.
        now: the instant, aware.
    """

    def __init__(self, metadata_url: str, calls: Calls, now: Callable[[], datetime]) -> None:
        self._metadata_url = metadata_url
        self._calls = calls
        self._now = now
        self._keys: dict[str, SigningKey] = {}
        self._fetched_at: datetime | None = None
        self._allowance = Allowance(FETCHES_AT_ONCE, ONE_MORE_FETCH_EVERY)
        self._flight = SingleFlight(self._fetch)

    def holds(self, kid: str) -> bool:
        """Whether a key of that id is known now."""
        return kid in self._keys

    async def key(self, kid: str) -> SigningKey:
        """The key of that id.

        Raises:
            UnknownKeyError: there is none.
            KeysUnavailableError: no key could be fetched so far.
        """
        if kid not in self._keys and self._may_fetch():
            await self._flight.join()
        elif self._is_old() and self._may_fetch():
            self._flight.start()
        if kid in self._keys:
            return self._keys[kid]
        raise UnknownKeyError if self._keys else KeysUnavailableError

    async def close(self) -> None:
        """Give up a fetch under way."""
        await self._flight.stop()

    def _is_old(self) -> bool:
        return self._fetched_at is not None and self._now() - self._fetched_at > KEEP_KEYS

    def _may_fetch(self) -> bool:
        # Joining a fetch under way costs nothing.
        return self._flight.under_way or self._allowance.take(self._now())

    async def _fetch(self) -> None:
        try:
            keys = await self._published_keys()
        except (aiohttp.ClientError, TimeoutError, ValueError, LookupError, TypeError, AttributeError) as problem:
            measures.KEY_FETCHES.labels("failed").inc()
            _log.warning("signing_keys_not_fetched", problem=type(problem).__name__, kept=len(self._keys))
            return
        measures.KEY_FETCHES.labels("fetched").inc()
        self._keys, self._fetched_at = keys, self._now()

    async def _published_keys(self) -> dict[str, SigningKey]:
        metadata = await self._calls.fetch_json("GET", self._metadata_url)
        address = str(metadata["jwks_uri"])
        if not is_safe_url(address):
            raise ValueError("jwks_uri is not https")
        published = await self._calls.fetch_json("GET", address)
        keys = {kid: key for kid, key in map(_usable, published["keys"]) if key is not None}
        if not keys:
            raise ValueError("no usable key is published")
        return keys


def _usable(described: dict[str, Any]) -> tuple[str, SigningKey | None]:
    """A published key by its id; None in its place where it is none for signatures with RSA."""
    kid, kind, use = described.get("kid"), described.get("kty"), described.get("use", "sig")
    if not isinstance(kid, str) or kind != "RSA" or use != "sig":
        return "", None
    try:
        key = jwt.PyJWK(described, algorithm="RS256").key
    except jwt.PyJWTError:
        return "", None
    return kid, SigningKey(key, frozenset(described.get("endorsements") or ()))
