"""The outbox held against what Teams saw: what is in doubt had a reason, what came is known, what is owed went."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from simulation import expected
from simulation.days import day_in_london
from simulation.facts import Line, Reader
from simulation.teams import Arrival, Teams

# A killed sender is given up after the lease of what it had claimed, and that is looked for every few minutes.
GIVEN_UP_AFTER = timedelta(minutes=2)
# Why a line lapsed that can't be owed again by the evening. Leave, stops and pauses may have ended meanwhile.
FOR_GOOD = frozenset({"done", "another_day", "somebody_else", "left"})


def instant(text: str) -> datetime:
    """An instant as SQLite keeps it."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass(slots=True)
class Post:
    """Checks of what was sent.

    Attributes:
        ends: when the process died, or was stopped.
    """

    teams: Teams
    reader: Reader
    now: Callable[[], datetime]
    wrong: Callable[[str], None]
    ends: list[datetime] = field(default_factory=list)
    _looked: int = 0
    _uncertain: set[int] = field(default_factory=set)

    def check(self) -> None:
        """Hold what is new against what Teams saw."""
        self._check_uncertain()
        self._check_arrived()

    def _check_uncertain(self) -> None:
        statement = """
            SELECT o.id, o.template, o.created_at, o.settled_at, o.outcome, p.entra_object_id FROM outbox o
            JOIN person p ON p.id = o.person_id WHERE o.status = 'uncertain'
        """
        for row in self.reader.rows(statement):
            if row["id"] not in self._uncertain:
                self._uncertain.add(row["id"])
                if not self._had_a_reason(row):
                    said = f"message {row['id']} ({row['template']}) is down as uncertain ({row['outcome']})"
                    self.wrong(f"{said}, and nothing was lost")

    def _had_a_reason(self, row: Any) -> bool:
        began, ended = instant(row["created_at"]), instant(row["settled_at"])
        doubts = [at for at, object_id in self.teams.doubts if object_id == row["entra_object_id"]]
        return any(began <= at <= ended for at in [*doubts, *self.ends])

    def _check_arrived(self) -> None:
        known = {row[0] for row in self.reader.rows("SELECT channel_activity_id FROM outbox WHERE status = 'sent'")}
        late = self.now() - GIVEN_UP_AFTER
        while self._looked < len(self.teams.arrived) and self.teams.arrived[self._looked].at < late:
            one = self.teams.arrived[self._looked]
            self._looked += 1
            if not (one.is_reply or one.is_file or not one.is_told or one.id in known or self._ended_after(one)):
                self.wrong(f"'{one.activity.get('summary')}' came, Teams said so, and it is not down as sent")

    def _ended_after(self, one: Arrival) -> bool:
        return any(one.at <= end <= one.at + GIVEN_UP_AFTER for end in self.ends)

    def check_today(self) -> None:
        """In the evening of a day on which everything could go: it was decided, and nothing that is owed lapsed."""
        today = day_in_london(self.now())
        if not self.reader.is_decided(today):
            self.wrong(f"the digests of {today} were never decided")
            return
        facts = self.reader.facts(today)
        statement = "SELECT person_id, reason FROM nudge_line WHERE digest_on = ? AND status = 'lapsed'"
        lapsed = {
            row["person_id"] for row in self.reader.rows(statement, today.isoformat()) if row["reason"] in FOR_GOOD
        }
        for person in lapsed:
            for line, status in self.reader.decided(today, person).items():
                self._check_lapsed(line, status, expected.why_not_now(line, facts))

    def _check_lapsed(self, line: Line, status: str, why: str) -> None:
        reason = "SELECT reason FROM nudge_line WHERE person_id = ? AND kind = ? AND subject_id = ? AND digest_on = ?"
        if status != "lapsed" or why:
            return
        today = day_in_london(self.now()).isoformat()
        found = [row[0] for row in self.reader.rows(reason, line.person, line.kind, line.subject, today)]
        if any(one in FOR_GOOD for one in found):
            self.wrong(f"{line} lapsed as {found}, and is owed")
