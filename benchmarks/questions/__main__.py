"""The third part of `make bench`: questions over ten years of a large council, beside statements by hand."""

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from benchmarks.questions.cold import time_cold
from benchmarks.questions.council import fill
from benchmarks.questions.races import time_all
from benchmarks.questions.report import as_json, as_text, cold_said
from benchmarks.report import crowded
from benchmarks.screen import say
from benchmarks.servers import ROOT, BenchmarkError
from benchmarks.workbook.stores import Databases, SQLiteFiles
from bot.clock import Clock
from storage.store import Store

FOLDER = ROOT / "build" / "bench"


@contextmanager
def _filled(folder: Path, server: str | None) -> Iterator[Store]:
    """A store with the council in it."""
    if server is None:
        with _opened(SQLiteFiles(folder)) as store:
            yield store
        return
    from benchmarks.workbook.postgresql import PostgreSQLServer

    databases = PostgreSQLServer(server)
    try:
        with _opened(databases) as store:
            yield store
    finally:
        databases.drop()


@contextmanager
def _opened(databases: Databases) -> Iterator[Store]:
    databases.prepare()
    databases.copy()
    store = Store.open(databases.url)
    try:
        fill(store)
        yield store
    finally:
        store.close()


@click.command()
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1), help="How often each is measured.")
@click.option("--times", default=15, show_default=True, type=click.IntRange(1), help="Runs of each in a round.")
@click.option("--folder", default=FOLDER, type=click.Path(path_type=Path), help="Where the database and figures go.")
@click.option("--postgresql", metavar="URL", help="Measure on this server, making two databases and dropping them.")
def main(rounds: int, times: int, folder: Path, postgresql: str | None) -> None:
    """Measure questions over 100,000 audits and 500,000 actions."""
    folder = folder.resolve() / "questions"
    folder.mkdir(parents=True, exist_ok=True)
    busy = os.getloadavg()[0]
    say("Ten years of a large council …")
    try:
        with _filled(folder, postgresql) as store:
            results = []
            for number in range(1, rounds + 1):
                say(f"Round {number} of {rounds} …")
                results.append(time_all(store, times))
            cold = time_cold(store.engine.url.render_as_string(hide_password=False), times)
    except BenchmarkError as problem:
        say("")
        raise click.ClickException(str(problem)) from problem
    say("")
    setting = {
        "measured_at": Clock().now().isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "database": "sqlite" if postgresql is None else "postgresql",
        "load_average_before": round(busy, 2),
    }
    report = folder.parent / ("questions.json" if postgresql is None else "questions-postgresql.json")
    report.write_text(
        json.dumps(as_json(results, setting, cold), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    print(as_text(results))
    print(cold_said(cold))
    print(crowded(busy, os.cpu_count() or 1))
    print(f"Milliseconds, medians of {rounds} rounds of {times} runs. All figures: {os.path.relpath(report)}")


if __name__ == "__main__":
    main()
