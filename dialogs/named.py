"""Somebody as they were named in chat: found among those whom the writer may name, asked back where unclear."""

from collections.abc import Callable

from dialogs.turn import Turn
from domain.errors import NotAllowedError
from storage.people import Candidate, names_of, people_fitting

_SHOWN = 4
MYSELF = frozenset({"me", "myself", "i"})


def found_as(turn: Turn, text: str, may_be: Callable[[int], bool]) -> list[Candidate]:
    """Those who work here and whom a name fits, of those whom `may_be` lets the person name."""
    name = text.strip().removesuffix("'s").removesuffix("\u2019s")
    if name.casefold() in MYSELF:
        name = turn.viewer.email
    return [one for one in people_fitting(turn.unit, name, turn.today) if may_be(one.id)] if name else []


def one_named(turn: Turn, text: str, may_be: Callable[[int], bool]) -> Candidate | str:
    """The one person of that name, or what to say beside it: nobody else's name is told to who may not know it."""
    if not text.strip():
        return "Type the name or e-mail address of the person."
    found = found_as(turn, text, may_be)
    if len(found) == 1:
        return found[0]
    if not found:
        return f"I know nobody called “{text}” whom you can choose here. Check the name, or type their e-mail address."
    some = ", ".join(f"{one.name} ({one.email})" for one in found[:_SHOWN])
    return f"Several people fit “{text}”: {some}. Type the e-mail address."


def one_there(turn: Turn, person_id: int) -> int:
    """The row of a person whom a button names, once it is clear that the presser may know of them.

    Raises:
        NotAllowedError: there is no such person.
    """
    if person_id != turn.viewer.id and person_id not in names_of(turn.unit, [person_id]):
        raise NotAllowedError("I know nobody whom this button could mean. Type 'help' to see what you can do here.")
    return person_id


def anybody(person_id: int) -> bool:
    """For whoever may name everybody."""
    del person_id
    return True
