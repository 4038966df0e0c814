"""Who is owed a message of a request for an exemption: whoever answers it, its asker, or QA where nobody can."""

from datetime import date, datetime, timedelta

from domain.calendar import WorkingCalendar, spoken_month
from domain.policy import Policy
from domain.words import QaTaskKind, SendClass
from storage.approvers import approver_for, approvers, is_there, who_answers
from storage.exemption_requests import hand_to
from storage.exemptions import Request, last_step, request_by_id
from storage.outbox import owe
from storage.qa_tasks import close_matter, raise_task, was_raised_since
from storage.store import Unit

_TOLD_AGAIN = timedelta(days=1)
ASKED = "exemption_asked"
ANSWERED = "exemption_answered"
_NOBODY = (
    "nobody is down to answer. Give somebody the role of director in the workbook, or name one with 'auditbot policy "
    "set exemption_approver'."
)
_AWAY = (
    "whoever could answer is away with nobody in their place. Ask them to name a deputy, or give somebody the role of "
    "director in the workbook."
)


def lay_before_approver(unit: Unit, policy: Policy, request: Request, calendar: WorkingCalendar, today: date) -> int:
    """See that a waiting request lies with somebody who may answer it, and that they hear of it; how many are told.

    Whoever was told is not told again; a deputy who is named later is told then. It goes on to the next one while
    whoever has it is away with nobody in their place. Where nobody can be found, or is there, QA is told.
    """
    if not _is_in_hand(unit, policy, request, today):
        hand_to(unit, request, approver_for(unit, policy, request.person_id, today))
        request = request_by_id(unit, request.id) or request
    if request.approver_id is None:
        _tell_qa(unit, request, _NOBODY)
        return 0
    if is_there(unit, request.approver_id, request.person_id, today):
        settle_with_qa(unit, request.id)
    else:
        _tell_qa(unit, request, _AWAY)
    people = who_answers(unit, request, today)
    at = calendar.next_open(unit.now)
    return sum(_owe(unit, ASKED, one, request.id, "", at) for one in people)


def _is_in_hand(unit: Unit, policy: Policy, request: Request, today: date) -> bool:
    known = request.approver_id
    if known is None or known not in approvers(unit, policy, request.person_id, today):
        return False
    return is_there(unit, known, request.person_id, today)


def tell_asker(unit: Unit, request: Request, calendar: WorkingCalendar) -> None:
    """Owe somebody the news of their request, unless it was they who did it."""
    settle_with_qa(unit, request.id)
    if unit.actor.person_id != request.person_id:
        last = last_step(unit, request.id)
        rung = "" if last is None else str(last.id)
        _owe(unit, ANSWERED, request.person_id, request.id, rung, calendar.next_open(unit.now))


def settle_with_qa(unit: Unit, request_id: int) -> None:
    """Close QA's task about a request that has its approver, or its answer."""
    close_matter(unit, _matter(request_id), "settled")


def _owe(unit: Unit, template: str, person_id: int, subject_id: int, rung: str, at: datetime) -> bool:
    new = owe(unit, SendClass.NOTICE, template, person_id, subject_id, rung=rung, not_before=at)
    return new is not None


def _matter(request_id: int) -> str:
    return f"no_approver:{request_id}"


def _tell_qa(unit: Unit, request: Request, why: str) -> None:
    # Whoever has taken it off the list has a day to see to it.
    if was_raised_since(unit, _matter(request.id), unit.now - _TOLD_AGAIN):
        return
    raise_task(
        unit,
        QaTaskKind.NO_APPROVER,
        _matter(request.id),
        f"{request.name} has asked for an exemption for {spoken_month(request.month)}, and {why} If it was agreed "
        "elsewhere, type 'exemptions' and record it.",
        person_id=request.person_id,
    )
