"""`auditbot serve --local-trial` as a process of its own, which is killed without warning and begun again at once.

Its modules are read once: a process that has them all forks each service. So a kill costs a tenth of a second, not two.
"""

import asyncio
import os
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from aiohttp import ClientConnectorError, ClientSession

from tests.conversation.council import Council, free_port

KILLED = "kill -9"
CHECKOUT = Path(__file__).parents[2]
# Reads the modules, then forks a service for each port it reads, and says its process id.
_FORKING = """
import os, signal, sys
import bot.app, bot.commands, bot.dispatch, bot.doctor
from bot.cli import main
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", flush=True)
for port in iter(sys.stdin.readline, ""):
    os.environ["AUDITBOT_PORT"] = port.strip()
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(0)
        main(["serve", "--local-trial"])
        os._exit(1)
    print(child, flush=True)
"""


@dataclass(slots=True)
class Forked:
    """A service in a process of its own.

    Attributes:
        folder: where it runs and keeps its log.
        clock_file: names the instant that is its clock, where it is not the real one.
    """

    council: Council
    folder: Path
    clock_file: Path | None = None
    _parent: asyncio.subprocess.Process | None = None
    _child: int = 0
    _one_by_one: asyncio.Lock = field(default_factory=asyncio.Lock)
    _port: int = field(default_factory=free_port)

    async def begin(self) -> None:
        """Start it, or start it again, and wait until it is ready."""
        parent = self._parent or await self._begin_parent()
        assert parent.stdin is not None
        assert parent.stdout is not None
        parent.stdin.write(f"{self._port}\n".encode())
        self._child = int(await parent.stdout.readline())
        await self._ready()

    def another(self) -> "Forked":
        """A second service beside this one, which has begun: of the same folder and the same origin."""
        return replace(self, _child=0, _port=free_port())

    async def restart(self) -> None:
        """End it where it stands and start it again."""
        async with self._one_by_one:
            self.is_killed()
            await self.begin()

    async def settles(self) -> None:
        """Nothing need be waited for: whoever writes to it waits for its answer."""

    async def _begin_parent(self) -> asyncio.subprocess.Process:
        self.council.teams.bot_url = f"http://127.0.0.1:{self._port}"
        with (self.folder / "serve.log").open("ab") as log:
            self._parent = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                _FORKING,
                env=self._variables(),
                cwd=self.folder,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        assert self._parent.stdout is not None
        assert await self._parent.stdout.readline() == b"ready\n", (self.folder / "serve.log").read_text()
        return self._parent

    def _variables(self) -> dict[str, str]:
        url = self.council.store.engine.url.render_as_string(hide_password=False)
        variables = self.council.teams.environment(AUDITBOT_PORT=str(self._port), AUDITBOT_DATABASE_URL=url)
        for name in ("MicrosoftAppId", "MicrosoftAppPassword"):
            variables.pop(name, None)
        clock = {} if self.clock_file is None else {"AUDITBOT_CLOCK_FILE": str(self.clock_file)}
        return {**variables, **clock, "PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT)}

    async def _ready(self) -> None:
        async with asyncio.timeout(20), ClientSession() as session:
            while True:
                with suppress(ClientConnectorError):
                    async with session.get(f"http://127.0.0.1:{self._port}/health/ready") as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.02)

    def is_killed(self) -> None:
        """End it where it stands, and wait until it has let go of its port."""
        if self._child:
            with suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)
                while True:
                    time.sleep(0.001)
                    os.kill(self._child, 0)
            self._child = 0

    async def ends(self) -> None:
        """End it and whatever it came from."""
        self.is_killed()
        if self._parent is not None:
            assert self._parent.stdin is not None
            self._parent.stdin.close()
            await self._parent.wait()
