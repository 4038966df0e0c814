"""Dip samples: a set of records, a few yes/no/partial questions each, shared out evenly (DOMAIN, "What follows")."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.words import DipAnswer

MOST_QUESTIONS = 10
MOST_RECORDS = 200
ANSWERS = (
    (DipAnswer.YES.value, "Yes"),
    (DipAnswer.NO.value, "No"),
    (DipAnswer.PARTIAL.value, "Partly"),
    (DipAnswer.NOT_APPLICABLE.value, "Does not apply"),
)


@dataclass(frozen=True, slots=True)
class Sampled:
    """A record of a sample: its row, and the team that has the child."""

    record_id: int
    team_id: int


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who reviews, and the team they work in or lead, as `teams`."""

    person_id: int
    teams: frozenset[int]


def read_lines(text: str) -> list[str]:
    """What was written a line each, each once; empty lines are left out."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def read_references(text: str) -> list[str]:
    """The references in a text, each once: a line each, or parted by commas, semicolons or spaces."""
    for sign in ",;\t":
        text = text.replace(sign, "\n")
    return list(dict.fromkeys(word for line in text.splitlines() for word in line.split()))


def draw(records: Sequence[int], count: int, seed: str) -> list[int]:
    """So many of these records at random: the same seed draws the same ones from the same records, in any order."""
    return sorted(random.Random(seed).sample(sorted(records), count))  # noqa: S311 - a sample, no secret


def share_out(records: Iterable[Sampled], reviewers: Sequence[Reviewer]) -> tuple[dict[int, int], list[int]]:
    """Who reviews which record: evenly, and nobody one of their own team.

    The records that fewest people may review go first, each to whoever has fewest so far.

    Returns:
        The reviewer by record, and the records that none of these people may review.
    """
    load: Counter[int] = Counter()
    may = {one: [who for who in reviewers if one.team_id not in who.teams] for one in records}
    shared: dict[int, int] = {}
    for one in sorted(may, key=lambda record: (len(may[record]), record.record_id)):
        if may[one]:
            chosen = min(may[one], key=lambda who: (load[who.person_id], reviewers.index(who)))
            load[chosen.person_id] += 1
            shared[one.record_id] = chosen.person_id
    return shared, [one.record_id for one in may if not may[one]]
