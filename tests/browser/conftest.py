"""The demonstration as `auditbot demo` starts it, and a browser before it.

Outside CI a missing browser or Node skips these tests with the reason; with `CI=true` it fails them.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, sync_playwright

from bot.demo.node import MISSING
from tests.browser.playground_page import Visitor

START_SECONDS = 120
PICTURES = Path("build/browser")
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


def _cannot(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium: the one that `CHROMIUM` names, else the machine's own."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        _cannot("There is no Chromium. Install one, or name it in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def playground_address() -> Iterator[str]:
    """A fresh demonstration in a folder of its own; the address of its Playground."""
    if shutil.which("npm") is None and not (Path(sys.executable).parent / "npm").exists():
        _cannot(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="auditbot-demo-"))
    port = _free_port()
    said = (folder / "said.txt").open("w+", encoding="utf-8")
    process = subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-c", _DEMO, str(port)],
        cwd=folder,
        env={**os.environ, "AUDITBOT_PORT": str(_free_port()), "PYTHONUNBUFFERED": "1"},
        stdout=said,
        stderr=said,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, folder / "said.txt", process)
        yield address
    finally:
        process.terminate()
        code = process.wait(timeout=30)
        said.close()
        shutil.rmtree(folder, ignore_errors=True)
    assert code == 0


def _wait_for(address: str, said: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until the demonstration says where to open it; why not, where the Playground could not be had."""
    words = ""
    for _ in range(START_SECONDS * 5):
        words = said.read_text("utf-8")
        if "Ctrl-C stops everything" in words or process.poll() is not None:
            break
        time.sleep(0.2)
    if address not in words:
        _cannot(f"The demonstration did not start with its Playground: {words}")


@pytest.fixture
def visitor(browser: Browser, playground_address: str, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Somebody before the Playground, on a screen of the usual size. The last they see is kept as a picture."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    visitor = Visitor(page)
    visitor.opens(playground_address)
    yield visitor
    visitor.takes_picture(PICTURES / f"{request.node.name}.png")
    page.close()
