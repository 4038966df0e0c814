"""`make audit`: it passes where every pin was asked about and nothing was found, and in no other case."""

import subprocess
from pathlib import Path

import pytest

from tests.unit.test_rooms import ROOT

FILES = sorted(file.name for file in (ROOT / "requirements").glob("*.txt"))
# What `pip-audit` says and how it ends, seen of version 2.10.
NOTHING = ("No known vulnerabilities found", 0)
FOUND = ("Found 1 known vulnerability in 1 package", 1)
SKIPPED = ("No known vulnerabilities found\nName       Skip Reason\n---------- ---------------------------", 0)


@pytest.mark.parametrize(("said", "passes"), [(NOTHING, True), (FOUND, False), (SKIPPED, False)])
def test_it_passes_where_every_pin_was_asked_about_and_nothing_was_found(
    tmp_path: Path, said: tuple[str, int], *, passes: bool
) -> None:
    words, code = said
    stand_in = tmp_path / "pip-audit"
    stand_in.write_text(
        f"#!/bin/sh\necho \"$@\" >> {tmp_path}/asked\nprintf '{words}\\n'\nexit {code}\n", encoding="utf-8"
    )
    stand_in.chmod(0o755)
    made = ["make", "--no-print-directory", "-o", ".venv/dev.done", f"BIN={tmp_path}", "audit"]
    ended = subprocess.run(made, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  # words of our own
    assert (ended.returncode == 0) is passes, ended.stdout + ended.stderr
    assert ("Not everything passed" in ended.stdout) is not passes
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert [Path(line.split()[-1]).name for line in asked] == FILES, "one that fails does not spare the others"
    assert all("--require-hashes" in line for line in asked)
