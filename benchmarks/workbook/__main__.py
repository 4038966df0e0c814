"""The second half of `make bench`: the workbook in and out, beside what the same rows cost bare."""

import json
import os
import platform
from pathlib import Path

import click

from benchmarks.report import crowded
from benchmarks.screen import say
from benchmarks.servers import ROOT, BenchmarkError
from benchmarks.workbook.files import files_in
from benchmarks.workbook.races import Races, Seconds
from benchmarks.workbook.report import LABELS, as_json, as_text
from benchmarks.workbook.stores import Databases
from bot.clock import Clock

FOLDER = ROOT / "build" / "bench"


def run(rounds: int, races: Races) -> list[Seconds]:
    """Everything once a round, one after the other."""
    return [_one_round(f"Round {number} of {rounds}", races) for number in range(1, rounds + 1)]


def _one_round(name: str, races: Races) -> Seconds:
    seconds = {}
    for key, race in races.all().items():
        say(f"{name}: {LABELS[key]} …")
        seconds[key] = race()
    say("")
    return seconds


@click.command()
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1), help="How often each is measured.")
@click.option("--folder", default=FOLDER, type=click.Path(path_type=Path), help="Where the files and figures go.")
def main(rounds: int, folder: Path) -> None:
    """Measure the import and export of a workbook of 100,000 rows."""
    folder = folder.resolve() / "workbook"
    folder.mkdir(parents=True, exist_ok=True)
    busy = os.getloadavg()[0]
    say("The workbook and the first import …")
    try:
        races = Races.prepared(files_in(folder), Databases(folder), Clock().now())
        results = run(rounds, races)
    except BenchmarkError as problem:
        say("")
        raise click.ClickException(str(problem)) from problem
    setting = {
        "measured_at": Clock().now().isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "load_average_before": round(busy, 2),
        "rounds": rounds,
    }
    report = folder.parent / "workbook.json"
    report.write_text(
        json.dumps(as_json(results, races.files.rows, setting), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print(as_text(results, races.files.rows))
    print(crowded(busy, os.cpu_count() or 1))
    print(f"Rows: {races.files.rows:,}. Rounds: {rounds}; medians, in brackets the lowest and the highest of them.")
    print(f"All figures: {os.path.relpath(report)}")


if __name__ == "__main__":
    main()
