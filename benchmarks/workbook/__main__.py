"""The second half of `make bench`: the workbook in and out, beside what the same rows cost bare."""

import json
import os
import platform
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from benchmarks.report import crowded
from benchmarks.screen import say
from benchmarks.servers import ROOT, BenchmarkError
from benchmarks.workbook import sheets
from benchmarks.workbook.files import files_in
from benchmarks.workbook.races import Races, Seconds
from benchmarks.workbook.report import LABELS, SheetRounds, as_json, as_text, sheets_as_text
from benchmarks.workbook.sheets import SIZES
from benchmarks.workbook.stores import Databases, SQLiteFiles
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


def run_sheets(names: Sequence[str], folder: Path, databases: Databases, now: datetime, rounds: int) -> SheetRounds:
    """Each of these sheets by itself, one after the other."""
    results = {}
    for name in names:
        say(f"One sheet alone: {name} …")
        results[name] = sheets.measure(name, folder / "sheets", databases, now, rounds)
    say("")
    return results


@contextmanager
def _databases(folder: Path, server: str | None) -> Iterator[Databases]:
    if server is None:
        yield SQLiteFiles(folder)
        return
    from benchmarks.workbook.postgresql import PostgreSQLServer

    databases = PostgreSQLServer(server)
    try:
        yield databases
    finally:
        databases.drop()


@click.command()
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1), help="How often each is measured.")
@click.option("--folder", default=FOLDER, type=click.Path(path_type=Path), help="Where the files and figures go.")
@click.option("--sheet", multiple=True, type=click.Choice(list(SIZES)), help="This sheet alone, too; may be repeated.")
@click.option("--sheets/--no-sheets", "all_sheets", default=False, help="All sheets alone, too.")
@click.option("--postgresql", metavar="URL", help="Measure on this server, making two databases and dropping them.")
def main(rounds: int, folder: Path, sheet: tuple[str, ...], all_sheets: bool, postgresql: str | None) -> None:  # noqa: FBT001 - click hands it over by name
    """Measure the import and export of a workbook of 100,000 rows."""
    folder = folder.resolve() / "workbook"
    folder.mkdir(parents=True, exist_ok=True)
    busy = os.getloadavg()[0]
    now = Clock().now()
    say("The workbook and the first import …")
    try:
        with _databases(folder, postgresql) as databases:
            files = files_in(folder)
            results = run(rounds, Races.prepared(files, databases, now))
            alone = run_sheets(list(SIZES) if all_sheets else sheet, folder, databases, now, rounds)
    except BenchmarkError as problem:
        say("")
        raise click.ClickException(str(problem)) from problem
    setting = {
        "measured_at": now.isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "database": "sqlite" if postgresql is None else "postgresql",
        "load_average_before": round(busy, 2),
        "rounds": rounds,
    }
    report = folder.parent / ("workbook.json" if postgresql is None else "workbook-postgresql.json")
    figures = as_json(results, files.rows, alone, setting)
    report.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(as_text(results, files.rows))
    if alone:
        print(f"\n{sheets_as_text(alone)}\n")
    print(crowded(busy, os.cpu_count() or 1))
    print(f"Rows: {files.rows:,}. Rounds: {rounds}; medians, in brackets the lowest and the highest of them.")
    print(f"All figures: {os.path.relpath(report)}")


if __name__ == "__main__":
    main()
