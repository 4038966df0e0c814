"""A Teams that takes messages in this process, goes wrong on request, and time that a test holds in its hand."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import Clock, Stopwatch
from bot.pace import Go, Note, Pace, Urgency
from bot.ports import Address, ConversationGoneError, Member, Outgoing, SendError
from domain.errors import BadInputError


class StandingClock(Clock):
    """A clock that stands until a test moves it. Implements `bot.clock.Clock`.

    Attributes:
        unreadable: how many more times it can't be read, as a clock file that is being written.
    """

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at
        self.unreadable = 0

    def now(self) -> datetime:
        if self.unreadable:
            self.unreadable -= 1
            raise BadInputError("The clock can't be read.")
        return self.at


class LeapingStopwatch(Stopwatch):
    """A stopwatch for which waiting is over at once: it leaps. Implements `bot.clock.Stopwatch`."""

    def __init__(self) -> None:
        self.at = 0.0
        self.slept: list[float] = []

    def seconds(self) -> float:
        return self.at

    def common_seconds(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        until = self.at + seconds
        self.slept.append(seconds)
        await asyncio.sleep(0)
        self.at = max(self.at, until)


class NoPace(Pace):
    """A pace without limits. Implements `bot.pace.Pace`; `requests` is what was let go, in order."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str]] = []

    @asynccontextmanager
    async def turn(self, tenant_id: str, conversation: str, urgency: Urgency = Urgency.NOTICE) -> AsyncIterator[Go]:
        del urgency

        async def go(noting: Note | None = None) -> float:
            if noting is not None:
                await noting()
            self.requests.append((tenant_id, conversation))
            return 0.0

        yield go

    def wait(self, tenant_id: str, conversation: str) -> float:
        del tenant_id, conversation
        return 0.0

    async def slow_down(self, tenant_id: str, conversation: str, error: SendError) -> None:
        del tenant_id, conversation, error


@dataclass(slots=True)
class FakeMessenger:
    """A Teams that takes messages in. Implements `bot.ports.Messenger`.

    Attributes:
        sent: whom each message reached, by object id, in order, with the conversation and the message.
        arrived: as `sent`, also where the answer was lost afterwards.
        opened: for whom a conversation was made, in order.
        going_wrong: by object id, what the next sends raise; None is a send that goes well.
        not_opening: by object id, what the next openings raise.
        lost_on_the_way_back: object ids whose message arrives although an error is raised.
        known: the conversations that exist; None takes any.
        before_sending: awaited before each send.
        before_opening: awaited before each conversation is made.
        after_arrival: awaited when a message has arrived and is not answered yet.
    """

    sent: list[tuple[str, str, Outgoing]] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    opened: list[Address] = field(default_factory=list)
    going_wrong: dict[str, deque[SendError | None]] = field(default_factory=lambda: defaultdict(deque))
    not_opening: dict[str, deque[SendError]] = field(default_factory=lambda: defaultdict(deque))
    lost_on_the_way_back: set[str] = field(default_factory=set)
    known: set[str] | None = None
    before_sending: Callable[[Address], Awaitable[None]] | None = None
    before_opening: Callable[[Address], Awaitable[None]] | None = None
    after_arrival: Callable[[Address], Awaitable[None]] | None = None

    async def open_conversation(self, address: Address) -> str:
        if self.before_opening is not None:
            await self.before_opening(address)
        await asyncio.sleep(0)
        if self.not_opening[address.object_id]:
            raise self.not_opening[address.object_id].popleft()
        self.opened.append(address)
        conversation = f"a:{address.object_id}:{len(self.opened)}"
        if self.known is not None:
            self.known.add(conversation)
        return conversation

    async def send(self, address: Address, message: Outgoing, reply_to_id: str | None = None) -> str:
        del reply_to_id
        if self.before_sending is not None:
            await self.before_sending(address)
        await asyncio.sleep(0)
        conversation = address.conversation_id or ""
        if not conversation or (self.known is not None and conversation not in self.known):
            raise ConversationGoneError("http_404")
        error = self.going_wrong[address.object_id].popleft() if self.going_wrong[address.object_id] else None
        if error is None or address.object_id in self.lost_on_the_way_back:
            self.arrived.append(address.object_id)
            if self.after_arrival is not None:
                await self.after_arrival(address)
        if error is not None:
            raise error
        self.sent.append((address.object_id, conversation, message))
        return f"1:{len(self.sent)}"

    async def update(self, address: Address, activity_id: str, message: Outgoing) -> None:
        await self.send(address, message, activity_id)

    async def member(self, address: Address, channel_user_id: str) -> Member | None:
        del address, channel_user_id
        return None

    def reached(self) -> list[str]:
        """The object ids of those whom a message reached, in order."""
        return [object_id for object_id, _, _ in self.sent]
