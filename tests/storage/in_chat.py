"""What somebody does in Teams between two imports, for the tests of what a workbook must not undo."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from domain.framework import read_framework
from domain.words import ActionStatus, AllocationStatus
from storage.audits import allocated_audit, save_answers, start_audit
from storage.concerns import raise_concern
from storage.frameworks import add_shipped_frameworks, framework_on, shipped_frameworks
from storage.lifecycle import move
from storage.returns import return_audit
from storage.store import Actor, Store, Unit
from storage.tables.allocations import allocation
from storage.tables.audits import action_transition, agreed_action
from storage.tables.people import person
from storage.tables.service import event
from storage.workbook.problems import Breach, Fault
from storage.workbook.reading import Workbook
from tests.storage.imports import LATER, everything, imported, rows, tried
from tests.workbooks import AUDITS

S = AllocationStatus
CHAT = datetime(2019, 9, 12, 9, 15, tzinfo=UTC)
DAY = date(2019, 9, 12)
AT = "in Teams at 10:15 on Thursday 12 September 2019"
FRAMEWORK = read_framework(next(one for one in shipped_frameworks() if one["name"] == "seven-domains"))
STANDING = {
    "involved": {"child": "included", "parent": "attempted"},
    "summary": {"strengths": "Kind.", "areas": "Late."},
    "overall": {"rating": "Good"},
}
# What chat returns in these tests, as the sheet has it.
RETURNED = [AUDITS[0], ["A1", "2019-09-12", "Good", *[""] * 9]]


@dataclass(slots=True)
class Chat:
    """The small council in its store, and Ada, who does things in Teams two days after the first import."""

    store: Store

    def does(self, work: Callable[[Unit], Any]) -> Any:
        ((ada,),) = rows(self.store, select(person.c.id).where(person.c.email == "ada@council.example"))
        return self.store.do(work, CHAT, Actor("chat", ada))

    def id(self, ref: str = "A1") -> int:
        ((key,),) = rows(self.store, select(allocation.c.id).where(allocation.c.ref == ref))
        return int(key)

    def starts(self) -> None:
        key = self.id()

        def start(unit: Unit) -> None:
            add_shipped_frameworks(unit)
            given = allocated_audit(unit, key)
            assert given is not None
            start_audit(unit, given, framework_on(unit, None, FRAMEWORK.name, DAY), "involved", DAY)

        self.does(start)

    def answers(self) -> None:
        key = self.id()
        self.does(lambda unit: save_answers(unit, key, "involved", {"child": "included"}, 0, 1))

    def returns(self) -> None:
        key = self.id()

        def hand_in(unit: Unit) -> None:
            given = allocated_audit(unit, key)
            assert given is not None
            return_audit(unit, given, FRAMEWORK, STANDING, [], DAY)

        self.starts()
        self.does(hand_in)

    def moves_action(self, ref: str, old: ActionStatus, new: ActionStatus, **columns: Any) -> None:
        def move_it(unit: Unit) -> None:
            key = unit.connection.execute(select(agreed_action.c.id).where(agreed_action.c.ref == ref)).scalar_one()
            unit.connection.execute(agreed_action.update().where(agreed_action.c.id == key).values(**columns))
            step = {"at": unit.now, "on_day": DAY, "source": unit.actor.source, "from_status": old, "to_status": new}
            unit.connection.execute(action_transition.insert().values(action_id=key, **step))

        self.does(move_it)

    def raises_concern(self) -> None:
        key = self.id()

        def raise_it(unit: Unit) -> None:
            given = allocated_audit(unit, key)
            assert given is not None
            raise_concern(unit, given, 1, "Seen at the door with a bruise.", DAY, immediate=True)

        self.does(raise_it)

    def moves(self, old: S, new: S, ref: str = "A1", **columns: Any) -> None:
        key = self.id(ref)
        self.does(lambda unit: move(unit, key, old, new, DAY, **columns))

    def conflicts(self, source: Workbook, *, now: datetime = LATER) -> list[str]:
        """What is listed of a workbook that must not get in: all of it conflicts, and nothing changes."""
        before = everything(self.store)
        report = tried(self.store, source, now)
        assert {problem.fault for problem in report.problems} <= {Fault.CONFLICT}
        assert report.is_written == (not report.problems)
        if report.problems:
            assert everything(self.store) == before
        return [str(problem) for problem in report.problems]

    def wins(self, source: Workbook) -> None:
        """The workbook gets in all the same, and a second time changes nothing."""
        report = tried(self.store, source, LATER, workbook_wins=True)
        assert report.is_written
        assert Breach.OVERRULED in report.breaches
        recorded = rows(self.store, select(event.c.subject, event.c.detail).where(event.c.what == "workbook_won"))
        assert len(recorded) == report.breaches[Breach.OVERRULED]
        before = everything(self.store)
        imported(self.store, source, LATER)
        assert everything(self.store) == before
