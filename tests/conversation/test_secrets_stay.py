"""No secret is said: a service whose secrets are nowhere else is led through failures of every kind."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientConnectorError, ClientSession
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import URL, make_url
from sqlmodel import SQLModel

from bot.clock import Clock
from storage.store import Store
from tests.conversation.council import Council, free_port, new_council
from tests.conversation.killing import CHECKOUT
from tests.fakes_cards import Shown
from tests.fakes_teams import FakeBotConnector
from tests.fakes_tokens import TokenIssuer

PASSWORD = "canary-app-password"
DATABASE = "canary-database-password"
PROXY = "canary-proxy-password"
HEADER = "canary-identity-header"
FILE = "canary-file-address"
BEARER = "canary-bearer-token"
TYPED = "canary typed words"
# One process reads the modules, and becomes by forking whatever command it reads: each would need a second of its own.
COMMANDS = """
import os, sys
import bot.app, bot.commands, bot.doctor
from bot.cli import main
print("ready", flush=True)
for line in iter(sys.stdin.readline, ""):
    if line.startswith("wait "):
        os.waitpid(int(line.split()[1]), 0)
        print("ended", flush=True)
        continue
    child = os.fork()
    if child == 0:
        os.close(0)
        os.dup2(2, 1)
        main(line.split())
        os._exit(0)
    print(child, flush=True)
"""


@dataclass(slots=True)
class Watched:
    """auditbot in processes of its own, whose every word is kept.

    Attributes:
        said: what was answered to anybody over HTTP.
    """

    council: Council
    log: Path
    process: Process
    port: int
    said: list[str] = field(default_factory=list)

    async def reads(self) -> str:
        assert self.process.stdout is not None
        async with asyncio.timeout(30):
            return (await self.process.stdout.readline()).decode().strip()

    async def begins(self, command: str) -> int:
        """Begin a command; its process."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{command}\n".encode())
        return int(await self.reads())

    async def ends(self, command: int) -> None:
        """Wait for a command to end."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"wait {command}\n".encode())
        assert await self.reads() == "ended"

    async def asks(self, path: str) -> int:
        async with ClientSession() as session, session.get(f"http://127.0.0.1:{self.port}{path}") as answer:
            self.said.append(f"{await answer.text()} {answer.headers}")
            return answer.status

    async def says_of_itself(self, status: int) -> None:
        """Wait until it says that it is ready (200), or that it is not (503)."""
        async with asyncio.timeout(30):
            while True:
                with suppress(ClientConnectorError):
                    if await self.asks("/health/ready") == status:
                        return
                await asyncio.sleep(0.05)

    async def delivers(self, activity: dict[str, Any], token: str = "") -> int:
        headers = {"Authorization": f"Bearer {token}"} if token else None
        answer = await self.council.teams.deliver(activity, headers)
        self.said.append(f"{answer.body} {answer.headers}")
        return answer.status

    async def logs(self, event: str) -> None:
        """Wait until the log holds an event."""
        async with asyncio.timeout(15):
            while event not in self.log.read_text(encoding="utf-8"):  # noqa: ASYNC110  # another process writes it
                await asyncio.sleep(0.02)


@asynccontextmanager
async def watched(council: Council, url: URL, folder: Path) -> AsyncIterator[Watched]:
    port, log = free_port(), folder / "everything.log"
    council.teams.bot_url = f"http://127.0.0.1:{port}"
    secrets = {
        "MicrosoftAppPassword": PASSWORD,
        "AUDITBOT_DATABASE_URL": url.set(password=DATABASE).render_as_string(hide_password=False),
        "HTTPS_PROXY": f"http://somebody:{PROXY}@127.0.0.1:9",
        "IDENTITY_HEADER": HEADER,
    }
    variables = {**council.teams.environment(AUDITBOT_PORT=str(port)), **secrets}
    machine = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT)}
    pipe = asyncio.subprocess.PIPE
    with log.open("ab") as kept:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", COMMANDS, env=variables | machine, cwd=folder, stdin=pipe, stdout=pipe, stderr=kept
        )
    running = Watched(council, log, process, port)
    assert await running.reads() == "ready", log.read_text(encoding="utf-8")
    try:
        yield running
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


def takes_connections(url: URL, *, whether: bool) -> None:
    """Let a database take connections, or end those it has and take none."""
    engine = create_engine(url.set(drivername="postgresql+psycopg", database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {url.database} ALLOW_CONNECTIONS {whether}"))
        if not whether:
            ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
            connection.execute(text(ending), {"name": url.database})
    engine.dispose()


def everything_stored(store: Store) -> str:
    """All rows of all tables, as text."""
    with store.engine.connect() as connection:
        return "\n".join(
            str(row) for table in SQLModel.metadata.sorted_tables for row in connection.execute(select(table))
        )


async def fails_towards_teams(running: Watched) -> None:
    """Tokens that are bad, a connector that refuses, a file that can't be had, a proxy that isn't there."""
    council, teams = running.council, running.council.teams
    rosa, dan = council.rosa, council.dan
    for bad in (BEARER, teams.token(iss=BEARER), teams.token(serviceurl="https://elsewhere.example/")):
        assert await running.delivers(rosa.activity("message", text=TYPED), bad) == 401
    for status in (401, 500):
        teams.fail_next("send", status=status)
        assert await running.delivers(rosa.activity("message", text="help")) == 200
        await running.logs(f"http_{status}")
    teams.fail_next("download", status=500)
    attached = teams.onedrive.attachment("month.xlsx", f"{teams.url}/onedrive/month.xlsx?tempauth={FILE}")
    assert await running.delivers(dan.activity("message", attachments=[attached])) == 200
    await running.logs("file_not_moved")
    far = "https://teams.example/"
    unknown = {**teams.person("Olu Marsh").activity("message", text="help"), "serviceUrl": far}
    assert await running.delivers(unknown, teams.token(serviceurl=far)) == 200
    await running.logs("roster_silent")


async def fails_without_its_database(running: Watched, url: URL) -> None:
    """Turns that fail, typed and pressed; a readiness that says so; a doctor with much to say."""
    takes_connections(url, whether=False)
    rosa = running.council.rosa
    assert await running.delivers(rosa.activity("message", text=TYPED)) == 500
    await running.logs("turn_failed")
    action = {"type": "Action.Execute", "title": "Press", "verb": "help", "data": {"in_text": TYPED}}
    pressed = await rosa.pressing(Shown(card={"actions": [action], "body": []}, activity_id="1"), "Press")
    running.said.append(str(pressed.body))
    await running.logs("press_failed")
    await running.says_of_itself(503)
    assert await running.asks("/metrics") == 200
    await running.ends(await running.begins("doctor"))
    await running.logs("The database can't be reached")
    takes_connections(url, whether=True)


async def test_no_secret_is_in_anything_that_is_said_logged_or_stored(postgresql_store: Store, tmp_path: Path) -> None:
    url = make_url(str(postgresql_store.engine.url.render_as_string(hide_password=False)))
    async with FakeBotConnector(TokenIssuer(Clock())) as teams:
        council = new_council(postgresql_store, teams)
        async with watched(council, url, tmp_path) as running:
            service = await running.begins("serve")
            await running.says_of_itself(200)
            # Refused, since the port is taken: no start that would be on record as one under other settings.
            await running.ends(await running.begins("serve --local-trial"))
            await running.logs("AUDITBOT_PORT")
            await fails_towards_teams(running)
            await fails_without_its_database(running, url)
            teams.fail_next("token", status=401)
            await running.ends(await running.begins("doctor"))
            await running.logs("Microsoft gave no token")
            os.kill(service, signal.SIGTERM)
            await running.ends(service)
        [start] = council.events("settings_changed")
    assert start.detail["kept"]["MicrosoftAppPassword"]["digest"], "of its settings it keeps digests, of secrets too"
    said = "\n".join([*running.said, running.log.read_text(encoding="utf-8"), everything_stored(postgresql_store)])
    secrets = [PASSWORD, DATABASE, PROXY, HEADER, FILE, BEARER, TYPED, "eyJ", *teams.tokens]
    assert [secret for secret in secrets if secret in said] == []
