import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.contestants import CONTESTANTS
from benchmarks.processor import Spent, child_of, spent_by
from benchmarks.report import LABELS
from benchmarks.servers import ROOT, BenchmarkError, Server, free_port, running

# Says so when it has been told to stop, and ends of itself long after any test has given up.
PATIENT = """
import signal, sys, time
def stop(*_): print("stopped", flush=True); sys.exit(0)
signal.signal(signal.SIGTERM, stop)
print("here", flush=True)
time.sleep(60)
"""


def leashed(seconds: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(ROOT / "benchmarks" / "leash.py"), str(seconds), sys.executable, "-c", PATIENT]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own


def until_it_is_here(leash: subprocess.Popen[bytes]) -> None:
    assert leash.stdout is not None
    assert leash.stdout.readline() == b"here\n"


def test_a_server_stops_when_whoever_started_it_has_gone() -> None:
    leash = leashed(60)
    until_it_is_here(leash)
    assert leash.communicate(timeout=20)[0] == b"stopped\n"
    assert leash.returncode == 0


def test_a_server_stops_when_it_is_told_to() -> None:
    leash = leashed(60)
    until_it_is_here(leash)
    leash.send_signal(signal.SIGTERM)
    assert leash.wait(20) == 0
    assert leash.communicate()[0] == b"stopped\n"


def test_a_server_stops_when_its_time_is_up() -> None:
    leash = leashed(3)
    until_it_is_here(leash)
    assert leash.wait(20) == 0
    assert leash.communicate()[0] == b"stopped\n"


async def test_a_server_that_ends_at_once_is_reported_with_its_own_words(tmp_path: Path) -> None:
    command = (sys.executable, "-c", "raise SystemExit('no such council')")
    server = Server(command, tmp_path / "server.log", free_port())
    with pytest.raises(BenchmarkError, match="no such council"):
        async with running(server):
            pytest.fail("It was said to be ready and was not.")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="Only Linux says what a process has spent.")
def test_the_server_behind_its_leash_is_found_and_what_it_has_spent() -> None:
    leash = leashed(60)
    until_it_is_here(leash)
    server = child_of(leash.pid)
    assert server not in {None, leash.pid}
    spent = spent_by(server)
    assert spent is not None
    assert spent.whole > 0
    leash.communicate(timeout=20)
    assert spent_by(server) is None
    assert child_of(leash.pid) is None


def test_of_no_process_nothing_is_known() -> None:
    assert spent_by(None) is None
    assert Spent(0.5, 0.25).whole == 0.75


def test_everything_that_is_measured_has_a_name_for_the_table() -> None:
    assert set(CONTESTANTS) == set(LABELS)
