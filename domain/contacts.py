"""The tries to reach those who should have a say in an audit, in words (DOMAIN, "The monthly cycle", 4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from domain.calendar import spoken_day
from domain.words import ContactWay, Party

# In characters: with all of them in it a reason still fits into a cell of a spreadsheet, which takes 32,767.
LONGEST_RESULT = 300
MOST_ATTEMPTS = 40
# What is longer ago than a year belongs to no audit of these months.
LONGEST_AGO = timedelta(days=366)

WAYS = {
    ContactWay.PHONE: "by phone",
    ContactWay.VISIT: "by a visit",
    ContactWay.MESSAGE: "by a message",
    ContactWay.OTHER: "another way",
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: whom, on which London day, how if that was said, and what came of it in the auditor's words."""

    id: int
    party: Party
    on_day: date
    way: ContactWay | None
    result: str


def in_words(attempt: Attempt) -> str:
    """A try as a sentence: "Tried on Friday 20 November 2026 by phone: it rang out"."""
    how = f" {WAYS[attempt.way]}" if attempt.way else ""
    what = f": {attempt.result}" if attempt.result else "."
    return f"Tried on {spoken_day(attempt.on_day)}{how}{what}"


def with_attempts(reason: str | None, attempts: Iterable[Attempt]) -> str | None:
    """The auditor's reason with the tries below it, a line each: what the workbook has in the column `reason`."""
    lines = [*([reason] if reason else []), *map(in_words, attempts)]
    return "\n".join(lines) or None
