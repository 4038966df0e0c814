"""Asking for an exemption from a month's audit, and one's own list of them."""

from collections.abc import Mapping

from cards.exemptions import (
    AskForm,
    Left,
    OwnExemption,
    OwnRequest,
    ask_card,
    asked_card,
    my_exemptions_card,
    none_to_ask_card,
    own_word_card,
)
from cards.verbs import AUDIT, MONTH, REQUEST
from dialogs import likely_names
from dialogs.qa_inputs import typed_in
from dialogs.turn import Press, Reply, Turn
from domain.calendar import london_day, spoken_month
from domain.errors import NotAllowedError
from domain.exemptions import (
    RequestStatus,
    can_be_undone,
    financial_year,
    is_month,
    is_own_word,
    left_of_own_word,
    months_to_choose,
    wants_reason,
)
from domain.free_text import SHORT_TEXT, complaint_about
from domain.words import AllocationStatus, ExemptionKind, Role
from storage import record
from storage.absences import lock_person
from storage.approvers import approver_for
from storage.audits import allocated_audit, open_audits_of
from storage.exempted_audits import are_all_returned, audits_of_month
from storage.exemption_notices import lay_before_approver, settle_with_qa
from storage.exemption_requests import ask, take_own_word, withdraw
from storage.exemptions import (
    Registered,
    Request,
    counts_by_kind,
    exemptions_of,
    is_exempt,
    request_by_id,
    requests_of,
    standing_request,
    waiting_request,
)
from storage.months import has_closed
from storage.people import names_of

_SHOWN = 4
_NOT_ONE = "You are not down as an auditor, so there is nothing to be exempt from. Type 'help' for what you can do."
_NO_MONTH = "You are exempt, have asked, or have returned your audit, for every month that is still open."

Given = Mapping[str, str]


def form(turn: Turn, press: Press) -> Reply:
    """The empty form, for the month of an audit where the card was about one.

    Raises:
        NotAllowedError: the audit is somebody else's, or nothing can be asked for its month; the sentence says why.
    """
    month = _month_of(turn, press)
    why_not = why_it_cannot_be_asked(turn, month) if month else ""
    if why_not:
        raise NotAllowedError(why_not)
    return form_with(turn, {"month": month} if month else {})


def _month_of(turn: Turn, press: Press) -> str:
    """The month of the person's own audit that a card was about; "" where it was about none."""
    if AUDIT not in press.data:
        month = press.data.get(MONTH, "")
        return month if month in months_of(turn) else ""
    number = press.number(AUDIT)
    given = None if number is None else allocated_audit(turn.unit, number)
    if given is None or given.auditor_id != turn.viewer.id:
        raise NotAllowedError("This audit is not one of yours. Type 'my audits' to see yours.")
    return given.month


def months_of(turn: Turn) -> list[str]:
    """The months for which a person may ask now: this one, the next, and those of their audits."""
    known = {*months_to_choose(turn.today), *(one.month for one in open_audits_of(turn.unit, turn.viewer.id))}
    return [month for month in sorted(known) if not why_it_cannot_be_asked(turn, month)]


def why_it_cannot_be_asked(turn: Turn, month: str) -> str:
    """Why a person can't ask for a month now, as a sentence; "" where they can."""
    unit, person_id, spoken = turn.unit, turn.viewer.id, spoken_month(month)
    if has_closed(unit, turn.policy, month, turn.today):
        return f"{spoken} has closed, so nobody can be exempt for it any more. Type 'my audits' to see what is left."
    if is_exempt(unit, person_id, month):
        return f"You are exempt for {spoken} already. Type 'my exemptions' to see it."
    if waiting_request(unit, person_id, month) is not None:
        return f"You have asked for {spoken} already. Type 'my exemptions' to see it."
    if are_all_returned(unit, person_id, month):
        return f"You have returned your audit for {spoken}, so there is nothing to be exempt from."
    return ""


def left_of(turn: Turn, month: str) -> Left:
    """How many discretionary exemptions a person has left for the financial year of a month."""
    year = financial_year(month)
    used = counts_by_kind(turn.unit, turn.viewer.id, year).get(ExemptionKind.DISCRETIONARY, 0)
    a_year = turn.policy.discretionary_a_year
    return Left(year.label, left_of_own_word(used, a_year), a_year)


def _is_auditor(turn: Turn) -> bool:
    return turn.viewer.is_a(Role.AUDITOR) or bool(open_audits_of(turn.unit, turn.viewer.id))


def form_with(turn: Turn, given: Given, wrong: Given | None = None) -> Reply:
    """The form with what was typed so far and what is wrong with it."""
    if not _is_auditor(turn):
        return Reply(text=_NOT_ONE)
    months = months_of(turn)
    if not months:
        return Reply(none_to_ask_card(_NO_MONTH, turn.card_id))
    years = {financial_year(month): left_of(turn, month) for month in months}
    filled = {"month": months[0], **given}
    return Reply(
        ask_card(AskForm(months, list(years.values()), filled, wrong or {}), turn.card_id), is_refused=bool(wrong)
    )


def send(turn: Turn, press: Press) -> Reply:
    """Take the person's own word where that is enough, else lay what they ask before its approver."""
    if not _is_auditor(turn):
        return Reply(text=_NOT_ONE)
    lock_person(turn.unit, turn.viewer.id)
    typed = typed_in(press, "month", "kind", "why")
    wrong = _wrong(turn, typed)
    if wrong:
        return form_with(turn, typed, wrong)
    month, kind = typed["month"], ExemptionKind(typed["kind"])
    # What somebody writes of their health is let go before anything else is done with it.
    why = "" if kind is ExemptionKind.HEALTH else typed.get("why", "")
    asked = likely_names.unasked_of_exemption(turn, press, turn.viewer.id, month, {"why": why})
    if asked:
        return likely_names.ask(turn, press, form_with(turn, typed), asked)
    if is_own_word(kind, left_of(turn, month).left):
        return _exempt(turn, month, kind, why)
    return _asked(turn, month, kind, why, dropped_reason=bool(typed.get("why")) and not why)


def _wrong(turn: Turn, typed: Given) -> dict[str, str]:
    wrong: dict[str, str] = {}
    month, kind = typed.get("month", ""), typed.get("kind", "")
    if month not in months_of(turn):
        wrong["month"] = _wrong_month(turn, month)
    if kind not in list(ExemptionKind):
        wrong["kind"] = "Choose a kind."
    elif kind != ExemptionKind.HEALTH:
        left = 0 if "month" in wrong else left_of(turn, month).left
        empty = "Say why in a few words." if wants_reason(ExemptionKind(kind), left) and "month" not in wrong else ""
        complaint = complaint_about(typed.get("why", ""), when_empty=empty, longest=SHORT_TEXT)
        wrong |= {"why": complaint} if complaint else {}
    return wrong


def _wrong_month(turn: Turn, month: str) -> str:
    wrong = why_it_cannot_be_asked(turn, month) if is_month(month) else ""
    return wrong or "Choose one of these months."


def _exempt(turn: Turn, month: str, kind: ExemptionKind, why: str) -> Reply:
    number = take_own_word(turn.unit, turn.viewer.id, month, kind, why, turn.today)
    record.write(turn.unit, "exempt_on_own_word", "exemption_request", number)
    return Reply(own_word_card(_own(turn, _known(turn, number)), left_of(turn, month), turn.card_id))


def _asked(turn: Turn, month: str, kind: ExemptionKind, why: str, *, dropped_reason: bool) -> Reply:
    with_whom = approver_for(turn.unit, turn.policy, turn.viewer.id, turn.today)
    number = ask(turn.unit, turn.viewer.id, month, kind, why, with_whom, turn.today)
    lay_before_approver(turn.unit, turn.policy, _known(turn, number), turn.calendar, turn.today)
    record.write(turn.unit, "asked_for_exemption", "exemption_request", number)
    return Reply(asked_card(_own(turn, _known(turn, number)), turn.card_id, dropped_reason=dropped_reason))


def _known(turn: Turn, number: int) -> Request:
    found = request_by_id(turn.unit, number)
    if found is None:
        message = f"There is no request {number}."
        raise LookupError(message)
    return found


def _own(turn: Turn, request: Request) -> OwnRequest:
    approver = request.approver_id
    return OwnRequest(
        request.id,
        request.month,
        request.kind,
        request.status,
        london_day(request.asked_at),
        with_whom="" if approver is None else names_of(turn.unit, [approver])[approver],
        answer=request.answer or "",
        is_own_word=request.is_own_word,
        may_undo=request.is_own_word and can_be_undone(request.decided_at, turn.unit.now),
    )


def mine(turn: Turn, press: Press) -> Reply:
    """What this person is exempt from this year and last, what they have asked for, what is left to them."""
    del press
    unit, who = turn.unit, turn.viewer.id
    years = [financial_year(month) for month in months_to_choose(turn.today)]
    exemptions = exemptions_of(unit, who, years[0].before.first)
    requests = [one for one in requests_of(unit, who, _SHOWN) if one.status is not RequestStatus.APPROVED]
    if not (_is_auditor(turn) or exemptions or requests):
        return Reply(text=_NOT_ONE)
    left = {year: left_of(turn, month) for year, month in zip(years, months_to_choose(turn.today), strict=True)}
    shown = [_had(turn, one) for one in exemptions[:_SHOWN]]
    record.write(unit, "saw_own_exemptions", "person", who)
    own = [_own(turn, one) for one in requests]
    is_open = _is_auditor(turn) and bool(months_of(turn))
    return Reply(my_exemptions_card(shown, own, list(left.values()), turn.card_id, may_ask=is_open))


def _had(turn: Turn, one: Registered) -> OwnExemption:
    audits = audits_of_month(turn.unit, turn.viewer.id, one.month)
    exempt = [audit.id for audit in audits if audit.status is AllocationStatus.EXEMPTED]
    return OwnExemption(one.month, one.kind, one.authorised_on, _to_undo(turn, one.month), exempt[:_SHOWN])


def _to_undo(turn: Turn, month: str) -> OwnRequest | None:
    """The person's own word behind an exemption, while they may still undo it."""
    request = standing_request(turn.unit, turn.viewer.id, month)
    own = None if request is None else _own(turn, request)
    return own if own is not None and own.may_undo else None


def take_back(turn: Turn, press: Press) -> Reply:
    """Take one's own request back; one that has had its answer stays as it is.

    Raises:
        NotAllowedError: there is no such request, or it is somebody else's. Both read alike.
    """
    number = press.number(REQUEST)
    lock_person(turn.unit, turn.viewer.id)
    request = None if number is None else request_by_id(turn.unit, number)
    if request is None or request.person_id != turn.viewer.id:
        raise NotAllowedError("This request is not one of yours. Type 'my exemptions' to see yours.")
    if request.is_waiting:
        withdraw(turn.unit, request, turn.today)
        settle_with_qa(turn.unit, request.id)
        record.write(turn.unit, "took_exemption_back", "exemption_request", request.id)
    return mine(turn, press)
