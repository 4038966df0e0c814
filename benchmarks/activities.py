"""The activities that Teams would send, from invented people."""

from collections.abc import Mapping
from itertools import count
from typing import Any

from benchmarks.connector import conversation_of

TENANT = "0a0a0a0a-1111-4222-8333-0b0b0b0b0b0b"
_numbers = count(1)


def object_id(person: int) -> str:
    """The Entra object id of the benchmark's nth person."""
    return f"00000000-0000-4000-8000-{person:012d}"


def _activity(person: int, service_url: str) -> dict[str, Any]:
    return {
        "id": f"f:{next(_numbers)}",
        "timestamp": "2026-11-20T10:00:00.000Z",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": f"29:{person}", "name": f"Auditor {person}", "aadObjectId": object_id(person)},
        "conversation": {
            "id": conversation_of(object_id(person)),
            "conversationType": "personal",
            "tenantId": TENANT,
        },
        "recipient": {"id": "28:bot", "name": "auditbot"},
        "locale": "en-GB",
        "channelData": {"tenant": {"id": TENANT}},
    }


def message(person: int, service_url: str, text: str) -> dict[str, Any]:
    """What a person typed."""
    return _activity(person, service_url) | {"type": "message", "text": text, "textFormat": "plain"}


def press(person: int, service_url: str, action: Mapping[str, Any], inputs: Mapping[str, str]) -> dict[str, Any]:
    """A pressed `Action.Execute`: what the card put behind the button, and what the person filled in."""
    pressed = {
        "type": "Action.Execute",
        "id": action.get("id"),
        "verb": action.get("verb"),
        "data": {**(action.get("data") or {}), **inputs},
    }
    return _activity(person, service_url) | {
        "type": "invoke",
        "name": "adaptiveCard/action",
        "value": {"action": pressed, "trigger": "manual"},
    }
