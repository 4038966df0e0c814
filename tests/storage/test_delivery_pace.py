"""Delivery within limits that really hold: what waits, what gives its claim up, and what hours end meanwhile."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.pace import Go, Note, SharedPace, Urgency
from bot.ports import Address, PassingError, SendError, UncertainError
from domain.words import SendClass, SendStatus
from storage.store import Store
from tests.fakes_messenger import NoPace
from tests.storage.post import FRIDAY_MORNING, Post

NOTICE, NUDGE, ALARM = SendClass.NOTICE, SendClass.NUDGE, SendClass.ALARM
EVENING = FRIDAY_MORNING.replace(hour=17, minute=59, second=50)


@pytest.fixture
def post(store: Store) -> Post:
    post = Post(store)
    post.has_met("rosa")
    return post


async def test_much_that_is_owed_to_one_person_holds_up_nobody_and_comes_within_their_limits(post: Post) -> None:
    post.has_met("ines")
    for subject in range(40):
        post.owes("rosa", subject)
    post.owes("ines", 99)
    came: list[tuple[str, float]] = []

    async def note(address: Address) -> None:
        came.append((address.object_id, post.stopwatch.seconds()))

    post.teams.before_sending = note
    await post.delivery(SharedPace(post.store, post.stopwatch)).deliver_due()
    rosas = [at for who, at in came if who == "rosa"]
    assert len(rosas) == 40
    for count, seconds in ((7, 1.0), (8, 2.0), (60, 30.0)):
        assert all(later - earlier >= seconds for earlier, later in zip(rosas, rosas[count:], strict=False))
    assert min(at for who, at in came if who == "ines") < 5


async def test_a_retry_after_that_passes_six_in_the_evening_waits_for_the_next_opening(post: Post) -> None:
    post.clock.at = EVENING
    key, alarm = post.owes("rosa", 1, NUDGE), post.owes("rosa", 2, ALARM)
    post.teams.going_wrong["rosa"] = deque([PassingError("http_429", retry_after=15)] * 2)

    class EveningFalls(NoPace):
        async def slow_down(self, tenant_id: str, conversation: str, error: SendError) -> None:
            del tenant_id, conversation, error
            post.clock.at = EVENING + timedelta(seconds=15)

    await post.delivery(EveningFalls()).deliver_due()
    assert post.standing(alarm)[0] is SendStatus.SENT
    assert post.standing(key)[0] is SendStatus.PENDING
    assert len(post.teams.sent) == 1
    post.clock.at = FRIDAY_MORNING + timedelta(days=3)
    await post.delivers()
    assert post.standing(key)[0] is SendStatus.SENT


async def test_hours_that_end_while_a_made_message_waits_for_its_place_call_it_off(post: Post) -> None:
    post.clock.at = EVENING
    key = post.owes("rosa")

    class SlowPlace(NoPace):
        @asynccontextmanager
        async def turn(self, tenant_id: str, conversation: str, urgency: Urgency = Urgency.NOTICE) -> AsyncIterator[Go]:
            async def go(noting: Note | None = None) -> float:
                post.clock.at = EVENING + timedelta(seconds=11)
                if noting is not None:
                    await noting()
                return 0.0

            async with NoPace.turn(self, tenant_id, conversation, urgency):
                yield go

    await post.delivery(SlowPlace()).deliver_due()
    assert post.teams.arrived == []
    assert post.standing(key) == (SendStatus.PENDING, None, 0)
    assert post.tries(key) == [], "it never began"
    post.clock.at = FRIDAY_MORNING + timedelta(days=3)
    await post.delivers()
    assert post.standing(key) == (SendStatus.SENT, "sent", 1)


async def test_a_message_that_would_wait_long_for_its_place_is_made_anew_then(post: Post) -> None:
    key = post.owes("rosa")
    waits = deque([12.0, 0.0])

    class BusyTenant(NoPace):
        @asynccontextmanager
        async def turn(self, tenant_id: str, conversation: str, urgency: Urgency = Urgency.NOTICE) -> AsyncIterator[Go]:
            async def go(noting: Note | None = None) -> float:
                if not (wait := waits.popleft()) and noting is not None:
                    await noting()
                return wait

            async with NoPace.turn(self, tenant_id, conversation, urgency):
                yield go

    await post.delivery(BusyTenant()).deliver_due()
    assert post.stopwatch.slept == [12.0]
    assert post.tries(key) == ["sent"]
    assert post.standing(key) == (SendStatus.SENT, "sent", 1)


async def test_two_instances_deliver_a_burst_once_whatever_answers_are_lost(postgresql_store: Store) -> None:
    one = Post(postgresql_store)
    other = Post(Store.open(postgresql_store.engine.url.render_as_string(hide_password=False)))
    other.teams, other.people, other.stopwatch = one.teams, one.people, one.stopwatch
    keys: dict[int, str] = {}
    for number in range(60):
        name = f"p{number}"
        one.has_met(name)
        send_class = ALARM if number % 10 == 0 else NOTICE
        keys[one.owes(name, number, send_class)] = name
        if number % 6 == 0:
            one.teams.going_wrong[name] = deque([UncertainError("timeout")])
            one.teams.lost_on_the_way_back.add(name)
    paces = [SharedPace(post.store, one.stopwatch) for post in (one, other)]
    await asyncio.gather(*[post.delivery(pace).deliver_due() for post, pace in zip((one, other), paces, strict=True)])
    for key, name in keys.items():
        number = int(name[1:])
        status, times = one.standing(key)[0], one.teams.arrived.count(name)
        if number % 6 == 0 and number % 10 == 0:
            assert (status, times) == (SendStatus.SENT, 2), "an uncertain alarm is repeated"
        elif number % 6 == 0:
            assert (status, times) == (SendStatus.UNCERTAIN, 1), "an uncertain notice is not"
        else:
            assert (status, times) == (SendStatus.SENT, 1)
    other.store.close()
