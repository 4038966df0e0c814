"""How the service signs in to PostgreSQL as itself: by tokens of its managed identity, in place of a password."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock

import structlog
import urllib3

from bot import measures
from bot.identity import IdentityRequest, OurToken, identity_request, token_of
from bot.settings import Settings
from storage.signing_in import NoPasswordError

# What Azure Database for PostgreSQL calls itself, by the issuer of the cloud's tokens.
PUBLIC_RESOURCE = "https://ossrdbms-aad.database.windows.net"
SOVEREIGN_RESOURCES = {
    "https://api.botframework.us": "https://ossrdbms-aad.database.usgovcloudapi.net",
    "https://api.botframework.azure.cn": "https://ossrdbms-aad.database.chinacloudapi.cn",
}
# A host that has just started, or is asked too often, says so by these; Microsoft asks for another try.
_AGAIN = urllib3.Retry(
    total=2, redirect=0, backoff_factor=0.2, status_forcelist=(404, 410, 429, 500, 502, 503, 504), raise_on_status=False
)
_PATIENCE = urllib3.Timeout(connect=2, read=3)
# While the old token serves, a host in trouble is asked again after so long: every connection would wait for it.
_LATER = timedelta(seconds=30)
_log = structlog.get_logger(__name__)


class IdentityPassword:
    """The password that is a token of a managed identity: kept, and renewed ahead of time.

    It is asked for on the store's threads, one of which fetches while the others wait.

    Args:
        request: how the host is asked.
        now: the instant, aware.
    """

    def __init__(self, request: IdentityRequest, now: Callable[[], datetime]) -> None:
        self._request = request
        self._now = now
        self._token: OurToken | None = None
        self._one_at_a_time = Lock()
        self._calls = urllib3.PoolManager(retries=_AGAIN, timeout=_PATIENCE)

    def __call__(self) -> str:
        """The token as text.

        Raises:
            NoPasswordError: there is none, and the last has ended.
        """
        with self._one_at_a_time:
            now, token = self._now(), self._token
            if token is None or now >= min(token.refresh_at, token.expires_at):
                token = self._token = self._renewed(now, token)
            return token.text

    def _renewed(self, now: datetime, old: OurToken | None) -> OurToken:
        try:
            token = self._fetched(now)
        except NoPasswordError as problem:
            _log.warning("no_database_token", reason=str(problem))
            measures.TOKEN_FETCHES.labels("failed").inc()
            if old is not None and now < old.expires_at:
                return replace(old, refresh_at=now + _LATER)
            raise
        measures.TOKEN_FETCHES.labels("fetched").inc()
        return token

    def _fetched(self, now: datetime) -> OurToken:
        asked = self._request
        try:
            answer = self._calls.request("GET", asked.url, fields=dict(asked.query), headers=dict(asked.headers))
            if answer.status != 200:
                raise NoPasswordError(f"the identity's host answered {answer.status}")
            return token_of(answer.json(), now)
        except urllib3.exceptions.HTTPError as problem:
            raise NoPasswordError("the identity's host did not answer") from problem
        except (KeyError, TypeError, ValueError) as problem:
            raise NoPasswordError("the identity's host answered what is no token") from problem


def password_of(settings: Settings, now: Callable[[], datetime]) -> IdentityPassword:
    """The password that `AUDITBOT_DATABASE_IDENTITY` stands for."""
    resource = SOVEREIGN_RESOURCES.get(settings.token_issuer.rstrip("/"), PUBLIC_RESOURCE)
    return IdentityPassword(identity_request(settings, resource, settings.database_identity), now)
