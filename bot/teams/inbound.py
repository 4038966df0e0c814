"""From the body of a request to the SDK's activity, and from that to our own `Inbound`.

The SDK's own deserialiser takes a hundred microseconds a turn and loses the tenant; the dozen fields that are
needed are taken out here, each checked for its kind.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from botbuilder.schema import Activity, ChannelAccount, ConversationAccount

from bot.ports import Inbound, InboundKind, SentFile, UploadPlace
from bot.teams.turned_away import TurnedAwayError, malformed

_INSTALLATION = {
    "add": InboundKind.INSTALLED,
    "remove": InboundKind.REMOVED,
    # An upgrade takes the old version away and puts the new one in: neither is an opt-out.
    "add-upgrade": InboundKind.UPGRADED,
    "remove-upgrade": InboundKind.UPGRADED,
}


# A time to the second alone is that of two messages as well.
_TO_LESS_THAN_A_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d*[1-9]")
# Bytes in UTF-8 of an id or a name. Teams' longest, of a conversation, have some 150.
LONGEST_NAME = 512
# The six signs of a null, and not a backslash of its own with what somebody typed behind it.
_NULL = re.compile(r"(?<!\\)(?:\\\\)*+\\u0000")
# What Teams says of a file in the sender's OneDrive.
_FILE_TYPE = "application/vnd.microsoft.teams.file.download.info"


class MalformedPressError(Exception):
    """The value of an invoke is not what Teams sends for it. Its text says what is missing."""


def read_activity(body: bytes) -> Activity:
    """The activity in the body of a request, with the fields that auditbot reads.

    Raises:
        TurnedAwayError: 400, the body is no JSON, no object or no activity, or holds what no database takes.
    """
    raw = _read_json(body)
    if not isinstance(raw, dict) or not _text(raw, "type"):
        raise malformed("not_an_activity")
    _refuse_long_names(raw)
    return Activity(
        type=raw["type"],
        # Without an id nothing can tell a repetition: it is handled as new.
        id=_text(raw, "id") or uuid4().hex,
        name=_text(raw, "name"),
        action=_text(raw, "action"),
        text=_text(raw, "text"),
        value=raw.get("value"),
        reply_to_id=_text(raw, "replyToId") or None,
        channel_id=_text(raw, "channelId"),
        service_url=_text(raw, "serviceUrl"),
        from_property=_sender(_part(raw, "from")),
        conversation=_conversation(_part(raw, "conversation")),
        channel_data=_part(raw, "channelData"),
        attachments=_attachments(raw),
        local_timestamp=_written_at(raw),
    )


def agreed_tenant(activity: Activity) -> str:
    """The tenant that the activity is of, in lower case.

    Raises:
        TurnedAwayError: 403, no tenant is named, or two different ones.
    """
    stated = (activity.conversation.tenant_id, _text(_part(activity.channel_data or {}, "tenant"), "id"))
    named = {tenant.lower() for tenant in stated if tenant}
    if len(named) != 1:
        reason = "tenants_differ" if named else "tenant_missing"
        raise TurnedAwayError(403, reason, "The activity must name one tenant. Send it from Microsoft Teams.")
    return named.pop()


def message(activity: Activity, *, tenant_allowed: bool) -> Inbound:
    """What a person typed, or the button of an older client: a message with a value."""
    if isinstance(activity.value, dict):
        return _inbound(activity, InboundKind.SUBMITTED, tenant_allowed=tenant_allowed, data=activity.value)
    text = activity.text.replace("\xa0", " ").strip()
    files = tuple(file for file in map(partial(_file, activity.service_url), activity.attachments) if file)
    return _inbound(
        activity,
        InboundKind.SAID,
        tenant_allowed=tenant_allowed,
        text=text,
        files=files,
        has_picture=any(map(_is_picture, activity.attachments)),
        said_at=activity.local_timestamp or "",
    )


def edit(activity: Activity, *, tenant_allowed: bool) -> Inbound:
    """A message whose words were changed after it was sent. It keeps its id: each change gets one of its own here."""
    words = hashlib.sha256(activity.text.encode()).hexdigest()
    found = _inbound(activity, InboundKind.EDITED, tenant_allowed=tenant_allowed)
    return replace(found, activity_id=f"{activity.id}:edited:{words}")


def press(activity: Activity, *, tenant_allowed: bool) -> Inbound:
    """A pressed button (`adaptiveCard/action`), or Teams refreshing a card of its own accord.

    Raises:
        MalformedPressError: the value is not that of an Action.Execute.
    """
    value = _object(activity.value, "value")
    action = _object(value.get("action"), "value.action")
    verb, data = action.get("verb"), action.get("data")
    if action.get("type", "Action.Execute") != "Action.Execute" or not isinstance(verb, str):
        raise MalformedPressError("value.action must be an Action.Execute with a verb.")
    return _inbound(
        activity,
        InboundKind.PRESSED,
        tenant_allowed=tenant_allowed,
        verb=verb,
        data={} if data is None else _object(data, "value.action.data"),
        is_automatic=value.get("trigger") == "automatic",
    )


def consent(activity: Activity, *, tenant_allowed: bool) -> Inbound:
    """The answer to a file that was offered (`fileConsent/invoke`): taken, with a place to put it, or declined.

    Raises:
        MalformedPressError: the value is not that of an answer to such an offer.
    """
    value = _object(activity.value, "value")
    taken = value.get("action") == "accept"
    if not taken and value.get("action") != "decline":
        raise MalformedPressError("value.action must be accept or decline.")
    context = value.get("context")
    return _inbound(
        activity,
        InboundKind.CONSENTED,
        tenant_allowed=tenant_allowed,
        data={} if context is None else _object(context, "value.context"),
        upload_place=_upload_place(_object(value.get("uploadInfo"), "value.uploadInfo")) if taken else None,
    )


def installation(activity: Activity, *, tenant_allowed: bool) -> Inbound | None:
    """The app put in, taken out or renewed; None for anything else that Teams may come to say of it."""
    kind = _INSTALLATION.get(activity.action)
    return _inbound(activity, kind, tenant_allowed=tenant_allowed) if kind else None


def _inbound(activity: Activity, kind: InboundKind, **more: Any) -> Inbound:
    if not (activity.conversation.id and activity.from_property.id and activity.service_url):
        raise malformed("no_return_address")
    return Inbound(
        kind=kind,
        activity_id=activity.id,
        tenant_id=agreed_tenant(activity),
        object_id=activity.from_property.aad_object_id.lower(),
        channel_user_id=activity.from_property.id,
        conversation_id=activity.conversation.id,
        service_url=activity.service_url,
        is_personal=activity.conversation.conversation_type == "personal",
        reply_to_id=activity.reply_to_id,
        **more,
    )


def _written_at(raw: Mapping[str, Any]) -> str:
    """When a message was written, by its writer's clock or else the channel's; "" where that tells no two apart."""
    stated = (raw.get("localTimestamp"), raw.get("timestamp"))
    return next((at for at in stated if isinstance(at, str) and _TO_LESS_THAN_A_SECOND.match(at)), "")


def _attachments(raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = raw.get("attachments") or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise malformed("attachments_not_objects")
    return found


def _file(service_url: str, raw: dict[str, Any]) -> SentFile | None:
    """The file that an attachment is; None for what is none, such as a picture or the message once more as HTML."""
    if _is_picture(raw):
        return None
    content, name = raw.get("content"), _text(raw, "name")
    if _text(raw, "contentType") == _FILE_TYPE and isinstance(content, dict):
        return SentFile(name, _text(content, "downloadUrl"))
    url = _text(raw, "contentUrl")
    return SentFile(name, url, is_connectors=True) if url and _is_below(url, service_url) else None


def _is_picture(raw: Mapping[str, Any]) -> bool:
    return _text(raw, "contentType").startswith("image/")


def _is_below(url: str, service_url: str) -> bool:
    """Whether an address is one of the service URL's own, whose token the activity came with."""
    try:
        asked, trusted = urlsplit(url), urlsplit(service_url)
        is_same_host = (asked.scheme, asked.hostname, asked.port) == (trusted.scheme, trusted.hostname, trusted.port)
    except ValueError:
        return False
    path = unquote(asked.path)
    climbs = ".." in path.split("/") or "\\" in path
    has_name = asked.username is not None or asked.password is not None
    return is_same_host and not (climbs or has_name) and path.startswith(f"{trusted.path.rstrip('/')}/v3/attachments/")


def _upload_place(raw: Mapping[str, Any]) -> UploadPlace:
    names = ("uploadUrl", "contentUrl", "name", "uniqueId", "fileType")
    return UploadPlace(*(_text(raw, name) for name in names))


def _sender(raw: Mapping[str, Any]) -> ChannelAccount:
    return ChannelAccount(id=_text(raw, "id"), aad_object_id=_text(raw, "aadObjectId"))


def _conversation(raw: Mapping[str, Any]) -> ConversationAccount:
    kind = _text(raw, "conversationType") or ("groupChat" if raw.get("isGroup") else "personal")
    return ConversationAccount(id=_text(raw, "id"), tenant_id=_text(raw, "tenantId"), conversation_type=kind)


def _text(raw: Mapping[str, Any], name: str) -> str:
    """A field that must be text where it is there at all."""
    value = raw.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise malformed(f"{name}_not_text")
    return value


def _part(raw: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A field that must be an object where it is there at all."""
    value = raw.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise malformed(f"{name}_not_an_object")
    return value


def _object(value: object, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise MalformedPressError(f"{name} must be an object.")
    return value


def _read_json(body: bytes) -> Any:
    """What a body says, which must be JSON in UTF-8 without half characters and nulls.

    No keyboard makes those and no database takes them. The JSON library alone would guess at other encodings, and
    let half characters through that came as bytes.
    """
    try:
        written = body.decode()
        raw = json.loads(written)
        if "\\ud" in written.lower():
            json.dumps(raw, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise malformed("half_character") from None
    except (ValueError, RecursionError):
        raise malformed("not_json") from None
    if "\\u0000" in written and _NULL.search(written):
        raise malformed("null_character")
    return raw


def _refuse_long_names(raw: Mapping[str, Any]) -> None:
    """Refuse ids and names that are longer than any index of a database takes."""
    sender, place, channel = _part(raw, "from"), _part(raw, "conversation"), _part(raw, "channelData")
    named = (
        *(_text(raw, name) for name in ("type", "id", "name", "action", "replyToId", "channelId", "serviceUrl")),
        *(_text(sender, name) for name in ("id", "aadObjectId")),
        *(_text(place, name) for name in ("id", "tenantId", "conversationType")),
        _text(_part(channel, "tenant"), "id"),
    )
    if any(len(one.encode()) > LONGEST_NAME for one in named):
        raise malformed("name_too_long")
