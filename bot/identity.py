"""How an Azure host is asked for a token of a managed identity, and what such a token is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.settings import Settings

REFRESH_EARLY = timedelta(minutes=5)
# The address at which every Azure machine answers for its own identity; plain http within the machine's host.
INSTANCE_IDENTITY_URL = "http://169.254.169.254/metadata/identity/oauth2/token"


@dataclass(frozen=True, slots=True)
class IdentityRequest:
    """What is asked, by GET, for a token; the header is a secret of the host."""

    url: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OurToken:
    """A token of ours and how long it serves. It is never written anywhere."""

    text: str
    refresh_at: datetime
    expires_at: datetime


def identity_request(settings: Settings, resource: str, client_id: str) -> IdentityRequest:
    """How to ask for a token of a user-assigned identity: of the host (Container Apps, App Service), else the machine.

    Args:
        settings: where the host says it answers.
        resource: what the token is for, without `/.default`.
        client_id: of the identity.
    """
    if settings.identity_endpoint and settings.identity_header:
        query = {"resource": resource, "client_id": client_id, "api-version": "2019-08-01"}
        headers = {"X-IDENTITY-HEADER": settings.identity_header.get_secret_value()}
        return IdentityRequest(settings.identity_endpoint, query, headers)
    return machine_request(INSTANCE_IDENTITY_URL, resource, client_id)


def machine_request(url: str, resource: str, client_id: str) -> IdentityRequest:
    """How an Azure machine is asked at an address; the rest as `identity_request` takes it."""
    query = {"resource": resource, "client_id": client_id, "api-version": "2018-02-01"}
    return IdentityRequest(url, query, {"Metadata": "true"})


def token_of(answer: Mapping[str, Any], now: datetime) -> OurToken:
    """The token in an answer: `access_token` with `expires_in` or `expires_on`, in seconds.

    Raises:
        KeyError, TypeError, ValueError: the answer is none.
    """
    if "expires_in" in answer:
        expires_at = now + timedelta(seconds=int(answer["expires_in"]))
    else:
        expires_at = datetime.fromtimestamp(int(answer["expires_on"]), UTC)
    early = min(REFRESH_EARLY, (expires_at - now) / 2)
    return OurToken(str(answer["access_token"]), expires_at - early, expires_at)
