"""The servers that are measured, in the order of a round: how each is started and what is asked of it."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from benchmarks.connector import Connector
from benchmarks.echo_walk import EchoWalk
from benchmarks.load import Load, Walk
from benchmarks.report import STOCK
from benchmarks.servers import ROOT, BenchmarkError, Server, free_port, running

SDK_PYTHON = ROOT / ".venv-bench" / "bin" / "python"

# Starts a server, hands over what to ask of it, and ends it. The folder is the run's own.
Contestant = Callable[[Connector, Path, Load], AbstractAsyncContextManager[Walk]]


def _sdk_environment() -> dict[str, str]:
    # Nothing of the person's own environment may give an SDK credentials, a proxy or a log level.
    return {"PATH": os.environ.get("PATH", ""), "PYTHONUNBUFFERED": "1"}


def echo_of(script: str) -> Contestant:
    """The echo bot of a script in `benchmarks/bases`."""

    @asynccontextmanager
    async def contestant(connector: Connector, folder: Path, load: Load) -> AsyncIterator[Walk]:
        del load
        if not SDK_PYTHON.exists():
            raise BenchmarkError("The SDKs to compare with are not installed: run 'make bench', which does it.")
        port = free_port()
        command = (str(SDK_PYTHON), str(ROOT / "benchmarks" / "bases" / f"{script}.py"), str(port))
        server = Server(command, folder / f"{script}.log", port, _sdk_environment())
        async with running(server):
            yield EchoWalk(server, connector)

    return contestant


CONTESTANTS: dict[str, Contestant] = {
    STOCK: echo_of("stock_echo"),
    "agents-echo": echo_of("agents_echo"),
    "teams-echo": echo_of("teams_echo"),
}
