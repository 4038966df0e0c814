"""What the store holds, read a second time: plain SQL over a connection of its own, none of the service's queries."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from simulation.days import day_in_london
from simulation.ladders import USUAL, Ladder, ladder_of

FOR_MONTHS = ("maternity", "extended_absence")


class Key(NamedTuple):
    """What tells an item from all others: its kind and its row."""

    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class Open:
    """Something that is open: whose it is, from which day its ladder counts, how it is known on a card.

    Attributes:
        is_exempt: its auditor is exempt for its month.
        asker: who asked for what is to be approved: they are never asked to answer it.
        known_as: the case's reference, or the beginning of an action's words.
    """

    key: Key
    owner: int
    due_on: date
    known_as: str
    is_exempt: bool = False
    asker: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the store."""

    id: int
    email: str
    manager: int | None
    team: int | None
    left_on: date | None
    object_id: str


class Line(NamedTuple):
    """A line of the ledger: who is told of what, as what, and the day on which its rung was reached."""

    person: int
    kind: str
    subject: int
    due_on: date
    party: str
    reached_on: date


@dataclass(frozen=True, slots=True)
class Pause:
    """That nothing is said about an item up to a day; to one person only where it names them."""

    key: Key
    until: date
    person: int | None
    is_snooze: bool


@dataclass(slots=True)
class Facts:
    """The store on a London day."""

    today: date
    items: dict[Key, Open] = field(default_factory=dict)
    people: dict[int, Known] = field(default_factory=dict)
    heads: dict[int, int] = field(default_factory=dict)
    directors: list[int] = field(default_factory=list)
    away: frozenset[int] = frozenset()
    deputies: dict[int, list[int]] = field(default_factory=dict)
    stopped_people: frozenset[int] = frozenset()
    stopped_teams: frozenset[int] = frozenset()
    all_stopped: bool = False
    pauses: dict[Key, list[Pause]] = field(default_factory=dict)
    told: dict[Key, list[Line]] = field(default_factory=dict)
    ladder: Ladder = field(default_factory=lambda: ladder_of(USUAL))
    leave_silences: str = "person"

    def is_here(self, person: int | None) -> bool:
        """Whether a person works here."""
        known = self.people.get(person or 0)
        return known is not None and (known.left_on is None or known.left_on >= self.today)

    def is_stopped(self, person: int) -> bool:
        """Whether QA has stopped chasing a person."""
        known = self.people[person]
        return self.all_stopped or person in self.stopped_people or known.team in self.stopped_teams


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


class Reader:
    """A connection that only reads the simulation's SQLite file."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        self._connection.row_factory = sqlite3.Row

    def rows(self, statement: str, *values: Any) -> list[Any]:
        """The rows of a statement."""
        return self._connection.execute(statement, values).fetchall()

    def one(self, statement: str, *values: Any) -> Any:
        """The one value of a statement."""
        return self._connection.execute(statement, values).fetchone()[0]

    def erased(self, table: str) -> set[str]:
        """The rows of a history that an erasure named: they may have been emptied, or be gone."""
        return {row[0] for row in self.rows("SELECT row_id FROM erased_row WHERE table_name = ?", table)}

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def facts(self, today: date) -> Facts:
        """Everything that chasing rests on, as it stands."""
        facts = Facts(today)
        for row in self.rows("SELECT id, email, line_manager_id, team_id, left_on, entra_object_id FROM person"):
            left = _day(row["left_on"])
            ids = (row["line_manager_id"], row["team_id"], left, row["entra_object_id"] or "")
            facts.people[row["id"]] = Known(row["id"], row["email"], *ids)
        for row in self.rows("SELECT team_id, person_id FROM team_post WHERE post = 'head_of_service'"):
            facts.heads[row["team_id"]] = row["person_id"]
        directors = self.rows("SELECT person_id FROM person_role WHERE role = 'director'")
        facts.directors = [row[0] for row in directors if facts.is_here(row[0])]
        self._absences(facts)
        self._stops(facts)
        for one in [*self._audits(), *self._actions(), *self._approvals(), *self._surveys(), *self._concerns(facts)]:
            facts.items[one.key] = one
        self._pauses(facts)
        self._settings(facts)
        return facts

    def _settings(self, facts: Facts) -> None:
        """What the council has set for the day: of what was set for several days the last, of one day the newest."""
        statement = "SELECT name, value FROM policy_setting WHERE effective_from <= ? ORDER BY effective_from, id"
        values = {row["name"]: row["value"] for row in self.rows(statement, facts.today.isoformat())}
        facts.ladder = ladder_of(values.get("ladder", USUAL))
        facts.leave_silences = values.get("leave_silences", "person")

    def _absences(self, facts: Facts) -> None:
        day = facts.today.isoformat()
        leave = self.rows(
            "SELECT person_id FROM leave WHERE cancelled_at IS NULL AND starts_on <= ? AND ends_on >= ?", day, day
        )
        standing = self.rows(
            "SELECT person_id, kind FROM standing_exemption WHERE starts_on <= ? AND (ends_on IS NULL OR ends_on >= ?)",
            day,
            day,
        )
        long = [row["person_id"] for row in standing if row["kind"] in FOR_MONTHS]
        facts.away = frozenset([*(row[0] for row in leave), *long])
        deputies = "SELECT person_id, deputy_id FROM deputy WHERE starts_on <= ? AND ends_on >= ? AND ended_at IS NULL"
        for row in self.rows(deputies, day, day):
            facts.deputies.setdefault(row["person_id"], []).append(row["deputy_id"])

    def _stops(self, facts: Facts) -> None:
        day = facts.today.isoformat()
        stops = self.rows(
            "SELECT person_id, team_id FROM chasing_stop"
            " WHERE started_at IS NULL AND (ends_on IS NULL OR ends_on >= ?)",
            day,
        )
        facts.all_stopped = any(row["person_id"] is None and row["team_id"] is None for row in stops)
        facts.stopped_people = frozenset(row["person_id"] for row in stops if row["person_id"])
        facts.stopped_teams = frozenset(row["team_id"] for row in stops if row["team_id"])

    def _audits(self) -> Iterable[Open]:
        statement = """
            SELECT a.id, a.auditor_id, a.status, a.due_on, a.second_due_on, a.returned_on, c.case_ref, u.reopened_at,
                EXISTS (SELECT 1 FROM exemption e WHERE e.person_id = a.auditor_id AND e.month = a.month) AS is_exempt,
                EXISTS (SELECT 1 FROM moderation m WHERE m.allocation_id = a.id AND m.moderated_on IS NULL) AS awaits,
                (SELECT max(on_day) FROM allocation_transition t WHERE t.allocation_id = a.id
                    AND t.to_status IN ('returned', 'moderated')) AS outcome_on
            FROM allocation a JOIN case_record c ON c.id = a.case_id LEFT JOIN audit u ON u.allocation_id = a.id
            WHERE a.uploaded_on IS NULL AND a.status NOT IN ('withdrawn', 'exempted', 'uploaded')
        """
        for row in self.rows(statement):
            due = _day(row["due_on"])
            if row["status"] in {"allocated", "started", "sent_back"}:
                second = _day(row["second_due_on"]) if row["status"] == "sent_back" else None
                key, exempt = Key("return", row["id"]), bool(row["is_exempt"])
                yield Open(key, row["auditor_id"], second or due or date.max, row["case_ref"], exempt)
            elif not row["reopened_at"] and not row["awaits"]:
                outcome = _day(row["outcome_on"]) or _day(row["returned_on"]) or due
                yield Open(Key("upload", row["id"]), row["auditor_id"], outcome or date.max, row["case_ref"])

    def _actions(self) -> Iterable[Open]:
        statement = """
            SELECT id, owner_id, due_on, description FROM agreed_action
            WHERE completed_on IS NULL AND removed_on IS NULL
        """
        for row in self.rows(statement):
            due = _day(row["due_on"]) or date.max
            yield Open(Key("action", row["id"]), row["owner_id"], due, row["description"].split(":")[0])

    def _approvals(self) -> Iterable[Open]:
        statement = """
            SELECT r.id, r.approver_id, r.asked_at, r.person_id, p.name FROM exemption_request r
            JOIN person p ON p.id = r.person_id WHERE r.status = 'asked' AND r.approver_id IS NOT NULL
        """
        for row in self.rows(statement):
            asked = day_in_london(datetime.fromisoformat(row["asked_at"]).replace(tzinfo=UTC))
            key = Key("approval", row["id"])
            yield Open(key, row["approver_id"], asked, row["name"], asker=row["person_id"])

    def _surveys(self) -> Iterable[Open]:
        statement = """
            SELECT s.id, s.respondent_id, s.sent_on, c.case_ref FROM impact_survey s
            JOIN allocation a ON a.id = s.allocation_id JOIN case_record c ON c.id = a.case_id
            WHERE s.answered_on IS NULL AND s.sent_on IS NOT NULL AND a.status <> 'withdrawn'
        """
        for row in self.rows(statement):
            if row["respondent_id"] is not None:
                sent = _day(row["sent_on"]) or date.max
                yield Open(Key("survey", row["id"]), row["respondent_id"], sent, row["case_ref"])

    def _concerns(self, facts: Facts) -> Iterable[Open]:
        """The entries that wait for a response, each with whoever leads the child's team: its manager, or its head."""
        managers = self.rows("SELECT team_id, person_id FROM team_post WHERE post = 'team_manager'")
        managed = {row["team_id"]: row["person_id"] for row in managers if facts.is_here(row["person_id"])}
        statement = """
            SELECT n.id, n.respond_by, a.team_id, c.case_ref FROM concern n
            JOIN allocation a ON a.id = n.allocation_id JOIN case_record c ON c.id = a.case_id
            WHERE n.status = 'open' AND n.respond_by IS NOT NULL
        """
        for row in self.rows(statement):
            owner = managed.get(row["team_id"], facts.heads.get(row["team_id"]))
            if owner is not None and facts.is_here(owner):
                yield Open(Key("concern", row["id"]), owner, _day(row["respond_by"]) or date.max, row["case_ref"])

    def _pauses(self, facts: Facts) -> None:
        statement = "SELECT kind, subject_id, person_id, until_on, why FROM chase_hold WHERE lifted_at IS NULL"
        for row in self.rows(statement):
            key = Key(row["kind"], row["subject_id"])
            until = _day(row["until_on"]) or date.max
            pause = Pause(key, until, row["person_id"], row["why"] == "snooze")
            facts.pauses.setdefault(key, []).append(pause)

    def told(self, facts: Facts, before: date) -> None:
        """Put to the facts who was told of what is open on earlier days: what went, or may still be going."""
        statement = """
            SELECT n.person_id, n.kind, n.subject_id, n.due_on, n.party, n.reached_on
            FROM nudge_line n LEFT JOIN outbox o ON o.id = n.outbox_id
            WHERE n.digest_on < ? AND (n.status IN ('sent', 'acted')
                OR (n.status = 'owed' AND o.status IN ('sent', 'sending')))
        """
        # Of what is done nobody asks any more; a roll-up is of one month or of the one before.
        for kind in {key.kind for key in facts.items}:
            ids = [key.id for key in facts.items if key.kind == kind]
            which = f" AND n.kind = ? AND n.subject_id IN ({', '.join('?' * len(ids))})"
            self._tell(facts, self.rows(statement + which, before.isoformat(), kind, *ids))
        since = (before - timedelta(days=70)).isoformat()
        rolled_up = " AND n.kind = 'roll_up' AND n.digest_on >= ?"
        self._tell(facts, self.rows(statement + rolled_up, before.isoformat(), since))

    def _tell(self, facts: Facts, rows: Iterable[Any]) -> None:
        for row in rows:
            line = _line(row)
            facts.told.setdefault(Key(line.kind, line.subject), []).append(line)

    def decided(self, day: date, person: int | None = None) -> dict[Line, str]:
        """The lines that a day's pass owed, each with how it stands; what was overtaken is left out."""
        statement = """
            SELECT person_id, kind, subject_id, due_on, party, reached_on, status FROM nudge_line
            WHERE digest_on = ? AND outbox_id IS NOT NULL
        """
        mine = "" if person is None else f" AND person_id = {person:d}"
        return {_line(row): row["status"] for row in self.rows(statement + mine, day.isoformat())}

    def is_decided(self, day: date) -> bool:
        """Whether a day's digests were decided."""
        return bool(self.one("SELECT count(*) FROM chasing_pass WHERE day = ?", day.isoformat()))


def _line(row: Any) -> Line:
    due, reached = _day(row["due_on"]), _day(row["reached_on"])
    return Line(row["person_id"], row["kind"], row["subject_id"], due or date.max, row["party"], reached or date.max)
