"""The Teams seam put together: what the service holds of Teams, and the door through which Teams comes in."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from botbuilder.core import TurnContext
from botbuilder.schema import Activity

from bot.ports import InboundHandler
from bot.settings import Settings
from bot.teams.adapter import TeamsActivities, TeamsAdapter, kept_answer
from bot.teams.calls import USUAL_PATIENCE, Calls, Patience
from bot.teams.connector import Connector
from bot.teams.files import TeamsFiles
from bot.teams.inbound import agreed_tenant, read_activity
from bot.teams.signing_keys import SigningKeys
from bot.teams.tokens_in import TokenCheck, VerifiedToken
from bot.teams.tokens_out import OurTokens, source_of
from bot.teams.turned_away import TurnedAwayError, bad_token

CHANNEL = "msteams"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class DoorAnswer:
    """What a request is answered with; no body for anything but a pressed button."""

    status: int
    body: Mapping[str, Any] | None = None


class Door:
    """Lets in what Teams sends: token, activity, tenant, then the dispatch.

    Args:
        tokens: the check of the channel's tokens, or None in local trial.
        allows: whether a tenant is served.
    """

    def __init__(
        self,
        tokens: TokenCheck | None,
        adapter: TeamsAdapter,
        handler: InboundHandler,
        allows: Callable[[str], bool],
    ) -> None:
        self._tokens = tokens
        self._adapter = adapter
        self._activities = TeamsActivities(handler, allows)
        self._allows = allows

    async def admit(self, authorization: Sequence[str]) -> VerifiedToken | None:
        """Whether the caller has shown that it is Teams: asked before anything of the body is read.

        Args:
            authorization: the headers of that name.

        Returns:
            What the token says; None in local trial, which asks for none.

        Raises:
            TurnedAwayError: it has not.
        """
        if self._tokens is None:
            return None
        if len(authorization) > 1:
            # Which of two counts would be a matter of taste, and a proxy's may differ from ours.
            raise bad_token("token_twice")
        return await self._tokens.verify(authorization[0] if authorization else None)

    async def receive(self, token: VerifiedToken | None, body: bytes) -> DoorAnswer:
        """Handle one request of somebody who was admitted.

        Args:
            token: as `admit` gave it.
            body: the whole body as it came.

        Raises:
            TurnedAwayError: it is not let in, or its tenant is not served (after the dispatch has heard of it).
            Exception: whatever the dispatch raised for anything but a pressed button.
        """
        activity = read_activity(body)
        if token is not None:
            _check_channel(token, activity)
        tenant = agreed_tenant(activity)
        answer = await self._turn(activity)
        if not self._allows(tenant):
            sentence = "This tenant is not served here. Ask your council's QA team."
            raise TurnedAwayError(403, "tenant_not_allowed", sentence)
        return answer

    async def _turn(self, activity: Activity) -> DoorAnswer:
        context = TurnContext(self._adapter, activity)
        await self._adapter.run_pipeline(context, self._activities.on_turn)
        kept = kept_answer(context)
        answer = DoorAnswer(kept.status, kept.body) if kept else DoorAnswer(200)
        _log.info("turn", what=activity.name or activity.type, activity=activity.id, status=answer.status)
        return answer


def _check_channel(token: VerifiedToken, activity: Activity) -> None:
    token.check_activity(activity.channel_id, activity.service_url)
    if activity.channel_id != CHANNEL:
        raise TurnedAwayError(403, "channel_not_served", "This service answers Microsoft Teams only.")


@dataclass(frozen=True, slots=True)
class TeamsSeam:
    """Teams, as the service holds it.

    Attributes:
        messenger: what goes out (`bot.ports.Messenger`).
        files: what fetches and puts files (`bot.ports.Files`).
    """

    messenger: Connector
    files: TeamsFiles
    _tokens: TokenCheck | None
    _allows: Callable[[str], bool]
    _ours: OurTokens | None = None

    async def sign_in(self) -> None:
        """Fetch our own token, to see that the credentials hold; nothing to do in a local trial.

        Raises:
            SendError: Microsoft gave none.
        """
        if self._ours is not None:
            await self._ours.bearer()

    def door(self, handler: InboundHandler) -> Door:
        """The door behind which a dispatch stands."""
        return Door(self._tokens, TeamsAdapter(self.messenger), handler, self._allows)


@asynccontextmanager
async def open_seam(
    settings: Settings,
    now: Callable[[], datetime],
    patience: Patience = USUAL_PATIENCE,
    *,
    through: Calls | None = None,
) -> AsyncIterator[TeamsSeam]:
    """The seam over one new HTTP session, which is closed at the end.

    Args:
        settings: as `check_serving` let them pass.
        now: the instant, aware (`Clock.now`).
        patience: how long it waits for Teams.
        through: what its calls go through instead of a session of its own, which stays open.
    """
    opened = Calls.open(settings.https_proxy, patience) if through is None else nullcontext(through)
    async with opened as calls:
        if settings.local_trial:
            trial = Connector(settings, calls, None, now)
            yield TeamsSeam(trial, TeamsFiles(settings, calls, trial.bearer_for), None, _allows_any)
            return
        keys = SigningKeys(settings.openid_metadata_url, calls, now)
        ours = OurTokens(source_of(settings), calls, now)
        check = TokenCheck(settings.app_id, settings.token_issuer, keys, now)
        try:
            connector = Connector(settings, calls, ours, now)
            files = TeamsFiles(settings, calls, connector.bearer_for)
            yield TeamsSeam(connector, files, check, settings.allowed_tenants.__contains__, ours)
        finally:
            await keys.close()
            await ours.close()


def _allows_any(_tenant: str) -> bool:
    return True
