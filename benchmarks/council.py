"""The council of the benchmark: auditors with audits to start, a social worker and a manager who are told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, select

from benchmarks.activities import TENANT, object_id
from domain.calendar import london_day
from domain.words import AllocationKind, AllocationStatus, Post, Role, SendStatus
from storage.frameworks import add_shipped_frameworks
from storage.schema import upgrade
from storage.store import Actor, Store, Unit
from storage.tables.allocations import allocation, allocation_transition, case_record, cycle
from storage.tables.audits import audit_answer_revision
from storage.tables.people import person, person_role, team, team_post
from storage.tables.service import outbox

IMPORTER = Actor("import")
SERVICE = "Assessment"
DUE_AFTER = timedelta(days=14)
# Rows 1 and 2 of `person` are the two who are told of each start; the auditors come after them.
SOCIAL_WORKER, MANAGER, FIRST_AUDITOR = 1, 2, 3
AUDITED_TEAM, AUDITORS_TEAM = 1, 2


@dataclass(frozen=True, slots=True)
class Council:
    """A database made for one round.

    Attributes:
        now: the instant around which it is dated.
    """

    path: Path
    now: datetime

    @property
    def url(self) -> str:
        """As `AUDITBOT_DATABASE_URL` takes it."""
        return f"sqlite:///{self.path}"

    def create(self, auditors: int, audits_each: int) -> None:
        """Make it from nothing, in place of whatever was there."""
        for left_over in self.path.parent.glob(f"{self.path.name}*"):
            left_over.unlink()
        store = Store.open(self.url)
        try:
            upgrade(store.engine)
            store.do(lambda unit: _fill(unit, auditors, audits_each), self.now, IMPORTER)
        finally:
            store.close()

    def answers_written(self) -> int:
        """How many answers to steps were ever written."""
        return self._count(select(func.count()).select_from(audit_answer_revision))

    def messages_to_send(self) -> int:
        """How many messages the service owes by now and has not settled."""
        under_way = (SendStatus.PENDING, SendStatus.CLAIMED, SendStatus.SENDING)
        return self._count(
            select(func.count())
            .select_from(outbox)
            .where(outbox.c.status.in_(under_way), outbox.c.not_before <= self.now)
        )

    def _count(self, statement: Any) -> int:
        store = Store.open(self.url)
        try:
            return store.do(lambda unit: int(unit.connection.execute(statement).scalar_one()), self.now, IMPORTER)
        finally:
            store.close()


def _people(auditors: int, now: datetime) -> Iterator[dict[str, Any]]:
    for number in range(1, auditors + FIRST_AUDITOR):
        is_auditor = number >= FIRST_AUDITOR
        yield {
            "id": number,
            "email": f"person{number}@council.example",
            "name": f"Auditor {number - FIRST_AUDITOR}" if is_auditor else f"Colleague {number}",
            "team_id": AUDITORS_TEAM if is_auditor else AUDITED_TEAM,
            "entra_object_id": object_id(number - FIRST_AUDITOR) if is_auditor else object_id(900_000 + number),
            "tenant_id": TENANT,
            "linked_at": now,
            "linked_by": "import",
        }


def _roles(auditors: int) -> Iterator[dict[str, Any]]:
    yield {"person_id": SOCIAL_WORKER, "role": Role.SOCIAL_WORKER}
    yield {"person_id": MANAGER, "role": Role.TEAM_MANAGER}
    for number in range(FIRST_AUDITOR, auditors + FIRST_AUDITOR):
        yield {"person_id": number, "role": Role.AUDITOR}


def _cases(audits: int) -> Iterator[dict[str, Any]]:
    for number in range(1, audits + 1):
        yield {
            "id": number,
            "case_ref": f"CS-{number:06d}",
            "team_id": AUDITED_TEAM,
            "social_worker_id": SOCIAL_WORKER,
            "legal_status": "CIN",
        }


def _allocations(auditors: int, audits: int, day: date) -> Iterator[dict[str, Any]]:
    for number in range(1, audits + 1):
        yield {
            "id": number,
            "ref": f"A-{number:06d}",
            "month": f"{day:%Y-%m}",
            "case_id": number,
            "auditor_id": FIRST_AUDITOR + (number - 1) % auditors,
            "kind": AllocationKind.CORE if number <= auditors else AllocationKind.ADDITIONAL,
            "allocated_on": day,
            "due_on": day + DUE_AFTER,
            "team_id": AUDITED_TEAM,
            "service": SERVICE,
            "legal_status": "CIN",
            "status": AllocationStatus.ALLOCATED,
        }


def _transitions(audits: int, now: datetime) -> Iterator[dict[str, Any]]:
    for number in range(1, audits + 1):
        yield {
            "allocation_id": number,
            "at": now,
            "on_day": london_day(now),
            "source": IMPORTER.source,
            "to_status": AllocationStatus.ALLOCATED,
        }


def _fill(unit: Unit, auditors: int, audits_each: int) -> None:
    add_shipped_frameworks(unit)
    day, audits = london_day(unit.now), auditors * audits_each
    month = {"month": f"{day:%Y-%m}", "service": SERVICE, "allocated_on": day, "due_on": day + DUE_AFTER}
    teams = [
        {"id": AUDITED_TEAM, "name": "Assessment North", "service": SERVICE},
        {"id": AUDITORS_TEAM, "name": "Practice Improvement", "service": "Quality Assurance"},
    ]
    rows: list[tuple[Table, list[dict[str, Any]]]] = [
        (team, teams),
        (person, list(_people(auditors, unit.now))),
        (person_role, list(_roles(auditors))),
        (team_post, [{"team_id": AUDITED_TEAM, "post": Post.TEAM_MANAGER, "person_id": MANAGER}]),
        (cycle, [month]),
        (case_record, list(_cases(audits))),
        (allocation, list(_allocations(auditors, audits, day))),
        (allocation_transition, list(_transitions(audits, unit.now))),
    ]
    for table, filling in rows:
        unit.connection.execute(table.insert(), filling)
