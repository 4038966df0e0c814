"""A burst: so many messages owed to so many people at once, delivered by one instance or several."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from microsoft_teams.cards import AdaptiveCard, TextBlock
from sqlalchemy import func, select, text

from benchmarks.delivery.teams import StrictTeams, on_loopback
from bot.clock import Clock, Stopwatch
from bot.delivery import Delivery
from bot.pace import SharedPace
from bot.sending import FirstContact, Sender
from bot.settings import load_settings
from bot.teams import open_seam
from dialogs.turn import Message, OwedMessage
from domain.policy import Policy
from domain.words import SendClass, SendStatus
from storage import outbox
from storage.schema import upgrade
from storage.statements import insert_many
from storage.store import Actor, Store, Unit
from storage.tables.people import channel_address, person
from storage.tables.service import outbox as outbox_table

FRIDAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TENANT = "11111111-2222-4333-8444-555555555555"
BENCH = Actor("duty")
TO_EACH = 5
LOST, FAILED = 0.002, 0.002
# How often a turn's worth of the store is asked for meanwhile.
_ASKED_EVERY = 0.02


class _OfficeHours(Clock):
    """A clock that goes on from a Friday morning, whatever the hour is."""

    def __init__(self) -> None:
        super().__init__()
        self._began = super().now()

    def now(self) -> datetime:
        return FRIDAY + (super().now() - self._began)


@dataclass(frozen=True, slots=True)
class Burst:
    """What came of a burst.

    Attributes:
        ended: how many messages ended how.
        lost: messages that are settled as sent and did not arrive.
        twice: messages that arrived more than once, or arrived though they are settled as not sent.
        waits: how long a unit of work waited meanwhile that writes nothing, in milliseconds.
    """

    rate: float
    most_in_a_second: int
    too_fast: int
    ended: dict[str, int]
    lost: int
    twice: int
    waits: list[float]


def fill(store: Store, messages: int) -> None:
    """Fill an empty database with people and what is owed to each."""
    upgrade(store.engine)
    people = range(1, messages // TO_EACH + 2)
    with store.unit(FRIDAY, BENCH) as unit:
        insert_many(
            unit, person, [{"id": one, "email": f"p{one}@council.example", "name": f"P {one}"} for one in people]
        )
        for number in range(messages):
            outbox.owe(unit, SendClass.NOTICE, "burst", number // TO_EACH + 1, number % TO_EACH)
        unit.connection.execute(text("ANALYZE"))


def _know_where(store: Store, url: str) -> None:
    with store.unit(FRIDAY, BENCH) as unit:
        unit.connection.execute(channel_address.delete())
        ids = unit.connection.execute(select(person.c.id)).scalars().all()
        insert_many(unit, channel_address, [_address(one, url) for one in ids])


def _address(one: int, url: str) -> dict[str, object]:
    return {
        "person_id": one,
        "tenant_id": TENANT,
        "object_id": f"object-{one}",
        "conversation_id": f"a:{one}",
        "service_url": url,
        "installed": True,
        "updated_at": FRIDAY,
    }


def _card(unit: Unit, policy: Policy, owed: OwedMessage) -> Message:
    del unit, policy
    card = AdaptiveCard(
        body=[TextBlock(text=str(owed.id)), TextBlock(text="Line after line. " * 60)], fallback_text="Owed"
    )
    return Message(card, "Something is owed to you.")


async def deliver(stores: list[Store], messages: int, seed: int) -> Burst:
    """Deliver all that is owed in a database that `fill` has filled, by an instance for each of these stores."""
    teams = StrictTeams(Stopwatch(), Random(seed), LOST, FAILED)  # noqa: S311 - chooses what goes wrong
    clock, waits = _OfficeHours(), list[float]()
    async with on_loopback(teams), AsyncExitStack() as stack:
        _know_where(stores[0], teams.url)
        asking = asyncio.create_task(_ask_again_and_again(stores[0], clock, waits))
        async with asyncio.timeout(60 + messages / 10):
            instances = [await stack.enter_async_context(_instance(store, clock, seed)) for store in stores]
            while await asyncio.to_thread(_are_waiting, stores[0]):
                await asyncio.gather(*[one.deliver_due() for one in instances])
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
    return _came_of(stores[0], teams, waits)


@asynccontextmanager
async def _instance(store: Store, clock: Clock, seed: int) -> AsyncIterator[Delivery]:
    settings = load_settings(local_trial=True)
    stopwatch = Stopwatch()
    async with open_seam(settings, clock.now) as seam:
        sender = Sender(
            store,
            seam.messenger,
            {"burst": _card},
            clock=clock,
            first_contact=FirstContact(TENANT, ""),
            pace=SharedPace(store, stopwatch),
            random=Random(seed),  # noqa: S311 - spreads retries
        )
        delivery = Delivery(store, sender, clock, stopwatch)
        yield delivery
        await delivery.stop()


async def _ask_again_and_again(store: Store, clock: Clock, waits: list[float]) -> None:
    stopwatch = Stopwatch()
    while True:
        asked = stopwatch.seconds()
        await store.run(_asked, clock.now(), BENCH)
        waits.append(1000 * (stopwatch.seconds() - asked))
        await asyncio.sleep(_ASKED_EVERY)


def _asked(unit: Unit) -> int:
    # Read to its end: a result that leaves its unit unread is a lock in the way of whoever writes next.
    found: int = unit.connection.execute(select(func.count()).select_from(person)).scalar_one()
    return found


def _are_waiting(store: Store) -> bool:
    o = outbox_table.c
    with store.snapshot(FRIDAY + timedelta(hours=1), BENCH) as unit:
        waiting = select(o.id).where(o.status.in_([SendStatus.PENDING, *outbox.UNDER_WAY])).limit(1)
        return unit.connection.execute(waiting).first() is not None


def _came_of(store: Store, teams: StrictTeams, waits: list[float]) -> Burst:
    o = outbox_table.c
    with store.unit(FRIDAY, BENCH) as unit:
        ends = {str(row.id): row.status for row in unit.connection.execute(select(o.id, o.status))}
    arrived = teams.arrived
    lost = sum(arrived[key] == 0 for key, end in ends.items() if end is SendStatus.SENT)
    unknown = {key for key, end in ends.items() if end is SendStatus.UNCERTAIN}
    allowed = {key: int(key in unknown or end is SendStatus.SENT) for key, end in ends.items()}
    twice = sum(count > allowed.get(key, 0) for key, count in arrived.items())
    counted = Counter(end.value for end in ends.values())
    return Burst(teams.rate(), teams.most_within(1.0), teams.too_fast, dict(counted), lost, twice, sorted(waits))
