"""The actions agreed in an audit: added and removed one by one before its return."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cards.audit import ActionForm, StepView, action_card
from dialogs.places import current, show, view_of
from dialogs.standing import Standing, held_audit, own_audit, standing_of
from dialogs.turn import Press, Reply, Turn
from domain.audit_steps import ACTIONS
from domain.calendar import spoken_day
from domain.free_text import complaint_about
from storage.audits import move_to
from storage.people import find_people, people_around
from storage.returns import remove_draft, save_draft

# Nobody means a due day further off: it is a slip of the finger in the year.
_FURTHEST_DAYS = 731
SOMEONE_ELSE = "else"
_INPUTS = ("what", "owner", "name", "due")


@dataclass(frozen=True, slots=True)
class _Action:
    description: str
    owner_id: int
    due_on: date


def _view(turn: Turn, standing: Standing) -> StepView | None:
    step = standing.step(ACTIONS)
    return None if step is None else view_of(turn, standing, step)


def _owners(turn: Turn, allocation_id: int) -> list[tuple[str, str]]:
    around = people_around(turn.unit, allocation_id, turn.today)
    named = [(str(one.id), f"{one.name} ({one.part})") for one in around]
    return [*named, (SOMEONE_ELSE, "Someone else")]


def _form(turn: Turn, standing: Standing, given: Mapping[str, str], complaints: Mapping[str, str]) -> Reply:
    view = _view(turn, standing)
    if view is None:
        return current(turn, standing.given)
    asks = given.get("owner") == SOMEONE_ELSE
    form = ActionForm(view, _owners(turn, standing.given.id), given, complaints, asks)
    return Reply(action_card(form), is_refused=bool(complaints), shows_audit=standing.given.id)


def add_form(turn: Turn, press: Press) -> Reply:
    """The empty form, with a due day suggested in working days."""
    given = own_audit(turn, press)
    if not given.is_open:
        return current(turn, given)
    standing = standing_of(turn, given)
    due = turn.calendar.working_day_after(turn.today, turn.policy.action_working_days)
    move_to(turn.unit, standing.given.id, ACTIONS)
    return _form(turn, standing, {"due": due.isoformat()}, {})


def form_inputs(press: Press) -> dict[str, str]:
    """What the form held, of a press on any card."""
    return {key: press.inputs[key].strip() for key in _INPUTS if press.inputs.get(key, "").strip()}


def form_again(turn: Turn, standing: Standing, given: Mapping[str, str]) -> Reply:
    """The form with what was typed in it before something came between."""
    return _form(turn, standing, given, {})


def _due(turn: Turn, text: str) -> date | str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return "Choose a day, or type one like 2026-12-04."
    if day < turn.today:
        return f"{spoken_day(day)} has passed. Choose today or a later day."
    if (day - turn.today).days > _FURTHEST_DAYS:
        return f"{spoken_day(day)} is more than two years away. Choose an earlier day."
    return day


def _owner(turn: Turn, allocation_id: int, given: Mapping[str, str]) -> tuple[str, int | str]:
    """The input that names the owner, and the person or the complaint."""
    chosen = given.get("owner", "")
    if chosen != SOMEONE_ELSE:
        known = {str(one.id) for one in people_around(turn.unit, allocation_id, turn.today)}
        return "owner", int(chosen) if chosen in known else "Choose who does it."
    return "name", _named(turn, given.get("name", ""))


def _named(turn: Turn, name: str) -> int | str:
    if not name:
        return "Type the name or e-mail address of the person who does it."
    found = find_people(turn.unit, name, turn.today)
    if len(found) == 1:
        return found[0].id
    if not found:
        return f"I don't know anybody called “{name}”. Check the spelling, or type their e-mail address."
    some = ", ".join(f"{one.name} ({one.email})" for one in found[:4])
    return f"Several people fit “{name}”: {some}. Type the e-mail address."


def _read(turn: Turn, allocation_id: int, given: Mapping[str, str]) -> _Action | dict[str, str]:
    complaints: dict[str, str] = {}
    what = complaint_about(given.get("what", ""), when_empty="Say what should happen.")
    if what:
        complaints["what"] = what
    key, owner = _owner(turn, allocation_id, given)
    if isinstance(owner, str):
        complaints[key] = owner
    due = _due(turn, given.get("due", ""))
    if isinstance(due, str):
        complaints["due"] = due
    if complaints or isinstance(owner, str) or isinstance(due, str):
        return complaints
    return _Action(given["what"], owner, due)


def save(turn: Turn, press: Press) -> Reply:
    """Add the action, or say beside each input what is wrong with it."""
    given = held_audit(turn, press)
    if not given.is_open:
        return current(turn, given)
    standing = standing_of(turn, given)
    typed = form_inputs(press)
    read = _read(turn, given.id, typed)
    if isinstance(read, dict):
        return _form(turn, standing, typed, read)
    made_by = f"{given.id}:{press.action_id or turn.card_id}"
    before = save_draft(turn.unit, given.id, made_by, read.description, read.owner_id, read.due_on)
    if before is not None and _Action(before.description, before.owner_id, before.due_on) != read:
        return _form(turn, standing, typed, {"what": _saved_before(before.description)})
    return _list(turn, standing)


def _saved_before(description: str) -> str:
    return f"This form has saved “{description}” already. Press Save action to add what is below as well."


def remove(turn: Turn, press: Press) -> Reply:
    """Take an action out."""
    given = own_audit(turn, press)
    if not given.is_open:
        return current(turn, given)
    standing = standing_of(turn, given)
    number = press.number("action")
    if number is not None:
        remove_draft(turn.unit, standing.given.id, number)
    return _list(turn, standing)


def _list(turn: Turn, standing: Standing) -> Reply:
    step = standing.step(ACTIONS)
    return current(turn, standing.given) if step is None else show(turn, standing, step)
