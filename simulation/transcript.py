"""What happened, line by line: the last of it to be read where something went wrong, all of it as one digest."""

from collections import Counter, deque
from datetime import datetime
from hashlib import sha256

from domain.calendar import LONDON

KEPT = 400


class Transcript:
    """The events of a run.

    Attributes:
        counts: how many events of each sort there were.
        lines: the latest, the oldest first.
    """

    def __init__(self) -> None:
        self.lines: deque[str] = deque(maxlen=KEPT)
        self.counts: Counter[str] = Counter()
        self._digest = sha256()

    def note(self, at: datetime, sort: str, what: str) -> None:
        """Note an event; nothing in its words may differ between two runs of one seed."""
        line = f"{at.astimezone(LONDON):%a %Y-%m-%d %H:%M:%S} {sort}: {what}"
        self.lines.append(line)
        self.counts[sort] += 1
        self._digest.update(line.encode() + b"\n")

    @property
    def digest(self) -> str:
        """The same for two runs in which the same happened."""
        return self._digest.hexdigest()

    def about(self, *words: str, last: int = 40) -> list[str]:
        """The latest lines that hold one of these words, and the very last ones whatever they hold."""
        lines = list(self.lines)
        return [line for place, line in enumerate(lines) if place >= len(lines) - last or any(w in line for w in words)]
