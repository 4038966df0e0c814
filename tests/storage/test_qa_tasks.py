"""The QA team's inbox: one open task for one matter, oldest first, closed in somebody's name."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from domain.words import QaTaskKind
from storage.qa_tasks import close_task, open_tasks, raise_task
from storage.store import Store
from storage.tables.service import qa_task
from tests.storage.small_council import NOW, SmallCouncil

CONFLICT, CLASH = QaTaskKind.CONFLICT_OF_INTEREST, QaTaskKind.IDENTITY_CLASH
ABOUT = "Rosa has a conflict of interest."


@pytest.fixture
def council(store: Store) -> SmallCouncil:
    made = SmallCouncil(store)
    made.employs("quinn")
    return made


def raises(council: SmallCouncil, dedupe: str, about: str = ABOUT) -> int | None:
    with council.unit() as unit:
        return raise_task(unit, CONFLICT, dedupe, about)


def closes(council: SmallCouncil, task: int, after: timedelta = timedelta(0)) -> bool:
    with council.unit("quinn", NOW + after) as unit:
        return close_task(unit, task, "done")


def inbox(council: SmallCouncil, limit: int = 10, after: int = 0) -> list[int]:
    with council.unit() as unit:
        return [task.id for task in open_tasks(unit, limit, after)]


def test_a_matter_is_put_before_qa_once(council: SmallCouncil) -> None:
    first = raises(council, "conflict:1")
    assert first is not None
    assert raises(council, "conflict:1", "The same again.") is None
    with council.unit() as unit:
        (task,) = open_tasks(unit, 10)
    assert (task.id, task.kind, task.about, task.raised_at) == (first, CONFLICT, ABOUT, NOW)


def test_other_matters_have_tasks_of_their_own(council: SmallCouncil) -> None:
    assert inbox(council) == []
    assert [raises(council, "conflict:1"), raises(council, "conflict:2")] == inbox(council)


def test_a_matter_that_comes_up_again_after_it_was_closed_is_a_new_task(council: SmallCouncil) -> None:
    first = raises(council, "conflict:1")
    assert first is not None
    assert closes(council, first)
    second = raises(council, "conflict:1")
    assert second not in {None, first}
    assert inbox(council) == [second]
    assert len(council.rows(qa_task)) == 2


def test_a_task_is_closed_once_and_in_somebodys_name(council: SmallCouncil) -> None:
    task = raises(council, "conflict:1")
    assert task is not None
    assert closes(council, task)
    assert not closes(council, task, timedelta(hours=1))
    (row,) = council.rows(qa_task)
    assert (row.closed_at, row.closed_by_id, row.closing_note) == (NOW, council.people["quinn"], "done")


def test_a_task_that_is_not_there_is_not_closed(council: SmallCouncil) -> None:
    assert not closes(council, 4711)


def test_the_inbox_is_read_a_handful_at_a_time_from_the_oldest_on(council: SmallCouncil) -> None:
    tasks = [raises(council, f"conflict:{number}") for number in range(5)]
    assert inbox(council, limit=2) == tasks[:2]
    assert inbox(council, limit=2, after=tasks[1] or 0) == tasks[2:4]
    assert inbox(council, limit=2, after=tasks[3] or 0) == tasks[4:]


def test_a_task_says_what_it_is_about_by_its_rows(council: SmallCouncil) -> None:
    council.has_team()
    given = council.allocates("quinn")
    with council.unit() as unit:
        raise_task(unit, CLASH, "clash:1", "Two people.", person_id=council.people["quinn"], allocation_id=given)
        (task,) = open_tasks(unit, 10)
    assert task.allocation_id == given
    (row,) = council.rows(qa_task)
    assert (row.kind, row.person_id, row.allocation_id, row.outbox_id) == (CLASH, council.people["quinn"], given, None)


def test_the_same_matter_raised_twice_at_once_is_one_task(council: SmallCouncil) -> None:
    barrier = Barrier(2)

    def begin(_: int) -> int | None:
        barrier.wait(timeout=10)
        return raises(council, "conflict:1")

    with ThreadPoolExecutor(2) as threads:
        numbers = list(threads.map(begin, range(2), timeout=30))
    assert sorted(number is None for number in numbers) == [False, True]
    assert len(council.rows(qa_task)) == 1
