"""The impact questions after an audit: asked in a notice, answered in two taps, changed the same day."""

from collections.abc import Mapping

from cards.surveys import (
    COMMENT,
    SUMMARY,
    SurveyLine,
    SurveyView,
    my_surveys_card,
    survey_card,
    survey_form_card,
)
from cards.verbs import SURVEY
from dialogs import likely_names
from dialogs.turn import Message, OwedMessage, Press, Reply, Turn
from domain.calendar import london_day, spoken_day
from domain.errors import NotAllowedError
from domain.free_text import SHORT_TEXT, complaint_about
from domain.policy import Policy
from domain.survey import CLAIMED, NEEDED, QUESTIONS, may_be_changed, next_question, question
from domain.words import ColleaguePart
from storage import record
from storage.store import Unit
from storage.surveys import SaidOfAudit, Survey, said_of_audit, save_survey, survey_of, surveys_to

_SHOWN = 8
_NONE_OF_YOURS = "That is none of your surveys. Type 'my surveys' to see those that are."
_GONE = "This audit was withdrawn, so there is nothing to answer. Thank you all the same."


def _mine(turn: Turn, press: Press, *, to_answer: bool = False) -> Survey:
    """The survey of a press, if this person is the one who was asked.

    Raises:
        NotAllowedError: it is somebody else's, or there is none.
    """
    number = press.number(SURVEY)
    found = None if number is None else survey_of(turn.unit, number, to_answer=to_answer)
    if found is None or found.respondent_id != turn.viewer.id:
        raise NotAllowedError(_NONE_OF_YOURS)
    if found.is_gone:
        raise NotAllowedError(_GONE)
    return found


def _view(one: Survey, unit: Unit, note: str = "") -> SurveyView:
    may_change = may_be_changed(one.answered_on, london_day(unit.now))
    return SurveyView(one.id, one.case_ref, one.team, one.auditor, one.month, one.answers, may_change, note)


def my_surveys(turn: Turn, press: Press) -> Reply:
    """What this person is asked of audits, and what they answered last."""
    del press
    found = surveys_to(turn.unit, turn.viewer.id, _SHOWN)
    if len(found) == 1 and found[0].answered_on is None:
        return Reply(survey_card(_view(found[0], turn.unit), turn.card_id))
    lines = [SurveyLine(one.id, one.case_ref, one.month, one.sent_on, one.answered_on) for one in found]
    return Reply(my_surveys_card(lines, turn.card_id))


def show(turn: Turn, press: Press) -> Reply:
    """A survey as it stands: its next question, or what was answered."""
    return Reply(survey_card(_view(_mine(turn, press), turn.unit), turn.card_id))


def answer(turn: Turn, press: Press) -> Reply:
    """One tap answers one question. A question that has its answer keeps it: an old card changes nothing."""
    found = _mine(turn, press, to_answer=True)
    too_late = _too_late(turn, found)
    if too_late is not None:
        return too_late
    asked = question(press.data.get("asked", ""))
    chosen = press.data.get("answer", "")
    if asked is None or asked != next_question(found.answers) or chosen not in dict(asked.choices):
        return Reply(survey_card(_view(found, turn.unit), turn.card_id))
    return _kept(turn, found, {**found.answers, asked.key: chosen})


def _kept(turn: Turn, found: Survey, answers: Mapping[str, str]) -> Reply:
    save_survey(turn.unit, found, answers, turn.today)
    record.write(turn.unit, "answered_survey", "impact_survey", found.id)
    new = survey_of(turn.unit, found.id) or found
    return Reply(survey_card(_view(new, turn.unit), turn.card_id))


def form(turn: Turn, press: Press) -> Reply:
    """All the questions of a survey at once, to change them or to add a sentence."""
    found = _mine(turn, press)
    too_late = _too_late(turn, found)
    return too_late or Reply(survey_form_card(_view(found, turn.unit), found.answers, {}, turn.card_id))


def _too_late(turn: Turn, found: Survey) -> Reply | None:
    if may_be_changed(found.answered_on, turn.today):
        return None
    note = f"You answered on {spoken_day(found.answered_on or turn.today)}. After that day it stays as it is."
    return Reply(survey_card(_view(found, turn.unit, note), turn.card_id))


def save(turn: Turn, press: Press) -> Reply:
    """Keep what the form says, or say beside each input what is wrong with it."""
    found = _mine(turn, press, to_answer=True)
    too_late = _too_late(turn, found)
    if too_late is not None:
        return too_late
    given = {key: press.inputs.get(key, "").strip() for key in (*(one.key for one in QUESTIONS), COMMENT)}
    may_be = {one.key: {*dict(one.choices), *(() if one in NEEDED else ("",))} for one in QUESTIONS}
    wrong = {key: "Choose one of these." for key, choices in may_be.items() if given[key] not in choices}
    complaint = complaint_about(given[COMMENT], longest=SHORT_TEXT)
    wrong |= {COMMENT: complaint} if complaint else {}
    again = Reply(survey_form_card(_view(found, turn.unit), given, wrong, turn.card_id), is_refused=bool(wrong))
    if wrong:
        return again
    asked = likely_names.unasked(turn, press, found.allocation_id, "survey", {COMMENT: given[COMMENT]})
    if asked:
        return likely_names.ask(turn, press, again, asked)
    return show(turn, press) if given == _whole(found) else _kept(turn, found, given)


def _whole(found: Survey) -> dict[str, str]:
    return {key: found.answers.get(key, "") for key in (*(one.key for one in QUESTIONS), COMMENT)}


def notice(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """The first question; not owed once all are answered, the audit is withdrawn, or somebody else is asked."""
    del policy
    found = survey_of(unit, owed.subject_id)
    if found is None or found.is_gone or found.respondent_id != owed.person_id or found.answered_on is not None:
        return None
    return Message(survey_card(_view(found, unit), f"sent-{owed.id}"), SUMMARY)


_PARTS = {ColleaguePart.SOCIAL_WORKER: "social worker", ColleaguePart.TEAM_MANAGER: "team manager"}


def said_lines(unit: Unit, allocation_id: int) -> list[tuple[str, str]]:
    """What those asked said of an audit beside what its auditor claims of them, as names and values; QA's alone."""
    return [(_who(one), _what(one)) for one in said_of_audit(unit, allocation_id)]


def _who(one: SaidOfAudit) -> str:
    return f"{one.name}, {_PARTS[one.part]}" if one.part else one.name


def _what(one: SaidOfAudit) -> str:
    given = {"practice_change": one.practice_change, "child_impact": one.child_impact, "done": one.done}
    titles = {"practice_change": "practice", "child_impact": "the child's life", "done": "done"}
    said = [f"{titles[ask.key]}: {ask.shown(str(given[ask.key])).lower()}" for ask in QUESTIONS if given[ask.key]]
    words = "; ".join(said) if said else "asked, not answered yet"
    claimed = f"; the auditor says: {CLAIMED[one.claimed]}" if one.claimed else ""
    return f"{words}{claimed}"
