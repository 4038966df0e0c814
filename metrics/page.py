"""The page of what can be asked, made from the catalogue: `python -m metrics.page` writes docs/what-can-be-asked.md."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from metrics.entries import following, quality, returns, voices
from metrics.measure import Default, Metric, Target
from metrics.query import Dimension
from metrics.wording import TO_ONE, named

FILE = Path(__file__).parent.parent / "docs" / "what-can-be-asked.md"


@dataclass(frozen=True, slots=True)
class Family:
    """Figures that belong together, under a name that a reader knows."""

    key: str
    name: str
    metrics: Sequence[Metric]


FAMILIES = (
    Family("returns", "Audits given and returned", returns.ENTRIES),
    Family("quality", "What the audits found", quality.ENTRIES),
    Family("voices", "Who was heard, and what changed", voices.ENTRIES),
    Family("following", "What follows an audit", following.ENTRIES),
)
# Questions of each kind, to begin with; a test asks every one.
FIRST_QUESTIONS = (
    "Completion rate last month",
    "Ratings in the last quarter",
    "Overdue actions by team",
    "How many audits haven't come back this month?",
    "Completion rate by service for the last three months",
)
# What goes on from an answer.
FOLLOW_UPS = (
    "and in July?",
    "by team",
    "which ones?",
    "compare with last quarter",
    "as at 31 July",
    "how is that counted?",
)


def family_named(key: str) -> Family | None:
    """A family by its key."""
    return next((family for family in FAMILIES if family.key == key), None)


def example_of(metric: Metric) -> str:
    """A question that is answered with this figure."""
    return f"{metric.label} last month" if metric.default is Default.THIS_MONTH else metric.label


def page() -> str:
    """The page in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# What can be asked"
    yield ""
    yield "Made from the catalogue by `python -m metrics.page`: change an entry there, not this page."
    yield ""
    yield "Ask in your own words, in Teams or with `auditbot ask`. Name a figure; name a month, a quarter or a year;"
    yield "name a team, a service or a plan if you want only that. What is not clear is asked back."
    yield ""
    yield from (f"- {question}" for question in FIRST_QUESTIONS)
    yield ""
    yield f"Then go on: {', '.join(f'“{text}”' for text in FOLLOW_UPS)}."
    for family in FAMILIES:
        yield ""
        yield f"## {family.name}"
        for metric in family.metrics:
            yield from _entry(metric)


def _entry(metric: Metric) -> Iterator[str]:
    yield ""
    yield f"### {metric.label}"
    yield ""
    yield metric.definition
    yield ""
    yield f"- Ask: “{example_of(metric)}”"
    yield f"- By: {by_said(metric)}"
    if metric.target is not None:
        yield f"- Target: {_target(metric.target)}"
    yield f"- In `--json`: `{metric.id}`, in {metric.unit}"


def by_said(metric: Metric) -> str:
    """What a figure can be broken down and filtered by, in words."""
    known = [dimension for dimension in Dimension if dimension in metric.dimensions]
    return ", ".join(named(dimension) for dimension in known)


def _target(target: Target) -> str:
    if target.is_at_most and target.value == TO_ONE:
        return f"at most {target.value:g} to one"
    return f"{'under' if target.is_at_most else 'at least'} {target.value:g}%"


def main() -> int:
    """Write the page; the exit code."""
    FILE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"Written: {FILE.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
