"""`auditbot ask` from cold, beside a process that only imports the libraries that a question loads."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.questions.by_hand import QUESTIONS
from benchmarks.questions.council import QA, TODAY
from benchmarks.servers import ROOT

_ASKING = ("ask", "--as", QA, "--today", TODAY.isoformat(), QUESTIONS["month"].text)
_ASK = "import sys; from bot.cli import main; main(sys.argv[1:])"
# Which modules of others the same question has loaded by its end: all that lie where packages are installed.
_NAMES = (
    """
import atexit, json, sys
def tell():
    mine = [one.__spec__ for one in list(sys.modules.values()) if getattr(one, "__spec__", None)]
    print(json.dumps([one.name for one in mine if "site-packages" in str(one.origin) and one.name != "__main__"]))
atexit.register(tell)
"""
    + _ASK
)
_IMPORT = "import sys, importlib\nfor name in sys.argv[1:]: importlib.import_module(name)"
_MOST_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Cold:
    """Milliseconds on the processor, medians: a question from cold, and its libraries alone."""

    asked: float
    libraries: float

    @property
    def times(self) -> float:
        """How many times as long the question takes."""
        return self.asked / self.libraries


def time_cold(url: str, times: int) -> Cold:
    """Ask one question in a process of its own, and import its libraries in another, in turns.

    Args:
        url: the database with the benchmark's council.
        times: how often each.
    """
    names = json.loads(_output(url, _NAMES, _ASKING).splitlines()[-1])
    pairs = [(_spent(url, _ASK, _ASKING), _spent(url, _IMPORT, names)) for _ in range(times)]
    return Cold(median(one for one, _ in pairs), median(other for _, other in pairs))


def _output(url: str, program: str, arguments: Sequence[str]) -> str:
    # Programs and arguments are the benchmark's own, never a person's input.
    done = subprocess.run(  # noqa: S603 - as the line above says
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "AUDITBOT_DATABASE_URL": url},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=_MOST_SECONDS,
    )
    return done.stdout


def _spent(url: str, program: str, arguments: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _output(url, program, arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
