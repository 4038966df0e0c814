"""The card of a person's leave: the days away from today on, who answers for them, and what can be changed."""

from cards.elements import Button
from cards.listing import Line, Listing, listing_card
from cards.verbs import LEAVE, PERSON, WHOLE, Verb
from dialogs import deputy_lines
from dialogs.leave_words import days_words
from dialogs.turn import Reply, Turn
from domain.calendar import london_day, spoken_day
from domain.policy import LeaveSilences
from domain.words import Role
from storage.absences import Spell, people_led_by, spells_of
from storage.chasing import people_away
from storage.people import names_of

# Of a form that asks whose leave it is.
ELSE = "else"
MINE = Button("My leave", Verb.MY_LEAVE, sends_inputs=False)


def may_record_for(turn: Turn, person_id: int) -> bool:
    """Whether the person who writes may record this person's leave: their own, their people's, QA anybody's."""
    is_own = person_id == turn.viewer.id
    return is_own or turn.viewer.is_a(Role.QA) or person_id in people_led_by(turn.unit, turn.viewer.id)


def shown(turn: Turn, person_id: int, note: str = "") -> Reply:
    """The card of a person's leave; `note` says what was just done."""
    name, is_own = name_of(turn, person_id), person_id == turn.viewer.id
    spells = spells_of(turn.unit, person_id, turn.today)
    lines = [_spell(turn, one) for one in spells] + deputy_lines.lines_of(turn, person_id)
    actions = [_record_button(turn, person_id), deputy_lines.name_button(person_id)]
    if is_own and (turn.viewer.is_a(Role.QA) or people_led_by(turn.unit, person_id)):
        actions.append(Button("Leave of somebody else", Verb.LEAVE_FORM, {WHOLE: ELSE}, sends_inputs=False))
        actions.append(Button("Who is away today", Verb.WHO_IS_AWAY, sends_inputs=False))
    actions += [] if is_own else [MINE]
    intro = [silences(turn)] if spells else [_none(turn, person_id)]
    title = "Your leave" if is_own else f"Leave of {name}"
    listing = Listing(title, intro, lines, actions, note, fallback="Your leave. Type 'my leave' to see it.")
    return Reply(listing_card(listing, turn.card_id))


def _none(turn: Turn, person_id: int) -> str:
    if person_id in people_away(turn.unit, turn.today):
        return "The workbook has a long absence here. Nothing is sent in that time but alarms."
    return "No leave is on record from today on. You can type it: 'I'm on leave 3 to 14 December'."


def silences(turn: Turn) -> str:
    """What leave does to what is sent, in two or three sentences."""
    more = "" if turn.policy.leave_silences is LeaveSilences.PERSON else " Nobody above is told of it either."
    return (
        f"On these days no reminder is sent.{more} Alarms still are, to the deputy too. "
        "What came up meanwhile is in one list on the first working day back."
    )


def _spell(turn: Turn, spell: Spell) -> Line:
    one = spell.parts[0]
    data: dict[str, str | int] = {PERSON: one.person_id, LEAVE: one.id, WHOLE: 1}
    said_by = _recorded_by(turn, spell)
    days = days_words(spell.starts_on, spell.ends_on)
    wanted = [("Change", Verb.LEAVE_FORM), ("Take it back", Verb.CANCEL_LEAVE)]
    if spell.covers(turn.today):
        wanted.insert(1, ("Back today", Verb.END_LEAVE))
    made = [Button(title, verb, data, sends_inputs=False, tooltip=f"{title}: {days}") for title, verb in wanted]
    return Line(days, [said_by], buttons=made)


def _recorded_by(turn: Turn, spell: Spell) -> str:
    last = spell.parts[-1]
    who = "auditbot"
    if last.recorded_by_id is not None:
        who = "you" if last.recorded_by_id == turn.viewer.id else name_of(turn, last.recorded_by_id)
    return f"Recorded by {who} on {spoken_day(london_day(last.recorded_at))}."


def name_of(turn: Turn, person_id: int) -> str:
    """What somebody is called."""
    return names_of(turn.unit, [person_id]).get(person_id, "Somebody")


def _record_button(turn: Turn, person_id: int) -> Button:
    title = "Record leave" if person_id == turn.viewer.id else "Record leave for them"
    return Button(title, Verb.LEAVE_FORM, {PERSON: person_id}, sends_inputs=False)
