"""What was measured of the questions, as a table and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

from benchmarks.questions.by_hand import QUESTIONS
from benchmarks.questions.cold import Cold
from benchmarks.questions.races import Timed

Rounds = Sequence[Mapping[str, Timed]]
_HEADINGS = ("question", "by hand", "ours", "times", "whole", "understood", "made", "around")


def medians(rounds: Rounds, key: str) -> Timed:
    """A question's medians over the rounds."""
    of = [one[key] for one in rounds]
    return Timed(
        median(one.by_hand for one in of),
        median(one.statement for one in of),
        median(one.whole for one in of),
        median(one.understood for one in of),
        median(one.made for one in of),
        median(one.around for one in of),
    )


def ratio(timed: Timed) -> float:
    """How many times as long as the statement by hand ours takes."""
    return timed.statement / timed.by_hand


def as_text(rounds: Rounds) -> str:
    """The table, in milliseconds."""
    lines = [f"{_HEADINGS[0]:66}" + "".join(f"{heading:>11}" for heading in _HEADINGS[1:])]
    for key, question in QUESTIONS.items():
        timed = medians(rounds, key)
        numbers = [timed.by_hand, timed.statement, ratio(timed), timed.whole]
        numbers += [timed.understood, timed.made, timed.around]
        lines.append(f"{question.text:66}" + "".join(f"{number:11.2f}" for number in numbers))
    most = median(medians(rounds, key).around for key in QUESTIONS)
    return "\n".join([*lines, f"Around the statements: {most:.2f} ms on the processor at the median (aim: under 5)."])


def cold_said(cold: Cold) -> str:
    """How long a question takes from cold, beside its libraries."""
    return (
        f"`auditbot ask` from cold: {cold.asked:.0f} ms on the processor, its libraries alone {cold.libraries:.0f} ms: "
        f"{cold.times:.2f} times (aim: at most 1.5)."
    )


def as_json(rounds: Rounds, setting: Mapping[str, Any], cold: Cold | None = None) -> dict[str, Any]:
    """The same with every round."""
    questions = {
        key: {"asked": question.text, "ratio": round(ratio(medians(rounds, key)), 2)}
        | {"rounds": [asdict(one[key]) for one in rounds]}
        for key, question in QUESTIONS.items()
    }
    return {"setting": dict(setting), "questions": questions, "cold": None if cold is None else asdict(cold)}
