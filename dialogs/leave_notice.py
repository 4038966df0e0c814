"""What somebody hears when another records their leave, or makes them a deputy: notices, as it is another's act."""

from cards.elements import Button
from cards.listing import Line, Listing, listing_card
from cards.verbs import PERSON, Verb
from dialogs.leave_words import days_words
from dialogs.turn import Message, OwedMessage, Turn
from domain.policy import Policy
from domain.words import SendClass
from storage.absences import leave_of
from storage.deputies import NamedDeputy, any_deputy_row, deputy_row
from storage.outbox import owe
from storage.people import names_of
from storage.store import Unit

LEAVE_RECORDED = "leave_recorded"
DEPUTY_NAMED = "deputy_named"
DEPUTY_ENDED = "deputy_ended"
_SUMMARY = "Something about who is away has changed."


def tell(turn: Turn, person_id: int, leave_id: int) -> None:
    """Owe a person the word that somebody else has recorded leave of theirs."""
    if person_id != turn.viewer.id:
        _owe(turn, LEAVE_RECORDED, person_id, leave_id)


def tell_deputy(turn: Turn, template: str, row: NamedDeputy) -> None:
    """Owe a deputy, and the person where somebody else did it, the word of what was changed."""
    for person_id in (row.deputy_id, row.person_id):
        if person_id != turn.viewer.id:
            _owe(turn, template, person_id, row.id)


def _owe(turn: Turn, template: str, person_id: int, subject_id: int) -> None:
    opens = turn.calendar.next_open(turn.unit.now)
    owe(turn.unit, SendClass.NOTICE, template, person_id, subject_id, not_before=opens)


def leave_recorded(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That leave was recorded for a person; not owed once it was taken back or changed."""
    known = leave_of(unit, owed.subject_id)
    if known is None:
        return None
    who = "Somebody"
    if known.recorded_by_id is not None:
        who = names_of(unit, [known.recorded_by_id])[known.recorded_by_id]
    days = days_words(known.starts_on, known.ends_on, is_inside=True)
    more = f"No reminder is sent to you then. If this is wrong, put it right here or tell {policy.qa_contact}."
    line = Line(f"{who} has recorded that you are away {days}.", [more])
    return _message("Your leave is recorded", line, owed, is_about_person=True)


def deputy_named(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That somebody stands in for another: to both of them; not owed once it was ended."""
    del policy
    row = deputy_row(unit, owed.subject_id)
    if row is None:
        return None
    names = names_of(unit, [row.person_id, row.deputy_id])
    days = days_words(row.starts_on, row.ends_on, is_inside=True)
    if owed.person_id == row.person_id:
        line = Line(f"{names[row.deputy_id]} answers for you {days}.", ["They get what needs an answer from you."])
    else:
        more = "What needs an answer from them, such as an alarm or an approval, comes to you as well."
        line = Line(f"You answer for {names[row.person_id]} {days}.", [more])
    return _message("A deputy is named", line, owed, is_about_person=owed.person_id == row.person_id)


def deputy_ended(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That somebody does not stand in for another any more."""
    del policy
    row = any_deputy_row(unit, owed.subject_id)
    if row is None:
        return None
    names = names_of(unit, [row.person_id, row.deputy_id])
    if owed.person_id == row.person_id:
        line = Line(
            f"{names[row.deputy_id]} does not answer for you any more.", ["To name somebody else, press below."]
        )
    else:
        line = Line(f"You do not answer for {names[row.person_id]} any more.", ["You don't need to do anything."])
    return _message("A deputy is named no more", line, owed, is_about_person=owed.person_id == row.person_id)


def _message(title: str, line: Line, owed: OwedMessage, *, is_about_person: bool) -> Message:
    actions = (
        [Button("My leave", Verb.MY_LEAVE, {PERSON: owed.person_id}, sends_inputs=False)] if is_about_person else []
    )
    listing = Listing(title, [], [line], actions, fallback=f"{title}. Type 'my leave' to see what is on record.")
    return Message(listing_card(listing, f"sent-{owed.id}"), _SUMMARY)
