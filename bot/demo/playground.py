"""The Microsoft 365 Agents Playground at the demonstration's side: installed, set up, started, ended."""

import asyncio
import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import IO, Any
from uuid import NAMESPACE_DNS, uuid5

import aiohttp

from bot.demo.names import DOMAIN, TENANT_ID, email_of, object_id_of
from bot.demo.node import Node
from domain.errors import AuditbotError

PORT = 56150
USER_NAME = "Visitor"
USER_OBJECT_ID = object_id_of(email_of(USER_NAME))
PACKAGE = Path("node_modules/@microsoft/m365agentsplayground")
START_SECONDS = 30.0
STOP_SECONDS = 5.0
# With a bad configuration it says that it listens, and ends a moment later: look again after this long.
SECOND_LOOK_SECONDS = 1.0


class PlaygroundError(AuditbotError):
    """The Playground could not be installed or started. The service runs without it."""


def _user(number: int, name: str) -> dict[str, str]:
    email = email_of(name)
    return {
        "id": f"user-id-{number}",
        "name": name,
        "userPrincipleName": email,  # spelt so by the Playground
        "aadObjectId": object_id_of(email),
        "givenName": name,
        "surname": "of the demonstration",
        "email": email,
    }


def configuration() -> dict[str, Any]:
    """The Playground's configuration: one user of ours, and the five others that it insists on."""
    colleagues = ("One", "Two", "Three", "Four", "Five")
    return {
        "version": "0.1.1",
        "tenantId": TENANT_ID,
        "bot": {"id": str(uuid5(NAMESPACE_DNS, f"auditbot.{DOMAIN}")), "name": "auditbot"},
        "currentUser": _user(0, USER_NAME),
        "users": [_user(number, f"Colleague {word}") for number, word in enumerate(colleagues, start=1)],
        "personalChat": {"id": "personal-chat-id"},
        "groupChat": {"id": "group-chat-id", "name": "Group chat"},
        "team": {
            "id": "team-id",
            "name": "A team",
            "aadGroupId": str(uuid5(NAMESPACE_DNS, f"team.{DOMAIN}")),
            "channels": [{"id": "channel-id", "name": "General"}],
        },
    }


async def install(node: Node, folder: Path) -> Path:
    """Install the pinned Playground into a folder, unless it is there; the script that starts it.

    Raises:
        PlaygroundError: npm could not do it; the sentence has npm's last words.
    """
    wanted = {name: _shipped(name) for name in ("package.json", "package-lock.json")}
    mark, script = folder / "installed.json", folder / PACKAGE / "cli.js"
    if script.exists() and mark.exists() and json.loads(mark.read_text("utf-8")) == wanted:
        return script
    _write(folder, wanted)
    await _npm_ci(node, folder)
    mark.write_text(json.dumps(wanted), "utf-8")
    return script


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")


def _shipped(name: str) -> str:
    return (resources.files("bot.demo") / "playground" / name).read_text("utf-8")


async def _npm_ci(node: Node, folder: Path) -> None:
    npm = await asyncio.create_subprocess_exec(
        *(node.npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"),
        cwd=folder,
        env=node.environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        said, _ = await npm.communicate()
    except asyncio.CancelledError:
        npm.kill()
        raise
    if npm.returncode != 0:
        last_words = " ".join(said.decode(errors="replace").split()[-40:])
        raise PlaygroundError(
            f"npm could not install the Playground. Check the network and start again. npm said: {last_words}"
        )


class Playground:
    """A running Playground. Its folder has its configuration and its logs."""

    def __init__(self, process: asyncio.subprocess.Process, log: IO[bytes], folder: Path) -> None:
        self._process, self._log, self._folder = process, log, folder

    @classmethod
    async def start(cls, node: Node, script: Path, folder: Path, endpoint: str, port: int = PORT) -> "Playground":
        """Start it for a bot's endpoint and wait until it answers.

        Raises:
            PlaygroundError: its port is taken, or it ended or stayed silent; the sentence says where to look.
        """
        if await answers(port):
            raise PlaygroundError(
                f"Port {port} is taken, perhaps by another demonstration. Stop that one and start again."
            )
        # JSON is YAML as well.
        _write(folder, {".m365agentsplayground.yml": json.dumps(configuration(), indent=2)})
        log = (folder / "playground.log").open("wb")
        arguments = (str(script), "start", "-e", endpoint, "-c", "msteams", "-p", str(port))
        process = await _begin(node, arguments, folder, log)
        playground = cls(process, log, folder)
        try:
            await playground._wait_until_up(port)
        except BaseException:
            await playground.stop()
            raise
        return playground

    async def _wait_until_up(self, port: int) -> None:
        try:
            async with asyncio.timeout(START_SECONDS):
                while not await answers(port) and self._process.returncode is None:  # noqa: ASYNC110  # no event to wait for
                    await asyncio.sleep(0.2)
                await asyncio.sleep(SECOND_LOOK_SECONDS)
        except TimeoutError:
            raise PlaygroundError(f"The Playground did not answer in time. {self._where_to_look}") from None
        if self._process.returncode is not None:
            raise PlaygroundError(f"The Playground ended by itself. {self._where_to_look}")

    @property
    def _where_to_look(self) -> str:
        return f"Its reason is in {self._folder / 'playground.log'} or in {self._folder / 'devTools'}."

    async def stop(self) -> None:
        """End it, and wait until it has gone."""
        if self._process.returncode is None:
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        self._log.close()


async def _begin(node: Node, arguments: tuple[str, ...], folder: Path, log: IO[bytes]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(node.node, *arguments, "--disable-telemetry"),
        cwd=folder,
        env=_environment(node),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,  # Ctrl-C is for us: we end it, and only after what is under way is done
    )


def _environment(node: Node) -> dict[str, str]:
    """No browser opened, nothing reported, and no proxy between it and the service on this machine."""
    return {
        **node.environment,
        "TEAMSAPPTESTER_BROWSER": "none",
        "APPLICATION_INSIGHTS_NO_STATSBEAT": "true",
        "NO_PROXY": "localhost,127.0.0.1",
        "no_proxy": "localhost,127.0.0.1",
    }


async def answers(port: int) -> bool:
    """Whether anything speaks HTTP on a port of this machine."""
    timeout = aiohttp.ClientTimeout(total=2)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(f"http://127.0.0.1:{port}/"),
        ):
            return True
    except (aiohttp.ClientError, TimeoutError):
        return False
