"""Who stands in for whom, as lines of a card, with the way to name or to end a deputy."""

from datetime import date

from cards.elements import Button
from cards.listing import Line
from cards.verbs import DEPUTY, FROM, PERSON, TO, Verb
from dialogs.leave_words import days_words
from dialogs.turn import Turn
from domain.words import Role
from storage.deputies import NamedDeputy, deputies_from, deputising_from
from storage.people import names_of


def may_name_for(turn: Turn, person_id: int) -> bool:
    """Whether the person who writes may name this person's deputy: their own, QA anybody's."""
    return person_id == turn.viewer.id or turn.viewer.is_a(Role.QA)


def name_button(person_id: int, starts_on: date | None = None, ends_on: date | None = None) -> Button:
    """The way to the form; the days are filled in where they are known."""
    days = {key: day.isoformat() for key, day in ((FROM, starts_on), (TO, ends_on)) if day is not None}
    return Button("Name a deputy", Verb.DEPUTY_FORM, {PERSON: person_id, **days}, sends_inputs=False)


def lines_of(turn: Turn, person_id: int) -> list[Line]:
    """Who stands in for a person from today on, and for whom they do."""
    theirs = deputies_from(turn.unit, person_id, turn.today)
    for_others = deputising_from(turn.unit, person_id, turn.today)
    names = names_of(turn.unit, {one for row in (*theirs, *for_others) for one in (row.person_id, row.deputy_id)})
    whom = "you" if person_id == turn.viewer.id else "them"
    lines = [_line(turn, row, f"{names[row.deputy_id]} answers for {whom}") for row in theirs]
    who = "You answer" if person_id == turn.viewer.id else "They answer"
    lines += [Line(f"{who} for {names[row.person_id]}", [days_words(row.starts_on, row.ends_on)]) for row in for_others]
    return lines


def _line(turn: Turn, row: NamedDeputy, words: str) -> Line:
    data: dict[str, str | int] = {PERSON: row.person_id, DEPUTY: row.id}
    title = "Take it back" if row.starts_on > turn.today else "End it now"
    end = Button(title, Verb.END_DEPUTY, data, sends_inputs=False, tooltip=f"{title}: {words}")
    buttons = [end] if may_name_for(turn, row.person_id) else []
    return Line(words, [days_words(row.starts_on, row.ends_on)], buttons=buttons)


def offer(turn: Turn, person_id: int, starts_on: date, ends_on: date) -> list[Line]:
    """The question who answers meanwhile, where nobody does yet and it may be said here."""
    if ends_on < turn.today or not may_name_for(turn, person_id):
        return []
    if any(
        one.starts_on <= ends_on and starts_on <= one.ends_on for one in deputies_from(turn.unit, person_id, starts_on)
    ):
        return []
    whom = "you" if person_id == turn.viewer.id else "them"
    more = "A deputy gets what needs an answer meanwhile: alarms, approvals."
    return [Line(f"Who answers for {whom}?", [more], buttons=[name_button(person_id, starts_on, ends_on)])]
