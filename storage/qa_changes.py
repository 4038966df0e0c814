"""What QA does to an allocation: another auditor, withdrawn, sent back, put right; each with its reason in the history.

DOMAIN, "QA tasks". Whether somebody is of the QA team is asked before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from domain.audit_steps import REVIEW
from domain.calendar import london_day, spoken_day
from domain.errors import NotAllowedError
from domain.ladder import ItemKind
from domain.lifecycle import Part, check_change
from domain.words import AllocationStatus, Change
from storage.acting import stop_acting
from storage.allocations import NewAllocation, make_allocation
from storage.audits import AllocatedAudit
from storage.chase_holds import lift_all_holds
from storage.erased_words import is_erased
from storage.exempted_audits import standing_with_exemption
from storage.lifecycle import move, put_right
from storage.qa_tasks import close_matter
from storage.reopening import end_reopening
from storage.store import Unit
from storage.tables.allocations import allocation, allocation_transition
from storage.tables.audits import audit

_A = allocation.c


def conflict_matter(allocation_id: int) -> str:
    """The matter of a conflict of interest, as QA's inbox knows it."""
    return f"conflict:{allocation_id}"


def _check_not_erased(given: AllocatedAudit) -> None:
    """Refuse to give anybody an audit to do whose child nobody knows any more."""
    if is_erased(given.ref):
        raise NotAllowedError("This audit was erased. Nobody can work on it any more: leave it as it is.")


def reassign(unit: Unit, given: AllocatedAudit, auditor_id: int, reason: str, due_on: date, today: date) -> int:
    """Give an audit to another auditor; the allocation that they have now.

    Before the start it is the same allocation. After it the allocation is withdrawn and names its replacement: what
    the first auditor has written stays theirs.

    Args:
        unit: the unit of work.
        given: the audit, held (`lock_audit`).
        auditor_id: who is to have it; whether they may was asked before (`domain.allocation_rules`).
        reason: why.
        due_on: the due day of a replacement.
        today: the London day.

    Raises:
        NotAllowedError: it can't be given to somebody else from where it stands.
    """
    check_change(Change.REASSIGN, given.status, Part.QA)
    _check_not_erased(given)
    if given.status is not AllocationStatus.ALLOCATED:
        return replace_with_new(unit, given, auditor_id, reason, due_on, today)
    put_right(
        unit,
        given.id,
        given.status,
        Change.REASSIGN,
        today,
        old=str(given.auditor_id),
        new=str(auditor_id),
        reason=reason,
        auditor_id=auditor_id,
    )
    _leave(unit, given.id, today)
    # What the former auditor had put off is no pause of the new one's.
    lift_all_holds(unit, (ItemKind.RETURN, given.id))
    return given.id


def replace_with_new(unit: Unit, given: AllocatedAudit, auditor_id: int, reason: str, due_on: date, today: date) -> int:
    """Withdraw an audit and give its record to another auditor; the new allocation, which the old one names.

    Raises:
        NotAllowedError: it can't be withdrawn from where it stands.
    """
    new = _replacement(unit, given, auditor_id, due_on, today)
    withdraw(unit, given, reason, today, today, replaced_by=new.ref)
    return make_allocation(unit, new)


def _replacement(unit: Unit, given: AllocatedAudit, auditor_id: int, due_on: date, today: date) -> NewAllocation:
    kept = (_A.month, _A.case_id, _A.team_id, _A.service, _A.legal_status, _A.locality, _A.kind, _A.loop_ref)
    row = unit.connection.execute(select(*kept).where(_A.id == given.id)).mappings().one()
    return NewAllocation(
        ref=_free_ref(unit, given.ref), auditor_id=auditor_id, allocated_on=today, due_on=due_on, **row
    )


def _free_ref(unit: Unit, ref: str) -> str:
    """The next reference of a replacement that nothing has: `2026-11-007-R`, then `2026-11-007-R2`."""
    opening = f"{ref}-R"
    taken = set(unit.connection.execute(select(_A.ref).where(_A.ref.startswith(opening, autoescape=True))).scalars())
    number = 1
    while (found := opening if number == 1 else f"{opening}{number}") in taken:
        number += 1
    return found


def withdraw(
    unit: Unit, given: AllocatedAudit, reason: str, on_day: date, today: date, *, replaced_by: str | None = None
) -> None:
    """Withdraw an audit: from that London day on it leaves every count.

    Raises:
        NotAllowedError: it can't be withdrawn from where it stands, or not on that day.
    """
    check_change(Change.WITHDRAW, given.status, Part.QA)
    _check_not_erased(given)
    allocated_on = unit.connection.execute(select(_A.allocated_on).where(_A.id == given.id)).scalar_one()
    if not min(allocated_on, today) <= on_day <= today:
        words = f"Choose a day from {spoken_day(allocated_on)}, when it was allocated, up to today."
        raise NotAllowedError(words)
    columns = {"withdrawn_on": on_day, "replaced_by": replaced_by}
    move(unit, given.id, given.status, AllocationStatus.WITHDRAWN, on_day, reason=reason, **columns)
    _leave(unit, given.id, today)


def _leave(unit: Unit, allocation_id: int, today: date) -> None:
    """Settle what the first auditor had open about an audit that is theirs no more."""
    stop_acting(unit, allocation_id, today)
    close_matter(unit, conflict_matter(allocation_id), "The audit is with somebody else now, or withdrawn.")


def reinstate(unit: Unit, given: AllocatedAudit, reason: str, today: date) -> AllocationStatus:
    """Bring back an audit that was withdrawn in error; where it stands again.

    Raises:
        NotAllowedError: it is not withdrawn, or its replacement stands.
    """
    check_change(Change.REINSTATE, given.status, Part.QA)
    _check_not_erased(given)
    replaced_by = unit.connection.execute(select(_A.replaced_by).where(_A.id == given.id)).scalar_one()
    if replaced_by and _stands(unit, replaced_by):
        words = f"Audit {replaced_by} has taken its place. Withdraw that one first, then bring this one back."
        raise NotAllowedError(words)
    before = standing_with_exemption(unit, given, _state_before_withdrawal(unit, given.id))
    columns = {"withdrawn_on": None, "replaced_by": None}
    move(unit, given.id, given.status, before, today, reason=reason, **columns)
    return before


def _stands(unit: Unit, ref: str) -> bool:
    status = unit.connection.execute(select(_A.status).where(_A.ref == ref)).scalar()
    return status is not None and status is not AllocationStatus.WITHDRAWN


def _state_before_withdrawal(unit: Unit, allocation_id: int) -> AllocationStatus:
    h = allocation_transition.c
    withdrawn = AllocationStatus.WITHDRAWN
    statement = (
        select(h.from_status)
        .where(h.allocation_id == allocation_id, h.to_status == withdrawn, h.from_status != withdrawn)
        .order_by(h.id.desc())
        .limit(1)
    )
    found: AllocationStatus | None = unit.connection.execute(statement).scalar()
    return found or AllocationStatus.ALLOCATED


def send_back(
    unit: Unit, given: AllocatedAudit, reasons: str, due_again_on: date, today: date, *, by: Part = Part.QA
) -> int:
    """Send a returned audit back to its auditor, to be returned again by a second due day; the history row's id.

    It stays returned on its first day and is never late again. What its auditor has open again is open anyway then.

    Args:
        unit: the unit of work.
        given: the audit, held.
        reasons: what is to be done better; its auditor reads them.
        due_again_on: the second due day, after today.
        today: the London day.
        by: the moderator's part, or QA's.

    Raises:
        NotAllowedError: it can't be sent back from where it stands, or came by import, or not for that day.
    """
    check_change(Change.SEND_BACK, given.status, by)
    _check_not_erased(given)
    if given.framework_id is None:
        raise NotAllowedError("This audit came by import: there is nothing here to send back. Put it right there.")
    if due_again_on <= today:
        raise NotAllowedError("Choose a second due day that is still to come.")
    end_reopening(unit, given, "It was sent back.", today)
    # The second return has a due day of its own, and may be put off as often as the first.
    lift_all_holds(unit, (ItemKind.RETURN, given.id))
    unit.connection.execute(audit.update().where(audit.c.allocation_id == given.id).values(position=REVIEW))
    sent_back = AllocationStatus.SENT_BACK
    return move(unit, given.id, given.status, sent_back, today, reason=reasons, second_due_on=due_again_on)


def reasons_for_sending_back(unit: Unit, allocation_id: int) -> str | None:
    """Why an audit was sent back last, in the words of whoever did; None where it never was."""
    h = allocation_transition.c
    statement = (
        select(h.reason)
        .where(h.allocation_id == allocation_id, h.to_status == AllocationStatus.SENT_BACK)
        .where(h.from_status != AllocationStatus.WITHDRAWN)
        .order_by(h.id.desc())
        .limit(1)
    )
    found: str | None = unit.connection.execute(statement).scalar()
    return found


@dataclass(frozen=True, slots=True)
class DayOf:
    """One of an allocation's days that QA may put right: its column, what it is called, how it stands."""

    column: str
    title: str
    change: Change
    stands: Callable[[AllocatedAudit], date | None]


DAYS: tuple[DayOf, ...] = (
    DayOf("due_on", "Due day", Change.CORRECT_DUE_DAY, lambda given: given.due_on),
    DayOf("second_due_on", "Second due day", Change.CORRECT_DUE_DAY, lambda given: given.second_due_on),
    DayOf("returned_on", "Day of the first return", Change.CORRECT_RETURN_DAY, lambda given: given.returned_on),
)


def too_early(unit: Unit, given: AllocatedAudit, which: DayOf, day: date) -> str:
    """Why one of an allocation's days can't be that early; "" where it can."""
    row = unit.connection.execute(select(_A.allocated_on, _A.started_at).where(_A.id == given.id)).one()
    first, when = row.allocated_on, "when it was allocated"
    if which.column == "returned_on" and row.started_at is not None:
        first, when = london_day(row.started_at), "when it was begun"
    if which.column == "second_due_on" and given.returned_on is not None:
        first, when = given.returned_on, "when it was returned"
    return "" if day >= first else f"Choose {spoken_day(first)}, {when}, or a later day."


def correct_day(unit: Unit, given: AllocatedAudit, which: DayOf, day: date, reason: str, today: date) -> None:
    """Put one of an allocation's days right; the history keeps the old one, the new one and why.

    Raises:
        NotAllowedError: it has no such day where it stands, or it can't be that day.
    """
    check_change(which.change, given.status, Part.QA)
    old = which.stands(given)
    if old is None:
        raise NotAllowedError(f"This audit has no {which.title.lower()} to put right. Choose another one.")
    if which.column == "returned_on" and day > today:
        raise NotAllowedError("An audit can't have been returned on a day to come. Choose today or an earlier day.")
    early = too_early(unit, given, which, day)
    if early:
        raise NotAllowedError(early)
    put_right(
        unit,
        given.id,
        given.status,
        which.change,
        today,
        old=f"{which.column} {old.isoformat()}",
        new=f"{which.column} {day.isoformat()}",
        reason=reason,
        **{which.column: day},
    )
