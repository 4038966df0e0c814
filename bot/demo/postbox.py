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

    A morning brings hundreds: each is added at the end, and only what is taken or replaced has the file written anew.

    Args:
        file: a line of JSON each: how many there have been, then the messages; made when the first arrives.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._number = 0
        self._kept: list[Kept] = []
        if file.exists():
            first, *lines = file.read_text("utf-8").splitlines()
            self._kept = [Kept(**json.loads(line)) for line in lines]
            self._number = max([json.loads(first)["number"], *(_number_of(one) for one in self._kept)])

    def keep(self, object_id: str, message: Outgoing) -> str:
        """Keep a message for a person; the id by which the service may replace it."""
        self._number += 1
        activity_id = f"kept-{self._number}"
        one = Kept(activity_id, object_id, message.text, message.card, message.summary)
        self._kept.append(one)
        self._add(one)
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

    def _add(self, one: Kept) -> None:
        if not self._file.exists():
            self._save()
            return
        with self._file.open("a", encoding="utf-8") as end:
            end.write(_line(asdict(one)))

    def _save(self) -> None:
        written = self._file.with_suffix(".new")
        lines = [_line({"number": self._number}), *(_line(asdict(one)) for one in self._kept)]
        written.write_text("".join(lines), "utf-8")
        written.replace(self._file)


def _line(document: Mapping[str, Any]) -> str:
    return f"{json.dumps(document)}\n"


def _number_of(one: Kept) -> int:
    return int(one.activity_id.rpartition("-")[2])
