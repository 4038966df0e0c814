"""The QA team's inbox: what they must look at, one open task for one matter."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from domain.words import QaTaskKind
from storage.statements import insert
from storage.store import Unit
from storage.tables.service import qa_task


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that waits for QA; `about` is a sentence without case text."""

    id: int
    kind: QaTaskKind
    about: str
    raised_at: datetime
    allocation_id: int | None


def raise_task(
    unit: Unit,
    kind: QaTaskKind,
    dedupe: str,
    about: str,
    *,
    person_id: int | None = None,
    allocation_id: int | None = None,
    outbox_id: int | None = None,
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
            raised_at=unit.now,
        )
        .on_conflict_do_nothing()
        .returning(qa_task.c.id)
    )
    new: int | None = unit.connection.execute(statement).scalar()
    return new


def open_tasks(unit: Unit, limit: int, after: int = 0) -> list[OpenTask]:
    """The open tasks, oldest first, from behind the task `after`."""
    t = qa_task.c
    statement = (
        select(t.id, t.kind, t.about, t.raised_at, t.allocation_id)
        .where(t.closed_at.is_(None), t.id > after)
        .order_by(t.id)
        .limit(limit)
    )
    return [OpenTask(*row) for row in unit.connection.execute(statement)]


def close_task(unit: Unit, task_id: int, note: str) -> bool:
    """Close an open task in the actor's name; whether it was open."""
    statement = (
        qa_task.update()
        .where(qa_task.c.id == task_id, qa_task.c.closed_at.is_(None))
        .values(closed_at=unit.now, closed_by_id=unit.actor.person_id, closing_note=note)
    )
    return bool(unit.connection.execute(statement).rowcount == 1)
