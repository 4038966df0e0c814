"""What was sent to the people whom the demonstration's user is not being at the moment."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.ports import Outgoing


@dataclass(frozen=True, slots=True)
class Kept:
    """A message that waits for its person. `activity_id` is what the service was told it is called."""

    activity_id: str
    object_id: str
    text: str
    card: Mapping[str, Any] | None
    summary: str

    @property
    def message(self) -> Outgoing:
        """The message as it was sent."""
        return Outgoing(text=self.text, card=self.card, summary=self.summary)


class Postbox:
    """The waiting messages, kept in a file beside the database so that a restart loses none.

    Args:
        file: a JSON file; made when the first message arrives.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._number = 0
        self._kept: list[Kept] = []
        if file.exists():
            stored = json.loads(file.read_text("utf-8"))
            self._number = stored["number"]
            self._kept = [Kept(**one) for one in stored["kept"]]

    def keep(self, object_id: str, message: Outgoing) -> str:
        """Keep a message for a person; the id by which the service may replace it."""
        self._number += 1
        activity_id = f"kept-{self._number}"
        self._kept.append(Kept(activity_id, object_id, message.text, message.card, message.summary))
        self._save()
        return activity_id

    def replace(self, activity_id: str, message: Outgoing) -> bool:
        """Replace a waiting message; False where none of that id waits."""
        for place, one in enumerate(self._kept):
            if one.activity_id == activity_id:
                self._kept[place] = Kept(activity_id, one.object_id, message.text, message.card, message.summary)
                self._save()
                return True
        return False

    def take(self, object_id: str) -> list[Kept]:
        """What waits for a person, in the order in which it arrived. It waits no longer."""
        taken = [one for one in self._kept if one.object_id == object_id]
        if taken:
            self._kept = [one for one in self._kept if one.object_id != object_id]
            self._save()
        return taken

    def waiting_for(self, object_id: str) -> int:
        """How many messages wait for a person."""
        return sum(one.object_id == object_id for one in self._kept)

    def _save(self) -> None:
        stored = {"number": self._number, "kept": [asdict(one) for one in self._kept]}
        written = self._file.with_suffix(".new")
        written.write_text(json.dumps(stored), "utf-8")
        written.replace(self._file)
