"""What QA types into its forms, read and checked: a reason, a day, a person."""

from datetime import date

from dialogs.turn import Press, Turn
from domain.allocation_rules import caution, hindrance
from domain.calendar import spoken_day
from domain.free_text import complaint_about
from storage.audits import AllocatedAudit
from storage.people import Candidate, people_fitting
from storage.qa_finding import fit_of

# Nobody means a day further off: it is a slip of the finger in the year.
_FURTHEST_DAYS = 731
GIVE_A_REASON = "Say why in a few words. It stays in the history."


def typed_in(press: Press, *keys: str) -> dict[str, str]:
    """What a form held, by input."""
    return {key: press.inputs[key].strip() for key in keys if press.inputs.get(key, "").strip()}


def wrong_reason(text: str, when_empty: str = GIVE_A_REASON) -> str | None:
    """What to say beside a reason that can't be stored, or None."""
    return complaint_about(text, when_empty=when_empty)


def read_day(turn: Turn, text: str, *, earliest: date | None = None, latest: date | None = None) -> date | str:
    """A day, or the complaint about what stands in its place."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return f"Choose a day, or type one like {turn.today.isoformat()}."
    if earliest is not None and day < earliest:
        return f"Choose {spoken_day(earliest)} or a later day."
    if latest is not None and day > latest:
        return f"Choose {spoken_day(latest)} or an earlier day."
    if abs((day - turn.today).days) > _FURTHEST_DAYS:
        return f"{spoken_day(day)} is more than two years away. Choose a nearer day."
    return day


def read_person(turn: Turn, text: str) -> Candidate | str:
    """The one person who works here and is called so, or the complaint."""
    if not text:
        return "Type the name or e-mail address of the person."
    found = people_fitting(turn.unit, text, turn.today)
    if len(found) == 1:
        return found[0]
    if not found:
        return f"I don't know anybody called “{text}” who works here. Check the spelling, or type their e-mail address."
    some = ", ".join(f"{one.name} ({one.email})" for one in found[:4])
    return f"Several people fit “{text}”: {some}. Type the e-mail address."


def read_auditor(turn: Turn, given: AllocatedAudit, text: str) -> Candidate | str:
    """The person who may be given an audit, or the complaint (`domain.allocation_rules`)."""
    found = read_person(turn, text)
    if isinstance(found, str):
        return found
    fit = fit_of(turn.unit, given, found.id, turn.today)
    return hindrance(found.name, fit, turn.policy) or found


def caution_about(turn: Turn, given: AllocatedAudit, auditor: Candidate) -> str:
    """What QA should think of before they give this person the audit; empty where there is nothing."""
    return caution(auditor.name, fit_of(turn.unit, given, auditor.id, turn.today), turn.policy) or ""
