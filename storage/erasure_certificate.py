"""The certificate of an erasure: what went, how much of it, by whom, why and when; nothing of what it said."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.data_map import Ground

Counts = Mapping[str, Mapping[str, int]]

# What was erased, in words that don't name it.
ONE_RECORD, ONE_PERSON = "one child's record", "one person who has left"
OLD_AUDITS, OLD_LEAVERS = "the words of audits whose time is over", "who left long ago"
FOR_A_TIME = "what is kept for a time only"
ABOUT: Mapping[Ground, Sequence[str]] = {
    Ground.CASE: (ONE_RECORD,),
    Ground.PERSON: (ONE_PERSON,),
    Ground.RETENTION: (OLD_AUDITS, OLD_LEAVERS, FOR_A_TIME),
}
# Who had it done where nobody did.
BY_ITSELF = "auditbot"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate in Markdown. `digest` is the SHA-256 of its UTF-8 bytes, hexadecimal: it is kept."""

    text: str

    @property
    def digest(self) -> str:
        """What the store keeps of it, so that one that is shown later can be held to it."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def certificate(about: str, counts: Counts, by: str, reason: str, day: str, at: datetime) -> Certificate:
    """The certificate of an erasure.

    Args:
        about: what was erased, in words that don't name it.
        counts: by table, how many rows were emptied, and how many deleted.
        by: who had it done.
        reason: why.
        day: the London day in words.
        at: the instant, aware.
    """
    lines = [
        "# Certificate of erasure",
        "",
        f"Erased from auditbot: {about}.",
        "",
        f"- When: {day}, {at:%H:%M} UTC",
        f"- By: {by}",
        f"- Why: {reason}",
        "",
        *told_counts(counts),
        "",
        "Emptied rows keep what the council's figures are counted from: days, grades, teams. What was written in them,",
        "and what leads back to the child or the person, is gone. Backups made before this day, and messages in",
        "Microsoft Teams, are not reached by it, and the database's own files may hold bytes of it for a while: see",
        "docs/retention.md for what to do about them.",
    ]
    return Certificate("\n".join([*lines, ""]))


def told_counts(counts: Counts) -> list[str]:
    """How much of what, as a Markdown table."""
    numbers = sorted(counts.items())
    rows = [f"| {name} | {one.get('emptied', 0):,} | {one.get('deleted', 0):,} |" for name, one in numbers]
    return ["| table | rows emptied | rows deleted |", "|---|---:|---:|", *rows]
