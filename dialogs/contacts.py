"""Contact attempts, noted as they happen: one tap for today, or a short form (DOMAIN, "The monthly cycle", 4)."""

import hashlib
from collections.abc import Mapping
from datetime import date

from cards.contacts import ATTEMPT, PARTY, ContactForm, contact_card
from dialogs import likely_names
from dialogs.in_hand import audits_in_hand
from dialogs.places import current
from dialogs.standing import framework_of, held_audit, on_behalf_of
from dialogs.turn import Press, Reply, Turn
from domain.calendar import spoken_day
from domain.contacts import LONGEST_AGO, LONGEST_RESULT, MOST_ATTEMPTS, Attempt
from domain.free_text import complaint_about
from domain.words import ContactWay, Party
from storage.audits import AllocatedAudit
from storage.contacts import attempts_of, bring_attempt_back, note_attempt, remove_attempt

_INPUTS = ("whom", "day", "way", "result")
_FULL = "This audit has as many contact attempts as it can hold. Remove one below to note another."


def form_inputs(press: Press) -> dict[str, str]:
    """What the form held, of a press on any card."""
    return {key: press.inputs[key].strip() for key in _INPUTS if press.inputs.get(key, "").strip()}


def form(turn: Turn, given: AllocatedAudit) -> Reply:
    """The form, with today in it."""
    return form_with(turn, given, {"day": turn.today.isoformat()})


def form_with(
    turn: Turn, given: AllocatedAudit, typed: Mapping[str, str], wrong: Mapping[str, str] | None = None
) -> Reply:
    """The form with what was typed in it."""
    view = ContactForm(
        given.id,
        given.case_ref,
        attempts_of(turn.unit, given.id),
        typed,
        wrong or {},
        on_behalf_of=on_behalf_of(turn, given),
    )
    return Reply(contact_card(view, turn.card_id), is_refused=bool(wrong), shows_audit=given.id)


def form_typed(turn: Turn, press: Press) -> Reply:
    """`contact attempt`: the form of the one audit that was started, else what to do to choose one."""
    del press
    started = [given for given in audits_in_hand(turn) if given.framework_id is not None]
    if len(started) == 1:
        return form(turn, started[0])
    return Reply(text="Type 'my audits', go on with the one you mean, and press 'Note a contact attempt' there.")


def _note(turn: Turn, given: AllocatedAudit, press: Press, tried: Attempt) -> None:
    framework_of(given)  # there is nothing to note it in before the audit is started
    # The same try from the same card is one; what was changed on a card that has saved before is another.
    words = hashlib.sha256(f"{tried.on_day}:{tried.way}:{tried.result}".encode()).hexdigest()
    made_by = f"{given.id}:{press.action_id or turn.card_id}:{tried.party}:{words}"
    note_attempt(turn.unit, given.id, made_by, tried)


def today(turn: Turn, given: AllocatedAudit, press: Press) -> None:
    """Note that a party was tried today; how, and what came of it, may be said in the form."""
    said = press.data.get(PARTY, "")
    if said in list(Party) and len(attempts_of(turn.unit, given.id)) < MOST_ATTEMPTS:
        _note(turn, given, press, Attempt(0, Party(said), turn.today, None, ""))


def _day(turn: Turn, text: str) -> date | str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return "Choose a day, or type one like 2026-11-20."
    if day > turn.today:
        return f"{spoken_day(day)} is still to come. Choose today or an earlier day."
    if day < turn.today - LONGEST_AGO:
        return f"{spoken_day(day)} is more than a year ago. Choose a later day."
    return day


def _read(turn: Turn, given: AllocatedAudit, typed: Mapping[str, str]) -> Attempt | dict[str, str]:
    """The try that a form speaks of, or what is wrong with it by input."""
    whom, day, result = typed.get("whom", ""), _day(turn, typed.get("day", "")), typed.get("result", "")
    wrong: dict[str, str] = {}
    if whom not in list(Party):
        wrong["whom"] = "Choose whom you tried to reach."
    elif len(attempts_of(turn.unit, given.id)) >= MOST_ATTEMPTS:
        wrong["whom"] = _FULL
    if isinstance(day, str):
        wrong["day"] = day
    too_much = complaint_about(result, longest=LONGEST_RESULT)
    if too_much:
        wrong["result"] = too_much
    if wrong or isinstance(day, str):
        return wrong
    way = typed.get("way", "")
    return Attempt(0, Party(whom), day, ContactWay(way) if way in list(ContactWay) else None, result)


def save(turn: Turn, press: Press) -> Reply:
    """Note the try and go back to the step, or say beside each input what is wrong with it."""
    given = held_audit(turn, press)
    typed = form_inputs(press)
    if not given.is_open:
        noted = {one.result for one in attempts_of(turn.unit, given.id)}
        return current(turn, given, came_too_late=typed.get("result", "") not in {"", *noted})
    read = _read(turn, given, typed)
    if isinstance(read, dict):
        return form_with(turn, given, typed, read)
    asked = likely_names.unasked(turn, press, given.id, "contacts", {"result": read.result})
    if asked:
        return likely_names.ask(turn, press, form_with(turn, given, typed), asked)
    _note(turn, given, press, read)
    return current(turn, given)


def remove(turn: Turn, press: Press) -> Reply:
    """Take a try out; the form with those that are left."""
    given = held_audit(turn, press)
    if not given.is_open:
        return current(turn, given)
    number = press.number(ATTEMPT)
    attempt = next((one for one in attempts_of(turn.unit, given.id) if one.id == number), None)
    if attempt is None:
        return form(turn, given)
    remove_attempt(turn.unit, given.id, attempt.id)
    left = attempts_of(turn.unit, given.id)
    view = ContactForm(
        given.id,
        given.case_ref,
        left,
        {"day": turn.today.isoformat()},
        removed=attempt,
        on_behalf_of=on_behalf_of(turn, given),
    )
    return Reply(contact_card(view, turn.card_id), shows_audit=given.id)


def bring_back(turn: Turn, press: Press) -> Reply:
    """Note a try again that was taken out by a slip; the form with all of them."""
    given = held_audit(turn, press)
    if not given.is_open:
        return current(turn, given)
    number = press.number(ATTEMPT)
    if number is not None and len(attempts_of(turn.unit, given.id)) < MOST_ATTEMPTS:
        # Brought back once, however many old cards offer it.
        bring_attempt_back(turn.unit, given.id, number, f"{given.id}:back:{number}")
    return form(turn, given)
