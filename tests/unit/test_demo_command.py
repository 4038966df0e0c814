"""`auditbot demo` makes its council, serves, says what to try, and stops cleanly."""

import os
import shutil
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.preparation import DemoFolder
from domain.words import QaTaskKind
from storage.qa_tasks import raise_task
from storage.store import Actor, Store
from storage.tables.service import qa_task
from tests.fakes_messenger import StandingClock

NOW = datetime(2026, 11, 20, 10, 32, tzinfo=UTC)


def _tasks(demo: DemoFolder, about: str = "") -> int:
    """How many QA tasks the council has, after one more is raised where something is said."""
    store = Store.open(demo.database_url)
    with store.unit(NOW, Actor("command")) as unit:
        if about:
            raise_task(unit, QaTaskKind.FAILED_JOB, about, about)
        count = len(unit.connection.execute(qa_task.select()).all())
    store.close()
    return count


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a council made this morning."""
    folder = tmp_path_factory.mktemp("made") / "demo"
    DemoFolder(folder).make_council(StandingClock(NOW))
    return folder


@pytest.fixture
def demo(made: Path, tmp_path: Path) -> DemoFolder:
    """That council, for one test alone: making one takes seconds."""
    shutil.copytree(made, tmp_path / "demo")
    return DemoFolder(tmp_path / "demo")


def test_what_was_done_today_is_still_there(demo: DemoFolder) -> None:
    _tasks(demo, "A job failed.")
    demo.make_council(StandingClock(NOW + timedelta(hours=3)))
    assert _tasks(demo) == 1


def test_tomorrow_begins_afresh(demo: DemoFolder) -> None:
    _tasks(demo, "A job failed.")
    demo.clock.write_text("2026-12-24T10:00:00+00:00")
    demo.kept.write_text("{}")
    demo.make_council(StandingClock(NOW + timedelta(days=1)))
    assert _tasks(demo) == 0
    assert not demo.clock.exists()
    assert not demo.kept.exists()


def test_a_council_that_was_made_by_half_is_made_again(demo: DemoFolder) -> None:
    (demo.folder / "made.json").unlink()
    demo.make_council(StandingClock(NOW))
    assert _tasks(demo) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _command(folder: Path, port: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", "from bot.cli import main; main()", "demo", "--no-playground"],
        cwd=folder,
        env={**os.environ, "AUDITBOT_PORT": str(port), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _what_it_says(process: "subprocess.Popen[str]") -> str:
    """What it says until it has said everything; all of it where it ended before."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C stops everything" in line:
            break
    return "".join(said)


def test_it_serves_until_it_is_asked_to_stop(tmp_path: Path) -> None:
    port = _free_port()
    with _command(tmp_path, port) as process:
        said = _what_it_says(process)
        process.terminate()
        _, complained = process.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}/api/messages" in said
    assert complained == "The demonstration has stopped.\n"
    assert process.returncode == 0
    assert (tmp_path / "data/demo/made.json").exists()


def test_a_taken_port_is_said_and_leaves_the_council_alone(tmp_path: Path) -> None:
    port = _free_port()
    with _command(tmp_path, port) as first:
        assert _what_it_says(first)
        with _command(tmp_path, port) as second:
            _, complained = second.communicate(timeout=30)
        first.terminate()
        first.communicate(timeout=30)
    assert second.returncode == 1
    assert f"Port {port} is taken" in complained
    assert "AUDITBOT_PORT" in complained
    assert first.returncode == 0


def test_serving_never_loads_the_demonstration() -> None:
    loads = "import bot.cli, bot.commands, bot.app, sys; print([m for m in sys.modules if m.startswith('bot.demo')])"
    asked = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)  # noqa: S603  # our own program
    assert asked.stdout == "[]\n"
