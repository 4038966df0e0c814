"""What the demonstration stands between: a channel that remembers what it showed, a service that answers."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field

from bot.demo.stage import partner_in
from bot.ports import (
    Address,
    Inbound,
    InboundKind,
    InvokeOutcome,
    InvokeReply,
    Member,
    Messenger,
    Outgoing,
)


@dataclass(slots=True)
class RememberedChannel:
    """A `Messenger` whose conversations are lists, by conversation id; replacing a message replaces it there."""

    conversations: dict[str, dict[str, Outgoing]] = field(default_factory=dict)

    async def open_conversation(self, address: Address) -> str:
        """A conversation of its own for every object id."""
        return f"channel:{address.object_id}"

    async def send(self, address: Address, message: Outgoing, reply_to_id: str | None = None) -> str:
        """Put a message at the end of its conversation."""
        del reply_to_id
        conversation = self.conversations.setdefault(address.conversation_id or "", {})
        activity_id = f"activity-{sum(len(one) for one in self.conversations.values())}"
        conversation[activity_id] = message
        return activity_id

    async def update(self, address: Address, activity_id: str, message: Outgoing) -> None:
        """Replace a message where it stands."""
        conversation = self.conversations[address.conversation_id or ""]
        assert activity_id in conversation
        conversation[activity_id] = message

    async def member(self, address: Address, channel_user_id: str) -> Member | None:
        """Somebody whom only the channel knows."""
        return Member(channel_user_id, address.tenant_id, "", "", is_guest=True)

    def seen_in(self, conversation_id: str) -> list[str]:
        """What a reader sees, message by message: the text, or what a card says in place of itself."""
        return [
            message.text or str((message.card or {}).get("fallbackText"))
            for message in self.conversations.get(conversation_id, {}).values()
        ]


async def _after_others(telling: Coroutine[None, None, str]) -> str:
    """Tell after everything else that is ready to run has had many turns."""
    for _ in range(50):
        await asyncio.sleep(0)
    return await telling


@dataclass(slots=True)
class RepeatingService:
    """An `InboundHandler` that writes down each act and says back whose it was.

    Attributes:
        takes_its_time: whether what it says arrives after the act was handled, as the real service's does.
    """

    messenger: Messenger
    acts: list[Inbound] = field(default_factory=list)
    takes_its_time: bool = False
    _under_way: set[asyncio.Task[str]] = field(default_factory=set)

    async def handle(self, inbound: Inbound) -> InvokeReply | None:
        """Welcome whoever installs, repeat what is typed, and answer a press with a sentence."""
        self.acts.append(inbound)
        if inbound.kind is InboundKind.PRESSED:
            return InvokeReply(InvokeOutcome.MESSAGE, text=f"{inbound.object_id} pressed {inbound.verb}")
        said = "Welcome." if inbound.kind is InboundKind.INSTALLED else f"You said {inbound.text}"
        telling = self.tell(partner_in(inbound.conversation_id) or inbound.object_id, said, inbound)
        if self.takes_its_time:
            self._under_way.add(asyncio.create_task(_after_others(telling)))
        else:
            await telling
        return None

    async def tell(self, object_id: str, text: str, inbound: Inbound | None = None) -> str:
        """Send a sentence to somebody, into the conversation in which they wrote or the one made for them."""
        address = Address(inbound.tenant_id if inbound else "tenant", object_id, None, "http://127.0.0.1/")
        conversation = inbound.conversation_id if inbound else await self.messenger.open_conversation(address)
        there = Address(address.tenant_id, object_id, conversation, address.service_url)
        return await self.messenger.send(there, Outgoing(text=text))
