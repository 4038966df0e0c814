"""What a run is about: a council, its people, Teams, the store, and whoever watches over them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bot.app import prepare_database
from bot.settings import Settings
from simulation.council import Council
from simulation.days import at_london, day_in_london
from simulation.facts import Reader
from simulation.habits import Habits, Kept
from simulation.life import Life
from simulation.moments import Plan
from simulation.people import Habit, Person, WentWrongError
from simulation.teams import SERVICE_URL, TENANT, Member, Teams
from simulation.transcript import Transcript
from simulation.virtual_time import SimulatedClock, VirtualLoop
from simulation.watch import Watch
from storage.schema import upgrade
from storage.store import Store, make_engine
from tests.fakes_door import settings_of

# Events of the log that are never to be seen while a process lives.
NEVER_LOGGED = frozenset(
    {
        *("message_not_made", "delivery_unsettled", "delivery_round_failed", "delivery_not_given_back"),
        *("messenger_failed", "tick_failed", "job_failed", "turn_failed", "receipts_failed", "answer_failed"),
    }
)


@cache
def migrated() -> bytes:
    """A SQLite file with every table and nothing in it: made once for all runs of a process."""
    with TemporaryDirectory(prefix="simulation-") as folder:
        file = Path(folder) / "empty.db"
        engine = make_engine(f"sqlite:///{file}")
        upgrade(engine)
        engine.dispose()
        return file.read_bytes()


@dataclass(slots=True)
class World:
    """Everything of a run.

    Attributes:
        life: the service, while it runs.
        beside: the store as a command beside the service opens it: imports go there.
        kept: what the service said it had kept.
    """

    plan: Plan
    folder: Path
    loop: VirtualLoop
    transcript: Transcript = field(default_factory=Transcript)
    life: Life | None = None
    kept: Kept = field(default_factory=Kept)
    random: Random = field(init=False)
    clock: SimulatedClock = field(init=False)
    council: Council = field(init=False)
    teams: Teams = field(init=False)
    people: list[Person] = field(init=False)
    beside: Store = field(init=False)
    reader: Reader = field(init=False)
    watch: Watch = field(init=False)
    habits: Habits = field(init=False)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.random = Random(self.plan.seed)
        self.clock = SimulatedClock(at_london(self.plan.start, time(0)), self.loop)
        self.council = Council.made(self.chance())
        self.teams = Teams(self.chance(), self.clock.now, self.note)
        self.people = []
        for email in self.council.people:
            self.joins(email)
        (self.folder / "auditbot.db").write_bytes(migrated())
        self.beside = Store.open(self.settings.database_url)
        prepare_database(self.beside, self.clock)
        self.reader = Reader(self.folder / "auditbot.db")
        self.watch = Watch(self.teams, self.reader, self.clock.now)
        self.teams.on_send = self.watch.on_call
        self.habits = Habits(lambda: self.today, self.reader, self.kept, count(1))

    @property
    def settings(self) -> Settings:
        """Those of the service."""
        return settings_of(
            AUDITBOT_DATABASE_URL=f"sqlite:///{self.folder / 'auditbot.db'}",
            AUDITBOT_LOCAL_TRIAL="1",
            AUDITBOT_SERVICE_URL=SERVICE_URL,
            MicrosoftAppTenantId=TENANT,
        )

    @property
    def today(self) -> date:
        """The London day."""
        return day_in_london(self.now)

    @property
    def now(self) -> datetime:
        """The instant."""
        return self.clock.now()

    def chance(self) -> Random:
        """A chance of its own: what one part draws moves no other part's."""
        return Random(self.random.random())

    def joins(self, email: str) -> None:
        """Somebody of the council gets Teams."""
        who = self.council.people[email]
        member = Member(who.object_id, who.email, who.name)
        self.teams.members[who.object_id] = member
        habit = self.random.choice([Habit.PROMPT, Habit.LATE, Habit.LATE, Habit.NEVER])
        one = Person(who, member, self.teams, self.chance(), self._numbers, lambda: self.life, habit, self.note)
        self.people.append(one)

    def row_of(self, person: Person) -> int:
        """A person's row in the store; 0 where nobody has imported them yet."""
        found = self.reader.rows("SELECT id FROM person WHERE email = ?", person.who.email)
        return int(found[0][0]) if found else 0

    def note(self, sort: str, what: str) -> None:
        """Put something on the transcript."""
        self.transcript.note(self.now, sort, what)

    def logged(self, event: str) -> None:
        """Something that the service logged: of a process that has died it is no more than that."""
        if event in NEVER_LOGGED and self.life is not None and not self.life.fate.is_over:
            self.note("logs", event)
            self.watch.faults.append(f"the service logged {event}")

    def stop_where_wrong(self) -> None:
        """End the run where something did not hold.

        Raises:
            WentWrongError: saying what.
        """
        if self.watch.faults:
            raise WentWrongError("; ".join(self.watch.faults[:3]))

    def closes(self) -> None:
        """Let go of the store."""
        self.reader.close()
        self.beside.close()
