"""What is asked of auditbot: *Next* on a step of an open audit, answered with the card of the next step.

Each person has several audits started before the clock runs, and goes through their steps one after the other.
A timed turn is nothing but *Next* on a card with inputs; starting and returning are not timed.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Mapping

import aiohttp

from benchmarks.activities import message, object_id, press
from benchmarks.cards import JsonObject, button, buttons, filled_in, parts
from benchmarks.connector import CARD, Connector, conversation_of
from benchmarks.council import Council
from benchmarks.load import Load
from benchmarks.servers import BenchmarkError, Server
from cards.verbs import AUDIT

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
        action = button(waiting[0], "Next")
        if action is None:
            raise BenchmarkError("The step's card has no button 'Next'.")
        card = await self._pressed(session, person, action, filled_in(waiting[0]))
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
        started: set[object] = set()
        while len(started) < audits:
            action = await self._offer(session, person, started)
            card = await self._pressed(session, person, action, {})
            if not has_answers(card):
                raise BenchmarkError("'Start audit' was not answered with a step to fill in.")
            started.add(action["data"][AUDIT])
            self._cards[person].append(card)

    async def _offer(self, session: aiohttp.ClientSession, person: int, started: set[object]) -> JsonObject:
        """Type *my audits*; a button *Start audit* of an audit that is not started yet.

        A card of an earlier answer may come after the next one was asked for, and offers what was started since.
        """
        typed = message(person, self._connector.url, "my audits")
        async with session.post(self._door, json=typed) as answer:
            if answer.status >= 300:
                raise BenchmarkError(f"'my audits' was answered {answer.status}: {await answer.text()}")
        for _ in range(LOOKS):
            for card in self._connector.take_cards(conversation_of(object_id(person))):
                for action in buttons(card, "Start audit"):
                    if action["data"][AUDIT] not in started:
                        return action
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        raise BenchmarkError("'my audits' brought no card with another 'Start audit' in 30 seconds.")

    async def _pressed(
        self,
        session: aiohttp.ClientSession,
        person: int,
        action: JsonObject,
        inputs: Mapping[str, str],
    ) -> JsonObject:
        activity = press(person, self._connector.url, action, inputs)
        async with session.post(self._door, json=activity) as answer:
            body = await answer.json(content_type=None)
            if answer.status != 200 or body.get("type") != CARD:
                title = action["title"]
                raise BenchmarkError(f"'{title}' was answered {answer.status} without a card: {str(body)[:300]}")
        value: JsonObject = body["value"]
        return value

    async def _until_quiet(self) -> None:
        for _ in range(LOOKS):
            if await asyncio.to_thread(self._council.messages_to_send) == 0:
                return
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        raise BenchmarkError("The notices of the start were not all sent within 30 seconds.")
