"""What a run showed, as a table for a person and as JSON for a script. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.figures import Figure, Round, across, across_known, ratio_of_rates

STOCK = "stock-echo"
SUCCESSORS = ("agents-echo", "teams-echo")
CARD_STEP = "card-step"
LABELS = {
    STOCK: "Stock SDK (botbuilder), echo",
    "agents-echo": "Microsoft 365 Agents SDK, echo",
    "teams-echo": "Teams SDK, echo",
    CARD_STEP: "auditbot, card step",
}
# Above this share of a core the load generator may be what is measured.
BUSY_GENERATOR = 0.8
TIMES = 4.0
TAIL_TIMES = 3.0

Results = Mapping[str, Sequence[Round]]


@dataclass(frozen=True, slots=True)
class Target:
    """A bar that the design sets for the card step: met by the median of the rounds, or not."""

    words: str
    seen: Figure
    met: bool


def fastest_successor(results: Results) -> str | None:
    """The successor SDK whose echo bot answers most turns a second; None where none was measured."""
    measured = [key for key in SUCCESSORS if key in results]
    return max(measured, key=lambda key: across([one.rate for one in results[key]]).median, default=None)


def targets(results: Results) -> list[Target]:
    """The design's bars ("Speed"), as far as this run measured both sides of them."""
    steps = results.get(CARD_STEP)
    if steps is None:
        return []
    judged = []
    if STOCK in results:
        times = ratio_of_rates(steps, results[STOCK])
        words = "a card step's turns/s are at least 4 times the stock echo's"
        judged.append(Target(words, times, times.median >= TIMES))
    if (successor := fastest_successor(results)) is not None:
        times = ratio_of_rates(steps, results[successor])
        words = f"level with the fastest successor's echo ({LABELS[successor].removesuffix(', echo')})"
        judged.append(Target(words, times, times.median >= 1))
    tail = across([one.tail for one in steps])
    judged.append(Target("a card step's p99 is at most 3 times its p50", tail, tail.median <= TAIL_TIMES))
    return judged


def _figures(rounds: Sequence[Round]) -> dict[str, Figure]:
    spent = {
        "processor_ms_a_turn": across_known([one.processor_ms for one in rounds]),
        "share_of_other_threads": across_known([one.store_share for one in rounds]),
    }
    return {
        **{name: figure for name, figure in spent.items() if figure is not None},
        "turns_per_second": across([one.rate for one in rounds]),
        "p50_ms": across([one.p50 for one in rounds]),
        "p99_ms": across([one.p99 for one in rounds]),
        "p99_over_p50": across([one.tail for one in rounds]),
        "generator_busy": across([one.generator_busy for one in rounds]),
    }


def as_json(results: Results, setting: Mapping[str, Any]) -> dict[str, Any]:
    """Everything the run showed: figures (median, low, high of the rounds), every ratio, the targets."""
    return {
        **setting,
        "servers": {
            key: {
                "label": LABELS[key],
                **{name: asdict(figure) for name, figure in _figures(rounds).items()},
                "ratio_of_turns_per_second_to": {
                    base: asdict(ratio_of_rates(rounds, results[base])) for base in results if base != key
                },
            }
            for key, rounds in results.items()
        },
        "targets": [asdict(target) for target in targets(results)],
    }


def spread(figure: Figure, decimals: int) -> str:
    """A figure as a table shows it: the median, in brackets the lowest and the highest."""
    low, high = (f"{value:,.{decimals}f}" for value in (figure.low, figure.high))
    return f"{figure.median:,.{decimals}f} ({low} to {high})"


def _row(key: str, rounds: Sequence[Round], bases: Mapping[str, Sequence[Round]]) -> list[str]:
    figures = _figures(rounds)
    shown = [f"{figures[name].median:,.1f}" for name in ("p50_ms", "p99_ms", "p99_over_p50")]
    spent = figures.get("processor_ms_a_turn")
    shown.append("" if spent is None else f"{spent.median:,.2f}")
    ratios = [f"{ratio_of_rates(rounds, base).median:.2f}" for base in bases.values()]
    return [LABELS[key], spread(figures["turns_per_second"], 0), *shown, *ratios]


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table: the first column to the left, all others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for first, *rest in rows:
        cells = [
            first.ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)),
        ]
        lines.append("  ".join(cells).rstrip())
    return lines


def verdict(target: Target) -> str:
    """A target and what was seen, as a line."""
    return f"{'met    ' if target.met else 'NOT met'}  {target.words}: {spread(target.seen, 2)}"


def _doubts(results: Results) -> list[str]:
    return [
        f"Careful: the load generator was busy {figure.high:.0%} of the time beside {LABELS[key]}, "
        "so that its own speed shows in that row. Run it on a machine with more cores."
        for key, rounds in results.items()
        if (figure := across([one.generator_busy for one in rounds])).high > BUSY_GENERATOR
    ]


def crowded(load_average: float, cores: int) -> str:
    """What to say of a machine that was busy before the run began; empty where it was not.

    A run keeps two cores busy, so that anything above a quarter of the machine shows in the figures.
    """
    if load_average <= cores / 4:
        return ""
    return (
        f"Careful: the machine was busy before the run (load {load_average:.1f} on {cores} cores). "
        "Ratios stand it better than turns/s do; for figures to quote, run it again on a quiet machine."
    )


def as_text(results: Results) -> str:
    """The table, the targets that were judged, and what to be careful about."""
    bases = {key: rounds for key, rounds in results.items() if key != CARD_STEP}
    heading = ["", "turns/s", "p50 ms", "p99 ms", "p99/p50", "CPU ms", *(f"to {base}" for base in bases)]
    lines = aligned([heading, *(_row(key, rounds, bases) for key, rounds in results.items())])
    judged = [verdict(target) for target in targets(results)]
    return "\n".join([*lines, "", *judged, *_store(results), *_doubts(results)]).rstrip()


def _store(results: Results) -> list[str]:
    share = across_known([one.store_share for one in results.get(CARD_STEP, ())])
    if share is None:
        return []
    what = "who it is, the checks, the statements, the commit and the card"
    rest = "the rest is HTTP, the activity, and the card as JSON"
    return [f"The store's thread had {share.median:.0%} of a card step's processor time ({what}); {rest}."]
