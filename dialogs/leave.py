"""Leave in chat: recorded by a person for themself, by a manager for one of their people, by QA for anybody.

Leave silences what is sent to that person, from its first day to its last (DOMAIN, "What is sent, and when").
"""

from collections.abc import Mapping
from datetime import date

from cards.elements import Button
from cards.forms import Asked, ChangeForm, form_card
from cards.listing import Line, Listing, listing_card
from cards.verbs import LEAVE, PERSON, SEEN, WHOLE, Verb
from dialogs import deputy_lines, leave_notice
from dialogs.leave_card import ELSE, may_record_for, name_of, shown, silences
from dialogs.leave_words import days_words, wrong_days
from dialogs.named import anybody, one_named, one_there
from dialogs.qa_inputs import typed_in
from dialogs.turn import Press, Reply, Turn
from domain.calendar import spoken_day
from domain.errors import NotAllowedError
from domain.typed_leave import Days
from domain.words import Role
from storage import record
from storage.absences import Spell, cancel_leave, end_leave, leave_of, people_led_by, record_leave, spells_of

_FORM = {"from": "The first day away", "to": "The last day away"}


def _checked(turn: Turn, person_id: int) -> int:
    if not may_record_for(turn, person_id):
        raise NotAllowedError("You can't record leave for them. They can do it themself, or their manager or QA can.")
    return one_there(turn, person_id)


def _whose(turn: Turn, press: Press) -> int:
    """Whose leave a card speaks of.

    Raises:
        NotAllowedError: it is none that this person may record.
    """
    return _checked(turn, press.number(PERSON) or turn.viewer.id)


def my_leave(turn: Turn, press: Press) -> Reply:
    """The leave of a person from today on, and who answers for them."""
    return shown(turn, _whose(turn, press))


def form(turn: Turn, press: Press) -> Reply:
    """The form of a leave: a new one, or one to be changed."""
    if press.data.get(WHOLE) == ELSE:
        return ask(turn, None, {}, {})
    person_id, number = _whose(turn, press), press.number(LEAVE)
    spell = None if number is None else _spell_with(turn, person_id, number)
    if number is not None and spell is None:
        return shown(turn, person_id, "That leave has been changed since. This is how it stands now.")
    if spell is None:
        return ask(turn, person_id, {"from": turn.today.isoformat()}, {})
    days = {"from": spell.starts_on.isoformat(), "to": spell.ends_on.isoformat()}
    return ask(turn, person_id, days, {}, changed=number)


def read_back(turn: Turn, person_id: int | None, days: Days, name: str = "", wrong: str = "") -> Reply:
    """Days that were typed, in the form, with what is doubtful about them: nothing is kept until it is pressed."""
    given = {key: day.isoformat() for key, day in (("from", days.starts_on), ("to", days.ends_on)) if day}
    given |= {"name": name} if name else {}
    return ask(turn, person_id, given, {"name": wrong} if wrong else {}, caution=days.doubt)


def ask(
    turn: Turn,
    person_id: int | None,
    given: Mapping[str, str],
    wrong: Mapping[str, str],
    *,
    caution: str = "",
    changed: int | None = None,
) -> Reply:
    """The form; `person_id` is None where it asks for whom."""
    is_own = person_id == turn.viewer.id
    pairs = [] if is_own or person_id is None else [("For", name_of(turn, person_id))]
    name = [] if person_id is not None else [Asked("name", "Who is away?", "line", "Type a name or an e-mail address.")]
    asked = [*name, *(Asked(key, label, "day", "Choose a day.") for key, label in _FORM.items())]
    data: dict[str, str | int] = {SEEN: _mark(given.get("from", ""), given.get("to", ""))} if caution else {}
    data |= {PERSON: person_id} if person_id is not None else {WHOLE: ELSE}
    data |= {LEAVE: changed, WHOLE: 1} if changed is not None else {}
    go = Button("Save leave" if changed else "Record leave", Verb.RECORD_LEAVE, data, style="positive")
    words = "Both days count as away. Say nothing of the reason: leave is all I keep."
    back = Button("Cancel", Verb.MY_LEAVE, {PERSON: person_id or turn.viewer.id}, sends_inputs=False)
    made = ChangeForm("Record leave", pairs, words, asked, go, back, given, wrong, caution)
    return Reply(form_card(made, turn.card_id), is_refused=bool(wrong or caution))


def _mark(first: str, last: str) -> str:
    return f"{first}/{last}"


def record_it(turn: Turn, press: Press) -> Reply:
    """Record leave, or change the one that the form was about; what is doubtful is read back first."""
    given = typed_in(press, "name", "from", "to")
    person_id, wrong_name = _for_whom(turn, press, given)
    changed = press.number(LEAVE)
    starts_on, ends_on, wrong = wrong_days(turn, given)
    wrong |= {"name": wrong_name} if wrong_name else {}
    if wrong or person_id is None or starts_on is None or ends_on is None:
        return ask(turn, person_id, given, wrong, changed=changed)
    doubt = _doubt(turn, starts_on, ends_on)
    if doubt and press.data.get(SEEN) != _mark(given["from"], given["to"]):
        return ask(turn, person_id, given, {}, caution=f"{doubt} Press again to keep them.", changed=changed)
    if changed is not None and not _take_out(turn, person_id, changed):
        return shown(turn, person_id, "That leave has been changed since. This is how it stands now.")
    return keep(turn, person_id, starts_on, ends_on)


def _for_whom(turn: Turn, press: Press, given: Mapping[str, str]) -> tuple[int | None, str]:
    if press.number(PERSON) is not None or press.data.get(WHOLE) != ELSE:
        return _whose(turn, press), ""
    led = people_led_by(turn.unit, turn.viewer.id) | {turn.viewer.id}
    may_be = anybody if turn.viewer.is_a(Role.QA) else led.__contains__
    who = one_named(turn, given.get("name", ""), may_be)
    return (None, who) if isinstance(who, str) else (who.id, "")


def _doubt(turn: Turn, starts_on: date, ends_on: date) -> str:
    if ends_on < turn.today:
        return "These days are over."
    weeks = (ends_on - starts_on).days // 7
    return f"That is about {weeks} weeks." if weeks > 6 else ""  # as `domain.typed_leave` reads a long one back


def keep(turn: Turn, person_id: int, starts_on: date, ends_on: date) -> Reply:
    """Record leave that nobody doubts; the card says what was kept, and takes it back in one tap."""
    _checked(turn, person_id)
    number = record_leave(turn.unit, person_id, starts_on, ends_on)
    if number is None:
        return shown(turn, person_id, "I have those days already.")
    record.write(turn.unit, "leave_recorded", "leave", number, person_id=person_id)
    leave_notice.tell(turn, person_id, number)
    return _kept(turn, person_id, number, starts_on, ends_on)


def _kept(turn: Turn, person_id: int, number: int, starts_on: date, ends_on: date) -> Reply:
    is_own = person_id == turn.viewer.id
    who = "You are" if is_own else f"{name_of(turn, person_id)} is"
    data: dict[str, str | int] = {PERSON: person_id, LEAVE: number}
    undo = Button("Take it back", Verb.CANCEL_LEAVE, data, sends_inputs=False)
    change = Button("Change", Verb.LEAVE_FORM, data, sends_inputs=False)
    line = Line(
        f"{who} away {days_words(starts_on, ends_on, is_inside=True)}", [silences(turn)], buttons=[change, undo]
    )
    answers = deputy_lines.offer(turn, person_id, starts_on, ends_on)
    look = Button("My leave" if is_own else "Their leave", Verb.MY_LEAVE, {PERSON: person_id}, sends_inputs=False)
    fallback = "The leave is recorded. Type 'my leave' to see yours."
    listing = Listing("Leave recorded", [], [line, *answers], [look], fallback=fallback)
    return Reply(listing_card(listing, turn.card_id))


def _spell_with(turn: Turn, person_id: int, number: int) -> Spell | None:
    known = leave_of(turn.unit, number)
    if known is None or known.person_id != person_id:
        return None
    spells = spells_of(turn.unit, person_id, known.starts_on)
    return next((one for one in spells if any(part.id == number for part in one.parts)), None)


def _take_out(turn: Turn, person_id: int, number: int) -> bool:
    """Take back the whole spell that a leave is part of; whether it stood."""
    spell = _spell_with(turn, person_id, number)
    return spell is not None and _cancel_all(turn, person_id, spell)


def _cancel_all(turn: Turn, person_id: int, spell: Spell) -> bool:
    taken = [one for one in spell.parts if cancel_leave(turn.unit, one.id)]
    for one in taken:
        record.write(turn.unit, "leave_cancelled", "leave", one.id, person_id=person_id)
    return bool(taken)


def take_back(turn: Turn, person_id: int, spell: Spell) -> Reply:
    """Take back a whole spell that has not begun; the days can be put on record again in one tap."""
    _checked(turn, person_id)
    _cancel_all(turn, person_id, spell)
    days = days_words(spell.starts_on, spell.ends_on, is_inside=True)
    return shown(turn, person_id, f"I have taken back the leave {days}.")


def cancel(turn: Turn, press: Press) -> Reply:
    """Take leave back: what was just recorded alone, or a whole spell of the list."""
    person_id, number = _whose(turn, press), press.number(LEAVE)
    known = None if number is None else leave_of(turn.unit, number)
    if number is None or known is None or known.person_id != person_id:
        return shown(turn, person_id, "That leave is not on record any more.")
    if press.data.get(WHOLE):
        _take_out(turn, person_id, number)
    elif cancel_leave(turn.unit, number):
        record.write(turn.unit, "leave_cancelled", "leave", number, person_id=person_id)
    return shown(turn, person_id, "I have taken it back.")


def back(turn: Turn, press: Press) -> Reply:
    """Back at work today: the days away from today on are taken back."""
    return back_on(turn, _whose(turn, press), turn.today)


def back_on(turn: Turn, person_id: int, day: date) -> Reply:
    """Back at work on a day that leave covers; the days before it stand."""
    _checked(turn, person_id)
    ended = end_leave(turn.unit, person_id, day)
    if not ended:
        return shown(turn, person_id, f"No leave is on record for {spoken_day(day)}, so there is nothing to end.")
    record.write(turn.unit, "leave_ended", "leave", ended[0].id, person_id=person_id, back_on=day.isoformat())
    who = "You are" if person_id == turn.viewer.id else f"{name_of(turn, person_id)} is"
    return shown(turn, person_id, f"{who} back on {spoken_day(day)}. What is open by then comes in one list.")
