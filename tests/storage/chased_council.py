"""A small council with something to chase: audits and actions with due days, and mornings on which it is decided."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, TypeVar

from bot.days_off import calendar_for
from domain.calendar import WorkingCalendar, london_day, london_instant
from domain.policy import Policy
from domain.words import Role, SendStatus
from duties import chasing
from storage.outbox import ClaimedMessage, begin_sending, claim, settle
from storage.policies import policy_on_day
from storage.statements import insert_returning_id
from storage.store import Actor, Unit
from storage.tables.allocations import allocation
from storage.tables.audits import agreed_action
from storage.tables.chasing import nudge_line
from storage.tables.people import person
from storage.tables.service import outbox as outbox_table
from tests.storage.small_council import SmallCouncil

T = TypeVar("T")
DUTY = Actor("duty")
LEASE = timedelta(minutes=1)
DUE = date(2026, 12, 4)


@dataclass(slots=True)
class ChasedCouncil(SmallCouncil):
    """Rosa audits, Moira manages her, Hal is head of service, Mina is the director, Dan is of QA."""

    def opens(self) -> None:
        """Everybody is there, with their team."""
        self.employs("hal", Role.HEAD_OF_SERVICE)
        self.employs("mina", Role.DIRECTOR)
        self.employs("dan", Role.QA)
        self.has_team(head_of_service="hal")
        self.employs("moira", Role.TEAM_MANAGER, team_id=self.team_id, line_manager_id=self.people["hal"])
        self.employs("rosa", Role.AUDITOR, team_id=self.team_id, line_manager_id=self.people["moira"])

    def agrees(self, owner: str, allocation_id: int, ref: str, due_on: date = DUE, **columns: Any) -> int:
        """An action agreed in an audit; its id."""
        values = {
            "ref": ref,
            "allocation_id": allocation_id,
            "owner_id": self.people[owner],
            "description": f"Visit weekly ({ref})",
            "raised_on": date(2026, 11, 20),
            "due_on": due_on,
            **columns,
        }
        with self.unit() as unit:
            return insert_returning_id(unit, agreed_action, **values)

    def decides(self, day: date, at: time = time(8)) -> str:
        """What a morning's pass says."""
        return self.at(day, lambda unit: str(chasing.record(unit, *_ruled(unit))), at)

    def previews(self, day: date) -> list[str]:
        """What a dry run says."""
        return self.at(day, lambda unit: chasing.preview(unit, *_ruled(unit)))

    def at(self, day: date, work: Callable[[Unit], T], at: time = time(8)) -> T:
        """Work of the service's own at a London time."""
        return self.store.do(work, london_instant(day, at), DUTY)

    def ledger(self, day: date) -> dict[str, list[str]]:
        """By name, the rungs of a day's digest that stand in the ledger, with what they are about."""
        names = {key: name for name, key in self.people.items()}
        found: dict[str, list[str]] = {}
        for row in self.rows(nudge_line, digest_on=day):
            if row.status not in {"lapsed", "withheld"}:
                found.setdefault(names[row.person_id], []).append(f"{row.kind} {row.subject_id} {row.rung}")
        return found

    def goes_out(self, day: date, ending: str = "sent") -> int:
        """Every digest that is due goes out, and ends in one way; how many there were."""

        def sent(unit: Unit) -> int:
            claimed = claim(unit, "one", 1_000, LEASE)
            for message in claimed:
                self._ends(unit, message, ending)
            return len(claimed)

        return self.at(day, sent, time(8, 5))

    def _ends(self, unit: Unit, message: ClaimedMessage, ending: str) -> None:
        attempt = begin_sending(unit, message, LEASE)
        settle(unit, message, SendStatus(ending), attempt_id=attempt)

    def digests(self) -> list[tuple[int, str]]:
        """Whom a digest was owed, on which days."""
        rows = self.rows(outbox_table, template="digest")
        return [(row.person_id, row.rung) for row in rows]

    def is_due(self, allocation_id: int, due_on: date) -> None:
        """An audit is due on another day."""
        with self.unit() as unit:
            unit.connection.execute(allocation.update().where(allocation.c.id == allocation_id).values(due_on=due_on))

    def leaves(self, name: str, last_day: date) -> None:
        """Somebody's last day."""
        with self.unit() as unit:
            unit.connection.execute(person.update().where(person.c.id == self.people[name]).values(left_on=last_day))


def _ruled(unit: Unit) -> tuple[Policy, WorkingCalendar]:
    policy = policy_on_day(unit, london_day(unit.now))
    return policy, calendar_for(policy)
