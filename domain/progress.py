"""How far an audit has come, as its auditor counts: "4 of 12".

The steps that every audit of a framework has are counted, each with a number that it keeps. A question that follows
from an answer (why somebody was not included, how urgent an Inadequate is) shares the number of the step before it,
so that neither number jumps about while the audit is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.audit_steps import Step, graded_step
from domain.framework import Framework, StepKind


@dataclass(frozen=True, slots=True)
class Place:
    """A step's place: "4 of 12". `follows_up` says that it shares the number of the step before it."""

    number: int
    count: int
    follows_up: bool = False


@lru_cache(maxsize=32)
def _counted(framework: Framework) -> tuple[str, ...]:
    keys: list[str] = []
    for kind in framework.steps:
        keys += map(graded_step, framework.domains) if kind is StepKind.DOMAINS else [kind.value]
    return tuple(keys)


def place_of(framework: Framework, steps: Sequence[Step], step: Step) -> Place:
    """Where a step stands among those that every audit has.

    Args:
        framework: the audit's.
        steps: those that this audit has now, in their order.
        step: one of them.
    """
    counted = _counted(framework)
    upto = [one.key for one in steps[: steps.index(step) + 1]]
    # A framework may begin with a kind that asks nothing of itself: then the first number is as good as any.
    last = next((key for key in reversed(upto) if key in counted), counted[0])
    return Place(counted.index(last) + 1, len(counted), follows_up=last != step.key)
