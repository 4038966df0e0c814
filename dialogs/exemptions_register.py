"""QA's register of exemptions: a month's list, recording one that was agreed elsewhere, ending one with a reason."""

from collections.abc import Mapping, Sequence

from cards.elements import Button
from cards.exemptions import kind_choices
from cards.exemptions_register import MOST_SHOWN, RegisterLine, RegisterView, register_button, register_card
from cards.forms import Asked, ChangeForm, form_card
from cards.verbs import EXEMPTION, FIRST, MONTH, Verb
from dialogs import likely_names
from dialogs.qa_audits import only_qa
from dialogs.qa_inputs import GIVE_A_REASON, read_person, typed_in, wrong_reason
from dialogs.turn import Press, Reply, Turn
from domain.calendar import month_of, spoken_month
from domain.errors import NotAllowedError
from domain.exemptions import KIND_WORDS, is_month, month_after, month_before, months_to_choose
from domain.free_text import SHORT_TEXT, complaint_about
from domain.words import ExemptionKind, Role
from storage import record
from storage.absences import lock_person
from storage.exempted_audits import are_all_returned, audits_of_month
from storage.exemption_notices import tell_asker
from storage.exemption_requests import end as end_request
from storage.exemption_requests import end_imported, record_for
from storage.exemptions import (
    Registered,
    is_exempt,
    register_of,
    registered,
    request_by_id,
    standing_request,
    waiting_requests,
)
from storage.months import has_closed
from storage.people import Candidate, person_by_id

_GONE = "This exemption stands no more. Type 'exemptions' to see the register."
_NAME = Asked("name", "Who is exempt?", "line", required="Type a name or an e-mail address.")
_KIND = Asked("kind", "Kind", "choice", required="Choose a kind.", choices=kind_choices())
_WHY = Asked("why", "Why? Leave it empty for health.", hint="No names of children or families, please.")
_AGREED = Asked("by", "Who agreed to it? Leave it empty for the auditor's own word.", "line")

Given = Mapping[str, str]


def register(turn: Turn, press: Press) -> Reply:
    """Who is exempt for a month; this one where the card or the command names none.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    month = press.data.get(MONTH, "")
    return register_reply(turn, month if is_month(month) else month_of(turn.today), press.number(FIRST) or 0)


def register_reply(turn: Turn, month: str, first: int = 0, note: str = "") -> Reply:
    """A page of a month's register, with what was just done."""
    found = register_of(turn.unit, month)
    waiting = sum(one.month == month for one in waiting_requests(turn.unit))
    lines = [_line(one) for one in found[first : first + MOST_SHOWN]]
    record.write(turn.unit, "saw_exemptions", "exemption", month=month, exemptions=len(lines))
    beside = (month_before(month), month_after(month))
    view = RegisterView(month, *beside, lines, first, len(found), waiting, note)
    return Reply(register_card(view, turn.card_id))


def _line(one: Registered) -> RegisterLine:
    by = one.authorised_by or ""
    return RegisterLine(one.id, one.name, one.kind, one.reason or "", by, one.authorised_on, one.source)


def record_form(turn: Turn, press: Press) -> Reply:
    """The empty form that records an exemption.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    month = press.data.get(MONTH, "")
    return _ask_record(turn, {"month": month} if month in _months(turn) else {}, {})


def _months(turn: Turn) -> Sequence[str]:
    """The months for which one can still be recorded: the last one, this one and the next, while they are open."""
    this, after = months_to_choose(turn.today)
    known = (month_before(this), this, after)
    return [month for month in known if not has_closed(turn.unit, turn.policy, month, turn.today)]


def _ask_record(turn: Turn, given: Given, wrong: Given) -> Reply:
    months = _months(turn)
    month = Asked(
        "month",
        "Month",
        "choice",
        required="Choose a month.",
        choices=[(one, spoken_month(one)) for one in months],
    )
    words = (
        "It stands in your name, and its auditor hears of it. A request that waits for that month is answered by it."
    )
    go = Button("Record it", Verb.RECORD_EXEMPTION, style="positive")
    back = register_button("Cancel", given.get("month", "") or months[0])
    filled = {"month": months[0], **given}
    form = ChangeForm("Record an exemption", (), words, (_NAME, month, _KIND, _WHY, _AGREED), go, back, filled, wrong)
    return Reply(form_card(form, turn.card_id), is_refused=bool(wrong))


def record_one(turn: Turn, press: Press) -> Reply:
    """Record an exemption for somebody, in QA's name and theirs.

    Raises:
        NotAllowedError: the person is not of the QA team.
    """
    only_qa(turn)
    typed = typed_in(press, "name", "month", "kind", "why", "by")
    who = read_person(turn, typed.get("name", ""))
    agreed = read_person(turn, typed["by"]) if typed.get("by") else None
    wrong = {key: found for key, found in (("name", who), ("by", agreed)) if isinstance(found, str)}
    if isinstance(who, Candidate):
        lock_person(turn.unit, who.id)
        wrong |= _wrong(turn, typed, who)
    if isinstance(who, str) or isinstance(agreed, str) or wrong:
        return _ask_record(turn, typed, wrong)
    kind = ExemptionKind(typed["kind"])
    why = "" if kind is ExemptionKind.HEALTH else typed.get("why", "")
    asked = likely_names.unasked_of_exemption(turn, press, who.id, typed["month"], {"why": why})
    if asked:
        return likely_names.ask(turn, press, _ask_record(turn, typed, {}), asked)
    by = who.id if agreed is None else agreed.id
    number = record_for(turn.unit, who.id, typed["month"], kind, why, by, turn.today)
    return _recorded(turn, number, f"{who.name} is exempt now, and will hear of it.")


def _recorded(turn: Turn, number: int, note: str) -> Reply:
    request = request_by_id(turn.unit, number)
    record.write(turn.unit, "recorded_exemption", "exemption_request", number)
    if request is None:
        return register_reply(turn, month_of(turn.today), note=note)
    tell_asker(turn.unit, request, turn.calendar)
    return register_reply(turn, request.month, note=note)


def _wrong(turn: Turn, typed: Given, who: Candidate) -> dict[str, str]:
    wrong: dict[str, str] = {}
    month, kind = typed.get("month", ""), typed.get("kind", "")
    if month not in _months(turn):
        wrong["month"] = "Choose one of these months: the others have closed."
    else:
        hindered = _hindrance(turn, who, month)
        wrong |= {"name": hindered} if hindered else {}
    if kind not in list(ExemptionKind):
        wrong["kind"] = "Choose a kind."
        return wrong
    is_own_word = kind == ExemptionKind.DISCRETIONARY
    if not typed.get("by") and not is_own_word:
        wrong["by"] = "Type the name of whoever agreed to it."
    wants_why = kind != ExemptionKind.HEALTH and not is_own_word
    if kind != ExemptionKind.HEALTH:
        empty = GIVE_A_REASON if wants_why else ""
        complaint = complaint_about(typed.get("why", ""), when_empty=empty, longest=SHORT_TEXT)
        wrong |= {"why": complaint} if complaint else {}
    return wrong


def _hindrance(turn: Turn, who: Candidate, month: str) -> str:
    """Why somebody can't be exempted for a month, as a sentence; "" where they can."""
    spoken = spoken_month(month)
    if who.id == turn.viewer.id:
        return "You can't record your own. Type 'exemption' to ask for one."
    if is_exempt(turn.unit, who.id, month):
        return f"{who.name} is exempt for {spoken} already. End that first if it is wrong."
    if are_all_returned(turn.unit, who.id, month):
        return f"{who.name} has returned every audit for {spoken}, so there is nothing to be exempt from."
    is_auditor = Role.AUDITOR in person_by_id(turn.unit, who.id).roles
    if not is_auditor and not audits_of_month(turn.unit, who.id, month):
        return f"{who.name} is not down as an auditor, and has no audit for {spoken}. Check the name."
    return ""


def _one(turn: Turn, press: Press) -> Registered:
    only_qa(turn)
    number = press.number(EXEMPTION)
    found = None if number is None else registered(turn.unit, number)
    if found is None:
        raise NotAllowedError(_GONE)
    return found


def end_form(turn: Turn, press: Press) -> Reply:
    """Ask why an exemption is ended.

    Raises:
        NotAllowedError: the person is not of the QA team, or it stands no more.
    """
    return _ask_end(turn, _one(turn, press), {}, {})


def _ask_end(turn: Turn, one: Registered, given: Given, wrong: Given) -> Reply:
    why = Asked("why", "Why?", required=GIVE_A_REASON, hint="No names of children or families, please.")
    facts = [("Name", one.name), ("Month", spoken_month(one.month)), ("Kind", KIND_WORDS[one.kind])]
    words = "Their audits stand again as they did before, and they are asked for. They read what you write."
    go = Button("End it", Verb.END_EXEMPTION, {EXEMPTION: one.id}, style="destructive")
    back = register_button("Cancel", one.month)
    form = ChangeForm("End an exemption", facts, words, (why,), go, back, given, wrong)
    return Reply(form_card(form, turn.card_id), is_refused=bool(wrong))


def end_one(turn: Turn, press: Press) -> Reply:
    """End an exemption with a reason; what stood before stands again.

    Raises:
        NotAllowedError: the person is not of the QA team, it stands no more, or it is their own.
    """
    lock_person(turn.unit, _one(turn, press).person_id)
    one = _one(turn, press)
    if one.person_id == turn.viewer.id:
        raise NotAllowedError("You can't end your own exemption here. Ask somebody else of QA.")
    typed = typed_in(press, "why")
    wrong = wrong_reason(typed.get("why", ""))
    if wrong:
        return _ask_end(turn, one, typed, {"why": wrong})
    asked = likely_names.unasked_of_exemption(turn, press, one.person_id, one.month, {"why": typed["why"]})
    if asked:
        return likely_names.ask(turn, press, _ask_end(turn, one, typed, {}), asked)
    number = _end(turn, one, typed["why"])
    record.write(turn.unit, "ended_exemption", "exemption_request", number)
    request = request_by_id(turn.unit, number)
    if request is not None:
        tell_asker(turn.unit, request, turn.calendar)
    return register_reply(turn, one.month, note=f"{one.name} is not exempt any more, and will hear of it.")


def _end(turn: Turn, one: Registered, why: str) -> int:
    request = standing_request(turn.unit, one.person_id, one.month)
    if request is None:
        return end_imported(turn.unit, one, why, turn.today)
    end_request(turn.unit, request, why, turn.today)
    return request.id
