"""A final audit on the child's record: noted once it has its outcome, and taken back within a day (DOMAIN, step 8)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from domain.errors import NotAllowedError
from domain.ladder import ItemKind
from domain.lifecycle import Part, check_change
from domain.policy import Moderated
from domain.words import AllocationStatus, Change
from storage.audits import AllocatedAudit
from storage.colleagues import audited_work
from storage.lifecycle import move
from storage.nudge_lines import note_answered
from storage.store import Unit
from storage.tables.allocations import allocation_transition

# For so long a slip of the finger is put right by whoever made it.
UNDONE_WITHIN = timedelta(days=1)
_T = allocation_transition.c


@dataclass(frozen=True, slots=True)
class Placed:
    """That an audit was noted as on the child's record: when, on which London day, where it stood before, and how."""

    at: datetime
    on_day: date
    was: AllocationStatus
    source: str


def has_outcome(unit: Unit, allocation_id: int, moderated: Moderated) -> bool:
    """Whether an audit has its outcome, where these are the audits that the council has moderated."""
    work = audited_work(unit, allocation_id)
    return work is not None and work.has_its_outcome(moderated)


def may_be_placed(unit: Unit, given: AllocatedAudit, moderated: Moderated) -> bool:
    """Whether an audit has its outcome and is not on the child's record."""
    if given.is_reopened or given.status not in {AllocationStatus.RETURNED, AllocationStatus.MODERATED}:
        return False
    return has_outcome(unit, given.id, moderated)


def place_on_record(unit: Unit, given: AllocatedAudit, moderated: Moderated, who: Part, today: date) -> None:
    """Note that the final audit is on the child's record. Chasing about it ends with that.

    Raises:
        NotAllowedError: it has no outcome yet, is open again, or is there already; the sentence says what to do.
    """
    check_change(Change.UPLOAD, given.status, who)
    if given.is_reopened:
        raise NotAllowedError("This audit is open again. Type 'continue' and return it before it goes on the record.")
    if not has_outcome(unit, given.id, moderated):
        raise NotAllowedError(
            "This audit has no outcome yet: a moderator still has to judge it. Put it on the child's record after that."
        )
    move(unit, given.id, given.status, AllocationStatus.UPLOADED, today, uploaded_on=today)
    note_answered(unit, (ItemKind.UPLOAD, given.id))


def placed(unit: Unit, allocation_id: int) -> Placed | None:
    """How an audit was noted as on the child's record last; None where it was not."""
    statement = (
        select(_T.at, _T.on_day, _T.from_status, _T.source)
        .where(_T.allocation_id == allocation_id, _T.to_status == AllocationStatus.UPLOADED)
        .order_by(_T.id.desc())
        .limit(1)
    )
    row = unit.connection.execute(statement).one_or_none()
    return None if row is None or row.from_status is None else Placed(*row)


def can_be_taken_off(unit: Unit, given: AllocatedAudit) -> bool:
    """Whether an audit was put on the record by a tap that its auditor can still take back."""
    return given.status is AllocationStatus.UPLOADED and _is_fresh(unit, placed(unit, given.id))


def _is_fresh(unit: Unit, last: Placed | None) -> bool:
    return last is not None and last.source == "chat" and unit.now - last.at <= UNDONE_WITHIN


def take_off_record(unit: Unit, given: AllocatedAudit, who: Part, today: date) -> None:
    """Take back that the audit is on the child's record: it stands where it stood. QA may at any time.

    Raises:
        NotAllowedError: it is not there, or was put there longer ago; the sentence says whom to tell.
    """
    check_change(Change.TAKE_OFF_RECORD, given.status, who)
    last = placed(unit, given.id)
    if last is None or not (who is Part.QA or _is_fresh(unit, last)):
        raise NotAllowedError(
            "It was noted as on the child's record more than a day ago. If that is wrong, ask QA to take it off."
        )
    move(unit, given.id, given.status, last.was, today, uploaded_on=None)
