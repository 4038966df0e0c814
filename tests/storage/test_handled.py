"""What was handled already is not handled again, however often it comes and on whichever instance."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest

from storage.handled import give_back_press, take_activity, take_press
from storage.store import Actor, Store, Unit

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TESTER = Actor("chat")
Taking = Callable[[Unit], bool]


def takes(store: Store, taking: Taking) -> bool:
    return store.do(taking, NOW, TESTER)


def activity(conversation: str, number: str) -> Taking:
    return lambda unit: take_activity(unit, conversation, number)


def press(action_id: str, digest: str) -> Taking:
    return lambda unit: take_press(unit, action_id, digest)


@pytest.mark.parametrize(
    ("first", "second"),
    [(activity("a:rosa", "f:1"), activity("a:rosa", "f:1")), (press("card-1", "abc"), press("card-1", "abc"))],
    ids=["activity", "press"],
)
def test_the_second_of_two_alike_is_told_from_the_first(store: Store, first: Taking, second: Taking) -> None:
    assert takes(store, first)
    assert not takes(store, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (activity("a:rosa", "f:1"), activity("a:rosa", "f:2")),
        (activity("a:rosa", "f:1"), activity("a:sam", "f:1")),  # an id is its conversation's own
        (press("card-1", "abc"), press("card-2", "abc")),
        (press("card-1", "abc"), press("card-1", "abd")),  # the same card with other inputs
    ],
    ids=["another activity", "another conversation", "another card", "other inputs"],
)
def test_what_differs_is_handled(store: Store, first: Taking, second: Taking) -> None:
    assert takes(store, first)
    assert takes(store, second)


def test_a_press_that_was_refused_may_come_again(store: Store) -> None:
    assert takes(store, press("card-1", "abc"))
    assert takes(store, press("card-1", "other"))
    store.do(lambda unit: give_back_press(unit, "card-1", "abc"), NOW, TESTER)
    assert takes(store, press("card-1", "abc"))
    assert not takes(store, press("card-1", "other"))


def test_what_was_taken_in_a_unit_that_failed_was_not_handled(store: Store) -> None:
    def fails(unit: Unit) -> None:
        assert take_activity(unit, "a:rosa", "f:1")
        raise LookupError("The card could not be made.")

    with pytest.raises(LookupError):
        store.do(fails, NOW, TESTER)
    assert takes(store, activity("a:rosa", "f:1"))


@pytest.mark.parametrize("taking", [activity("a:rosa", "f:1"), press("card-1", "abc")], ids=["activity", "press"])
def test_of_two_alike_at_once_one_is_handled(store: Store, taking: Taking) -> None:
    barrier = Barrier(2)

    def begin(_: int) -> bool:
        barrier.wait(timeout=10)
        return takes(store, taking)

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(begin, range(2), timeout=30)) == [False, True]
