"""How much of the processor a server used, and which share of that its store's thread had, as Linux counts it.

Turns a second suffer from whatever else the machine does; the time on the processor suffers far less.
"""

import os
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
# Where the fields of a `stat` line stand, counted behind the command's name in brackets.
_PARENT, _IN_ITSELF, _IN_THE_KERNEL = 1, 11, 12


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the processor: of the thread that answers HTTP, and of all others (of auditbot's: the store's)."""

    first: float
    others: float

    def since(self, before: "Spent") -> "Spent":
        """What was spent since an earlier look."""
        return Spent(self.first - before.first, self.others - before.others)

    @property
    def whole(self) -> float:
        """Both together."""
        return self.first + self.others


def _fields(stat: Path) -> list[str]:
    return stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()


def child_of(process: int) -> int | None:
    """The process that another one has started; None where there is none, or no Linux to say so."""
    for stat in _PROC.glob("[0-9]*/stat"):
        try:
            if int(_fields(stat)[_PARENT]) == process:
                return int(stat.parent.name)
        except OSError:
            continue  # it ended meanwhile
    return None


def spent_by(process: int | None) -> Spent | None:
    """What a process has spent so far; None where that can't be told."""
    if process is None:
        return None
    seconds = {int(stat.parent.name): _seconds(stat) for stat in _PROC.glob(f"{process}/task/[0-9]*/stat")}
    first = seconds.pop(process, None)
    return None if first is None else Spent(first, sum(seconds.values()))


def _seconds(stat: Path) -> float:
    try:
        fields = _fields(stat)
    except OSError:
        return 0.0
    return (int(fields[_IN_ITSELF]) + int(fields[_IN_THE_KERNEL])) / _TICKS_A_SECOND
