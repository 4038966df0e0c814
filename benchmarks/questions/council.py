"""Ten years of an invented large council, straight into the tables: 100,000 audits and 500,000 actions.

What a figure is counted from is there; what no figure reads (states' history, the record, texts) is left out.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Table, text

from domain.calendar import last_day_of
from storage.statements import insert_many
from storage.store import Actor, Store, Unit
from storage.tables.allocations import allocation, case_record, exemption
from storage.tables.audits import agreed_action, audit, domain_rating, moderation
from storage.tables.concerns import concern
from storage.tables.people import person, person_role, standing_exemption, team, team_post

TODAY = date(2019, 4, 10)
NOW = datetime(2019, 4, 10, 9, tzinfo=UTC)
MONTHS = tuple(f"{2009 + (3 + n) // 12}-{(3 + n) % 12 + 1:02}" for n in range(120))
TEAMS, AUDITORS, WORKERS, CASES = 90, 850, 600, 30_000
AUDITS_A_MONTH, ACTIONS_AN_AUDIT = 834, 5
SERVICES = ("Children's Social Care", "Early Help", "Youth Support")
STATUSES = ("CIN", "CP", "CiC", "Care Leaver", "Assessment", "CWD")
RATINGS = ("Outstanding", "Good", "Requires Improvement", "Inadequate")
QA = "qa@council.example"
Row = tuple[Any, ...]


@dataclass(slots=True)
class _Rows:
    """Rows on their way into one table."""

    unit: Unit
    table: Table
    columns: Sequence[str]
    waiting: list[Row] = field(default_factory=list)

    def add(self, *values: Any) -> None:
        self.waiting.append(values)

    def flush(self) -> None:
        if self.waiting:
            rows = [dict(zip(self.columns, row, strict=True)) for row in self.waiting]
            insert_many(self.unit, self.table, rows)
            self.waiting.clear()


def fill(store: Store, months: Sequence[str] = MONTHS) -> None:
    """Put the council's months into an empty, migrated database, and let that count its rows for its plans."""
    chance = random.Random(2019)  # noqa: S311 - the same council in every run, no secret
    with store.unit(NOW, Actor("import")) as unit:
        _people(unit, chance)
        _cases(unit, chance)
        _audits(unit, chance, months)
    with store.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def _people(unit: Unit, chance: random.Random) -> None:
    teams = _Rows(unit, team, ("id", "name", "service", "locality"))
    for number in range(1, TEAMS + 1):
        teams.add(number, f"Team {number:02}", SERVICES[number % 3], f"Locality {number % 6}")
    people = _Rows(unit, person, ("id", "email", "name", "team_id", "trained_on", "left_on"))
    roles = _Rows(unit, person_role, ("person_id", "role"))
    for number in range(1, AUDITORS + WORKERS + 1):
        is_auditor = number <= AUDITORS
        trained = date(2009, 1, 1) + timedelta(days=chance.randint(0, 2500)) if is_auditor else None
        left = date(2012, 1, 1) + timedelta(days=chance.randint(0, 4000)) if chance.random() < 0.3 else None
        name = f"{'auditor' if is_auditor else 'worker'}{number}"
        people.add(number, f"{name}@council.example", name.title(), number % TEAMS + 1, trained, left)
        roles.add(number, "auditor" if is_auditor else "social_worker")
        if is_auditor and number % 5 == 0:
            roles.add(number, "moderator")
    people.add(AUDITORS + WORKERS + 1, QA, "Quinn Ash", None, None, None)
    roles.add(AUDITORS + WORKERS + 1, "qa")
    posts = _Rows(unit, team_post, ("team_id", "post", "person_id"))
    for number in range(1, TEAMS + 1):
        posts.add(number, "team_manager", number)
        posts.add(number, "head_of_service", number % 9 + 1)
    away = _Rows(unit, standing_exemption, ("person_id", "kind", "starts_on", "ends_on"))
    for number in range(1, AUDITORS, 9):
        begins = date(2010, 1, 1) + timedelta(days=chance.randint(0, 3000))
        away.add(number, "maternity", begins, begins + timedelta(days=270))
    for rows in (teams, people, roles, posts, away):
        rows.flush()


def _cases(unit: Unit, chance: random.Random) -> None:
    cases = _Rows(unit, case_record, ("id", "case_ref", "team_id", "social_worker_id", "legal_status"))
    for number in range(1, CASES + 1):
        worker = AUDITORS + chance.randint(1, WORKERS)
        cases.add(number, str(4_000_000 + number), chance.randint(1, TEAMS), worker, chance.choice(STATUSES))
    cases.flush()


class _Written:
    """The tables of the audits and of what follows them."""

    def __init__(self, unit: Unit) -> None:
        self.allocations = _Rows(
            unit,
            allocation,
            (
                *("id", "ref", "month", "case_id", "auditor_id", "kind", "allocated_on", "due_on", "team_id"),
                *("service", "locality", "legal_status", "status", "returned_on", "uploaded_on"),
            ),
        )
        self.audits = _Rows(unit, audit, ("allocation_id", "overall", "at_risk"))
        self.moderations = _Rows(
            unit,
            moderation,
            ("allocation_id", "moderator_id", "moderated_on", "overall", "met_standard", "source", "recorded_at"),
        )
        self.grades = _Rows(unit, domain_rating, ("allocation_id", "domain", "rating"))
        self.actions = _Rows(
            unit,
            agreed_action,
            ("ref", "allocation_id", "owner_id", "description", "raised_on", "due_on", "completed_on"),
        )
        self.concerns = _Rows(unit, concern, ("ref", "allocation_id", "category", "status", "raised_on", "resolved_on"))
        self.exemptions = _Rows(
            unit, exemption, ("person_id", "month", "kind", "authorised_on", "source", "recorded_at")
        )

    def __iter__(self) -> Iterator[_Rows]:
        return iter(
            (self.allocations, self.audits, self.moderations, self.grades, self.actions, self.concerns, self.exemptions)
        )


def _audits(unit: Unit, chance: random.Random, months: Sequence[str]) -> None:
    written = _Written(unit)
    key = 0
    for month in months:
        for person_id in chance.sample(range(1, AUDITORS + 1), 30):
            written.exemptions.add(person_id, month, "director", date.fromisoformat(f"{month}-03"), "import", NOW)
        for _ in range(AUDITS_A_MONTH):
            key += 1
            _audit(written, chance, key, month)
        # What is named has to be there: the allocations first.
        for rows in written:
            rows.flush()


def _audit(written: _Written, chance: random.Random, key: int, month: str) -> None:
    first, due = date.fromisoformat(f"{month}-02"), last_day_of(month) - timedelta(days=5)
    returned = _by_today(first + timedelta(days=chance.randint(5, 30))) if chance.random() < 0.9 else None
    place = chance.randint(1, TEAMS)
    service, locality = SERVICES[place % 3], f"Locality {place % 6}"
    status = "allocated" if returned is None else "returned"
    uploaded = _by_today(returned + timedelta(days=20)) if returned and chance.random() < 0.97 else None
    written.allocations.add(
        *(key, f"A{key:06}", month, chance.randint(1, CASES), chance.randint(1, AUDITORS), "core", first, due, place),
        *(service, locality, chance.choice(STATUSES), status, returned, uploaded),
    )
    if returned is not None:
        _found(written, chance, key, returned)


def _found(written: _Written, chance: random.Random, key: int, returned: date) -> None:
    overall = chance.choices(RATINGS, (1, 8, 10, 4))[0]
    written.audits.add(key, overall, overall == "Requires Improvement" and chance.random() < 0.3)
    final = overall if chance.random() < 0.85 else chance.choice(RATINGS)
    met, day = chance.random() > 0.05, min(returned + timedelta(days=9), TODAY)
    written.moderations.add(key, 5 * chance.randint(1, AUDITORS // 5), day, final, met, "import", NOW)
    written.grades.add(key, "Supervision", overall)
    for number in range(ACTIONS_AN_AUDIT + chance.randint(0, 1)):
        due = returned + timedelta(days=chance.randint(7, 90))
        is_done = chance.random() < (0.5 if due > TODAY - timedelta(days=200) else 0.996)
        done = _by_today(due + timedelta(days=chance.randint(-6, 20))) if is_done else None
        owner = AUDITORS + chance.randint(1, WORKERS)
        ref = f"N{key:06}-{number}"
        written.actions.add(ref, key, owner, "Write the plan anew.", returned, due, done)
    if final == "Inadequate":
        resolved = returned + timedelta(days=60) if returned < TODAY - timedelta(days=70) else None
        status = "resolved" if resolved else "open"
        written.concerns.add(f"C{key:06}", key, 2, status, returned, resolved)


def _by_today(day: date) -> date | None:
    return day if day <= TODAY else None
