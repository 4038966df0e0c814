"""`python -m simulation`: seeds until one fails, or as many as were asked for; a failing one says how to replay it."""

import os
import sys
import time
from datetime import date
from random import SystemRandom

import click

from simulation.moments import Plan
from simulation.running import Came, run

# Sets of words are gone through in an order that Python draws anew for each process: with this, in the same one.
_ORDER = "PYTHONHASHSEED"


@click.command()
@click.option("--seed", type=int, help="The first seed; drawn by chance where it is left out.")
@click.option("--days", type=int, default=3653, show_default=True, help="How many days each seed goes through.")
@click.option("--seeds", type=int, default=1, show_default=True, help="How many seeds, one after the other.")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help="The first day, from 2024 on.")
@click.option("--busy", type=float, default=1.0, show_default=True, help="How much people do in a day.")
def main(seed: int | None, days: int, seeds: int, start: object, busy: float) -> None:
    """Live through days of a council with the service's own code, and stop where something does not hold."""
    first = SystemRandom().randrange(1_000_000) if seed is None else seed
    begins = start.date() if hasattr(start, "date") else date(2026, 11, 23)
    for one in range(first, first + seeds):
        plan = Plan(one, days, begins, busy)
        began = time.monotonic()
        progress = Progress(plan)
        came = run(plan, progress)
        if came.fault:
            click.echo(what_failed(came))
            sys.exit(1)
        click.echo(f"{progress.back}seed {one}: {_sentence(came)}, {time.monotonic() - began:.0f} s")


class Progress:
    """Says to a person how far it has come; in a pipe it is silent."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._is_watched = sys.stderr.isatty()

    @property
    def back(self) -> str:
        """What takes the cursor back to where the line began."""
        return "\r" if self._is_watched else ""

    def __call__(self, day: date) -> None:
        """A day is over."""
        if self._is_watched:
            done = (day - self._plan.start).days + 1
            click.echo(f"{self.back}seed {self._plan.seed}: {done:,} of {self._plan.days:,} days", nl=False, err=True)


def _sentence(came: Came) -> str:
    return (
        f"{came.plan.days:,} days, {came.lives:,} lives, {came.arrived:,} messages, {came.lines:,} lines of digests, "
        f"{came.transcript.digest[:12]}"
    )


def what_failed(came: Came) -> str:
    """What led to a fault, what it is, and how to see it again."""
    plan = came.plan
    again = f"--seed {plan.seed} --days {plan.days} --start {plan.start} --busy {plan.busy}"
    led_there = "\n".join(came.transcript.about(last=80))
    return (
        f"{led_there}\n\nSeed {plan.seed} fails: {came.fault}\n\n"
        f"Replay it: python -m simulation {again}\n"
        f"or: make simulate SEED={plan.seed} DAYS={plan.days}"
    )


if __name__ == "__main__":
    if os.environ.get(_ORDER) != "0":
        os.execve(sys.executable, [sys.executable, "-m", "simulation", *sys.argv[1:]], {**os.environ, _ORDER: "0"})  # noqa: S606 - itself, once
    main()
