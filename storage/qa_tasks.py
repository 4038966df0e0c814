"""The QA team's inbox: what they must look at, one open task for one matter."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, select

from domain.words import QaTaskKind
from storage.statements import insert
from storage.store import Unit
from storage.tables.service import qa_task

# A concern must never stand behind a page of people who have not opened the app yet.
_MOST_URGENT_FIRST = (
    QaTaskKind.IMMEDIATE_CONCERN,
    QaTaskKind.CHILD_OF_CONCERN,
    QaTaskKind.FAILED_DELIVERY,
    QaTaskKind.FAILED_JOB,
    QaTaskKind.CONFLICT_OF_INTEREST,
    QaTaskKind.IDENTITY_CLASH,
    QaTaskKind.MODERATION,
    QaTaskKind.LEAVERS_ITEMS,
    QaTaskKind.NOBODY_ABOVE,
    QaTaskKind.ACTION_NOT_MINE,
    QaTaskKind.ACTION_BLOCKED,
    QaTaskKind.NO_APPROVER,
    QaTaskKind.UNCERTAIN_DELIVERY,
    QaTaskKind.UNREACHABLE_PERSON,
    QaTaskKind.UNMATCHED_PERSON,
    QaTaskKind.CLOSURES_TO_CHECK,
)
_URGENCY = case(
    *((qa_task.c.kind == kind, place) for place, kind in enumerate(_MOST_URGENT_FIRST)), else_=len(_MOST_URGENT_FIRST)
)


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that waits for QA; `about` is a sentence without case text, `dedupe` tells its matter from others."""

    id: int
    kind: QaTaskKind
    about: str
    raised_at: datetime
    allocation_id: int | None
    person_id: int | None
    object_id: str | None
    dedupe: str = ""

    @property
    def number(self) -> int:
        """The row that the matter is about, as `not_mine:12` names it; 0 where it names none."""
        last = self.dedupe.rpartition(":")[2]
        return int(last) if last.isascii() and last.isdigit() else 0


@dataclass(frozen=True, slots=True)
class TaskInHand:
    """An open task with what it is about, for whoever answers it.

    Attributes:
        person_id: whom it is about, or who raised it.
        object_id, tenant_id: the Teams account that it is about; None where it is about none.
    """

    id: int
    kind: QaTaskKind
    dedupe: str
    about: str
    person_id: int | None
    allocation_id: int | None
    object_id: str | None
    tenant_id: str | None


def task_in_hand(unit: Unit, task_id: int) -> TaskInHand | None:
    """An open task; None where there is none, or it was closed."""
    t = qa_task.c
    columns = (t.id, t.kind, t.dedupe, t.about, t.person_id, t.allocation_id, t.object_id, t.tenant_id)
    row = unit.connection.execute(select(*columns).where(t.id == task_id, t.closed_at.is_(None))).one_or_none()
    return None if row is None else TaskInHand(*row)


def raise_task(
    unit: Unit,
    kind: QaTaskKind,
    dedupe: str,
    about: str,
    *,
    person_id: int | None = None,
    allocation_id: int | None = None,
    outbox_id: int | None = None,
    object_id: str | None = None,
    tenant_id: str | None = None,
) -> int | None:
    """Put a matter before QA unless the same one (`dedupe`) is open already; the new task's id, or None."""
    statement = (
        insert(unit, qa_task)
        .values(
            kind=kind,
            dedupe=dedupe,
            about=about,
            person_id=person_id,
            allocation_id=allocation_id,
            outbox_id=outbox_id,
            object_id=object_id,
            tenant_id=tenant_id,
            raised_at=unit.now,
        )
        .on_conflict_do_nothing()
        .returning(qa_task.c.id)
    )
    new: int | None = unit.connection.execute(statement).scalar()
    return new


def add_to_task(unit: Unit, dedupe: str, more: str) -> bool:
    """Add what was said since to a matter that is open, once; whether it was new."""
    t = qa_task.c
    is_open = (t.dedupe == dedupe) & t.closed_at.is_(None)
    about = unit.connection.execute(select(t.about).where(is_open)).scalar() or more
    if more in about:
        return False
    unit.connection.execute(qa_task.update().where(is_open).values(about=f"{about}\n\n{more}"))
    return True


def open_tasks(unit: Unit, limit: int, after: int = 0) -> list[OpenTask]:
    """The open tasks behind the first `after`: the most urgent kind first, of a kind the oldest."""
    t = qa_task.c
    statement = (
        select(t.id, t.kind, t.about, t.raised_at, t.allocation_id, t.person_id, t.object_id, t.dedupe)
        .where(t.closed_at.is_(None))
        .order_by(_URGENCY, t.id)
        .limit(limit)
        .offset(after)
    )
    return [OpenTask(*row) for row in unit.connection.execute(statement)]


def has_open_matter(unit: Unit, dedupe: str) -> bool:
    """Whether a matter waits for QA."""
    statement = select(qa_task.c.id).where(qa_task.c.dedupe == dedupe, qa_task.c.closed_at.is_(None))
    return unit.connection.execute(statement).first() is not None


def was_closed_with(unit: Unit, dedupe: str, note: str) -> bool:
    """Whether a matter was answered before in just these words."""
    t = qa_task.c
    statement = select(t.id).where(t.dedupe == dedupe, t.closing_note == note).limit(1)
    return unit.connection.execute(statement).first() is not None


def was_raised_since(unit: Unit, dedupe: str, since: datetime) -> bool:
    """Whether a matter was put before QA since an instant, settled or not."""
    t = qa_task.c
    statement = select(t.id).where(t.dedupe == dedupe, t.raised_at >= since).limit(1)
    return unit.connection.execute(statement).first() is not None


def answered_task(unit: Unit, task_id: int) -> tuple[int | None, str] | None:
    """The allocation and QA's words of a task that they have closed; None while it is open."""
    t = qa_task.c
    statement = select(t.allocation_id, t.closing_note).where(t.id == task_id, t.closed_at.is_not(None))
    row = unit.connection.execute(statement).one_or_none()
    return None if row is None else (row.allocation_id, row.closing_note or "")


def close_task(unit: Unit, task_id: int, note: str) -> bool:
    """Close an open task in the actor's name; whether it was open."""
    statement = (
        qa_task.update()
        .where(qa_task.c.id == task_id, qa_task.c.closed_at.is_(None))
        .values(closed_at=unit.now, closed_by_id=unit.actor.person_id, closing_note=note)
    )
    return bool(unit.connection.execute(statement).rowcount == 1)


def close_matter(unit: Unit, dedupe: str, note: str) -> bool:
    """Close the open task of a matter that has settled itself; whether there was one."""
    statement = (
        qa_task.update()
        .where(qa_task.c.dedupe == dedupe, qa_task.c.closed_at.is_(None))
        .values(closed_at=unit.now, closed_by_id=unit.actor.person_id, closing_note=note)
    )
    return bool(unit.connection.execute(statement).rowcount == 1)
