"""A pass over a thousand due actions among a million, beside a pass over those thousand alone."""

import json
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import click
from sqlalchemy import text
from sqlalchemy.engine import make_url

from benchmarks.chasing.council import DUE, DUTY, POLICY, TUESDAY, fill
from benchmarks.figures import Figure, across
from benchmarks.report import Target, aligned, crowded, spread, verdict
from benchmarks.screen import say
from benchmarks.servers import ROOT, BenchmarkError
from bot.clock import Clock
from bot.days_off import calendar_for
from duties.chasing import record, record_part
from storage.store import Store, Unit, make_engine

T = TypeVar("T")
FOLDER = ROOT / "build" / "bench"
TIMES = 2.0
_ALONE, _AMONG, _IMPORTED = "auditbot_bench_alone", "auditbot_bench_among", "auditbot_bench_imported"
_LABELS = {
    _ALONE: f"{DUE:,} due, nothing else open",
    _AMONG: f"{DUE:,} due among all",
    _IMPORTED: "the first pass after an import of all",
}


def one_pass(store: Store) -> float:
    """The seconds that deciding and recording a morning takes, taken back afterwards.

    Raises:
        BenchmarkError: it owed other than the thousand lines that are due.
    """
    with store.engine.connect() as connection:
        transaction = connection.begin()
        started = perf_counter()
        done = record(Unit(connection, TUESDAY, DUTY), POLICY, calendar_for(POLICY))
        seconds = perf_counter() - started
        transaction.rollback()
    if done.lines < DUE:
        message = f"the pass owed {done.lines} lines, and {DUE} were due"
        raise BenchmarkError(message)
    return seconds


def in_pieces(store: Store) -> list[float]:
    """The seconds of each transaction of a pass as the service does it: in pieces, and the rest at the end."""
    seconds: list[float] = []
    while _timed(store, seconds, lambda unit: record_part(unit, POLICY, calendar_for(POLICY))):
        pass
    _timed(store, seconds, lambda unit: record(unit, POLICY, calendar_for(POLICY)))
    return seconds


def _timed(store: Store, seconds: list[float], work: Callable[[Unit], T]) -> T:
    started = perf_counter()
    done = store.do(work, TUESDAY, DUTY)
    seconds.append(perf_counter() - started)
    return done


@contextmanager
def _stores(folder: Path, server: str | None, actions: int) -> Iterator[dict[str, Store]]:
    sizes = {_ALONE: (DUE, True), _AMONG: (actions, True), _IMPORTED: (actions, False)}
    stores = {name: Store.open(_url(name, folder, server)) for name in sizes}
    try:
        for name, (count, looked_at) in sizes.items():
            say(f"Filling: {_LABELS[name]} …")
            fill(stores[name], count, looked_at=looked_at)
        yield stores
    finally:
        for store in stores.values():
            store.close()
        if server is not None:
            _on(server, [f"DROP DATABASE {name}" for name in sizes])


def _url(name: str, folder: Path, server: str | None) -> str:
    if server is None:
        for left_over in folder.glob(f"{name}.db*"):
            left_over.unlink()
        return f"sqlite:///{folder / name}.db"
    _on(server, [f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}"])
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _on(server: str, statements: list[str]) -> None:
    engine = make_engine(server)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def run(stores: dict[str, Store], rounds: int) -> dict[str, list[float]]:
    """Each pass once a round, one after the other; of the first pass after an import each piece."""
    seconds: dict[str, list[float]] = {_ALONE: [], _AMONG: [], _IMPORTED: []}
    for number in range(1, rounds + 1):
        for name in (_ALONE, _AMONG):
            say(f"Round {number} of {rounds}: {_LABELS[name]} …")
            seconds[name].append(one_pass(stores[name]))
    say(f"Once: {_LABELS[_IMPORTED]} …")
    seconds[_IMPORTED] = in_pieces(stores[_IMPORTED])
    say("")
    return seconds


def times(seconds: dict[str, list[float]]) -> Figure:
    """How many times a pass over those due alone the pass among all takes, round by round."""
    return across([among / alone for among, alone in zip(seconds[_AMONG], seconds[_ALONE], strict=True)])


@click.command()
@click.option("--rounds", default=7, show_default=True, type=click.IntRange(1), help="How often each is measured.")
@click.option("--actions", default=1_000_000, show_default=True, type=click.IntRange(DUE), help="Open actions in all.")
@click.option("--folder", default=FOLDER, type=click.Path(path_type=Path), help="Where the databases and figures go.")
@click.option("--postgresql", metavar="URL", help="Measure on this server, making databases and dropping them.")
def main(rounds: int, actions: int, folder: Path, postgresql: str | None) -> None:
    """Measure a morning's pass of chasing beside what is stored."""
    folder = folder.resolve() / "chasing"
    folder.mkdir(parents=True, exist_ok=True)
    busy = os.getloadavg()[0]
    try:
        with _stores(folder, postgresql, actions) as stores:
            seconds = run(stores, rounds)
    except BenchmarkError as problem:
        say("")
        raise click.ClickException(str(problem)) from problem
    finally:
        for left_over in folder.glob("auditbot_bench_*.db*"):
            left_over.unlink()
    ratio = times(seconds)
    words = f"a pass over {DUE:,} due of {actions:,} open is at most {TIMES:.0f} times one over those alone"
    target = Target(words, ratio, ratio.median <= TIMES)
    setting = {
        "measured_at": Clock().now().isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "database": "sqlite" if postgresql is None else "postgresql",
        "load_average_before": round(busy, 2),
        "rounds": rounds,
        "open_actions": actions,
        "seconds": {_LABELS[name]: some for name, some in seconds.items()},
        "times": ratio.median,
    }
    report = folder.parent / ("chasing.json" if postgresql is None else "chasing-postgresql.json")
    report.write_text(json.dumps(setting, indent=2) + "\n", encoding="utf-8")
    pieces = seconds.pop(_IMPORTED)
    rows = [[_LABELS[name], spread(across([1_000 * one for one in some]), 1)] for name, some in seconds.items()]
    rows.append([f"{_LABELS[_IMPORTED]}, {len(pieces):,} pieces together", f"{1_000 * sum(pieces):,.0f}"])
    rows.append(["the longest of these pieces", f"{1_000 * max(pieces):,.0f}"])
    print("\n".join(aligned([["A morning's pass", "ms"], *rows])))
    print(f"\n{verdict(target)}")
    print(crowded(busy, os.cpu_count() or 1))
    print(f"All figures: {os.path.relpath(report)}")


if __name__ == "__main__":
    main()
