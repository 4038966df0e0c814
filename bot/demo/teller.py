"""Tells the demonstration's user, in one line, what was sent to others and so does not appear before them."""

import asyncio
from uuid import uuid4

from bot.demo.cards import sent_card, sent_to_sentence
from bot.demo.stage import Stage, StageMessenger
from bot.ports import Outgoing
from cards.elements import shown

QUIET_SECONDS = 1.0


class Teller:
    """Waits until no more messages follow, then says to whom they went.

    Args:
        stage: what was sent to whom.
        messenger: shows it to the user.
        quiet_seconds: how long nothing may have been sent before the user is told.
    """

    def __init__(self, stage: Stage, messenger: StageMessenger, quiet_seconds: float = QUIET_SECONDS) -> None:
        self._stage, self._messenger, self._quiet_seconds = stage, messenger, quiet_seconds
        self._timer: asyncio.TimerHandle | None = None
        self._telling: set[asyncio.Task[None]] = set()
        stage.on_kept = self._tell_soon

    def _tell_soon(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(self._quiet_seconds, self._start)

    def _start(self) -> None:
        task = asyncio.get_running_loop().create_task(self.tell())
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def tell(self) -> None:
        """Say what went to whom since the last time; nothing before the user is somebody."""
        if self._stage.playing is None:
            return
        sent_to = self._stage.take_untold()
        if sent_to:
            said = Outgoing(card=shown(sent_card(sent_to, uuid4().hex)), summary=sent_to_sentence(sent_to))
            await self._messenger.show(said)

    async def stop(self) -> None:
        """Tell nothing more, and finish what is being told."""
        if self._timer is not None:
            self._timer.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)
