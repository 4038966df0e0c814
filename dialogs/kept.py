"""What was typed on a step and could not be stored, carried along by the cards that interrupt it."""

import json
from collections.abc import Mapping

from dialogs.turn import Press


def carry(given: Mapping[str, str]) -> str:
    """What was typed, as a card carries it."""
    return json.dumps(dict(given), ensure_ascii=False)


def kept_inputs(press: Press) -> dict[str, str]:
    """What a card carried along; nothing where it carried nothing, or nothing of ours."""
    try:
        found = json.loads(press.data.get("kept") or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(key, str) and isinstance(value, str)}
