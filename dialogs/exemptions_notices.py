"""Notices of a request for an exemption, made from the facts at the moment of sending."""

from cards.exemptions_approval import request_card
from cards.exemptions_news import AnswerView, answer_card
from dialogs.exemptions_view import request_view
from dialogs.turn import Message, OwedMessage
from domain.calendar import london_day
from domain.exemptions import RequestStatus
from domain.policy import Policy
from storage.approvers import who_answers
from storage.exemptions import Request, Step, last_step, needs_answer, request_by_id
from storage.people import names_of
from storage.store import Unit

SUMMARY = "Somebody asks to be exempt for a month."


def asked(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """That a request waits for an answer; not owed once it has one, needs none, or is somebody else's to answer."""
    del policy
    request = request_by_id(unit, owed.subject_id)
    if request is None or not needs_answer(unit, request.id):
        return None
    if owed.person_id not in who_answers(unit, request, london_day(unit.now)):
        return None
    return Message(request_card(request_view(unit, request, owed.person_id), f"sent-{owed.id}"), SUMMARY)


def answered(unit: Unit, policy: Policy, owed: OwedMessage) -> Message | None:
    """What became of somebody's request; not owed once something else has become of it since."""
    del policy
    request = request_by_id(unit, owed.subject_id)
    if request is None or request.person_id != owed.person_id:
        return None
    last = last_step(unit, request.id)
    if last is None or str(last.id) != owed.rung or request.status is RequestStatus.WITHDRAWN:
        return None
    return Message(answer_card(_view(unit, request, last), f"sent-{owed.id}"), "There is news of your exemption.")


def _view(unit: Unit, request: Request, last: Step) -> AnswerView:
    is_said = request.status in {RequestStatus.DECLINED, RequestStatus.UNDONE}
    return AnswerView(
        request.month,
        request.kind,
        request.status,
        by="" if last.actor_id is None else names_of(unit, [last.actor_id])[last.actor_id],
        answer=last.reason or "" if is_said else "",
        # QA records in the auditor's name, an approver answers in their own, a deputy in their approver's.
        is_recorded=last.acting_for_id == request.person_id,
    )
