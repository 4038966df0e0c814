"""The servers that are measured, in the order of a round: how each is started and what is asked of it."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from benchmarks.card_walk import CardWalk, audits_each
from benchmarks.connector import Connector
from benchmarks.council import Council
from benchmarks.echo_walk import EchoWalk
from benchmarks.load import Load, Walk
from benchmarks.report import CARD_STEP, STOCK
from benchmarks.servers import ROOT, BenchmarkError, Server, free_port, running
from bot.clock import Clock

AUDITBOT = Path(sys.executable).parent / "auditbot"
SDK_PYTHON = ROOT / ".venv-bench" / "bin" / "python"

# Starts a server, hands over what to ask of it and its process, and ends it. The folder is the run's own.
Contestant = Callable[[Connector, Path, Load], AbstractAsyncContextManager[tuple[Walk, int | None]]]


def _sdk_environment() -> dict[str, str]:
    # Nothing of the person's own environment may give an SDK credentials, a proxy or a log level.
    return {"PATH": os.environ.get("PATH", ""), "PYTHONUNBUFFERED": "1"}


def echo_of(script: str) -> Contestant:
    """The echo bot of a script in `benchmarks/bases`."""

    @asynccontextmanager
    async def contestant(connector: Connector, folder: Path, load: Load) -> AsyncIterator[tuple[Walk, int | None]]:
        del load
        if not SDK_PYTHON.exists():
            raise BenchmarkError("The SDKs to compare with are not installed: run 'make bench', which does it.")
        port = free_port()
        command = (str(SDK_PYTHON), str(ROOT / "benchmarks" / "bases" / f"{script}.py"), str(port))
        server = Server(command, folder / f"{script}.log", port, _sdk_environment())
        async with running(server) as process:
            yield EchoWalk(server, connector), process

    return contestant


@asynccontextmanager
async def card_step(connector: Connector, folder: Path, load: Load) -> AsyncIterator[tuple[Walk, int | None]]:
    """`auditbot serve --local-trial` on SQLite, as anyone would run it, with audits to carry out."""
    council = Council(folder / "card-step.db", Clock().now())
    await asyncio.to_thread(council.create, load.connections, audits_each(load))
    port = free_port()
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "AUDITBOT_DATABASE_URL": council.url,
        "AUDITBOT_HOST": "127.0.0.1",
        "AUDITBOT_PORT": str(port),
        "AUDITBOT_SERVICE_URL": connector.url,
    }
    command = (str(AUDITBOT), "serve", "--local-trial")
    server = Server(command, folder / "card_step.log", port, environment, ready_path="health/ready")
    async with running(server) as process:
        yield CardWalk(server, connector, council), process


CONTESTANTS: dict[str, Contestant] = {
    STOCK: echo_of("stock_echo"),
    "agents-echo": echo_of("agents_echo"),
    "teams-echo": echo_of("teams_echo"),
    CARD_STEP: card_step,
}
