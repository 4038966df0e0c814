"""Questions are read beside whoever writes, and write nothing."""

import asyncio

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from storage import record
from storage.questions import forget_questions_asked_before, keep_question, last_question
from storage.store import Actor, Store, Unit
from storage.tables.service import event
from tests.storage.small_council import NOW, SmallCouncil

CHAT = Actor("chat")


def _events(unit: Unit) -> int:
    found: int = unit.connection.execute(select(func.count()).select_from(event)).scalar_one()
    return found


async def test_a_question_waits_for_nobody_who_writes(store: Store) -> None:
    with store.unit(NOW, CHAT) as writing:
        record.write(writing, "asked", "person")
        async with asyncio.timeout(8):
            assert await store.look(_events, NOW, CHAT) == 0, "what is not committed is not seen"
    assert await store.look(_events, NOW, CHAT) == 1


async def test_a_question_sees_the_store_as_it_was_when_it_began(store: Store) -> None:
    def twice(unit: Unit) -> tuple[int, int]:
        before = _events(unit)
        store.do(lambda writing: record.write(writing, "asked", "person"), NOW, CHAT)
        return before, _events(unit)

    assert await store.look(twice, NOW, CHAT) == (0, 0)


async def test_what_is_read_on_postgresql_cannot_write(postgresql_store: Store) -> None:
    with pytest.raises(DBAPIError):
        await postgresql_store.look(lambda unit: record.write(unit, "asked", "person"), NOW, CHAT)


async def test_several_questions_are_answered_side_by_side(store: Store) -> None:
    assert await asyncio.gather(*(store.look(_events, NOW, CHAT) for _ in range(20))) == [0] * 20


def test_the_last_question_takes_the_place_of_the_one_before(store: Store) -> None:
    council = SmallCouncil(store)
    rosa, sam = council.employs("rosa"), council.employs("sam")
    for person, query in ((rosa, "one"), (sam, "two"), (rosa, "three")):
        store.do(lambda unit, who=person, text=query: keep_question(unit, who, text), NOW, CHAT)  # type: ignore[misc]  # bound now
    assert store.do(lambda unit: last_question(unit, rosa, NOW), NOW, CHAT) == "three"
    assert store.do(lambda unit: last_question(unit, sam, NOW), NOW, CHAT) == "two"


def test_a_question_is_forgotten_with_its_time(store: Store) -> None:
    council = SmallCouncil(store)
    rosa = council.employs("rosa")
    store.do(lambda unit: keep_question(unit, rosa, "one"), NOW, CHAT)
    later = NOW.replace(hour=10)
    assert store.do(lambda unit: last_question(unit, rosa, later), NOW, CHAT) is None
    assert store.do(lambda unit: forget_questions_asked_before(unit, NOW), NOW, CHAT) == 0
    assert store.do(lambda unit: forget_questions_asked_before(unit, later), NOW, CHAT) == 1
