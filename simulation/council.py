"""A council made up by chance: its people, and what its QA team imports month by month."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from simulation.days import first_working_day
from storage.workbook.cells import Cell
from storage.workbook.reading import RawSheet, Workbook

Rows = list[list[Cell]]
FIRST = ("Ada", "Bo", "Cleo", "Dev", "Edda", "Finn", "Gwen", "Hal", "Ines", "Jun", "Kit", "Lena", "Mo", "Nia", "Otto")
LAST = (
    "Ash",
    "Beck",
    "Carr",
    "Dale",
    "Elm",
    "Frost",
    "Glen",
    "Hill",
    "Ivory",
    "Jarrow",
    "Kemp",
    "Lark",
    "Moss",
    "Nott",
)
SERVICES = ("Assessment", "Long Term")
STATUSES = ("CIN", "CP", "CiC", "Care Leaver", "CWD")


@dataclass(slots=True)
class Somebody:
    """A person of the council, as the workbook has them."""

    email: str
    name: str
    object_id: str
    roles: tuple[str, ...]
    team: str
    manager: str = ""
    left_on: date | None = None
    is_linked: bool = True


@dataclass(slots=True)
class Team:
    """A team, with who leads it."""

    name: str
    service: str
    manager: str
    head: str


@dataclass(slots=True)
class Given:
    """A record that was given to somebody."""

    ref: str
    case_ref: str
    month: str
    auditor: str
    team: str
    allocated_on: date
    due_on: date


@dataclass(slots=True)
class Council:
    """A council and what it has imported.

    Attributes:
        people: by e-mail address.
    """

    random: Random
    people: dict[str, Somebody] = field(default_factory=dict)
    teams: list[Team] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    actions: int = 0
    imports: int = 0

    @classmethod
    def made(cls, random: Random) -> "Council":
        """A council of some size."""
        council = cls(random)
        heads = [council._employs("head_of_service") for _ in SERVICES]
        director = [council._employs("director", *(("auditor",) if random.random() < 0.2 else ()))]
        for _ in range(random.choice((1, 1, 2))):
            council._employs("qa")
        for number in range(random.randrange(2, 6)):
            service = number % len(SERVICES)
            council._has_team(f"Team {number + 1}", SERVICES[service], heads[service])
        for head in heads:
            council.people[head].manager = random.choice(["", director[0]])
        return council

    def _has_team(self, name: str, service: str, head: str) -> None:
        posts = ("team_manager", "auditor") if self.random.random() < 0.5 else ("team_manager",)
        manager = self._employs(*posts, team=name, manager=self.random.choice(["", head]))
        self.teams.append(Team(name, service, manager if self.random.random() < 0.9 else "", head))
        for _ in range(self.random.randrange(1, 3)):
            self._employs("social_worker", team=name, manager=manager)
        for _ in range(self.random.randrange(1, 4)):
            self._employs("auditor", team=name, manager=self.random.choice([manager, manager, head, ""]))

    def _employs(self, *roles: str, team: str = "", manager: str = "") -> str:
        number = len(self.people)
        name = f"{FIRST[number % len(FIRST)]} {LAST[(number * 5 + number // len(LAST)) % len(LAST)]}"
        email = f"{name.lower().replace(' ', '.')}.{number}@council.example"
        object_id = str(UUID(int=self.random.getrandbits(128), version=4))
        is_linked = self.random.random() < 0.8
        self.people[email] = Somebody(email, name, object_id, roles, team, manager, is_linked=is_linked)
        return email

    def with_role(self, role: str, today: date) -> list[Somebody]:
        """Those who hold a role and are here on a day."""
        return [one for one in self.people.values() if role in one.roles and (not one.left_on or one.left_on >= today)]

    def auditors(self, today: date) -> list[Somebody]:
        """Those who audit."""
        return self.with_role("auditor", today)

    # What is imported.

    def month_begins(self, today: date) -> Workbook:
        """The month's workbook: everybody, the month's cycles, a record for most auditors."""
        month = f"{today:%Y-%m}"
        due_on = today + timedelta(days=self.random.randrange(10, 24))
        drawn: list[Given] = []
        for one in self.auditors(today):
            if self.random.random() < 0.85:
                drawn += self._draws(one, month, today, due_on)
        cycles: Rows = [[month, service, "", today, due_on] for service in SERVICES]
        sheets: dict[str, Rows] = {
            **self._standing_sheets(),
            "cases": [["case_ref", "team", "social_worker", "legal_status"], *map(self._case, drawn)],
            "cycles": [
                ["month", "service", "theme", "allocated_on", "due_on"],
                *cycles,
            ],
            "allocations": [
                ["allocation_ref", "month", "case_ref", "auditor", "allocated_on", "due_on"],
                *map(self._allocation, drawn),
            ],
        }
        return self._workbook(sheets)

    def somebody_changes(self) -> Workbook:
        """The sheets of people and teams alone: somebody left, somebody got another manager."""
        return self._workbook(self._standing_sheets())

    def somebody_leaves(self, today: date) -> tuple[Somebody | None, str]:
        """An auditor or a social worker leaves, and somebody comes in their place; who, and the new one's address."""
        may = [
            one for one in self.people.values() if not one.left_on and set(one.roles) <= {"auditor", "social_worker"}
        ]
        if len(may) < 4:
            return None, ""
        leaver = self.random.choice(may)
        leaver.left_on = today + timedelta(days=self.random.randrange(-3, 20))
        return leaver, self._employs(*leaver.roles, team=leaver.team, manager=leaver.manager)

    def actions_arrive(self, today: date) -> Workbook:
        """Actions that were agreed elsewhere, from audits that are in the store."""
        rows: Rows = [["action_ref", "allocation_ref", "owner", "description", "raised_on", "due_on"]]
        for one in self.random.sample(self.given, min(len(self.given), self.random.randrange(1, 4))):
            self.actions += 1
            owners = [who.email for who in self.people.values() if who.team == one.team and not who.left_on]
            due_on = today + timedelta(days=self.random.randrange(-10, 30))
            if owners:
                what = f"Step {self.actions}: write the plan anew with the family."
                rows.append([f"N{self.actions}", one.ref, self.random.choice(owners), what, today, due_on])
        return self._workbook({"actions": rows})

    def exempts(self, one: Given, today: date) -> Workbook:
        """An exemption that was agreed elsewhere."""
        kind = self.random.choice(["health", "leave", "director", "other"])
        rows: Rows = [["email", "month", "kind", "authorised_on"], [one.auditor, one.month, kind, today]]
        return self._workbook({"exemptions": rows})

    def _workbook(self, sheets: dict[str, Rows]) -> Workbook:
        self.imports += 1
        return Workbook(tuple(RawSheet(name, rows) for name, rows in sheets.items()), f"workbook {self.imports}")

    def _allocation(self, one: Given) -> list[Cell]:
        return [one.ref, one.month, one.case_ref, one.auditor, one.allocated_on, one.due_on]

    def _standing_sheets(self) -> dict[str, Rows]:
        teams: Rows = [[one.name, one.service, "North", one.manager, one.head] for one in self.teams]
        return {
            "teams": [
                ["team", "service", "locality", "team_manager", "head_of_service"],
                *teams,
            ],
            "people": [
                ["email", "name", "team", "line_manager", "roles", "trained_on", "left_on", "entra_object_id"],
                *map(self._person, self.people.values()),
            ],
        }

    def _person(self, one: Somebody) -> list[Cell]:
        trained = date(2020, 1, 6) if "auditor" in one.roles else ""
        ids = one.object_id if one.is_linked else ""
        return [one.email, one.name, one.team, one.manager, ";".join(one.roles), trained, one.left_on or "", ids]

    def _draws(self, auditor: Somebody, month: str, today: date, due_on: date) -> list[Given]:
        others = [team.name for team in self.teams if team.name != auditor.team]
        if not others:
            return []
        number = len(self.given) + 1
        if self.random.random() < 0.3:
            due_on += timedelta(days=self.random.randrange(-3, 4))
        team = self.random.choice(others)
        self.given.append(Given(f"A{number:05d}", f"CS-{number:05d}", month, auditor.email, team, today, due_on))
        return self.given[-1:]

    def _case(self, one: Given) -> list[Cell]:
        workers = [who.email for who in self._of_team(one.team) if "social_worker" in who.roles]
        worker = self.random.choice(workers) if workers and self.random.random() < 0.9 else ""
        return [one.case_ref, one.team, worker, self.random.choice(STATUSES)]

    def _of_team(self, team: str) -> Sequence[Somebody]:
        return [who for who in self.people.values() if who.team == team and not who.left_on]


def month_opens_on(day: date) -> date:
    """The first working day of a day's month: when the month's records are given out."""
    return first_working_day(day.replace(day=1))
