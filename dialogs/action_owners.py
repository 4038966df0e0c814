"""Who does an action: picked from those around the case and the audited team, or named by the auditor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogs.turn import Turn
from storage.audits import AllocatedAudit
from storage.people import Candidate, names_of, people_around, people_fitting, people_of_team

SOMEONE_ELSE = "else"
# More of a team than this makes a list that nobody scrolls through: a name is typed sooner.
_TEAM_SHOWN = 25
_FITS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Offered:
    """Who may be picked: those around the case, the team, and those whom a typed name fits."""

    people: tuple[Candidate, ...]
    fits: tuple[Candidate, ...]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(person id, name and part) as a card offers them: whom the typed name fits first."""
        ordered = list({one.id: one for one in (*self.fits, *self.people)}.values())
        return [*((str(one.id), _in_words(one)) for one in ordered), (SOMEONE_ELSE, "Someone else")]


def _in_words(one: Candidate) -> str:
    return f"{one.name} ({one.part or one.email})"


def offered(turn: Turn, given: AllocatedAudit, name: str = "", owner: int | None = None) -> Offered:
    """Who may be picked for an action of an audit.

    Args:
        turn: the turn.
        given: the audit.
        name: what was typed for a name.
        owner: who does it so far, and stays on offer though they have left the team.
    """
    around = people_around(turn.unit, given.id, turn.today)
    team = people_of_team(turn.unit, given.team_id, turn.today, _TEAM_SHOWN)
    known = {one.id: one for one in (*team, *around)}
    ordered = [*around, *(one for one in team if known[one.id] is one)]
    if owner is not None and owner not in known:
        ordered.append(Candidate(owner, names_of(turn.unit, [owner])[owner], "", "so far"))
    fits = people_fitting(turn.unit, name, turn.today) if name else []
    return Offered(tuple(ordered), tuple(fits))


def owner_of(who: Offered, given: Mapping[str, str]) -> int | tuple[str, str]:
    """The person who does it; or the input that says otherwise and what to say beside it."""
    chosen, name = given.get("owner", ""), given.get("name", "")
    if chosen in {"", SOMEONE_ELSE}:
        return _named(who.fits, name, chosen)
    picked = next((one for one in (*who.fits, *who.people) if str(one.id) == chosen), None)
    if picked is None:
        return "owner", "Choose who does it, or type their name."
    if name and picked.id not in {one.id for one in who.fits}:
        return "name", f"You picked {picked.name} and typed “{name}”. Empty this, or pick “Someone else” above."
    return picked.id


def _named(fits: Sequence[Candidate], name: str, chosen: str) -> int | tuple[str, str]:
    if not name and not chosen:
        return "owner", "Choose who does it, or type their name."
    if not name:
        return "name", "Type the name or e-mail address of the person who does it."
    if not fits:
        return "name", f"I don't know anybody called “{name}”. Check the spelling, or type their e-mail address."
    if len(fits) == 1:
        return fits[0].id
    if len(fits) > _FITS_SHOWN:
        return "name", f"{len(fits)} people fit “{name}”. Type more of the name."
    return "owner", f"Several people fit “{name}”. Pick the one you mean: they come first here."
