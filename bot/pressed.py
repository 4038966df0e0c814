"""A pressed button, read from what a card carried: anything that is not text of ours is left out."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from bot.ports import Inbound
from cards.verbs import ACTION_ID, INPUT, VERB
from dialogs.turn import Press

# Control characters other than tab and line feed: PostgreSQL refuses NUL, and nobody means to type the rest. Nor
# signs that show nothing and part or reorder what is written: words about a child read alike for everybody. Those
# that Arabic, Persian, Urdu and the languages of India are written with stay, as do those within emoji. Nor the two
# codes that are no characters, which no spreadsheet can hold: an export that is imported must bring nothing new.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n|[\r\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Text that can be stored and shown: whole characters, one kind of line end, nothing that is not to be seen."""
    # What can be printed holds nothing to clean, which is so of most of what a card sends.
    if text.isprintable():
        return text
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _CONTROL.sub("", _LINE_END.sub("\n", whole))


def _as_text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return clean(value) if isinstance(value, str) else None


def _texts(data: Mapping[str, Any]) -> dict[str, str]:
    read = {clean(str(key)): _as_text(value) for key, value in data.items()}
    return {key: value for key, value in read.items() if value is not None}


def read_press(inbound: Inbound) -> Press:
    """What was pressed: the verb, what the card had put behind it, what was typed, its one-time action id."""
    texts = _texts(inbound.data)
    return Press(
        verb=clean(inbound.verb) or texts.get(VERB, ""),
        data={key: value for key, value in texts.items() if not key.startswith(INPUT)},
        inputs={key.removeprefix(INPUT): value for key, value in texts.items() if key.startswith(INPUT)},
        action_id=texts.get(ACTION_ID, "")[:64],
    )


def digest(person_id: int, press: Press) -> str:
    """A digest of who pressed what with which inputs: the same press twice has the same one."""
    whole = [person_id, press.verb, sorted(press.data.items()), sorted(press.inputs.items())]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()
