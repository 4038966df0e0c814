"""Two transactions on PostgreSQL that wait for each other: one is begun again, and both are kept."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, BrokenBarrierError

from sqlalchemy import select

from storage.statements import insert_returning_id
from storage.store import Actor, Store, Unit
from storage.tables.people import team

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ACTOR = Actor("command")


def _moves(first: str, second: str, meeting: Barrier) -> Callable[[Unit], None]:
    """Change two teams, one after the other, with everybody having changed their first before the second."""

    def work(unit: Unit) -> None:
        for name in (first, second):
            unit.connection.execute(team.update().where(team.c.name == name).values(locality=f"by way of {first}"))
            try:
                meeting.wait(2)
            except BrokenBarrierError:
                continue  # the second time round nobody else is there to meet

    return work


async def test_of_two_units_that_wait_for_each_other_both_are_kept(postgresql_store: Store) -> None:
    store = postgresql_store
    for name in ("Alder", "Birch"):
        store.do(lambda unit, name=name: insert_returning_id(unit, team, name=name, service="Safeguarding"), NOW, ACTOR)  # type: ignore[misc]  # a lambda's default has no type
    meeting = Barrier(2)
    await asyncio.gather(
        store.run(_moves("Alder", "Birch", meeting), NOW, ACTOR),
        store.run(_moves("Birch", "Alder", meeting), NOW, ACTOR),
    )
    statement = select(team.c.locality)
    seen = store.do(lambda unit: set(unit.connection.execute(statement).scalars()), NOW, ACTOR)
    assert len(seen) == 1
    assert seen <= {"by way of Alder", "by way of Birch"}
