"""What was typed on a step and could not be stored, carried along by the cards that interrupt it."""

import json
from collections.abc import Mapping

from dialogs.turn import Press

# In bytes. Two buttons carry it, each of them twice, and Teams takes a card of about 100 KB in all.
_ROOM = 15_000


def _size(text: str) -> int:
    # As it stands in the card: JSON within JSON.
    return len(json.dumps(json.dumps(text, ensure_ascii=False), ensure_ascii=False).encode())


def _start(text: str, room: int) -> str:
    while text and _size(text) > room:
        text = text[: len(text) * room // _size(text)]
    return text


def carry(given: Mapping[str, str]) -> str:
    """What was typed, as a card carries it: of texts too long for any card as much as fits, the short ones whole."""
    kept: dict[str, str] = {}
    room = _ROOM
    by_length = sorted(given, key=lambda key: len(given[key]))
    for place, key in enumerate(by_length):
        kept[key] = _start(given[key], room // (len(by_length) - place))
        room -= _size(kept[key])
    return json.dumps(kept, ensure_ascii=False)


def kept_inputs(press: Press) -> dict[str, str]:
    """What a card carried along; nothing where it carried nothing, or nothing of ours."""
    try:
        found = json.loads(press.data.get("kept") or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(key, str) and isinstance(value, str)}
