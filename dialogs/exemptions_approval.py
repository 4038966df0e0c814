"""Answering a request for an exemption: the list, the request, yes, no with a reason, and a day to undo it in."""

from dataclasses import replace
from datetime import date

from cards.exemptions_approval import MOST_LISTED, decline_card, request_card, requests_card
from cards.verbs import DAY, REQUEST
from dialogs import likely_names
from dialogs.exemptions import mine
from dialogs.exemptions_view import request_view
from dialogs.turn import Press, Reply, Turn
from domain.errors import NotAllowedError
from domain.exemptions import RequestStatus, can_be_undone
from domain.free_text import SHORT_TEXT, complaint_about
from storage import record
from storage.absences import lock_person
from storage.approvers import requests_to_answer, who_answers
from storage.exempted_audits import why_it_lapses
from storage.exemption_notices import tell_asker
from storage.exemption_requests import approve as approve_request
from storage.exemption_requests import decline as decline_request
from storage.exemption_requests import lapse
from storage.exemption_requests import undo as undo_request
from storage.exemptions import Request, request_by_id

NOT_YOURS = "This request is not yours to answer. Type 'exemption requests' to see what waits for you."
_TOO_LATE = "It was decided more than a day ago, so it can't be undone here. Ask QA to put it right."


def requests(turn: Turn, press: Press) -> Reply:
    """What waits for this person's answer, or for that of somebody whose deputy they are."""
    del press
    waiting = requests_to_answer(turn.unit, turn.viewer.id, turn.today)
    views = [request_view(turn.unit, one, turn.viewer.id, is_whole=False) for one in waiting[:MOST_LISTED]]
    record.write(turn.unit, "saw_exemption_requests", "exemption_request", requests=len(views))
    return Reply(requests_card(views, len(waiting) - len(views), turn.card_id))


def to_answer(turn: Turn, press: Press) -> Request:
    """The request that a card speaks of, held, if this person may answer it; from here on in its approver's name.

    Raises:
        NotAllowedError: there is no such request, or it is somebody else's to answer. Both read alike.
    """
    number = press.number(REQUEST)
    request = None if number is None else request_by_id(turn.unit, number)
    if request is None or turn.viewer.id not in who_answers(turn.unit, request, turn.today):
        raise NotAllowedError(NOT_YOURS)
    lock_person(turn.unit, request.person_id)
    if request.approver_id != turn.viewer.id:
        turn.unit.actor = replace(turn.unit.actor, acting_for=request.approver_id)
    return request_by_id(turn.unit, request.id) or request


def show(turn: Turn, press: Press) -> Reply:
    """A request with what helps to decide it, or what became of it."""
    request = to_answer(turn, press)
    record.write(turn.unit, "saw_exemption_request", "exemption_request", request.id)
    return _shown(turn, press, request)


def _shown(turn: Turn, press: Press, request: Request) -> Reply:
    now = request_by_id(turn.unit, request.id) or request
    view = request_view(turn.unit, now, turn.viewer.id)
    return Reply(request_card(replace(view, day=_day(press)), turn.card_id))


def _day(press: Press) -> str:
    """The day of the digest from which the request was looked at; "" where it was from none."""
    try:
        return date.fromisoformat(press.data.get(DAY, "")).isoformat()
    except ValueError:
        return ""


def _is_answered(turn: Turn, request: Request) -> bool:
    """Whether a request has had its answer, or needs none any more, which is noted then."""
    why = why_it_lapses(turn.unit, turn.policy, request, turn.today) if request.is_waiting else None
    if why is not None:
        lapse(turn.unit, request, why, turn.today)
        _tell(turn, request)
    return not request.is_waiting or why is not None


def _tell(turn: Turn, request: Request) -> None:
    tell_asker(turn.unit, request_by_id(turn.unit, request.id) or request, turn.calendar)


def approve(turn: Turn, press: Press) -> Reply:
    """Approve a request; of two at once the second one sees what the first did."""
    request = to_answer(turn, press)
    if not _is_answered(turn, request):
        approve_request(turn.unit, request, turn.today)
        record.write(turn.unit, "approved_exemption", "exemption_request", request.id)
        _tell(turn, request)
    return _shown(turn, press, request)


def decline_form(turn: Turn, press: Press) -> Reply:
    """Ask why a request is declined."""
    request = to_answer(turn, press)
    needs_none = not request.is_waiting or why_it_lapses(turn.unit, turn.policy, request, turn.today)
    return _shown(turn, press, request) if needs_none else _form(turn, press, request, "", "")


def _form(turn: Turn, press: Press, request: Request, given: str, wrong: str) -> Reply:
    view = request_view(turn.unit, request, turn.viewer.id, is_whole=False)
    shown = decline_card(replace(view, day=_day(press)), given, wrong, turn.card_id)
    return Reply(shown, is_refused=bool(wrong))


def decline(turn: Turn, press: Press) -> Reply:
    """Decline a request, with the reason that its asker reads."""
    request = to_answer(turn, press)
    if _is_answered(turn, request):
        return _shown(turn, press, request)
    why = press.inputs.get("why", "").strip()
    wrong = complaint_about(why, when_empty="Say why in a few words.", longest=SHORT_TEXT)
    if wrong:
        return _form(turn, press, request, why, wrong)
    asked = likely_names.unasked_of_exemption(turn, press, request.person_id, request.month, {"why": why})
    if asked:
        return likely_names.ask(turn, press, _form(turn, press, request, why, ""), asked)
    decline_request(turn.unit, request, why, turn.today)
    record.write(turn.unit, "declined_exemption", "exemption_request", request.id)
    _tell(turn, request)
    return _shown(turn, press, request)


def undo(turn: Turn, press: Press) -> Reply:
    """Undo what was decided within the last day: by whoever may answer it, or by whose own word it was.

    Raises:
        NotAllowedError: it is not theirs to undo, or it is too late.
    """
    request = _own_word(turn, press) or to_answer(turn, press)
    if request.status in {RequestStatus.APPROVED, RequestStatus.DECLINED}:
        if not can_be_undone(request.decided_at, turn.unit.now):
            raise NotAllowedError(_TOO_LATE)
        undo_request(turn.unit, request, turn.today)
        record.write(turn.unit, "undid_exemption", "exemption_request", request.id)
        _tell(turn, request)
    return undone(turn, press)


def _own_word(turn: Turn, press: Press) -> Request | None:
    """The request that a card speaks of, held, where it was this person's own word; else None."""
    number = press.number(REQUEST)
    lock_person(turn.unit, turn.viewer.id)
    request = None if number is None else request_by_id(turn.unit, number)
    is_own = request is not None and request.is_own_word and request.person_id == turn.viewer.id
    return request if is_own else None


def undone(turn: Turn, press: Press) -> Reply:
    """How it stands once it is undone, for whoever undid it."""
    return mine(turn, press) if _own_word(turn, press) is not None else show(turn, press)
