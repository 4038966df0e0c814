"""Starts and ends the servers that are measured, each in a process of its own."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from benchmarks.leash import end
from benchmarks.processor import child_of

ROOT = Path(__file__).resolve().parent.parent
LIFE_SECONDS = 600
START_SECONDS = 30.0
LOOK_EVERY_SECONDS = 0.1


class BenchmarkError(Exception):
    """The benchmark can't go on, or what it measured was not what it says. The text says what to do."""


@dataclass(frozen=True, slots=True)
class Server:
    """How a server is started.

    Attributes:
        command: without the port.
        ready_path: answers 200 when the server is ready; any answer counts where it is empty.
        log: where the server's own words go.
    """

    command: Sequence[str]
    log: Path
    port: int
    environment: Mapping[str, str] = field(default_factory=dict)
    ready_path: str = ""

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def words(self) -> str:
        """The end of what the server wrote."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])


def free_port() -> int:
    """A port of loopback that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _answers(session: aiohttp.ClientSession, server: Server) -> bool:
    try:
        async with session.get(f"{server.url}/{server.ready_path}") as answer:
            return not server.ready_path or answer.status == 200
    except aiohttp.ClientError:
        return False


async def _until_ready(process: subprocess.Popen[bytes], server: Server) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(round(START_SECONDS / LOOK_EVERY_SECONDS)):
            if process.poll() is not None:
                raise BenchmarkError(f"{' '.join(server.command)} ended at once. It said:\n{server.words()}")
            if await _answers(session, server):
                return
            await asyncio.sleep(LOOK_EVERY_SECONDS)
    raise BenchmarkError(f"{' '.join(server.command)} was not ready in 30 seconds. It said:\n{server.words()}")


@asynccontextmanager
async def running(server: Server) -> AsyncIterator[int | None]:
    """A server that is ready when the block begins and gone when it ends; its process, where that can be told."""
    leash = [sys.executable, str(ROOT / "benchmarks" / "leash.py"), str(LIFE_SECONDS)]
    with server.log.open("ab") as log:
        process = subprocess.Popen(  # noqa: ASYNC220, S603 - starting takes a millisecond; the command is ours
            [*leash, *server.command],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=server.log.parent,  # not the checkout, where a person may keep a `.env`
            env=dict(server.environment),
        )
    try:
        await _until_ready(process, server)
        yield child_of(process.pid)
    finally:
        end(process)
        if process.stdin is not None:
            process.stdin.close()
