"""What is said of a message that could not be kept: whoever typed it must not take it for done.

A button has its answer in place; a message that fails has none. Teams hears of the failure by the HTTP status and may
deliver the message again: that is waited for first. Then the message is taken as handled, so that it is either kept by
a later delivery or said to be lost, and never both.
"""

import asyncio
from collections.abc import Callable

import structlog

from bot.clock import Clock
from bot.ports import Address, Inbound, InboundKind, Messenger, Outgoing, SendError
from storage.store import Actor, Store, Unit

# Seconds until the store is asked again, and how often: some ten minutes in all.
FIRST_WAIT = 4.0
_LONGEST_WAIT = 60.0
_TRIES = 14
# So many messages that failed are remembered at once: whoever sends without end must not fill the memory meanwhile.
AT_ONCE = 1_000
_ACTOR = Actor("delivery")
_SENTENCES = {
    InboundKind.SAID: "I could not keep your last message. Please send it again. If it happens again, tell QA.",
    InboundKind.SUBMITTED: "I could not save that. Please press the button again. If it happens again, tell QA.",
}
_log = structlog.get_logger(__name__)


class NotKept:
    """Tells people of messages that failed, as soon as the store is there again.

    Args:
        store: where it stands what was handled.
        clock: the time.
        messenger: what tells them.
        take: takes an activity in a unit of work; False where it was handled after all.
        at_once: of how many messages it is waited to tell.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        messenger: Messenger,
        take: Callable[[Unit, Inbound], bool],
        at_once: int = AT_ONCE,
    ) -> None:
        self._store = store
        self._clock = clock
        self._messenger = messenger
        self._take = take
        self._left = at_once

    def is_told(self, inbound: Inbound) -> bool:
        """Whether its sender hears of it where this fails: a message in their own chat, in a tenant that is served.

        Where very many wait already, Teams' own mark on the message, that it was not delivered, has to do.
        """
        return inbound.kind in _SENTENCES and inbound.is_personal and inbound.tenant_allowed and self._left > 0

    async def tell(self, inbound: Inbound) -> None:
        """Wait until the store answers, and say that the message was not kept unless it was handled meanwhile."""
        self._left -= 1
        try:
            await self._tell(inbound)
        finally:
            self._left += 1

    async def _tell(self, inbound: Inbound) -> None:
        wait = FIRST_WAIT
        for _ in range(_TRIES):
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)
            try:
                is_lost = await self._store.run(lambda unit: self._take(unit, inbound), self._clock.now(), _ACTOR)
            except Exception:
                _log.exception("still_not_kept", activity=inbound.activity_id)
                continue
            if is_lost:
                await self._say(inbound)
            return

    async def _say(self, inbound: Inbound) -> None:
        address = Address(inbound.tenant_id, inbound.object_id, inbound.conversation_id, inbound.service_url)
        try:
            await self._messenger.send(address, Outgoing(text=_SENTENCES[inbound.kind]), inbound.activity_id or None)
        except SendError as problem:
            _log.warning("not_told_of_loss", reason=problem.reason, activity=inbound.activity_id)
