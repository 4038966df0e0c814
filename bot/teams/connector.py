"""What goes out to Teams: the Bot Connector's REST calls, over one shared session."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp

from bot import watching
from bot.direction import in_order
from bot.ports import (
    Address,
    ConversationGoneError,
    FileOffer,
    Member,
    Outgoing,
    PassingError,
    RefusedError,
    UncertainError,
    UploadPlace,
)
from bot.settings import Settings, is_loopback, is_safe_url
from bot.teams.calls import Calls, whole_answer
from bot.teams.failures import lost_call, refused_call
from bot.teams.tokens_out import OurTokens

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
OFFER_TYPE = "application/vnd.microsoft.teams.card.file.consent"
FILE_TYPE = "application/vnd.microsoft.teams.card.file.info"


@dataclass(frozen=True, slots=True)
class Answer:
    """A success of Teams; the document is empty where the body was none."""

    document: Mapping[str, Any]

    def text(self, *names: str) -> str:
        """The first of these fields that holds text; empty where none does."""
        found = (self.document.get(name) for name in names)
        return next((value for value in found if isinstance(value, str) and value), "")


class Connector:
    """Implements `bot.ports.Messenger`.

    An address's service URL is the store's word: it came in an activity whose token named it, or it is
    `AUDITBOT_SERVICE_URL`. A token still goes to https only, or to this machine; in local trial there is no
    token and nothing leaves this machine.

    Args:
        tokens: ours, or None in local trial.
        now: the instant, aware.
    """

    def __init__(self, settings: Settings, calls: Calls, tokens: OurTokens | None, now: Callable[[], datetime]) -> None:
        self._bot = {"id": f"28:{settings.app_id}" if settings.app_id else "28:auditbot", "name": "auditbot"}
        self._calls = calls
        self._tokens = tokens
        self._now = now

    async def open_conversation(self, address: Address) -> str:
        """Make (or find) the one-to-one conversation with a person; its id.

        Nothing shows to anyone yet, and Teams finds the same conversation again: a lost answer may be retried.
        """
        body = {
            "bot": self._bot,
            "isGroup": False,
            "members": [{"id": address.object_id}],
            "tenantId": address.tenant_id,
            "channelData": {"tenant": {"id": address.tenant_id}},
        }
        answer = await self._without_doubt("open", "POST", _url(address, "conversations"), body)
        if not answer.text("id"):
            raise RefusedError("no_conversation_id")
        return answer.text("id")

    async def send(self, address: Address, message: Outgoing, reply_to_id: str | None = None) -> str:
        """Send a message into the address's conversation; the id of the new activity, empty if Teams gave none."""
        path = [*_activities(address), reply_to_id] if reply_to_id else _activities(address)
        body = self._activity(address, message)
        if reply_to_id:
            body["replyToId"] = reply_to_id
        answer = await self._call("send", "POST", _url(address, *path), body)
        return answer.text("id")

    async def update(self, address: Address, activity_id: str, message: Outgoing) -> None:
        """Replace a message that was sent before."""
        body = {**self._activity(address, message), "id": activity_id}
        await self._call("update", "PUT", _url(address, *_activities(address), activity_id), body)

    async def delete(self, address: Address, activity_id: str) -> None:
        """Take a message back."""
        await self._call("delete", "DELETE", _url(address, *_activities(address), activity_id))

    async def member(self, address: Address, channel_user_id: str) -> Member | None:
        """Who a channel user is, or None where the roster does not know them."""
        path = ["conversations", _conversation(address), "members", channel_user_id]
        try:
            answer = await self._without_doubt("member", "GET", _url(address, *path))
        except ConversationGoneError:
            return None
        return _member(answer, address.tenant_id)

    def _activity(self, address: Address, message: Outgoing) -> dict[str, Any]:
        body: dict[str, Any] = {
            "type": "message",
            "from": self._bot,
            "conversation": {"id": address.conversation_id, "tenantId": address.tenant_id},
        }
        if message.summary:
            body["summary"] = message.summary
        if message.text:
            # What people typed is said back to them now and then: it is words, never marks of a layout.
            body |= {"text": message.text, "textFormat": "plain"}
        if attached := _attachments(message):
            body["attachments"] = attached
        if message.urgent:
            body |= {"importance": "high", "channelData": {"notification": {"alert": True}}}
        return body

    async def _without_doubt(self, call: str, method: str, url: str, body: Any = None) -> Answer:
        """A call that may be repeated without harm: a lost one is passing, not uncertain."""
        try:
            return await self._call(call, method, url, body)
        except UncertainError as lost:
            raise PassingError(lost.reason) from lost

    async def _call(self, call: str, method: str, url: str, body: Any = None) -> Answer:
        with watching.call_to_teams(call):
            return await self._answer(method, url, body)

    async def _answer(self, method: str, url: str, body: Any) -> Answer:
        bearer = await self.bearer_for(url)
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        how: dict[str, Any] = {"headers": headers}
        if body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
            how["data"] = in_order(json.dumps(body, default=dict, ensure_ascii=False).encode())
        try:
            async with self._calls.request(method, url, timeout=self._calls.call_timeout, **how) as response:
                status, said = response.status, await _body(response)
        except (aiohttp.ClientError, TimeoutError, OSError) as problem:
            raise lost_call(problem) from problem
        if 200 <= status < 300:
            return Answer(_document(said))
        if status == 401 and self._tokens is not None:
            self._tokens.drop(bearer)
        raise refused_call(status, response.headers.get("Retry-After"), said, self._now())

    async def bearer_for(self, url: str) -> str:
        """The token for a URL of the connector; empty in local trial.

        Raises:
            SendError: the URL is not one that may be called, or there is no token.
        """
        if not is_safe_url(url):
            raise RefusedError("service_url_not_https")
        if self._tokens is not None:
            return await self._tokens.bearer()
        if not is_loopback(urlsplit(url).hostname or ""):
            raise RefusedError("local_trial_stays_on_this_machine")
        return ""


def _attachments(message: Outgoing) -> list[dict[str, Any]]:
    attached: list[dict[str, Any]] = []
    if message.card is not None:
        attached.append({"contentType": CARD_TYPE, "content": message.card})
    if message.offer is not None:
        attached.append(_offered(message.offer))
    if message.file is not None:
        attached.append(_shown_file(message.file))
    return attached


def _offered(offer: FileOffer) -> dict[str, Any]:
    context = dict(offer.data)
    content = {"description": offer.description, "sizeInBytes": offer.size}
    return {
        "contentType": OFFER_TYPE,
        "name": offer.name,
        "content": {**content, "acceptContext": context, "declineContext": context},
    }


def _shown_file(file: UploadPlace) -> dict[str, Any]:
    content = {"uniqueId": file.unique_id, "fileType": file.file_type}
    return {"contentType": FILE_TYPE, "contentUrl": file.content_url, "name": file.name, "content": content}


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """The body of an answer. The status alone says what became of the call: what is lost or endless is empty."""
    try:
        return await whole_answer(response)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return b""


def _document(body: bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(body or b"{}")
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _conversation(address: Address) -> str:
    if not address.conversation_id:
        raise ConversationGoneError("no_conversation")
    return address.conversation_id


def _activities(address: Address) -> list[str]:
    return ["conversations", _conversation(address), "activities"]


def _url(address: Address, *path: str) -> str:
    # Ids hold `:`, `;` and `@`, some `/`: each is one segment of the path, whatever is in it.
    segments = "/".join(quote(segment, safe="") for segment in path)
    return f"{address.service_url.rstrip('/')}/v3/{segments}"


def _member(answer: Answer, tenant_id: str) -> Member:
    principal_name = answer.text("userPrincipalName")
    member_tenant = (answer.text("tenantId") or tenant_id).lower()
    role = answer.text("userRole").lower() or "user"
    return Member(
        object_id=answer.text("aadObjectId", "objectId").lower(),
        tenant_id=member_tenant,
        email=answer.text("email"),
        principal_name=principal_name,
        # Teams says so by the role; a guest's principal name and home tenant say it where it does not.
        is_guest=role != "user" or "#ext#" in principal_name.lower() or member_tenant != tenant_id.lower(),
    )
