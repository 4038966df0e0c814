"""`make rehearse`: the Dockerfile's steps in a clean folder, then the service as the container would run it.

No container engine is needed. What a container has of its own is stood in for: a folder is its root, the steps'
absolute paths lead into it, the service runs as user 10001 where whoever rehearses is root, and what is installed may
not be written. It takes about a minute, most of it pip's, which is why it is no test.
"""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.deployment.dockerfile import Instruction, instructions

CONTEXT = Path(__file__).parents[2]
USER = 10001
SECONDS_TO_BE_READY = 30
SECONDS_TO_STOP = 10
# An absolute path of the image, in a URL of SQLite as well, which has three slashes before it.
_OURS = re.compile(r"(?:(?<![\w./-])|(?<=sqlite:///))/(?=(?:opt|data|build)\b)")
_ACCOUNTS = "useradd"
INVENTED = {
    "MicrosoftAppId": "0a1b2c3d-0000-4000-8000-000000000001",
    "MicrosoftAppPassword": "an-invented-secret",
    "MicrosoftAppTenantId": "7e7a0000-0000-4000-8000-000000000001",
}


class RehearsalError(Exception):
    """A step did not do what it should. Its text is for whoever rehearses."""


@dataclass
class Rehearsal:
    """A container's root in a folder, as far as the steps have come.

    Attributes:
        root: the folder.
        environment: what `ENV` has set.
        start: the words of ENTRYPOINT.
        command: the words of CMD.
        health: the words of HEALTHCHECK.
    """

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    start: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    _at: Path = Path("/")

    def inside(self, text: str) -> str:
        """A text whose absolute paths lead into the folder."""
        return _OURS.sub(f"{self.root}/", text)

    def do(self, step: Instruction) -> None:
        """Do a step of the Dockerfile.

        Raises:
            RehearsalError: it failed.
        """
        doing = getattr(self, f"_{step.name.lower()}", None)
        if doing is not None:
            doing(step)

    def _workdir(self, step: Instruction) -> None:
        self._at = Path(self.inside(step.text))
        self._at.mkdir(parents=True, exist_ok=True)

    def _copy(self, step: Instruction) -> None:
        if step.text.startswith("--from"):
            return  # both stages are the same folder here
        *sources, target = step.words
        into = self._at / self.inside(target)
        for source in sources:
            _copy(CONTEXT / source, into / Path(source).name if target.endswith("/") else into)

    def _run(self, step: Instruction) -> None:
        if _ACCOUNTS in step.text:
            _say("left out, for a machine of its own", step.text)
            (self.root / "data").mkdir(exist_ok=True)
            return
        _say("run", step.text)
        path = f"{Path(sys.base_prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}"
        words = self.inside(step.text).replace("python -m venv", "python3 -m venv", 1)
        done = subprocess.run(  # noqa: S602 - the Dockerfile's own words, as a container's shell gets them
            words, shell=True, cwd=self._at, env={**os.environ, "PATH": path}, check=False
        )
        if done.returncode:
            raise RehearsalError(f"This step ended with {done.returncode}: {step.text}")

    def _env(self, step: Instruction) -> None:
        self.environment.update({name: self.inside(value) for name, value in step.pairs.items()})

    def _entrypoint(self, step: Instruction) -> None:
        self.start = [self.inside(word) for word in step.words]

    def _cmd(self, step: Instruction) -> None:
        self.command = step.words

    def _healthcheck(self, step: Instruction) -> None:
        words: list[str] = json.loads(step.text[step.text.index("[") :])
        self.health = [self.inside(word) for word in words]


def _copy(source: Path, into: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, into, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        return
    target = into / source.name if into.is_dir() else into
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)


def _say(what: str, detail: str) -> None:
    sys.stdout.write(f"{what}: {detail}\n")
    sys.stdout.flush()


@dataclass(frozen=True, slots=True)
class Container:
    """The rehearsed image, ready to run commands as the container would.

    Attributes:
        user: the number of the service's user, or None for whoever rehearses.
    """

    rehearsal: Rehearsal
    environment: Mapping[str, str]
    user: int | None

    def start(self, words: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start a command of the image as the user it runs under, with nothing of ours in its environment."""
        program = shutil.which(words[0], path=self.environment["PATH"])
        if program is None:
            raise RehearsalError(f"The image has no {words[0]}.")
        return subprocess.Popen(  # noqa: S603 - as the Dockerfile says
            [program, *words[1:]],
            cwd=self.rehearsal.root / "data",
            env=dict(self.environment),
            user=self.user,
            group=self.user,
            extra_groups=None if self.user is None else [],
        )

    def run(self, words: Sequence[str]) -> int:
        """Run a command to its end, within a minute; its exit code."""
        return self.start(words).wait(timeout=60)


def container(rehearsal: Rehearsal) -> Container:
    """What is installed, read-only; `/data` and `/tmp` for the service's user."""
    _seal(rehearsal.root)
    user, writable = _user(), [rehearsal.root / "data", rehearsal.root / "tmp"]
    for folder in writable:
        folder.mkdir(exist_ok=True)
        if user is not None:
            os.chown(folder, user, user)
    path = rehearsal.environment["PATH"].replace("$PATH", os.defpath)
    ours = {"PATH": path, "TMPDIR": str(writable[1]), "AUDITBOT_HOST": "127.0.0.1", "AUDITBOT_PORT": str(_free_port())}
    return Container(rehearsal, {**rehearsal.environment, **ours, **INVENTED}, user)


def _user() -> int | None:
    """The service's user, where this account may become it and it may run this machine's Python."""
    if os.geteuid() != 0:
        _say("as you", "only root can become user 10001; what is installed is read-only for you as well")
        return None
    try:
        subprocess.run([sys.executable, "-c", ""], user=USER, group=USER, extra_groups=[], check=True)
    except PermissionError:
        _say(
            "as root", "user 10001 may not run this machine's Python; what the service writes is looked at all the same"
        )
        return None
    return USER


def _seal(root: Path) -> None:
    root.chmod(0o755)
    for path in (root / "opt").rglob("*"):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222 | 0o444)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _installed(root: Path) -> set[str]:
    return {f"{path} {path.lstat().st_mtime_ns}" for path in (root / "opt").rglob("*")}


def try_service(image: Container) -> None:
    """Bring the database up, start the service, wait until it is ready, stop it, and look at what it wrote.

    Raises:
        RehearsalError: one of these went wrong.
    """
    rehearsal, before = image.rehearsal, _installed(image.rehearsal.root)
    if image.run([*rehearsal.start, "db", "upgrade"]):
        raise RehearsalError("The database could not be made.")
    if not list((rehearsal.root / "data").iterdir()):
        raise RehearsalError("The database is not in /data.")
    service = image.start([*rehearsal.start, *rehearsal.command])
    try:
        _wait_until_ready(image, service)
        service.send_signal(signal.SIGTERM)
        if service.wait(timeout=SECONDS_TO_STOP):
            raise RehearsalError(f"The service was asked to stop and ended with {service.returncode}.")
    finally:
        service.kill()
        service.wait()
    if _installed(rehearsal.root) != before:
        raise RehearsalError("The service wrote into what is installed.")


def _wait_until_ready(image: Container, service: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS_TO_BE_READY
    while image.run(image.rehearsal.health):
        if service.poll() is not None:
            raise RehearsalError(f"The service ended with {service.returncode} before it was ready.")
        if time.monotonic() > until:
            raise RehearsalError("The service was not ready in time.")
        time.sleep(0.5)


def main() -> int:
    """Rehearse; the exit code."""
    with tempfile.TemporaryDirectory(prefix="auditbot-image-") as folder:
        rehearsal = Rehearsal(Path(folder))
        try:
            for step in instructions((CONTEXT / "Dockerfile").read_text(encoding="utf-8")):
                rehearsal.do(step)
            try_service(container(rehearsal))
        except RehearsalError as problem:
            _say("failed", str(problem))
            return 1
    _say("well", "built, ready, stopped; nothing written but in /data and /tmp")
    return 0


if __name__ == "__main__":
    sys.exit(main())
