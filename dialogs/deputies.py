"""Deputies in chat: named with days by a person for themself, or by QA for anybody; ended early by either."""

from collections.abc import Mapping
from datetime import date, timedelta

from cards.elements import Button
from cards.forms import Asked, ChangeForm, form_card
from cards.verbs import DEPUTY, FROM, PERSON, SEEN, TO, Verb
from dialogs import leave_notice
from dialogs.deputy_lines import may_name_for
from dialogs.leave_card import shown
from dialogs.leave_words import days_words, wrong_days
from dialogs.named import anybody, one_named, one_there
from dialogs.qa_inputs import typed_in
from dialogs.turn import Press, Reply, Turn
from domain.calendar import spoken_day
from domain.errors import NotAllowedError
from storage import record
from storage.absences import spells_of
from storage.deputies import (
    NamedDeputy,
    deputy_choices,
    deputy_row,
    end_deputy,
    name_deputy,
)
from storage.people import current_person, names_of, person_by_id

_DAY = timedelta(days=1)


def _whose(turn: Turn, press: Press) -> int:
    person_id = press.number(PERSON) or turn.viewer.id
    if not may_name_for(turn, person_id):
        raise NotAllowedError("You can't name a deputy for them. They can do it themself, or QA can.")
    return one_there(turn, person_id)


def form(turn: Turn, press: Press) -> Reply:
    """The form of a deputy, with the days of the leave that is on or ahead."""
    person_id = _whose(turn, press)
    spell = next(iter(spells_of(turn.unit, person_id, turn.today)), None)
    usual = (spell.starts_on, spell.ends_on) if spell else (turn.today, turn.today)
    days = {"from": press.data.get(FROM, usual[0].isoformat()), "to": press.data.get(TO, usual[1].isoformat())}
    return ask(turn, person_id, days, {})


def ask(
    turn: Turn, person_id: int, given: Mapping[str, str], wrong: Mapping[str, str], caution: str = "", seen: str = ""
) -> Reply:
    """The form, with what was typed and what is wrong with it."""
    is_own = person_id == turn.viewer.id
    names = names_of(turn.unit, [person_id])
    choices = [(str(key), name) for key, name in deputy_choices(turn.unit, person_id, turn.today)]
    asked = [
        Asked("pick", "Pick somebody", "person", choices=choices),
        Asked("name", "Or type a name", "line"),
        Asked("from", "The first day", "day", "Choose a day."),
        Asked("to", "The last day", "day", "Choose a day."),
    ]
    data: dict[str, str | int] = {PERSON: person_id, **({SEEN: seen} if seen else {})}
    go = Button("Name them all the same" if seen else "Name them", Verb.NAME_DEPUTY, data, style="positive")
    words = "On these days they get what needs an answer too, such as an alarm or an approval, and may answer it."
    back = Button("Cancel", Verb.MY_LEAVE, {PERSON: person_id}, sends_inputs=False)
    title = "Who answers for you?" if is_own else "Who answers for them?"
    pairs = [] if is_own else [("For", names[person_id])]
    made = ChangeForm(title, pairs, words, asked, go, back, given, wrong, caution)
    return Reply(form_card(made, turn.card_id), is_refused=bool(wrong or caution))


def name_it(turn: Turn, press: Press) -> Reply:
    """Name a deputy; who can't be one is said at its place."""
    person_id = _whose(turn, press)
    given = typed_in(press, "pick", "name", "from", "to")
    starts_on, ends_on, wrong = wrong_days(turn, given)
    who = _who(turn, given)
    if isinstance(who, str):
        return ask(turn, person_id, given, {**wrong, "name": who})
    if starts_on is None or ends_on is None or wrong:
        return ask(turn, person_id, given, wrong)
    return settled(turn, person_id, who, (starts_on, ends_on), given, press.data.get(SEEN, ""))


def settled(
    turn: Turn, person_id: int, deputy_id: int, days: tuple[date, date], given: Mapping[str, str], seen: str = ""
) -> Reply:
    """Name somebody whose name and days are clear, unless they can't be a deputy then."""
    problem = _hindrance(turn, person_id, deputy_id, days)
    if problem:
        return ask(turn, person_id, given, problem)
    away = _away(turn, deputy_id, days)
    if away and seen != str(deputy_id):
        return ask(turn, person_id, given, {}, away, str(deputy_id))
    number = name_deputy(turn.unit, person_id, deputy_id, *days)
    if number is None:
        return shown(turn, person_id, "They are named for those days already.")
    record.write(turn.unit, "deputy_named", "deputy", number, person_id=person_id, deputy_id=deputy_id)
    leave_notice.tell_deputy(turn, leave_notice.DEPUTY_NAMED, NamedDeputy(number, person_id, deputy_id, *days))
    name = names_of(turn.unit, [deputy_id])[deputy_id]
    whom = "you" if person_id == turn.viewer.id else "them"
    note = f"{name} answers for {whom} {days_words(*days, is_inside=True)}. I tell them so."
    return shown(turn, person_id, note)


def _who(turn: Turn, given: Mapping[str, str]) -> int | str:
    picked, name = given.get("pick", ""), given.get("name", "")
    if name:
        found = one_named(turn, name, anybody)
        if isinstance(found, str):
            return found
        known = current_person(turn.unit, picked, turn.today) if picked else None
        if known is not None and known.id != found.id:
            return f"You picked somebody else and typed “{name}”. Leave one of them empty."
        return found.id
    known = current_person(turn.unit, picked, turn.today) if picked else None
    if known is None:
        return "Pick somebody who works here, or type their name or e-mail address."
    return known.id


def _hindrance(turn: Turn, person_id: int, deputy_id: int, days: tuple[date, date]) -> dict[str, str]:
    if deputy_id == person_id:
        return {"name": "Nobody can be their own deputy. Choose somebody else."}
    if days[1] < turn.today:
        return {"to": f"That day is past. Choose {spoken_day(turn.today)} or a later day."}
    who = person_by_id(turn.unit, deputy_id)
    if not who.is_current(turn.today):
        return {"name": f"{who.name} does not work here any more. Choose somebody else."}
    if who.left_on is not None and who.left_on < days[1]:
        return {"name": f"{who.name}'s last day is {spoken_day(who.left_on)}. Choose somebody else, or earlier days."}
    return {}


def _away(turn: Turn, deputy_id: int, days: tuple[date, date]) -> str:
    for spell in spells_of(turn.unit, deputy_id, days[0]):
        if spell.starts_on <= days[1]:
            name = names_of(turn.unit, [deputy_id])[deputy_id]
            when = days_words(spell.starts_on, spell.ends_on, is_inside=True)
            return f"{name} is away too, {when}. Choose somebody else, or press again to name them all the same."
    return ""


def end(turn: Turn, press: Press) -> Reply:
    """End a deputy's standing in: from now on, or all of it where it has not begun."""
    person_id, number = _whose(turn, press), press.number(DEPUTY)
    row = None if number is None else deputy_row(turn.unit, number)
    if row is None or row.person_id != person_id:
        return shown(turn, person_id, "They are not named any more.")
    if end_deputy(turn.unit, row.id, turn.today - _DAY):
        record.write(turn.unit, "deputy_ended", "deputy", row.id, person_id=person_id, deputy_id=row.deputy_id)
        leave_notice.tell_deputy(turn, leave_notice.DEPUTY_ENDED, row)
    name = names_of(turn.unit, [row.deputy_id])[row.deputy_id]
    return shown(turn, person_id, f"{name} does not answer any more. To name somebody else, press below.")
