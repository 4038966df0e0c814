"""Two services of their own processes on one PostgreSQL, one of which is killed in the middle of a burst."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from domain.words import Role, SendStatus
from storage import leases
from storage.store import Store
from storage.tables.service import job_run, outbox
from tests.conversation.council import FRIDAY_MORNING, Council, new_council
from tests.conversation.killing import Forked
from tests.fakes_messenger import StandingClock
from tests.fakes_teams import FakeBotConnector
from tests.fakes_tokens import TokenIssuer

AUDITORS = 40


@asynccontextmanager
async def _two_services(store: Store, folder: Path) -> AsyncIterator[tuple[Council, Forked, Forked]]:
    (folder / "now").write_text(FRIDAY_MORNING.isoformat())
    async with AsyncExitStack() as stack:
        teams = await stack.enter_async_context(FakeBotConnector(TokenIssuer(StandingClock(FRIDAY_MORNING))))
        teams.asks_for_tokens = False  # a local trial has none
        council = new_council(store, teams)
        one = Forked(council, folder, folder / "now")
        stack.push_async_callback(one.ends)
        await one.begin()
        two = one.another()
        await two.begin()
        try:
            yield council, one, two
        finally:
            two.is_killed()


def _allocate(council: Council) -> None:
    for number in range(AUDITORS):
        letters = f"{chr(97 + number // 26)}{chr(97 + number % 26)}"
        council.allocates(council.employs(f"Rosa {letters} Vale", Role.AUDITOR), f"CS_{5_000_000 + number}")


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - the database has no event to wait for
            await asyncio.sleep(0.02)


def _notices(council: Council) -> dict[int, SendStatus]:
    return {row.person_id: row.status for row in council.rows(outbox, template="allocation_notice")}


def _is_over(council: Council) -> bool:
    ended = {SendStatus.SENT, SendStatus.UNCERTAIN}
    return len(_notices(council)) == AUDITORS and set(_notices(council).values()) <= ended


async def test_after_kill_9_in_a_burst_each_notice_came_once_or_its_end_is_unknown(
    postgresql_store: Store, tmp_path: Path
) -> None:
    async with _two_services(postgresql_store, tmp_path) as (council, one, _two):
        _allocate(council)
        (tmp_path / "now").write_text((FRIDAY_MORNING + timedelta(minutes=5)).isoformat())
        await council.teams.wait_for_call("send", 8)
        one.is_killed()
        assert not _is_over(council)
        # What the killed one had lapses by the service's clock, and so does its lease of the timetable.
        later: datetime = FRIDAY_MORNING + timedelta(minutes=11)
        (tmp_path / "now").write_text(later.isoformat())
        await _until(lambda: _is_over(council))
        arrived = {council.id_of(one): len(council.teams.sent[one.conversation_id]) for one in council.teams.people}
        for person_id, status in _notices(council).items():
            assert arrived[person_id] <= 1
            assert status is SendStatus.UNCERTAIN or arrived[person_id] == 1
        runs = {(row.job, row.due_at) for row in council.rows(job_run)}
        assert len(runs) == len(council.rows(job_run)), "no job ran twice for one time at which it was due"
        with council.unit() as unit:
            assert leases.holding(unit, "timetable") is not None
