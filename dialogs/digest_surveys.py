"""The line of a digest that asks once more what an audit has changed."""

from cards.digest import Entry, Group
from cards.elements import Button
from cards.verbs import SURVEY, Verb
from domain.calendar import spoken_day, spoken_month
from storage.nudge_lines import DigestLine
from storage.store import Unit
from storage.surveys import survey_of


def survey_entry(unit: Unit, line: DigestLine, *, is_open: bool) -> Entry:
    """A survey as a line of its respondent's digest."""
    found = survey_of(unit, line.key[1])
    name = "An audit" if found is None else f"Reference {found.case_ref}, {spoken_month(found.month)}"
    asked = f"Two short questions, asked on {spoken_day(line.due_on)}."
    if found is None or not is_open:
        return Entry(Group.SURVEYS, name, asked, standing="There is nothing left to answer.")
    tip = f"Answer: reference {found.case_ref}"
    answer = Button("Answer", Verb.SHOW_SURVEY, {SURVEY: found.id}, sends_inputs=False, style="positive", tooltip=tip)
    return Entry(Group.SURVEYS, name, asked, answers=(answer,))
