"""How many messages that failed are remembered, so that their senders hear of it."""

import asyncio
from contextlib import suppress

from bot.clock import Clock
from bot.not_kept import NotKept
from bot.ports import Inbound, InboundKind
from bot.turns import take
from storage.store import Store
from tests.fakes_messenger import FakeMessenger

SAID = Inbound(InboundKind.SAID, "f:1", "tenant", "rosa", "29:rosa", "a:rosa", "https://smba.example/", text="Seen.")


async def test_no_more_are_waited_for_than_there_is_room(sqlite_store: Store) -> None:
    not_kept = NotKept(sqlite_store, Clock(), FakeMessenger(), take, at_once=1)
    assert not_kept.is_told(SAID)
    waiting = asyncio.create_task(not_kept.tell(SAID))
    await asyncio.sleep(0)
    assert not not_kept.is_told(SAID), "one is waited for already"
    waiting.cancel()
    with suppress(asyncio.CancelledError):
        await waiting
    assert not_kept.is_told(SAID), "there is room again"
