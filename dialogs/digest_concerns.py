"""The line of a digest that asks for the response to a child of concern."""

from datetime import date

from cards.concern_entry import act_button
from cards.digest import Entry, Group
from cards.elements import Button
from cards.verbs import CONCERN, Verb
from dialogs.concern_register import TITLES
from domain.calendar import london_day, spoken_day
from domain.concern_lifecycle import possible, standing
from domain.words import ConcernAct
from storage.concern_entries import Entry as Concern
from storage.concern_scope import reach_of
from storage.nudge_lines import DigestLine
from storage.store import Unit


def concern_entry(unit: Unit, line: DigestLine, about: Concern, group: Group, *, is_open: bool) -> Entry:
    """An entry that waits for a response as a line of a digest, with *Respond* for whoever may give it.

    Args:
        unit: the unit of work.
        line: as it was decided.
        about: the entry as it stands.
        group: where the line stands in the digest.
        is_open: whether it waits for a response still.
    """
    today = london_day(unit.now)
    name = f"Reference {about.case_ref}, {about.team}, category {about.category}"
    due = _due(line.due_on, today)
    if not is_open:
        return Entry(group, name, due, standing=f"This entry {standing(about.status)}.")
    return Entry(group, name, due, answers=_answers(unit, line.person_id, about, today))


def _due(day: date, today: date) -> str:
    if day < today:
        return f"Its response was due by {spoken_day(day)}."
    return f"Its response is due {'today, ' if day == today else 'by '}{spoken_day(day)}."


def _answers(unit: Unit, person_id: int, about: Concern, today: date) -> tuple[Button, ...]:
    """*Respond* for whom it is to answer; the entry for whoever else may see it, and nothing for others."""
    mine = reach_of(unit, person_id, today)
    if not mine.sees(about.team_id):
        return ()
    if ConcernAct.RESPOND in possible(about.status, mine.parts(about.team_id)):
        act = ConcernAct.RESPOND
        return (act_button(about.id, act, TITLES[act], asks=True, of=about.ref, is_main=True),)
    tip = f"Open the entry: {about.ref}"
    return (Button("Open the entry", Verb.CONCERN_ENTRY, {CONCERN: about.id}, sends_inputs=False, tooltip=tip),)
