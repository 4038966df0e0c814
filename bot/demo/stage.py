"""Who the demonstration's user is at the moment, and where each message goes because of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from bot.demo.directory import Directory, Resident
from bot.demo.postbox import Kept, Postbox
from bot.ports import Address, Inbound, Member, Messenger, Outgoing

_PREFIX = "demo:"


def conversation_of(object_id: str) -> str:
    """The conversation that the service believes it has with somebody of the council."""
    return f"{_PREFIX}{object_id}"


def partner_in(conversation_id: str | None) -> str | None:
    """Whose conversation that is; None for one of the channel's own."""
    if conversation_id is None or not conversation_id.startswith(_PREFIX):
        return None
    return conversation_id.removeprefix(_PREFIX)


class Stage:
    """The user's seat in the Playground, whom they are, and what was sent to everybody else.

    Attributes:
        seat: where the user really is; None until the Playground has sent something.
        playing: whom the user is; None before they have chosen.
        on_kept: called when a message is kept for somebody, unless the clock's own card is about to tell of it.
        is_moving_on: whether the clock is being moved on.
    """

    def __init__(self, directory: Directory, postbox: Postbox) -> None:
        self.directory, self.postbox = directory, postbox
        self.seat: Address | None = None
        self.playing: Resident | None = None
        self.on_kept: Callable[[], None] = lambda: None
        self.is_moving_on = False
        self._untold: list[str] = []

    def take_seat(self, inbound: Inbound) -> None:
        """Remember where the user writes from."""
        self.seat = Address(inbound.tenant_id, inbound.object_id, inbound.conversation_id, inbound.service_url)

    def become(self, resident: Resident) -> None:
        """Be somebody from now on: what went to others before is no news to them."""
        self.playing = resident
        self._untold = []

    def is_seen_by_user(self, object_id: str) -> bool:
        """Whether what is sent to somebody appears before the user now."""
        return self.seat is not None and self.playing is not None and self.playing.object_id == object_id

    def keep(self, object_id: str, message: Outgoing) -> str:
        """Keep a message for somebody the user is not; the id of it."""
        activity_id = self.postbox.keep(object_id, message)
        self._untold.append(object_id)
        if not self.is_moving_on:
            self.on_kept()
        return activity_id

    def take_untold(self) -> list[Resident]:
        """To whom something was sent since the user was last told."""
        told, self._untold = self._untold, []
        return self.directory.in_order(told)


class StageMessenger:
    """The service's Messenger in a demonstration (bot.ports.Messenger).

    What goes to whom the user is appears in the Playground; what goes to anybody else is kept. Conversations that
    are not the demonstration's own go through as they are.
    """

    def __init__(self, stage: Stage, channel: Messenger) -> None:
        self._stage, self._channel = stage, channel
        self._shown = 0
        self._showing = asyncio.Condition()
        # What was kept and then shown has another name in the Playground than the service knows.
        self._shown_as: dict[str, str] = {}

    async def open_conversation(self, address: Address) -> str:
        """Everybody of the council has a conversation at once."""
        if self._stage.directory.find(address.object_id) is not None:
            return conversation_of(address.object_id)
        return await self._channel.open_conversation(address)

    async def send(self, address: Address, message: Outgoing, reply_to_id: str | None = None) -> str:
        """Show a message, or keep it."""
        partner = partner_in(address.conversation_id)
        if partner is None:
            return await self._channel.send(address, message, reply_to_id)
        if self._stage.seat is not None and self._stage.is_seen_by_user(partner):
            activity_id = await self._channel.send(self._stage.seat, message, reply_to_id)
            await self._count_shown()
            return activity_id
        return self._stage.keep(partner, message)

    async def update(self, address: Address, activity_id: str, message: Outgoing) -> None:
        """Replace a message where it is: in the Playground, or among those that are kept."""
        if partner_in(address.conversation_id) is None:
            await self._channel.update(address, activity_id, message)
        elif not self._stage.postbox.replace(activity_id, message) and self._stage.seat is not None:
            shown_as = self._shown_as.get(activity_id, activity_id)
            await self._channel.update(self._stage.seat, shown_as, message)

    async def member(self, address: Address, channel_user_id: str) -> Member | None:
        """Who somebody of the council is."""
        partner = partner_in(channel_user_id)
        if partner is None:
            return await self._channel.member(address, channel_user_id)
        resident = self._stage.directory.find(partner)
        if resident is None:
            return None
        return Member(partner, address.tenant_id, resident.email, resident.email, is_guest=False)

    async def _count_shown(self) -> None:
        async with self._showing:
            self._shown += 1
            self._showing.notify_all()

    @asynccontextmanager
    async def until_answered(self, seconds: float) -> AsyncIterator[None]:
        """Wait at the end of the block until the service has shown something since its beginning, or so long."""
        before = self._shown
        yield
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._showing:
                await self._showing.wait_for(lambda: self._shown > before)

    async def show(self, message: Outgoing) -> None:
        """Show the user something of the demonstration's own. Nothing happens before they have a seat."""
        if self._stage.seat is not None:
            await self._channel.send(self._stage.seat, message)

    async def show_kept(self, kept: Kept) -> None:
        """Show the user a message that had been kept."""
        if self._stage.seat is not None:
            self._shown_as[kept.activity_id] = await self._channel.send(self._stage.seat, kept.message)
