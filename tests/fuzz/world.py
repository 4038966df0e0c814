"""A service to be fuzzed: the whole of it behind its HTTP door, with nothing running that nobody asked for.

Neither timetable nor delivery run beside it, so that what has changed after an act came of the act.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from structlog.processors import format_exc_info
from structlog.testing import capture_logs

from bot.app import put_together, readiness
from bot.teams import open_seam
from bot.web import make_web, serving
from domain.words import Role
from storage.store import Store
from tests.conversation.council import FRIDAY_MORNING, Council, free_port, new_council
from tests.fakes_door import settings_of
from tests.fakes_messenger import NoPace, StandingClock
from tests.fakes_people import FakePerson
from tests.fakes_teams import FakeBotConnector
from tests.fakes_tokens import TokenIssuer
from tests.fuzz.kept import Change, Kept
from tests.fuzz.own import Ownership

SECONDS_TO_SAY = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What one activity came to.

    Attributes:
        status, body: of the HTTP answer.
        said: what was written into chats besides, as it stands on the wire.
        errors: the lines of the log that tell of an error.
        lines: all lines of the log.
        changes: what the store holds otherwise.
    """

    status: int
    body: Any
    said: list[dict[str, Any]]
    errors: Sequence[Mapping[str, Any]]
    lines: Sequence[Mapping[str, Any]]
    changes: list[Change]

    @property
    def words(self) -> str:
        """Everything that anybody was told by it."""
        return json.dumps([self.body, self.said], ensure_ascii=False)


@dataclass(slots=True, repr=False, eq=False)
class World:
    """A council whose service is running, on a loop that turns only while something is sent."""

    council: Council
    runner: asyncio.Runner
    kept: Kept = field(init=False)
    own: Ownership = field(init=False)
    met: list[tuple[str, str, Mapping[str, Any]]] = field(default_factory=list)
    reached: Counter[str] = field(default_factory=Counter)

    def keeps(self) -> None:
        """From here on it is put back after each act."""
        self.kept = Kept(self.council.store.engine)
        self.own = Ownership(self.kept)

    def tally(self, verb: str, answer: Answer) -> None:
        """Note whether a press has come through to where something changes: what reaches nothing tries nothing."""
        if any(change.table not in {"event", "event_digest", "handled_activity"} for change in answer.changes):
            self.reached[str(verb)] += 1

    def sends(self, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        """Send one body to the door, wait until all is said and put the store back as it was."""
        return self.runner.run(self._sends(body, headers))

    def named(self, name: str) -> FakePerson:
        """Somebody who uses Teams."""
        return next(one for one in self.council.teams.people if one.name == name)

    async def _sends(self, body: bytes, headers: Mapping[str, str] | None) -> Answer:
        teams = self.council.teams
        teams.sent.clear()
        teams.calls.clear()
        with capture_logs([format_exc_info]) as lines:
            answer = await teams.deliver(body, headers)
            await self.council.service.dispatch.drain(SECONDS_TO_SAY)
        changes = self.kept.changes()
        self.kept.put_back(changes)
        said = [one for sent in teams.sent.values() for one in sent]
        errors = [line for line in lines if line["log_level"] in {"error", "critical"}]
        return Answer(answer.status, answer.body, said, errors, list(lines), changes)


@contextmanager
def a_world(store: Store, build: Callable[[Council], Any]) -> Iterator[World]:
    """A council on an empty, migrated store, built by an asynchronous function while its service is running."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        council = runner.run(stack.enter_async_context(_served(store)))
        world = World(council, runner)
        try:
            with capture_logs():
                world.met = runner.run(build(council)) or []
            world.keeps()
            yield world
            world.kept.close()
        finally:
            runner.run(stack.aclose())
            store.close()


@asynccontextmanager
async def _served(store: Store) -> AsyncIterator[Council]:
    async with FakeBotConnector(TokenIssuer(StandingClock(FRIDAY_MORNING))) as teams:
        council = new_council(store, teams)
        async with _service(council):
            yield council


@asynccontextmanager
async def _service(council: Council) -> AsyncIterator[None]:
    port = free_port()
    settings = settings_of(**council.teams.environment(AUDITBOT_PORT=str(port)))
    council.teams.bot_url = f"http://127.0.0.1:{port}"
    async with open_seam(settings, council.clock.now) as seam:
        council.service = put_together(settings, council.store, council.clock, seam, pace=NoPace())
        web = make_web(settings, council.service.handler, seam, readiness(council.store, council.clock))
        async with serving(web, settings):
            yield
        await council.service.dispatch.drain(SECONDS_TO_SAY)


# Who is not served, by name: they are all told the same, and change nothing.
WRONG = ("Una Known", "Otto Elsewhere", "Lee Frost", "Gus Visitor")


async def with_an_audit(council: Council) -> None:
    """A record is given to an auditor; those who are not served come to the door."""
    council.allocates(council.rosa)
    turned_away(council)


def turned_away(council: Council) -> None:
    """Those who are not served: unknown, of another tenant with an object id of ours, a leaver, a guest."""
    council.teams.person("Una Known")
    elsewhere = council.teams.person("Otto Elsewhere", tenant_id="7e7a0000-0000-4000-8000-00000000000f")
    elsewhere.object_id = council.rosa.object_id
    left_on = council.clock.now().date() - timedelta(days=30)
    council.employs("Lee Frost", Role.QA, Role.AUDITOR, left_on=left_on)
    council.employs("Gus Visitor", Role.QA, guest=True)
