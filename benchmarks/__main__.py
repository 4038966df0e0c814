"""`make bench`: a card step beside the SDKs' echo bots, in one run (docs/benchmarks.md)."""

import asyncio
import json
import os
import platform
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import click

from benchmarks.connector import Connector, connector_on_loopback
from benchmarks.contestants import CONTESTANTS
from benchmarks.figures import Round
from benchmarks.load import Load, measure
from benchmarks.report import LABELS, as_json, as_text, crowded
from benchmarks.screen import say
from benchmarks.servers import ROOT, BenchmarkError
from bot.clock import Clock

FOLDER = ROOT / "build" / "bench"


async def _one_round(key: str, connector: Connector, folder: Path, load: Load) -> Round:
    async with CONTESTANTS[key](connector, folder, load) as (walk, process):
        return await measure(walk, load, process)


async def run(keys: Sequence[str], rounds: int, load: Load, folder: Path) -> dict[str, list[Round]]:
    """Every server once a round, one after the other, so that no two ever run together."""
    results: dict[str, list[Round]] = defaultdict(list)
    async with connector_on_loopback() as connector:
        for number in range(1, rounds + 1):
            for key in keys:
                say(f"Round {number} of {rounds}: {LABELS[key]} …")
                results[key].append(await _one_round(key, connector, folder, load))
    say("")
    return dict(results)


def _first_cause(problem: BaseException) -> BaseException:
    while isinstance(problem, BaseExceptionGroup):
        problem = problem.exceptions[0]
    return problem


@click.command()
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1), help="How often each is measured.")
@click.option("--connections", default=32, show_default=True, type=click.IntRange(1), help="Turns at once.")
@click.option("--turns", default=50, show_default=True, type=click.IntRange(1), help="Timed turns a connection.")
@click.option("--warm-up", default=5, show_default=True, type=click.IntRange(0), help="Turns before those.")
@click.option("--only", multiple=True, type=click.Choice(list(CONTESTANTS)), help="Measure this; may be repeated.")
@click.option("--folder", default=FOLDER, type=click.Path(path_type=Path), help="Where the figures and logs go.")
def main(rounds: int, connections: int, turns: int, warm_up: int, only: tuple[str, ...], folder: Path) -> None:
    """Measure a card step of auditbot against the echo bots of Microsoft's SDKs."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for log in folder.glob("*.log"):
        log.unlink()
    load = Load(connections, warm_up, turns)
    busy = os.getloadavg()[0]
    try:
        results = asyncio.run(run(only or list(CONTESTANTS), rounds, load, folder))
    except (BenchmarkError, BaseExceptionGroup) as problem:
        say("")
        raise click.ClickException(str(_first_cause(problem))) from problem
    setting = {
        "measured_at": Clock().now().isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "load_average_before": round(busy, 2),
        "rounds": rounds,
        "load": {"connections": connections, "warm_up": warm_up, "turns": turns},
    }
    report = folder / "card-step.json"
    report.write_text(json.dumps(as_json(results, setting), indent=2) + "\n", encoding="utf-8")
    print(as_text(results))
    print(crowded(busy, os.cpu_count() or 1))
    print("Medians over the rounds, in brackets the lowest and the highest of them.")
    print(f"Rounds: {rounds}. Connections: {connections}. Timed turns a connection and round: {turns}.")
    print(f"All figures: {os.path.relpath(report)}")


if __name__ == "__main__":
    main()
