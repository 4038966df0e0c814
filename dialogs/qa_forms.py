"""The form of a change that QA makes to an audit; what to think of before it is pressed again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from cards.elements import Button
from cards.forms import Asked, ChangeForm, form_card
from cards.verbs import AUDIT, Verb
from dialogs.turn import Press, Reply, Turn
from domain.calendar import spoken_day
from storage.audits import AllocatedAudit
from storage.people import names_of

# The day about which the form has asked, which is no working day.
_DAY_OFF = "day_off"

Given = Mapping[str, str]


def change_form(
    turn: Turn,
    given: AllocatedAudit,
    title: str,
    words: str,
    asked: list[Asked],
    go: Button,
    typed: Given,
    wrong: Given,
    caution: str = "",
) -> Reply:
    """A change's form, with the audit that it is about.

    Args:
        turn: the turn.
        given: the audit.
        title: of the form.
        words: what the change does.
        asked: its inputs.
        go: the button that makes the change.
        typed: what was typed so far, and a day off to be asked about (`unasked_day_off`).
        wrong: what is wrong with it, by input.
        caution: what to think of before pressing again.
    """
    off = typed.get(_DAY_OFF, "")
    if off:
        go = replace(go, data={**(go.data or {}), _DAY_OFF: off})
        caution = f"{caution} {day_off_words(turn, date.fromisoformat(off))}".strip()
    auditor = names_of(turn.unit, [given.auditor_id])[given.auditor_id]
    facts = [("Audit", given.ref), ("Reference", given.case_ref), ("Team", given.team), ("Auditor", auditor)]
    back = Button("Cancel", Verb.QA_AUDIT, {AUDIT: given.id}, sends_inputs=False)
    shown = {key: value for key, value in typed.items() if key != _DAY_OFF}
    form = ChangeForm(title, facts, words, asked, go, back, shown, wrong, caution)
    return Reply(form_card(form, turn.card_id), is_refused=bool(wrong or caution))


def unasked_day_off(turn: Turn, press: Press, day: date) -> dict[str, str]:
    """A day that is no working day and that this form has not asked about, as `change_form` takes it; else nothing."""
    is_asked = press.data.get(_DAY_OFF) == day.isoformat()
    return {} if is_asked or not day_off_words(turn, day) else {_DAY_OFF: day.isoformat()}


def day_off_words(turn: Turn, day: date) -> str:
    """What to think of before an audit is due on a day off (DOMAIN: due on a Sunday is a warning); "" on others."""
    if turn.calendar.is_working_day(day):
        return ""
    return f"{spoken_day(day)} is not a working day. Choose another, or press again to keep it."
