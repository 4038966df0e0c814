"""A small invented council: who works there, what is allocated, and the service they talk to."""

import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Table, select

from bot.app import Service, open_service
from bot.clock import Clock
from domain.calendar import london_day, month_of
from domain.words import AllocationKind, AllocationStatus, Post, Role
from storage.frameworks import add_shipped_frameworks
from storage.store import Actor, Store, Unit
from storage.tables.allocations import allocation, case_record
from storage.tables.people import deputy, person, person_role, team, team_post
from tests.fakes_cards import Shown
from tests.fakes_door import settings_of
from tests.fakes_messenger import NoPace, StandingClock
from tests.fakes_people import FakePerson, seen
from tests.fakes_teams import FakeBotConnector
from tests.fakes_tokens import TokenIssuer

FRIDAY_MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SUNDAY_AT_THREE = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TESTER = Actor("import")
ALDER, BIRCH = 1, 2
REVIEW = "Review your audit"

# What an auditor answers, by the title of the card. Every text is one that nobody else would write.
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "Who was involved": {
        "in_social_worker": "Included",
        "in_manager": "Included",
        "in_iro_or_chair": "Does not apply",
        "in_child": "Included",
        "in_parent": "Tried, not reached",
    },
    "Why not everybody": {"in_parent": "Two letters and a call brought no reply."},
    "Seeing and Hearing the Child": {"in_rating": "Outstanding", "in_evidence": "Seen alone <b>twice</b> a *month*."},
    "Quality of Assessment": {"in_rating": "Good", "in_evidence": "The history is drawn on throughout."},
    "Quality of Plans": {"in_rating": "Good", "in_evidence": "Each step has an owner and a week."},
    "Decision Making and Management Oversight": {"in_rating": "Good", "in_evidence": "Reasons stand beside decisions."},
    "Meetings and Reviews": {"in_rating": "Not Graded", "in_evidence": "The first review is still to come."},
    "Supervision": {"in_rating": "Requires Improvement", "in_evidence": "Gaps of nine weeks in spring."},
    "Impact of Diversity": {"in_rating": "Good", "in_evidence": "An interpreter came to each visit."},
    "What the family said": {"in_child_sentiment": "Mixed", "in_child_words": "She listens but is often late."},
    "Strengths and areas to improve": {
        "in_strengths": "A trusting bond with the worker.",
        "in_areas": "Supervision wants a rhythm.",
    },
    "Overall grade": {"in_rating": "Good"},
    "Actions": {},
}


@dataclass(slots=True)
class Council:
    """A council whose service is running, and its clock.

    Attributes:
        rosa: an auditor, who has an audit of the team at Alder Vale once `allocates` has said so.
        sue, tom, hal: the social worker, team manager and head of service there.
        mina: the director.
        dan: of the QA team.
        ids: the person's row by their name.
    """

    store: Store
    teams: FakeBotConnector
    clock: Clock
    ids: dict[str, int] = field(default_factory=dict)
    rosa: FakePerson = field(init=False)
    sue: FakePerson = field(init=False)
    tom: FakePerson = field(init=False)
    hal: FakePerson = field(init=False)
    mina: FakePerson = field(init=False)
    dan: FakePerson = field(init=False)
    service: Service = field(init=False)

    def __post_init__(self) -> None:
        self.rosa = self.teams.person("Rosa Adeyemi")
        self.sue = self.teams.person("Sue Okafor")
        self.tom = self.teams.person("Tom Lindqvist")
        self.hal = self.teams.person("Hal Morgan")
        self.mina = self.teams.person("Mina Castell")
        self.dan = self.teams.person("Dan Iqbal")
        self.ids = {row.name: row.id for row in self.rows(person)}
        if not self.ids:
            self._begins()

    def _begins(self) -> None:
        """Put into a store that is empty what every test finds there."""
        self.store.do(add_shipped_frameworks, self.clock.now(), TESTER)
        self.store.do(_add_teams, self.clock.now(), TESTER)
        self._works_here(self.rosa, Role.AUDITOR, team_id=BIRCH)
        self._works_here(self.sue, Role.SOCIAL_WORKER)
        self._works_here(self.tom, Role.TEAM_MANAGER)
        self._works_here(self.hal, Role.HEAD_OF_SERVICE)
        self._works_here(self.mina, Role.DIRECTOR)
        self._works_here(self.dan, Role.QA)
        self.holds(self.tom, Post.TEAM_MANAGER)
        self.holds(self.hal, Post.HEAD_OF_SERVICE)

    def employs(
        self,
        name: str,
        *roles: Role,
        linked: bool = True,
        welcomed: bool = True,
        team_id: int | None = ALDER,
        left_on: date | None = None,
        **in_teams: Any,
    ) -> FakePerson:
        """A person of the council who uses Teams; `linked` where an import brought their object id."""
        somebody = self.teams.person(name, **in_teams)
        more = {
            "left_on": left_on,
            "entra_object_id": somebody.object_id if linked else None,
            "welcomed_at": self.clock.now() if welcomed else None,
        }
        self._works_here(somebody, *roles, team_id=team_id, **more)
        return somebody

    def _works_here(self, somebody: FakePerson, *roles: Role, team_id: int | None = ALDER, **more: Any) -> None:
        row = {
            "email": somebody.email,
            "name": somebody.name,
            "team_id": team_id,
            "trained_on": date(2025, 9, 1) if Role.AUDITOR in roles else None,
            "entra_object_id": somebody.object_id,
            "welcomed_at": self.clock.now(),
            **more,
        }
        with self.unit() as unit:
            key: int = unit.connection.execute(person.insert().values(row).returning(person.c.id)).scalar_one()
            for role in roles:
                unit.connection.execute(person_role.insert().values(person_id=key, role=role))
        self.ids[somebody.name] = key

    def holds(self, somebody: FakePerson, post: Post, team_id: int = ALDER) -> None:
        """A person holds a post over a team."""
        with self.unit() as unit:
            row = {"team_id": team_id, "post": post, "person_id": self.id_of(somebody)}
            unit.connection.execute(team_post.insert().values(row))

    def deputises(self, somebody: FakePerson, for_: FakePerson) -> None:
        """A person stands in for another for a week from today."""
        today = london_day(self.clock.now())
        row = {"person_id": self.id_of(for_), "deputy_id": self.id_of(somebody), "starts_on": today}
        with self.unit() as unit:
            unit.connection.execute(deputy.insert().values(**row, ends_on=today + timedelta(days=7)))

    def allocates(self, to: FakePerson, case_ref: str = "CS_5000037", due_in: int = 14) -> int:
        """A record is given to an auditor today; the allocation's row."""
        today = london_day(self.clock.now())
        with self.unit() as unit:
            case = {"case_ref": case_ref, "team_id": ALDER, "legal_status": "CIN"}
            case["social_worker_id"] = self.id_of(self.sue)
            case_id = unit.connection.execute(case_record.insert().values(case).returning(case_record.c.id))
            row = {
                "ref": f"AUD-{case_ref}",
                "month": month_of(today),
                "case_id": case_id.scalar_one(),
                "auditor_id": self.id_of(to),
                "kind": AllocationKind.CORE,
                "allocated_on": today,
                "due_on": today + timedelta(days=due_in),
                "team_id": ALDER,
                "service": "CSC",
                "legal_status": "CIN",
                "status": AllocationStatus.ALLOCATED,
            }
            new = unit.connection.execute(allocation.insert().values(row).returning(allocation.c.id))
            key: int = new.scalar_one()
        return key

    def id_of(self, somebody: FakePerson) -> int:
        """The row of a person."""
        return self.ids[somebody.name]

    def unit(self) -> Any:
        """A unit of work now."""
        return self.store.unit(self.clock.now(), TESTER)

    def rows(self, table: Table, **where: Any) -> list[Any]:
        """The rows of a table that hold these values, in the order of their keys."""
        statement = select(table).filter_by(**where).order_by(*table.primary_key.columns)
        with self.unit() as unit:
            return list(unit.connection.execute(statement))

    def events(self, what: str) -> list[Any]:
        """The lines of the record of that kind."""
        return self.rows(self.table("event"), what=what)

    def table(self, name: str) -> Table:
        """A table by its name."""
        return person.metadata.tables[name]

    def is_now(self, instant: datetime) -> None:
        """The clock is set."""
        assert isinstance(self.clock, StandingClock), "the real clock is not set by a test"
        self.clock.at = instant

    async def time_passes(self, **by: float) -> None:
        """The clock moves on; the timetable and the delivery do what that makes due."""
        self.is_now(self.clock.now() + timedelta(**by))
        await self.service.let_time_pass()


def _add_teams(unit: Unit) -> None:
    for key, name in ((ALDER, "Alder Vale 1"), (BIRCH, "Birch Way 2")):
        unit.connection.execute(team.insert().values(id=key, name=name, service="CSC", locality="North"))
    # Rows with keys of our own leave PostgreSQL's counter behind: nobody adds a team in these tests.


@asynccontextmanager
async def council_of(store: Store) -> AsyncIterator[Council]:
    """The council, its Teams and its service, on a Friday morning in working hours."""
    async with FakeBotConnector(TokenIssuer(StandingClock(FRIDAY_MORNING))) as teams:
        council = new_council(store, teams)
        async with served(council):
            yield council


def new_council(store: Store, teams: FakeBotConnector) -> Council:
    """The council, whose clock is that of its Teams, before its service is running."""
    clock = teams.issuer.clock
    assert isinstance(clock, Clock)
    return Council(store, teams, clock)


@asynccontextmanager
async def served(council: Council) -> AsyncIterator[Service]:
    """The council's service, until the end of the block. What the timetable owes at its start is done."""
    port = free_port()
    settings = settings_of(**council.teams.environment(AUDITBOT_PORT=str(port)))
    council.teams.bot_url = f"http://127.0.0.1:{port}"
    async with open_service(settings, council.store, council.clock, pace=NoPace()) as service:
        await service.timetable.tick()
        council.service = service
        yield service


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def heading(shown: Shown) -> str:
    """The title of a card; empty where there is none."""
    body = shown.card.get("body") or [{}]
    return str(body[0].get("text", ""))


def way_on(shown: Shown) -> str:
    """The button that leads on from a step."""
    return "Next" if "Next" in shown.buttons else "Review"


async def helped(somebody: FakePerson, place: str) -> Shown:
    """The page of somebody's help that has a button for that place."""
    card = await somebody.says("help")
    while place not in card.buttons:
        card = await somebody.presses(card, "More")
    return card


async def starts(somebody: FakePerson) -> Shown:
    """An auditor asks for their audits and starts the first; its first step."""
    return await somebody.presses(await somebody.says("my audits"), "Start audit")


async def walks(
    somebody: FakePerson, card: Shown, to: str = REVIEW, answers: Mapping[str, Mapping[str, str]] | None = None
) -> Shown:
    """Answer step after step until the card with that title; `answers` stand in for the usual ones."""
    given = {**ANSWERS, **(answers or {})}
    for _ in range(30):
        if heading(card) == to:
            return card
        assert heading(card) in given, f"a card '{heading(card)}' on the way to '{to}': {card.words}"
        card = await somebody.presses(card, way_on(card), given[heading(card)])
    raise AssertionError(f"'{to}' did not come")


async def returns(somebody: FakePerson, answers: Mapping[str, Mapping[str, str]] | None = None) -> Shown:
    """An auditor does a whole audit; the receipt."""
    review = await walks(somebody, await starts(somebody), answers=answers)
    return await somebody.presses(review, "Return audit")


async def presses_in_place(
    somebody: FakePerson, card: Shown, title: str, inputs: Mapping[str, str] | None = None
) -> Shown:
    """Press a button on a client without Action.Execute; the card that the bot put in its place."""
    updates = somebody.teams.counts()["update"]
    data = card.button(title)["fallback"]["data"]
    value = {**data, **card.typed(title, inputs or {})}
    answer = await somebody.delivers(somebody.activity("message", value=value, replyToId=card.activity_id))
    assert answer.status == 200
    await somebody.teams.wait_for_call("update", updates + 1)
    return await _replaced(somebody, card)


async def _replaced(somebody: FakePerson, card: Shown) -> Shown:
    async with somebody.teams.news:
        places = [one for one in somebody.teams.sent[somebody.conversation_id] if one["id"] == card.activity_id]
    return seen(places[0])
