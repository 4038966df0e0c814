"""Who calls: the channel's token is checked here, and nowhere else.

The rules are Microsoft's for the Bot Connector: signed with RS256 by a published key, issued by the channel for
this app, in date within five minutes, and naming the service URL that the activity names.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt

from bot.teams.signing_keys import KeysUnavailableError, SigningKey, SigningKeys, UnknownKeyError
from bot.teams.turned_away import TurnedAwayError, bad_token

LEEWAY_SECONDS = 300
REMEMBERED_TOKENS = 1_000


@dataclass(frozen=True, slots=True)
class VerifiedToken:
    """What a token says once its signature has been checked. Instants are seconds since 1970."""

    kid: str
    service_url: str
    endorsements: frozenset[str]
    not_before: int
    expires: int

    def check_time(self, now: datetime) -> None:
        """Refuse it before or after its time, give or take five minutes."""
        if now.timestamp() >= self.expires + LEEWAY_SECONDS:
            raise bad_token("token_expired")
        if now.timestamp() < self.not_before - LEEWAY_SECONDS:
            raise bad_token("token_not_yet_valid")

    def check_activity(self, channel_id: str, service_url: str) -> None:
        """Refuse an activity of another channel or another service URL than the token speaks for."""
        if self.endorsements and channel_id not in self.endorsements:
            raise bad_token("token_for_another_channel")
        if not self.service_url or self.service_url.rstrip("/") != service_url.rstrip("/"):
            raise bad_token("token_for_another_service_url")


class TokenCheck:
    """Checks the `Authorization` header of what comes in.

    Checking a signature costs more than all else a turn does in the seam, and Teams uses a token for an hour:
    a token is remembered by its digest until it expires or its key is no longer published.

    Args:
        app_id: the bot's application id, which must be the token's audience.
        issuer: who must have issued it.
        now: the instant, aware.
    """

    def __init__(self, app_id: str, issuer: str, keys: SigningKeys, now: Callable[[], datetime]) -> None:
        self._app_id = app_id
        self._issuer = issuer
        self._keys = keys
        self._now = now
        self._remembered: dict[bytes, VerifiedToken] = {}

    async def verify(self, authorization: str | None) -> VerifiedToken:
        """The token of an `Authorization` header.

        Raises:
            TurnedAwayError: 401 for every kind of bad token; 503 while no signing key could be fetched.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise bad_token("token_missing")
        encoded = token.strip().encode("utf-8", "surrogateescape")
        digest = hashlib.sha256(encoded).digest()
        known = self._remembered.get(digest)
        if known is None or not self._keys.holds(known.kid):
            known = await self._read(encoded)
            self._remember(digest, known)
        known.check_time(self._now())
        return known

    def _remember(self, digest: bytes, verified: VerifiedToken) -> None:
        if len(self._remembered) >= REMEMBERED_TOKENS:
            del self._remembered[next(iter(self._remembered))]
        self._remembered[digest] = verified

    async def _read(self, token: bytes) -> VerifiedToken:
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") != "RS256" or not isinstance(header.get("kid"), str):
                raise bad_token("token_not_signed_as_agreed")
            signing = await self._key(header["kid"])
            return _verified(header["kid"], self._claims(token, signing), signing)
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as problem:
            raise bad_token(f"token_{type(problem).__name__}") from None

    def _claims(self, token: bytes, signing: SigningKey) -> dict[str, Any]:
        # The dates are checked by `check_time`, also of a token that is remembered, against our own clock.
        return jwt.decode(
            token,
            signing.key,
            algorithms=["RS256"],
            audience=self._app_id,
            issuer=self._issuer,
            options={"require": ["exp"], "verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )

    async def _key(self, kid: str) -> SigningKey:
        try:
            return await self._keys.key(kid)
        except UnknownKeyError:
            raise bad_token("token_key_unknown") from None
        except KeysUnavailableError:
            sentence = "The channel's signing keys can't be fetched just now. Send it again in a minute."
            raise TurnedAwayError(503, "signing_keys_unavailable", sentence) from None


def _verified(kid: str, claims: dict[str, Any], signing: SigningKey) -> VerifiedToken:
    return VerifiedToken(
        kid=kid,
        service_url=str(claims.get("serviceurl") or claims.get("serviceUrl") or ""),
        endorsements=signing.endorsements,
        not_before=int(claims.get("nbf", 0)),
        expires=int(claims["exp"]),
    )
