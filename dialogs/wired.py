"""How a button is wired (`dialogs.table`)."""

from collections.abc import Callable
from dataclasses import dataclass

from dialogs.turn import Press, Reply, Turn

Act = Callable[[Turn, Press], Reply]


@dataclass(frozen=True, slots=True)
class Wired:
    """What a button does, and what it is answered with when the same press comes again.

    `again` is None for a button that only looks, or that does nothing more the second time by itself.
    """

    act: Act
    again: Act | None = None
