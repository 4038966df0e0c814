"""A council of one team, for the tests of the store: its people by first name, one child's record, one audit of it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Table, select

from domain.words import AllocationStatus, Post, Role
from storage.allocations import NewAllocation, make_allocation
from storage.audits import AllocatedAudit, allocated_audit, start_audit
from storage.frameworks import add_shipped_frameworks, framework_on
from storage.lifecycle import move
from storage.statements import insert_returning_id
from storage.store import Actor, Store, Unit
from storage.tables.allocations import case_record
from storage.tables.people import deputy, person, person_role, team, team_post

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
DUE = date(2026, 12, 4)


@dataclass(slots=True)
class SmallCouncil:
    """The store with a team, a record and who was added since."""

    store: Store
    people: dict[str, int] = field(default_factory=dict)
    team_id: int = 0

    def unit(self, by: str | None = None, now: datetime = NOW) -> AbstractContextManager[Unit]:
        """A unit of work of somebody's, or of the service itself."""
        return self.store.unit(now, Actor("chat" if by else "duty", self.people[by] if by else None))

    def employs(self, name: str, /, *roles: Role, **columns: Any) -> int:
        """A person of the council; `rosa` is Rosa, rosa@council.example."""
        values = {"email": f"{name}@council.example", "name": name.title(), **columns}
        with self.unit() as unit:
            key = insert_returning_id(unit, person, **values)
            for role in roles:
                unit.connection.execute(person_role.insert().values(person_id=key, role=role))
        self.people[name] = key
        return key

    def has_team(self, **posts: str) -> int:
        """The team, with who holds which post: `team_manager="moira"`."""
        with self.unit() as unit:
            self.team_id = insert_returning_id(unit, team, name="Alder", service="Safeguarding")
            for post, name in posts.items():
                unit.connection.execute(
                    team_post.insert().values(team_id=self.team_id, post=Post(post), person_id=self.people[name])
                )
        return self.team_id

    def deputises(self, name: str, for_: str, starts_on: date, ends_on: date) -> None:
        """Somebody stands in for another, both days included."""
        with self.unit() as unit:
            unit.connection.execute(
                deputy.insert().values(
                    person_id=self.people[for_], deputy_id=self.people[name], starts_on=starts_on, ends_on=ends_on
                )
            )

    def allocates(self, to: str, case_ref: str = "4820193", **case: Any) -> int:
        """A record of the team's, given to an auditor; the allocation's id."""
        with self.unit() as unit:
            values = {"case_ref": case_ref, "team_id": self.team_id, "legal_status": "CIN", **case}
            case_id = insert_returning_id(unit, case_record, **values)
            return make_allocation(
                unit,
                NewAllocation(
                    f"2026-11-{case_ref}",
                    "2026-11",
                    case_id,
                    self.people[to],
                    TODAY,
                    DUE,
                    self.team_id,
                    "Safeguarding",
                    "CIN",
                ),
            )

    def starts(self, by: str, allocation_id: int, now: datetime = NOW) -> None:
        """The auditor starts an audit."""
        with self.unit(by, now) as unit:
            add_shipped_frameworks(unit)
            version = framework_on(unit, None, "seven-domains", TODAY)
            start_audit(unit, self.audit(unit, allocation_id), version, "involved", TODAY)

    def sends_back(self, allocation_id: int, on_day: date) -> None:
        """A moderator sends a returned audit back."""
        with self.unit() as unit:
            old = self.audit(unit, allocation_id).status
            move(unit, allocation_id, old, AllocationStatus.SENT_BACK, on_day, reason="No evidence in two domains.")

    def audit(self, unit: Unit, allocation_id: int) -> AllocatedAudit:
        """An audit as it stands."""
        found = allocated_audit(unit, allocation_id)
        assert found is not None
        return found

    def rows(self, table: Table, **where: Any) -> list[Any]:
        """The rows of a table in the order of their keys."""
        statement = select(table).order_by(*table.primary_key.columns)
        for name, value in where.items():
            statement = statement.where(table.c[name] == value)
        with self.unit() as unit:
            return list(unit.connection.execute(statement))
