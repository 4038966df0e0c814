"""An action typed in one line, taken apart: "Ring the school; Sue Okafor; 4 December", or with commas."""

from dataclasses import dataclass

from dialogs.turn import Turn
from domain.typed_days import read_day
from storage.people import people_fitting

_MYSELF = frozenset({"me", "i", "myself"})


@dataclass(frozen=True, slots=True)
class ActionTyped:
    """What was typed of an action; "" for what was left out."""

    what: str
    who: str = ""
    when: str = ""


def action_typed(turn: Turn, text: str) -> ActionTyped:
    """An action taken apart at its semicolons; at its commas only where a person and a day stand behind the last two.

    More parts than three belong to nobody: the whole is what should happen.
    """
    parts = [part.strip() for part in text.split(";")]
    if len(parts) == 1:
        return _at_commas(turn, text)
    if len(parts) > 3:
        return ActionTyped(text)
    what, who, when = [*parts, ""][:3]
    return ActionTyped(what, _named(turn, who), when)


def _at_commas(turn: Turn, text: str) -> ActionTyped:
    what, *rest = [part.strip() for part in text.rsplit(",", 2)]
    if len(rest) == 2 and what and read_day(rest[1], turn.today) is not None:
        who = _named(turn, rest[0])
        if who and people_fitting(turn.unit, who, turn.today):
            return ActionTyped(what, who, rest[1])
    return ActionTyped(text.strip())


def _named(turn: Turn, who: str) -> str:
    """A person as they were named; whoever writes calls themself "me"."""
    return turn.viewer.email if who.casefold() in _MYSELF else who
