"""Runs a command, and ends it when its time is up or whoever started it has gone: `leash SECONDS COMMAND…`.

A benchmark that is killed outright can't clean up after itself. The leash reads its standard input, which
closes then, and the server stops.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from types import FrameType

STOP_SECONDS = 10.0  # what `auditbot serve` promises to stop within


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to stop, and make it when it does not within ten seconds."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run(seconds: float, command: Sequence[str]) -> int:
    """Run a command for at most so many seconds; its exit code."""
    # Commands are the benchmark's own, never a person's input.
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - as the line above says

    def end_on_signal(_number: int, _frame: FrameType | None) -> None:
        process.terminate()

    def end_when_left() -> None:
        sys.stdin.buffer.read()
        process.terminate()

    signal.signal(signal.SIGTERM, end_on_signal)
    threading.Thread(target=end_when_left, daemon=True).start()
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        end(process)
        return process.returncode


if __name__ == "__main__":
    # Not sys.exit: the thread that waits for standard input would hold the interpreter's shutdown.
    code = run(float(sys.argv[1]), sys.argv[2:])
    sys.stdout.flush()
    os._exit(code)
