"""What only several instances at once, or one that dies, can show."""

import asyncio
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bot.ports import Address
from domain.words import SendClass, SendStatus
from storage import outbox
from storage.store import Store
from tests.storage.post import FRIDAY_MORNING, TESTER, Post

LEASE = timedelta(minutes=2)

# An instance that claims everything, says so, begins to send the first half and is killed before it can settle.
_DOOMED = """
import sys, time
from datetime import datetime, timedelta
from storage import outbox
from storage.store import Actor, Store
store, now, lease = Store.open(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), timedelta(minutes=2)
with store.unit(now, Actor("delivery")) as unit:
    claimed = outbox.claim(unit, "doomed", 100, lease)
for message in claimed[: len(claimed) // 2]:
    with store.unit(now, Actor("delivery")) as unit:
        outbox.begin_sending(unit, message, lease)
print("sending", flush=True)
time.sleep(60)
"""


def _many(post: Post, count: int, send_class: SendClass = SendClass.NOTICE) -> list[int]:
    post.has_met("rosa")
    return [post.owes("rosa", subject, send_class) for subject in range(count)]


def _arrivals(post: Post) -> Counter[str]:
    return Counter(message.card["body"][0]["text"] for _, _, message in post.teams.sent if message.card is not None)


def _kill_an_instance_while_it_sends(database_url: str) -> None:
    with subprocess.Popen(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-c", _DOOMED, database_url, FRIDAY_MORNING.isoformat()],
        stdout=subprocess.PIPE,
        text=True,
    ) as doomed:
        assert doomed.stdout is not None
        assert doomed.stdout.readline() == "sending\n"
        doomed.kill()


async def test_two_instances_send_each_of_500_messages_exactly_once(postgresql_url: str) -> None:
    one, two = Store.open(postgresql_url), Store.open(postgresql_url)
    post = Post(one)
    keys = _many(post, 500)
    other = Post(two, teams=post.teams, clock=post.clock)
    await asyncio.gather(post.delivery().deliver_due(), other.delivery().deliver_due())
    assert _arrivals(post) == {f"Greeting {subject}": 1 for subject in range(500)}
    assert {post.standing(key) for key in keys} == {(SendStatus.SENT, "sent", 1)}
    assert sum(len(post.tries(key)) for key in keys) == 500
    one.close()
    two.close()


def test_claims_made_at_the_same_moment_never_overlap(postgresql_url: str) -> None:
    stores = [Store.open(postgresql_url) for _ in range(4)]
    keys = _many(Post(stores[0]), 500)
    gate = threading.Barrier(len(stores))

    def claim_all(number: int) -> list[int]:
        mine: list[int] = []
        gate.wait()
        while True:
            with stores[number].unit(FRIDAY_MORNING, TESTER) as unit:
                claimed = outbox.claim(unit, f"instance {number}", 20, LEASE)
            if not claimed:
                return mine
            mine += [one.id for one in claimed]

    with ThreadPoolExecutor(len(stores)) as threads:
        taken = [key for part in threads.map(claim_all, range(len(stores))) for key in part]
    assert sorted(taken) == keys
    for store in stores:
        store.close()


def test_an_instance_does_not_wait_for_a_row_that_another_is_claiming(postgresql_url: str) -> None:
    one, two = Store.open(postgresql_url), Store.open(postgresql_url)
    first, second = _many(Post(one), 2)
    with one.unit(FRIDAY_MORNING, TESTER) as unit:
        assert [each.id for each in outbox.claim(unit, "one", 1, LEASE)] == [first]
        with two.unit(FRIDAY_MORNING, TESTER) as other:  # while the first transaction is still open
            assert [each.id for each in outbox.claim(other, "two", 5, LEASE)] == [second]
    one.close()
    two.close()


def test_two_instances_that_decide_the_same_at_once_owe_it_once(postgresql_url: str) -> None:
    stores = [Store.open(postgresql_url) for _ in range(4)]
    rosa = Post(stores[0]).has_met("rosa")
    gate = threading.Barrier(len(stores))

    def decide(number: int) -> int | None:
        gate.wait()
        with stores[number].unit(FRIDAY_MORNING, TESTER) as unit:
            return outbox.owe(unit, SendClass.NOTICE, "greeting", rosa, 1)

    with ThreadPoolExecutor(len(stores)) as threads:
        owed = list(threads.map(decide, range(len(stores))))
    assert len([key for key in owed if key is not None]) == 1
    for store in stores:
        store.close()


async def test_what_an_instance_killed_while_sending_left_is_settled_and_the_rest_goes_out_once(
    store: Store, database_url: str
) -> None:
    post = Post(store)
    notices = _many(post, 4)
    _kill_an_instance_while_it_sends(database_url)
    await post.delivers()
    assert post.teams.sent == []  # as far as anyone can tell it is still at it
    post.clock.at += LEASE + timedelta(seconds=1)
    await post.delivers()
    assert [post.standing(key)[0] for key in notices] == [
        SendStatus.UNCERTAIN,
        SendStatus.UNCERTAIN,
        SendStatus.SENT,
        SendStatus.SENT,
    ]
    assert _arrivals(post) == {"Greeting 2": 1, "Greeting 3": 1}


async def test_a_clock_that_is_moved_on_while_a_message_is_being_sent_does_not_send_it_twice(
    store: Store,
) -> None:
    post = Post(store)
    [key] = _many(post, 1, SendClass.ALARM)
    delivery = post.delivery()

    async def move_on(_address: Address) -> None:
        post.clock.at += timedelta(days=7)
        delivery.wake()
        await asyncio.sleep(0.05)  # long enough for the delivery to look again

    post.teams.before_sending = move_on
    await delivery.deliver_due()
    assert len(post.teams.sent) == 1
    assert post.standing(key) == (SendStatus.SENT, "sent", 1)
