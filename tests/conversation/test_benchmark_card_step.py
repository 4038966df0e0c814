import json
import subprocess
import sys
from pathlib import Path

from benchmarks.servers import ROOT


def test_the_benchmark_walks_real_audits_and_finds_each_answer_in_the_store(tmp_path: Path) -> None:
    size = ["--rounds", "1", "--connections", "2", "--warm-up", "10", "--turns", "3"]
    command = [sys.executable, "-m", "benchmarks", "--only", "card-step", *size, "--folder", str(tmp_path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - our own
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "auditbot, card step" in ran.stdout
    report = json.loads((tmp_path / "card-step.json").read_text(encoding="utf-8"))
    assert report["load"] == {"connections": 2, "warm_up": 10, "turns": 3}
    assert report["servers"]["card-step"]["turns_per_second"]["median"] > 0
