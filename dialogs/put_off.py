"""Putting something off: how often one may, until which day, and "I need until…" of an audit."""

from collections.abc import Mapping
from datetime import date

from cards.elements import Button
from cards.forms import Asked, ChangeForm, form_card
from cards.verbs import AUDIT, DAY, Verb
from dialogs import digest, likely_names
from dialogs.allocation import my_audits
from dialogs.qa_inputs import typed_in
from dialogs.standing import held_audit, own_audit
from dialogs.turn import Press, Reply, Turn
from domain.actions import no_day, wrong_day
from domain.calendar import spoken_day
from domain.chasing_facts import HoldReason, Key
from domain.errors import NotAllowedError
from domain.free_text import SHORT_TEXT, complaint_about
from domain.ladder import ItemKind
from domain.lifecycle import WITH_THE_AUDITOR, standing
from domain.typed_days import read_day
from storage import chase_holds, record
from storage.audits import AllocatedAudit
from storage.chase_holds import hold
from storage.nudge_lines import note_answered

# How many working days ahead a day is suggested.
_SUGGESTED = 3
_TIMES = {1: "once", 2: "twice", 3: "three times"}
_ASKED = [
    Asked("until", "Until when?", "day", required="Choose a day."),
    Asked("why", "What do you need it for? (you may leave this out)", hint="No names of children or families, please."),
]


def may_put_off(turn: Turn, key: Key) -> bool:
    """Whether an item may be put off once more (DOMAIN: twice, then the ladder goes on)."""
    return chase_holds.may_put_off(turn.unit, key, turn.today, turn.policy.put_off_times)


def twice_words(turn: Turn, way_on: str) -> str:
    """That something was put off as often as it may be, and what can be done instead."""
    times = turn.policy.put_off_times
    often = _TIMES.get(times, f"{times} times")
    return f"It has been put off {often}, so it stays on the list. If something stands in the way, {way_on}."


def suggested_day(turn: Turn) -> str:
    """The day that a form suggests."""
    ahead = min(_SUGGESTED, turn.policy.put_off_working_days)
    return turn.calendar.working_day_after(turn.today, ahead).isoformat()


def day_of_pause(turn: Turn, text: str) -> date | str:
    """The last day of a pause, picked or typed in words; or what is wrong with it."""
    if not text:
        return "Choose a day."
    day = read_day(text, turn.today)
    if day is None:
        return no_day(text)
    return wrong_day(day, turn.today, turn.calendar, turn.policy) or day


def as_picked(typed: Mapping[str, str], until: date | str) -> dict[str, str]:
    """What a form held, with its day as an input of a card takes it: typed in words it would show nothing."""
    return (
        {**typed, "until": until.isoformat()}
        if isinstance(until, date)
        else {key: text for key, text in typed.items() if key != "until" or _is_picked(text)}
    )


def _is_picked(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _key(given: AllocatedAudit) -> Key:
    return ItemKind.RETURN, given.id


def _waiting(given: AllocatedAudit) -> AllocatedAudit:
    if given.status not in WITH_THE_AUDITOR:
        raise NotAllowedError(f"This audit {standing(given.status)}. Type 'my audits' to see what is left to do.")
    return given


def need_until_form(turn: Turn, press: Press) -> Reply:
    """Ask until when the auditor needs."""
    given = _waiting(own_audit(turn, press))
    if not may_put_off(turn, _key(given)):
        return _has_waited(turn, press)
    return _form(turn, press, given, {"until": suggested_day(turn)}, {})


def _has_waited(turn: Turn, press: Press) -> Reply:
    return my_audits(turn, press, twice_words(turn, f"tell {turn.policy.qa_contact}"))


def _form(turn: Turn, press: Press, given: AllocatedAudit, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Reply:
    carried: dict[str, str | int] = {AUDIT: given.id, **({DAY: press.data[DAY]} if press.data.get(DAY) else {})}
    back = Button("Cancel", Verb.DIGEST if DAY in carried else Verb.MY_AUDITS, carried, sends_inputs=False)
    facts = [("Reference", given.case_ref), ("Team", given.team), ("Due by", spoken_day(given.due_now))]
    words = "Nobody is reminded of it until then. Its due day stays as it is."
    go = Button("Save", Verb.NEED_UNTIL, carried, style="positive")
    made = ChangeForm("I need until…", facts, words, _ASKED, go, back, typed, wrong)
    return Reply(form_card(made, turn.card_id), is_refused=bool(wrong))


def need_until(turn: Turn, press: Press) -> Reply:
    """Put an audit off until a day; its due day, by which figures go, stays."""
    given = _waiting(held_audit(turn, press))
    if not may_put_off(turn, _key(given)):
        return _has_waited(turn, press)
    typed = typed_in(press, "until", "why")
    until = day_of_pause(turn, typed.get("until", ""))
    typed = as_picked(typed, until)
    complaint = complaint_about(typed.get("why", ""), longest=SHORT_TEXT)
    wrong = ({"until": until} if isinstance(until, str) else {}) | ({"why": complaint} if complaint else {})
    if wrong or isinstance(until, str):
        return _form(turn, press, given, typed, wrong)
    asked = likely_names.unasked(turn, press, given.id, "need_until", {"why": typed.get("why", "")})
    if asked:
        return likely_names.ask(turn, press, _form(turn, press, given, typed, {}), asked)
    hold(turn.unit, _key(given), until, HoldReason.NEED_UNTIL, note=typed.get("why"))
    note_answered(turn.unit, _key(given), given.auditor_id)
    record.write(turn.unit, "put_audit_off", "allocation", given.id, until=until.isoformat())
    return again(turn, press)


def again(turn: Turn, press: Press) -> Reply:
    """The list that the audit stands in, as it is now."""
    own_audit(turn, press)
    return digest.show(turn, press) if press.data.get(DAY) else my_audits(turn, press)
