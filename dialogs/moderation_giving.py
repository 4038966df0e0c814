"""QA gives a moderation to somebody by hand, or moves it to another moderator."""

from collections.abc import Mapping

from cards.elements import Button
from cards.forms import Asked
from cards.verbs import AUDIT, Verb
from dialogs import likely_names
from dialogs.qa_audits import any_audit, shown_after
from dialogs.qa_forms import change_form
from dialogs.qa_inputs import GIVE_A_REASON, read_person, typed_in, wrong_reason
from dialogs.turn import Press, Reply, Turn
from domain.lifecycle import Part, check_change
from domain.moderation import hindrance
from domain.words import Change
from storage import record
from storage.audits import AllocatedAudit
from storage.considering_returns import note_considered
from storage.giving_moderations import GIVEN, due_day, give_meeting_to, nobody_matter, tell_moderator
from storage.loops import meeting_of
from storage.moderation import give_to, owe_moderation
from storage.moderators import lines_of, moderators_of, work_of
from storage.people import Candidate
from storage.qa_tasks import close_matter

_NAME = Asked("name", "Who moderates it?", "line", required="Type a name or an e-mail address.")
_REASON = Asked("why", "Why?", required=GIVE_A_REASON, hint="No names of children or families, please.")
_NO_MODERATOR = "is not down as a moderator, or not trained yet. Choose another one, or add the role in the workbook."


def ask(turn: Turn, given: AllocatedAudit, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Reply:
    """The form, with what was typed and what is wrong with it."""
    words = "Whoever takes it over begins anew. It may be nobody of that team, of the auditor's, or in their line."
    go = Button("Give it to them", Verb.GIVE_MODERATION, {AUDIT: given.id}, style="positive")
    return change_form(turn, given, "Give to a moderator", words, [_NAME, _REASON], go, typed, wrong)


def give(turn: Turn, press: Press) -> Reply:
    """Give a returned audit to the moderator named."""
    given = any_audit(turn, press)
    check_change(Change.GIVE_TO_MODERATOR, given.status, Part.QA)
    typed = typed_in(press, "name", "why")
    moderator = _read(turn, given, typed.get("name", ""))
    why = wrong_reason(typed.get("why", ""))
    wrong = {**({"why": why} if why else {}), **({"name": moderator} if isinstance(moderator, str) else {})}
    if isinstance(moderator, str) or wrong:
        return ask(turn, given, typed, wrong)
    asked = likely_names.unasked(turn, press, given.id, "give to a moderator", {"why": typed["why"]})
    if asked:
        return likely_names.ask(turn, press, ask(turn, given, typed, {}), asked)
    _give(turn, given, moderator, typed["why"])
    record.write(turn.unit, "gave_moderation", "allocation", given.id, to=moderator.id)
    return shown_after(turn, given.id, f"{moderator.name} has it to moderate now, and will hear of it.")


def _read(turn: Turn, given: AllocatedAudit, text: str) -> Candidate | str:
    """The moderator who is called so and may moderate the audit, or the complaint."""
    found = read_person(turn, text)
    if isinstance(found, str):
        return found
    lines = lines_of(turn.unit)
    known = {one.id: one for one in moderators_of(turn.unit, given.month, turn.today, lines)}
    if found.id not in known:
        return f"{found.name} {_NO_MODERATOR}"
    meeting = meeting_of(turn.unit, given.id)
    audits = [given.id] if meeting is None or meeting.settled_at is not None else list(meeting.pair)
    return hindrance(known[found.id], work_of(turn.unit, audits, lines)) or found


def _give(turn: Turn, given: AllocatedAudit, moderator: Candidate, why: str) -> None:
    unit, today = turn.unit, turn.today
    meeting = meeting_of(unit, given.id)
    if meeting is not None and meeting.settled_at is None:
        give_meeting_to(unit, turn.policy, turn.calendar, meeting, moderator.id, today, why)
    else:
        due = due_day(turn.policy, turn.calendar, today)
        owed = owe_moderation(unit, given.id, due)
        note_considered(unit, given.id, today)
        give_to(unit, owed, moderator.id, due, today, why)
        tell_moderator(unit, turn.calendar, moderator.id, GIVEN, owed.id, today)
    close_matter(unit, nobody_matter(given.id), "It is with a moderator now.")
