"""What is asked of auditbot: *Next* on a step of an open audit, answered with the card of the next step.

Each person has several audits started before the clock runs, and goes through their steps one after the other.
A timed turn is nothing but *Next* on a card with inputs; starting and returning are not timed.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Mapping
from typing import Any

import aiohttp

from benchmarks.activities import message, object_id, press
from benchmarks.cards import JsonObject, button, filled_in, parts
from benchmarks.connector import CARD, Connector, conversation_of
from benchmarks.council import Council
from benchmarks.load import Load
from benchmarks.servers import BenchmarkError, Server

# The seven-domains framework: who was involved, seven domains, feedback, summary, overall.
STEPS_THAT_WRITE = 11
# What *my audits* lists at once.
MOST_AUDITS = 5
LOOKS = 300
LOOK_EVERY_SECONDS = 0.1


def audits_each(load: Load) -> int:
    """How many audits a person needs for their turns: a fifth one for their 45th to 55th.

    Raises:
        BenchmarkError: more than *my audits* lists at once.
    """
    audits = -(-(load.warm_up + load.turns) // STEPS_THAT_WRITE)
    if audits > MOST_AUDITS:
        most = MOST_AUDITS * STEPS_THAT_WRITE
        raise BenchmarkError(f"A person has at most {most} steps to answer: lower --turns or --warm-up.")
    return audits


def has_answers(card: JsonObject) -> bool:
    """Whether *Next* on a card writes something: it has a button *Next* and something to fill in."""
    return button(card, "Next") is not None and any(parts(card, "Input."))


class CardWalk:
    """Each person works through audits of their own."""

    def __init__(self, server: Server, connector: Connector, council: Council) -> None:
        self._door = f"{server.url}/api/messages"
        self._connector = connector
        self._council = council
        self._cards: dict[int, deque[JsonObject]] = defaultdict(deque)

    async def prepare(self, session: aiohttp.ClientSession, load: Load) -> None:
        """Start every audit, and wait until the notices of that are out."""
        async with asyncio.TaskGroup() as group:
            for person in range(load.connections):
                group.create_task(self._start_all(session, person, audits_each(load)))
        await self._until_quiet()

    async def turn(self, session: aiohttp.ClientSession, person: int) -> None:
        """Fill in the person's present card and press *Next*."""
        waiting = self._cards[person]
        if not waiting:
            raise BenchmarkError("A person ran out of steps to answer: the framework has fewer than it had.")
        card = await self._pressed(session, person, waiting[0], "Next")
        if has_answers(card):
            waiting[0] = card
        else:
            waiting.popleft()

    async def settle(self, turns: int) -> None:
        """Every turn wrote one answer into the store."""
        written = await asyncio.to_thread(self._council.answers_written)
        if written != turns:
            raise BenchmarkError(f"{turns} turns wrote {written} answers: look into the service's log for why.")

    async def _start_all(self, session: aiohttp.ClientSession, person: int, audits: int) -> None:
        for _ in range(audits):
            listed = await self._said(session, person, "my audits")
            card = await self._pressed(session, person, listed, "Start audit")
            if not has_answers(card):
                raise BenchmarkError("'Start audit' was not answered with a step to fill in.")
            self._cards[person].append(card)

    async def _said(self, session: aiohttp.ClientSession, person: int, text: str) -> JsonObject:
        """Type something; the card with *Start audit* that comes back through the connector."""
        async with session.post(self._door, json=message(person, self._connector.url, text)) as answer:
            if answer.status >= 300:
                raise BenchmarkError(f"'{text}' was answered {answer.status}: {await answer.text()}")
        for _ in range(LOOKS):
            for card in self._connector.take_cards(conversation_of(object_id(person)))[::-1]:
                if button(card, "Start audit") is not None:
                    return card
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        raise BenchmarkError(f"'{text}' brought no card with 'Start audit' in 30 seconds.")

    async def _pressed(
        self, session: aiohttp.ClientSession, person: int, card: JsonObject, title: str
    ) -> Mapping[str, Any]:
        action = button(card, title)
        if action is None:
            raise BenchmarkError(f"The card has no button '{title}'.")
        activity = press(person, self._connector.url, action, filled_in(card))
        async with session.post(self._door, json=activity) as answer:
            body = await answer.json(content_type=None)
            if answer.status != 200 or body.get("type") != CARD:
                raise BenchmarkError(f"'{title}' was answered {answer.status} without a card: {str(body)[:300]}")
        value: Mapping[str, Any] = body["value"]
        return value

    async def _until_quiet(self) -> None:
        for _ in range(LOOKS):
            if await asyncio.to_thread(self._council.messages_to_send) == 0:
                return
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        raise BenchmarkError("The notices of the start were not all sent within 30 seconds.")
