"""Who we are: the token that goes with each call to Teams, by client secret or managed identity."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

import aiohttp

from bot import measures
from bot.identity import OurToken, identity_request, machine_request, token_of
from bot.ports import PassingError, RefusedError, SendError
from bot.settings import Settings
from bot.teams.calls import Calls
from bot.teams.single_flight import SingleFlight

ENTRA_TOKEN_URL = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"  # noqa: S105  # an address
_PASSING_STATUSES = frozenset({408, 429, 500, 502, 503, 504})


class TokenSource(Protocol):
    """Where our token comes from."""

    async def fetch(self, calls: Calls) -> dict[str, Any]:
        """A new token as the source answers it: `access_token` with `expires_in` or `expires_on`, in seconds."""
        ...


class ClientSecret:
    """A single-tenant app shows its secret to Entra (the client credentials grant of OAuth 2.0)."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.token_url or ENTRA_TOKEN_URL.format(tenant=settings.app_tenant_id)
        self._form = {
            "grant_type": "client_credentials",
            "client_id": settings.app_id,
            "client_secret": settings.app_password.get_secret_value(),
            "scope": settings.token_scope,
        }

    async def fetch(self, calls: Calls) -> dict[str, Any]:
        """A new token from Entra."""
        return await calls.fetch_json("POST", self._url, data=self._form)


class ManagedIdentity:
    """A user-assigned identity: asked of the host (Container Apps, App Service) or of the machine itself."""

    def __init__(self, settings: Settings) -> None:
        resource, app_id = settings.token_scope.removesuffix("/.default"), settings.app_id
        # An address that is set overrules the host's, and is asked as a machine is.
        self._request = (
            machine_request(settings.token_url, resource, app_id)
            if settings.token_url
            else identity_request(settings, resource, app_id)
        )

    async def fetch(self, calls: Calls) -> dict[str, Any]:
        """A new token from the host or the machine."""
        asked = self._request
        return await calls.fetch_json("GET", asked.url, params=dict(asked.query), headers=dict(asked.headers))


def source_of(settings: Settings) -> TokenSource:
    """Where the settings say our token comes from."""
    return ManagedIdentity(settings) if settings.app_type == "UserAssignedMSI" else ClientSecret(settings)


class OurTokens:
    """Our token of the one app and scope there is: kept, renewed ahead of time, fetched once however many wait.

    Args:
        now: the instant, aware.
    """

    def __init__(self, source: TokenSource, calls: Calls, now: Callable[[], datetime]) -> None:
        self._source = source
        self._calls = calls
        self._now = now
        self._token: OurToken | None = None
        self._flight = SingleFlight(self._fetch)

    async def bearer(self) -> str:
        """The token as text.

        Raises:
            SendError: there is none. Nothing was sent to Teams.
        """
        token, now = self._token, self._now()
        if token is None or now >= token.expires_at:
            return (await self._flight.join()).text
        if now >= token.refresh_at:
            # Nobody waits for this: the old one serves until the new one is here.
            self._flight.start()
        return token.text

    def drop(self, text: str) -> None:
        """Forget a token that Teams has refused; a newer one stays."""
        if self._token is not None and self._token.text == text:
            self._token = None

    async def close(self) -> None:
        """Give up a fetch under way."""
        await self._flight.stop()

    async def _fetch(self) -> OurToken:
        try:
            self._token = token_of(await self._source.fetch(self._calls), self._now())
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as problem:
            measures.TOKEN_FETCHES.labels("failed").inc()
            raise _token_failure(problem) from None
        measures.TOKEN_FETCHES.labels("fetched").inc()
        return self._token


def _token_failure(problem: Exception) -> SendError:
    if isinstance(problem, aiohttp.ClientResponseError) and problem.status not in _PASSING_STATUSES:
        return RefusedError(f"token_http_{problem.status}")
    if isinstance(problem, aiohttp.ClientResponseError):
        return PassingError(f"token_http_{problem.status}")
    if isinstance(problem, aiohttp.ClientError | TimeoutError):
        return PassingError("token_no_answer")
    return RefusedError("token_unreadable")
