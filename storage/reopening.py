"""A returned audit opened again by its auditor: what was returned last stands until it is returned again."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select

from domain.errors import NotAllowedError
from domain.lifecycle import check_reopening
from domain.policy import Policy
from domain.words import AllocationStatus, Change
from storage.audits import AllocatedAudit
from storage.lifecycle import CHANGED_MEANWHILE, record_act
from storage.months import has_closed
from storage.store import Unit
from storage.tables.allocations import allocation
from storage.tables.audits import audit, moderation

_M = moderation.c


def is_with_moderator(unit: Unit, allocation_id: int) -> bool:
    """Whether a moderator has opened an audit, or judged it, since it was returned last."""
    judged = or_(_M.overall.is_not(None), _M.met_standard.is_not(None), _M.moderated_on.is_not(None))
    since = or_(
        _M.opened_at >= audit.c.returned_at,
        and_(_M.opened_at.is_(None), judged, _M.recorded_at >= audit.c.returned_at),
    )
    statement = (
        select(_M.id)
        .join(audit, audit.c.allocation_id == _M.allocation_id)
        .where(_M.allocation_id == allocation_id, since)
        .limit(1)
    )
    return unit.connection.execute(statement).first() is not None


def check_it_can_be_reopened(unit: Unit, given: AllocatedAudit, policy: Policy, today: date) -> None:
    """Refuse a reopening that comes too late, or twice (see `domain.lifecycle.check_reopening`).

    Raises:
        NotAllowedError: saying why, and what can be done instead.
    """
    check_reopening(
        given.status,
        is_reopened=given.is_reopened,
        is_with_moderator=is_with_moderator(unit, given.id),
        is_month_closed=has_closed(unit, policy, given.month, today),
        is_kept_here=given.framework_id is not None,
    )


def can_be_reopened(unit: Unit, given: AllocatedAudit, policy: Policy, today: date) -> bool:
    """Whether the receipt of an audit offers its auditor to open it again."""
    try:
        check_it_can_be_reopened(unit, given, policy, today)
    except NotAllowedError:
        return False
    return True


def reopen(unit: Unit, given: AllocatedAudit, policy: Policy, position: str, today: date) -> None:
    """Open a returned audit again for its auditor, at a step (`position`).

    It stays returned on its first day, and figures use the version returned last, until it is returned again.

    Raises:
        NotAllowedError: it can't be reopened; the sentence says what can be done instead.
    """
    check_it_can_be_reopened(unit, given, policy, today)
    _set(unit, given.id, None, unit.now, position=position)
    record_act(unit, given.id, Change.REOPEN, today)


def close_again(unit: Unit, allocation_id: int, today: date) -> None:
    """Note that a reopened audit is returned again (the new version is the return's own work)."""
    unit.connection.execute(audit.update().where(audit.c.allocation_id == allocation_id).values(reopened_at=None))
    # Whether it owes a moderation is asked anew: the grades may be others.
    unit.connection.execute(allocation.update().where(allocation.c.id == allocation_id).values(considered_on=None))
    record_act(unit, allocation_id, Change.RETURN_AGAIN, today)


def end_reopening(unit: Unit, given: AllocatedAudit, why: str, today: date) -> bool:
    """End a reopening because a moderator opens the audit or its month has closed; whether it was open.

    The version returned last stands. What was typed since stays kept, for the case that it is sent back.
    """
    if not given.is_reopened:
        return False
    _set(unit, given.id, given.reopened_at, None)
    record_act(unit, given.id, Change.END_REOPENING, today, reason=why)
    return True


def _set(unit: Unit, allocation_id: int, old: datetime | None, new: datetime | None, **columns: str) -> None:
    t = audit.c
    was = t.reopened_at.is_(None) if old is None else t.reopened_at == old
    changed = unit.connection.execute(
        audit.update().where(t.allocation_id == allocation_id, was).values(reopened_at=new, **columns)
    )
    if changed.rowcount != 1:
        raise NotAllowedError(CHANGED_MEANWHILE)


@dataclass(frozen=True, slots=True)
class OpenAgain:
    """An audit that its auditor has open again, and the month (`2026-11`) with whose close that ends."""

    allocation_id: int
    month: str


def open_again(unit: Unit) -> list[OpenAgain]:
    """The audits that are open again, in the order in which they were allocated."""
    a = allocation.c
    statement = (
        select(a.id, a.month)
        .join(audit, audit.c.allocation_id == a.id)
        .where(a.status == AllocationStatus.RETURNED, audit.c.reopened_at.is_not(None))
        .order_by(a.id)
    )
    return [OpenAgain(*row) for row in unit.connection.execute(statement)]
