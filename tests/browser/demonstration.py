"""The demonstration as `auditbot demo` starts it, and a browser to open before it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bot.demo.node import MISSING

START_SECONDS = 120
STOP_SECONDS = 30
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# As root in a container there is no sandbox to be had; the rest keeps the browser from calling home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
_DEMO = """\
import sys
from bot.demo.command import run_demo
sys.exit(run_demo(playground_port=int(sys.argv[1])))
"""


class MissingError(Exception):
    """The machine lacks what is needed. Its text says what to install."""


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A headless Chromium: the one that `CHROMIUM` names, else the machine's own.

    Raises:
        MissingError: there is none.
    """
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise MissingError("There is no Chromium. Install one, or name it in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def running_demonstration() -> Iterator[str]:
    """A fresh demonstration in a folder of its own; the address of its Playground.

    Raises:
        MissingError: there is no Node, or the Playground could not be had.
        AssertionError: it did not stop cleanly.
    """
    if shutil.which("npm") is None and not (Path(sys.executable).parent / "npm").exists():
        raise MissingError(MISSING)
    with tempfile.TemporaryDirectory(prefix="auditbot-demo-") as name:
        folder, port = Path(name), _free_port()
        said = folder / "said.txt"
        with said.open("w", encoding="utf-8") as output:
            process = _start(folder, port, output.fileno())
        try:
            yield _address(port, said, process)
        finally:
            process.terminate()
            code = process.wait(STOP_SECONDS)
        assert code == 0, said.read_text("utf-8")


def _start(folder: Path, port: int, output: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-c", _DEMO, str(port)],
        cwd=folder,
        env={**os.environ, "AUDITBOT_PORT": str(_free_port()), "PYTHONUNBUFFERED": "1"},
        stdout=output,
        stderr=output,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _address(port: int, said: Path, process: "subprocess.Popen[bytes]") -> str:
    """Where to open it, once it has said so."""
    words = ""
    for _ in range(START_SECONDS * 5):
        words = said.read_text("utf-8")
        if "Ctrl-C stops everything" in words or process.poll() is not None:
            break
        time.sleep(0.2)
    address = f"http://127.0.0.1:{port}"
    if address not in words:
        raise MissingError(f"The demonstration did not start with its Playground: {words}")
    return address
