"""Units of work on SQLite are committed together, and stay whole each by itself."""

import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, func, select, text

from domain.words import QaTaskKind
from storage.commit_groups import TransactionLostError
from storage.qa_tasks import raise_task
from storage.store import Actor, Store, Unit, make_engine
from storage.tables.service import qa_task

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ACTOR = Actor("command")


def _task(name: str) -> Callable[[Unit], int | None]:
    return lambda unit: raise_task(unit, QaTaskKind.FAILED_JOB, name, f"The job {name} failed.")


def _failing(name: str) -> Callable[[Unit], None]:
    def work(unit: Unit) -> None:
        _task(name)(unit)
        message = f"{name} fails after it has written"
        raise ValueError(message)

    return work


def _names(store: Store) -> set[str]:
    with store.unit(NOW, ACTOR) as unit:
        return set(unit.connection.execute(select(qa_task.c.dedupe)).scalars())


def _held(gate: threading.Event) -> Callable[[Unit], None]:
    def work(_unit: Unit) -> None:
        assert gate.wait(10)

    return work


async def test_units_that_wait_together_are_committed_together(sqlite_store: Store) -> None:
    commits: list[int] = []
    event.listen(sqlite_store.engine, "commit", lambda _connection: commits.append(1))
    gate = threading.Event()
    first = asyncio.create_task(sqlite_store.run(_held(gate), NOW, ACTOR))
    await asyncio.sleep(0)
    others = [asyncio.create_task(sqlite_store.run(_task(f"job {n}"), NOW, ACTOR)) for n in range(20)]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(first, *others)
    assert len(commits) < 21
    assert _names(sqlite_store) == {f"job {n}" for n in range(20)}


async def test_a_unit_that_fails_undoes_its_own_work_and_nobody_elses(sqlite_store: Store) -> None:
    works = [_task("before"), _failing("between"), _task("after")]
    results = await asyncio.gather(*(sqlite_store.run(work, NOW, ACTOR) for work in works), return_exceptions=True)
    assert [type(result) for result in results] == [int, ValueError, int]
    assert _names(sqlite_store) == {"before", "after"}


async def test_nobody_is_told_it_is_kept_when_the_database_gives_the_transaction_up(sqlite_store: Store) -> None:
    def give_up(unit: Unit) -> None:
        # What SQLite does by itself when the disk is full.
        unit.connection.execute(text("ROLLBACK"))

    gate = threading.Event()
    works = [_held(gate), _task("lost"), give_up]
    tasks = [asyncio.create_task(sqlite_store.run(work, NOW, ACTOR)) for work in works]
    await asyncio.sleep(0)
    gate.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(result, Exception) for result in results[1:])
    assert "lost" not in _names(sqlite_store)


async def test_a_later_unit_works_after_a_lost_one(sqlite_store: Store) -> None:
    with pytest.raises(TransactionLostError):
        await sqlite_store.run(lambda unit: unit.connection.execute(text("ROLLBACK")), NOW, ACTOR)
    await sqlite_store.run(_task("later"), NOW, ACTOR)
    assert _names(sqlite_store) == {"later"}


def test_closing_waits_for_what_was_asked_before(sqlite_store: Store) -> None:
    async def ask_and_close() -> int | None:
        asked = asyncio.create_task(sqlite_store.run(_task("last"), NOW, ACTOR))
        await asyncio.sleep(0)
        await asyncio.to_thread(sqlite_store.close)
        return await asked

    assert asyncio.run(ask_and_close()) is not None
    with Store(sqlite_store.engine).unit(NOW, ACTOR) as unit:
        assert unit.connection.execute(select(func.count()).select_from(qa_task)).scalar() == 1


async def test_a_caller_that_gives_up_while_the_database_is_locked_stops_nobody_after_them(
    sqlite_store: Store, sqlite_url: str
) -> None:
    store = Store(make_engine(sqlite_url, busy_seconds=0.3))
    with sqlite_store.unit(NOW, ACTOR) as elsewhere:
        elsewhere.connection.execute(text("SELECT 1"))
        given_up = asyncio.create_task(store.run(_task("given up"), NOW, ACTOR))
        behind = asyncio.create_task(store.run(_task("behind"), NOW, ACTOR))
        await asyncio.sleep(0.1)
        given_up.cancel()
        results = await asyncio.gather(given_up, behind, return_exceptions=True)
    assert all(isinstance(result, BaseException) for result in results)
    await store.run(_task("after"), NOW, ACTOR)
    assert "after" in _names(store)
    store.close()


async def test_of_those_who_wait_for_a_locked_database_none_waits_longer_than_the_first(
    sqlite_store: Store, sqlite_url: str
) -> None:
    store = Store(make_engine(sqlite_url, busy_seconds=0.5))
    begins: list[int] = []
    event.listen(store.engine, "engine_connect", lambda _connection: begins.append(1))
    with sqlite_store.unit(NOW, ACTOR):
        waiting = [asyncio.create_task(store.run(_task(f"job {n}"), NOW, ACTOR)) for n in range(8)]
        await asyncio.sleep(0)
        results = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(result, BaseException) for result in results)
    assert len(begins) == 1
    store.close()
