"""A burst of ten thousand messages, in real time, beside the rate that Teams permits."""

import asyncio
import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy import text
from sqlalchemy.engine import make_url

from benchmarks.delivery.burst import Burst, deliver, fill
from benchmarks.figures import across, percentile
from benchmarks.report import Target, aligned, crowded, verdict
from benchmarks.screen import say
from benchmarks.servers import ROOT
from bot.clock import Clock
from bot.logs import set_up_logs
from storage.store import Store, make_engine

FOLDER = ROOT / "build" / "bench"
PERMITTED = 50.0
SHARE = 0.9
_NAME = "auditbot_bench_burst"


@contextmanager
def _stores(folder: Path, server: str | None, instances: int) -> Iterator[list[Store]]:
    if server is None:
        for left_over in folder.glob(f"{_NAME}.db*"):
            left_over.unlink()
        url = f"sqlite:///{folder / _NAME}.db"
    else:
        _on(server, [f"DROP DATABASE IF EXISTS {_NAME} WITH (FORCE)", f"CREATE DATABASE {_NAME}"])
        url = make_url(server).set(database=_NAME).render_as_string(hide_password=False)
    stores = [Store.open(url) for _ in range(instances)]
    try:
        yield stores
    finally:
        for store in stores:
            store.close()
        if server is not None:
            _on(server, [f"DROP DATABASE {_NAME}"])
        for left_over in folder.glob(f"{_NAME}.db*"):
            left_over.unlink()


def _on(server: str, statements: list[str]) -> None:
    engine = make_engine(server)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def targets(burst: Burst) -> list[Target]:
    """What a burst should keep, and whether it did."""
    share = across([burst.rate / PERMITTED])
    return [
        Target(
            f"at least {SHARE:.0%} of the {PERMITTED:.0f} requests a second that are permitted",
            share,
            share.median >= SHARE,
        ),
        Target(
            "none lost, none twice but where its end is unknown",
            across([burst.lost + burst.twice]),
            not burst.lost + burst.twice,
        ),
    ]


def _rows(burst: Burst) -> list[list[str]]:
    ended = ", ".join(f"{count:,} {how}" for how, count in sorted(burst.ended.items()))
    return [
        ["A burst of messages", ""],
        ["permitted requests a second", f"{PERMITTED:.0f}"],
        ["kept, from the first to the last", f"{burst.rate:.1f} ({burst.rate / PERMITTED:.0%})"],
        ["most within any second, as they arrived", str(burst.most_in_a_second)],
        ["answered 429", f"{burst.too_fast:,}"],
        ["ended", ended],
        ["a turn's wait for the store meanwhile, ms, half and 99% of them", _waits(burst)],
    ]


def _waits(burst: Burst) -> str:
    return f"{percentile(burst.waits, 0.5):.1f} and {percentile(burst.waits, 0.99):.1f}"


@click.command()
@click.option(
    "--messages", default=10_000, show_default=True, type=click.IntRange(100), help="48 of them take a second."
)
@click.option(
    "--instances", default=1, show_default=True, type=click.IntRange(1, 4), help="On PostgreSQL: how many deliver."
)
@click.option("--folder", default=FOLDER, type=click.Path(path_type=Path), help="Where the database and figures go.")
@click.option("--postgresql", metavar="URL", help="Measure on this server, making a database and dropping it.")
@click.option("--seed", default=7, show_default=True, help="Chooses which answers are lost.")
def main(messages: int, instances: int, folder: Path, postgresql: str | None, seed: int) -> None:
    """Measure delivery in real time: by itself it waits most of it, as the limits ask."""
    if instances > 1 and postgresql is None:
        raise click.ClickException("Several instances need PostgreSQL: add --postgresql URL.")
    set_up_logs()  # as the service does: an error drawn with all it held would stop everything for seconds
    folder = folder.resolve() / "delivery"
    folder.mkdir(parents=True, exist_ok=True)
    busy = os.getloadavg()[0]
    with _stores(folder, postgresql, instances) as stores:
        say(f"Owing {messages:,} messages …")
        fill(stores[0], messages)
        say(f"Delivering them, which takes {messages / 47.6:.0f} seconds …")
        burst = asyncio.run(deliver(stores, messages, seed))
        say("")
    report = folder.parent / ("delivery.json" if postgresql is None else "delivery-postgresql.json")
    report.write_text(json.dumps(_as_json(burst, messages, instances, busy), indent=2) + "\n", encoding="utf-8")
    print("\n".join(aligned(_rows(burst))))
    print()
    for target in targets(burst):
        print(verdict(target))
    print(crowded(busy, os.cpu_count() or 1))
    print(f"All figures: {os.path.relpath(report)}")


def _as_json(burst: Burst, messages: int, instances: int, busy: float) -> dict[str, Any]:
    return {
        "measured_at": Clock().now().isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "load_average_before": round(busy, 2),
        "messages": messages,
        "instances": instances,
        "permitted": PERMITTED,
        "rate": burst.rate,
        "most_in_a_second": burst.most_in_a_second,
        "too_fast": burst.too_fast,
        "ended": burst.ended,
        "lost": burst.lost,
        "twice": burst.twice,
        "turn_waits_ms": {"p50": percentile(burst.waits, 0.5), "p99": percentile(burst.waits, 0.99)},
    }


if __name__ == "__main__":
    main()
