"""What is done to a request for an exemption, one function a change: its row, its history, the register, the audits."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from domain.calendar import spoken_month
from domain.errors import NotAllowedError
from domain.exemptions import Lapse, RequestStatus, check_request, kept_reason
from domain.ladder import ItemKind
from domain.words import ExemptionKind
from storage.exempted_audits import exempt_audits, free_audits
from storage.exemptions import Registered, Request, last_step, waiting_request
from storage.nudge_lines import note_answered
from storage.statements import insert, insert_returning_id
from storage.store import Actor, Unit
from storage.tables.allocations import exemption
from storage.tables.exemptions import exemption_request, exemption_step

_R = exemption_request.c
CHANGED_MEANWHILE = "Somebody answered this request just now. Type 'help' to go on."
_UNDONE = "The exemption was undone."


def ask(
    unit: Unit,
    person_id: int,
    month: str,
    kind: ExemptionKind,
    reason: str,
    approver_id: int | None,
    today: date,
) -> int:
    """Ask for an exemption; the request's id.

    Raises:
        NotAllowedError: something waits for an answer already.
    """
    if waiting_request(unit, person_id, month) is not None:
        raise NotAllowedError(f"You have asked for {spoken_month(month)} already. Type 'my exemptions' to see it.")
    new = _new(unit, person_id, month, kind, reason, status=RequestStatus.ASKED, approver_id=approver_id)
    _step(unit, new, None, RequestStatus.ASKED, today)
    return new


def take_own_word(unit: Unit, person_id: int, month: str, kind: ExemptionKind, reason: str, today: date) -> int:
    """Exempt somebody on their own word; the request's id.

    Raises:
        NotAllowedError: they are exempt for that month.
    """
    more = {"is_own_word": True, "decided_at": unit.now, "decided_by_id": person_id}
    new = _new(unit, person_id, month, kind, reason, status=RequestStatus.APPROVED, **more)
    _step(unit, new, None, RequestStatus.APPROVED, today)
    _register(unit, person_id, month, kind, reason, person_id, today)
    return new


def record_for(
    unit: Unit,
    person_id: int,
    month: str,
    kind: ExemptionKind,
    reason: str,
    authorised_by_id: int | None,
    today: date,
) -> int:
    """Record, as QA, an exemption that was authorised elsewhere; the request's id: the one that waits, if one does.

    Raises:
        NotAllowedError: they are exempt for that month.
    """
    waiting = waiting_request(unit, person_id, month)
    more = {"decided_at": unit.now, "decided_by_id": unit.actor.person_id}
    if waiting is None:
        number = _new(unit, person_id, month, kind, reason, status=RequestStatus.APPROVED, **more)
    else:
        number = waiting.id
        values = {**more, "kind": kind, "reason": kept_reason(kind, reason)}
        _set(unit, waiting, RequestStatus.APPROVED, values)
    unit.actor = replace(unit.actor, acting_for=person_id)
    _step(unit, number, None if waiting is None else RequestStatus.ASKED, RequestStatus.APPROVED, today)
    _register(unit, person_id, month, kind, reason, authorised_by_id, today)
    return number


def approve(unit: Unit, request: Request, today: date) -> None:
    """Approve a request: it falls on all of that person's audits of the month.

    Raises:
        NotAllowedError: it waits no more, or they are exempt already.
    """
    _decide(unit, request, RequestStatus.APPROVED, today)
    reason = request.reason or ""
    by = unit.actor.person_id
    _register(unit, request.person_id, request.month, request.kind, reason, by, today)


def decline(unit: Unit, request: Request, why: str, today: date) -> None:
    """Decline a request, with the reason that its asker reads.

    Raises:
        NotAllowedError: it waits no more.
    """
    _decide(unit, request, RequestStatus.DECLINED, today, why, answer=why)


def withdraw(unit: Unit, request: Request, today: date) -> None:
    """Take a request back before it has had an answer.

    Raises:
        NotAllowedError: it waits no more.
    """
    _decide(unit, request, RequestStatus.WITHDRAWN, today)


def lapse(unit: Unit, request: Request, why: Lapse, today: date) -> None:
    """Note that a request needs no answer any more, and why.

    Raises:
        NotAllowedError: it waits no more.
    """
    _decide(unit, request, RequestStatus.LAPSED, today, why.value)


def undo(unit: Unit, request: Request, today: date, why: str | None = None) -> RequestStatus:
    """Undo what was decided and restore what was before; where the request stands then.

    Raises:
        NotAllowedError: there is nothing to undo.
    """
    last = last_step(unit, request.id)
    new = RequestStatus.UNDONE if last is None or last.from_status is None else last.from_status
    if new is RequestStatus.ASKED and waiting_request(unit, request.person_id, request.month) is not None:
        raise NotAllowedError("They have asked again meanwhile. Type 'exemption requests' to answer that.")
    cleared = {"decided_at": None, "decided_by_id": None, "answer": None} if new is RequestStatus.ASKED else {}
    _set(unit, request, new, cleared)
    _step(unit, request.id, request.status, new, today, why)
    if request.status is RequestStatus.APPROVED:
        _unregister(unit, request.person_id, request.month, today)
    return new


def end(unit: Unit, request: Request, why: str, today: date) -> None:
    """End, as QA, an exemption that was decided in chat; nothing waits for an answer then.

    Raises:
        NotAllowedError: it stands no more.
    """
    _set(unit, request, RequestStatus.UNDONE, {})
    _step(unit, request.id, request.status, RequestStatus.UNDONE, today, why)
    _unregister(unit, request.person_id, request.month, today)


def end_imported(unit: Unit, one: Registered, why: str, today: date) -> int:
    """Undo, as QA, an exemption that came by import; the id of the request that keeps its story."""
    reason = one.reason or ""
    number = _new(unit, one.person_id, one.month, one.kind, reason, status=RequestStatus.UNDONE)
    _step(unit, number, RequestStatus.APPROVED, RequestStatus.UNDONE, today, why)
    _unregister(unit, one.person_id, one.month, today)
    return number


def hand_to(unit: Unit, request: Request, approver_id: int | None) -> None:
    """Lay a waiting request with another approver; None where there is nobody."""
    waiting = exemption_request.update().where(_R.id == request.id, _R.status == RequestStatus.ASKED)
    unit.connection.execute(waiting.values(approver_id=approver_id))


def _decide(
    unit: Unit, request: Request, new: RequestStatus, today: date, why: str | None = None, **values: Any
) -> None:
    _set(unit, request, new, {"decided_at": unit.now, "decided_by_id": unit.actor.person_id, **values})
    _step(unit, request.id, request.status, new, today, why)
    note_answered(unit, (ItemKind.APPROVAL, request.id))


def _set(unit: Unit, request: Request, new: RequestStatus, values: Mapping[str, Any]) -> None:
    check_request(request.status, new)
    changed = unit.connection.execute(
        exemption_request.update().where(_R.id == request.id, _R.status == request.status).values(status=new, **values)
    )
    if changed.rowcount != 1:
        raise NotAllowedError(CHANGED_MEANWHILE)


def _new(unit: Unit, person_id: int, month: str, kind: ExemptionKind, reason: str, **values: Any) -> int:
    return insert_returning_id(
        unit,
        exemption_request,
        person_id=person_id,
        month=month,
        kind=kind,
        reason=kept_reason(kind, reason),
        asked_at=unit.now,
        asked_by_id=unit.actor.person_id,
        **values,
    )


def _step(
    unit: Unit,
    request_id: int,
    old: RequestStatus | None,
    new: RequestStatus,
    today: date,
    why: str | None = None,
) -> int:
    actor: Actor = unit.actor
    return insert_returning_id(
        unit,
        exemption_step,
        request_id=request_id,
        at=unit.now,
        on_day=today,
        actor_id=actor.person_id,
        acting_for_id=actor.acting_for,
        source=actor.source,
        from_status=old,
        to_status=new,
        reason=why,
    )


def _register(
    unit: Unit, person_id: int, month: str, kind: ExemptionKind, reason: str, by: int | None, today: date
) -> None:
    row = {
        "person_id": person_id,
        "month": month,
        "kind": kind,
        "reason": kept_reason(kind, reason),
        "authorised_by_id": by,
        "authorised_on": today,
        "source": unit.actor.source,
        "recorded_at": unit.now,
    }
    statement = insert(unit, exemption).values(row).on_conflict_do_nothing().returning(exemption.c.id)
    if unit.connection.execute(statement).scalar() is None:
        raise NotAllowedError(f"{spoken_month(month)} has an exemption for this person already. Nothing was changed.")
    exempt_audits(unit, person_id, month, today)


def _unregister(unit: Unit, person_id: int, month: str, today: date) -> None:
    unit.connection.execute(exemption.delete().where(exemption.c.person_id == person_id, exemption.c.month == month))
    free_audits(unit, person_id, month, today, _UNDONE)
