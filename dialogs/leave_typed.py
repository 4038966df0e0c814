"""Being away, by typing: kept at once where it can be read in one way only, read back in the form where it can't."""

from dataclasses import replace

from cards.verbs import Verb
from dialogs import deputies, leave
from dialogs.deputy_lines import may_name_for
from dialogs.in_hand import audits_in_hand
from dialogs.leave_card import may_record_for, shown
from dialogs.named import anybody, found_as, one_named
from dialogs.turn import Press, Reply, Turn
from domain.typed_away import AwayTyped, DeputyTyped, Said, away_in, deputy_in
from domain.typed_leave import Days, read_days
from domain.words import Role
from storage.absences import people_led_by, spells_of

_FOR_AUDIT = "If these words are for your audit, type 'answer:' and them again."
_WHICH_DAYS = "I can't read the days. Please choose both."


def away_order(turn: Turn, text: str) -> Reply | None:
    """What a sentence about being away is answered with; None where it is none, or may be about something else."""
    said = away_in(text)
    if said is None:
        return None
    return _mine(turn, said) if not said.who else _of_another(turn, said)


def _mine(turn: Turn, said: AwayTyped) -> Reply | None:
    days = read_days(said.when, turn.today)
    if said.said is Said.CANCEL:
        return _cancelled(turn, turn.viewer.id)
    if days.starts_on is None and not (said.is_plain and said.is_said_of_me) and (said.when or not said.is_plain):
        return None
    if said.said is Said.BACK:
        return _is_back(turn, turn.viewer.id, days)
    is_clear = days.is_sure and (said.is_said_of_me or not audits_in_hand(turn))
    if is_clear and days.starts_on is not None and days.ends_on is not None:
        return leave.keep(turn, turn.viewer.id, days.starts_on, days.ends_on)
    return _read_back(turn, turn.viewer.id, said, days)


def _read_back(turn: Turn, person_id: int | None, said: AwayTyped, days: Days, wrong: str = "") -> Reply:
    doubt = days.doubt or (_WHICH_DAYS if said.when and days.starts_on is None else "")
    doubt = doubt or ("" if days.ends_on is None else "Please check this before I keep it.")
    asked = leave.read_back(turn, person_id, replace(days, doubt=doubt), said.who if person_id is None else "", wrong)
    is_for_audit = not said.is_said_of_me and bool(audits_in_hand(turn))
    return replace(asked, text=_FOR_AUDIT if is_for_audit else "", is_refused=False)


def _of_another(turn: Turn, said: AwayTyped) -> Reply | None:
    """Somebody else: of those for whom the person who writes may record leave. Anybody else's words stay words."""
    led = people_led_by(turn.unit, turn.viewer.id)
    if not (led or turn.viewer.is_a(Role.QA)):
        return None
    days = read_days(said.when, turn.today)
    found = found_as(turn, said.who, lambda one: may_record_for(turn, one))
    if not found and (audits_in_hand(turn) or not days.is_sure):
        return None
    if len(found) != 1:
        wrong = one_named(turn, said.who, lambda one: may_record_for(turn, one))
        return _read_back(turn, None, said, days, wrong if isinstance(wrong, str) else "")
    if said.said is Said.CANCEL:
        return _cancelled(turn, found[0].id)
    if said.said is Said.BACK:
        return _is_back(turn, found[0].id, days)
    is_clear = days.is_sure and not audits_in_hand(turn)
    if is_clear and days.starts_on is not None and days.ends_on is not None:
        return leave.keep(turn, found[0].id, days.starts_on, days.ends_on)
    return _read_back(turn, found[0].id, said, days)


def _is_back(turn: Turn, person_id: int, days: Days) -> Reply | None:
    if days.starts_on is None or days.starts_on != days.ends_on:
        return None
    if days.starts_on < turn.today or days.doubt:
        return shown(turn, person_id, "I am not sure which day you mean. Press Change to say the last day away.")
    return leave.back_on(turn, person_id, days.starts_on)


def _cancelled(turn: Turn, person_id: int) -> Reply:
    """The one spell that is on or ahead is taken back; several are listed to choose from."""
    spells = spells_of(turn.unit, person_id, turn.today)
    if len(spells) != 1:
        many = "Which one? Press Take it back beside it." if spells else "No leave is on record from today on."
        return shown(turn, person_id, many)
    if spells[0].starts_on < turn.today:
        return leave.back_on(turn, person_id, turn.today)
    return leave.take_back(turn, person_id, spells[0])


def deputy_order(turn: Turn, text: str) -> Reply | None:
    """What a sentence that names a deputy is answered with; None where it names none."""
    said = deputy_in(text, turn.today)
    if said is None or (said.person and not turn.viewer.is_a(Role.QA)):
        return None
    person_id = turn.viewer.id
    if said.person:
        whom = one_named(turn, said.person, anybody)
        if isinstance(whom, str):
            return Reply(text=whom)
        person_id = whom.id
    return _deputy(turn, said, person_id) if may_name_for(turn, person_id) else None


def _deputy(turn: Turn, said: DeputyTyped, person_id: int) -> Reply:
    days = read_days(said.when, turn.today)
    who = one_named(turn, said.who, anybody)
    given = {"name": said.who if isinstance(who, str) else who.email}
    spell = next(iter(spells_of(turn.unit, person_id, turn.today)), None)
    if days.starts_on is None and not said.when and spell is not None:
        days = Days(spell.starts_on, spell.ends_on, "I take the days of the leave. Change them if others are meant.")
    given |= {key: day.isoformat() for key, day in (("from", days.starts_on), ("to", days.ends_on)) if day}
    if isinstance(who, str):
        return replace(deputies.ask(turn, person_id, given, {"name": who}), is_refused=False)
    if days.is_sure and days.starts_on is not None and days.ends_on is not None:
        reply = deputies.settled(turn, person_id, who.id, (days.starts_on, days.ends_on), given)
        return replace(reply, is_refused=False)
    doubt = days.doubt or (_WHICH_DAYS if said.when else "")
    return replace(deputies.ask(turn, person_id, given, {}, doubt), is_refused=False)


def my_leave_typed(turn: Turn, press: Press) -> Reply:
    """`my leave`, `my deputy`: what is on record of whoever writes."""
    del press
    return leave.my_leave(turn, Press(Verb.MY_LEAVE))
