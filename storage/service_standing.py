"""How the service itself stands, in a handful of cheap statements: for its figures and for `auditbot doctor`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select, text
from sqlmodel import SQLModel

from domain.calendar import london_day
from domain.words import QaTaskKind, SendClass, SendStatus
from storage.outbox import UNDER_WAY
from storage.store import Unit
from storage.tables.chasing import chasing_pass
from storage.tables.people import channel_address, person
from storage.tables.service import event, job_run, outbox, qa_task

# How a message ended that somebody may have to look at.
TROUBLED = (SendStatus.FAILED, SendStatus.UNREACHABLE, SendStatus.UNCERTAIN)
# For how long a message that ended so is counted: by `not_before`, which the outbox's index holds.
TROUBLED_FOR = timedelta(days=7)
_O, _A, _P, _T, _C = outbox.c, channel_address.c, person.c, qa_task.c, chasing_pass.c
_WAITING = (SendStatus.PENDING, *UNDER_WAY)


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits in the outbox of a class: how many messages, and for how many seconds the oldest may have gone."""

    depth: int
    oldest_seconds: float


@dataclass(frozen=True, slots=True)
class LastPass:
    """The latest London day whose digests were decided, and when that was."""

    day: date
    decided_at: datetime


def queues(unit: Unit) -> dict[SendClass, Queue]:
    """What waits in the outbox, by class; every class is there. What may not go yet has no age."""
    statement = (
        select(_O.send_class, func.count(), func.min(_O.not_before))
        .where(_O.status.in_(_WAITING))
        .group_by(_O.send_class)
    )
    found = {row[0]: Queue(row[1], _age(unit, row[2])) for row in unit.connection.execute(statement)}
    return {one: found.get(one, Queue(0, 0.0)) for one in SendClass}


def _age(unit: Unit, since: datetime) -> float:
    return max(0.0, (unit.now - since).total_seconds())


def troubled(unit: Unit) -> Mapping[tuple[SendClass, SendStatus], int]:
    """How many messages of the last seven days ended badly, by class and how; only what there is."""
    statement = (
        select(_O.send_class, _O.status, func.count())
        .where(_O.status.in_(TROUBLED), _O.not_before >= unit.now - TROUBLED_FOR)
        .group_by(_O.send_class, _O.status)
    )
    return {(row[0], row[1]): row[2] for row in unit.connection.execute(statement)}


def unreachable_people(unit: Unit) -> int:
    """How many people of today Teams refuses, or have removed the app; not who was never written to."""
    today = london_day(unit.now)
    statement = (
        select(func.count())
        .select_from(channel_address.join(person, _P.id == _A.person_id))
        .where(
            or_(_A.unreachable_since.is_not(None), _A.installed.is_(False)),
            or_(_P.left_on.is_(None), _P.left_on >= today),
        )
    )
    return int(unit.connection.execute(statement).scalar_one())


def open_tasks_by_kind(unit: Unit) -> dict[QaTaskKind, int]:
    """How many tasks wait for QA, by kind; every kind is there."""
    statement = select(_T.kind, func.count()).where(_T.closed_at.is_(None)).group_by(_T.kind)
    found = {row[0]: row[1] for row in unit.connection.execute(statement)}
    return {one: found.get(one, 0) for one in QaTaskKind}


def last_passes(unit: Unit, limit: int = 1) -> list[LastPass]:
    """The latest days whose digests were decided by now, the latest first; none before the first pass.

    A pass of a day ahead was made before the clock was put back, and says nothing.
    """
    statement = select(_C.day, _C.decided_at).where(_C.day <= london_day(unit.now)).order_by(_C.day.desc())
    return [LastPass(*row) for row in unit.connection.execute(statement.limit(limit))]


def chased_until(unit: Unit) -> date | None:
    """The latest day whose digests were decided; before the first, the day on which they were first tried or due.

    None where chasing has not run at all, nor failed: a service that has never been started misses nothing.
    """
    last = next(iter(last_passes(unit)), None)
    if last is not None:
        return last.day
    tried: datetime | None = unit.connection.execute(
        select(func.min(job_run.c.now)).where(job_run.c.job == "chasing")
    ).scalar()
    return london_day(tried) if tried else None


def last_backup(unit: Unit) -> datetime | None:
    """When `auditbot backup` last made a backup that the record knows of; None where it never did."""
    statement = select(event.c.at).where(event.c.what == "backed_up").order_by(event.c.id.desc()).limit(1)
    at: datetime | None = unit.connection.execute(statement).scalar()
    return at


_OUT_OF_REACH = text("""
    SELECT relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND NOT (
        has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
        AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE'))
    ORDER BY relname
""")


def tables_out_of_reach(unit: Unit) -> list[str]:
    """The tables of ours that the service's role on PostgreSQL may not read or write; on SQLite a file has them all."""
    if unit.connection.dialect.name != "postgresql":
        return []
    return [name for name in unit.connection.execute(_OUT_OF_REACH).scalars() if name in SQLModel.metadata.tables]
