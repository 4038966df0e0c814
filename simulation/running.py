"""A run from its first day to its last: one life of the service after another, moment by moment."""

import asyncio
import os
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog

from simulation.days import is_open
from simulation.habits import Habits
from simulation.happenings import Happenings
from simulation.life import DiedError, living
from simulation.moments import Moment, Plan, What, moments
from simulation.people import Habit, Person, WentWrongError
from simulation.recount import differences
from simulation.teams import FAIR
from simulation.transcript import Transcript
from simulation.virtual_time import VirtualLoop
from simulation.world import World
from storage.store import Actor

FIGURES_ON = 2  # Wednesdays
ASKING = Actor("command")
LONG_ENOUGH = timedelta(minutes=45)
_WAITING = (
    "SELECT count(*) FROM outbox WHERE status IN ('claimed', 'sending') OR (status = 'pending' AND not_before <= ?)"
)


@dataclass(frozen=True, slots=True)
class Came:
    """What a run came to.

    Attributes:
        fault: what did not hold; empty where all did.
        lines: how many lines of digests were held against the model.
        lives: how often the service was started.
    """

    plan: Plan
    transcript: Transcript
    fault: str = ""
    lines: int = 0
    lives: int = 0
    arrived: int = 0


@dataclass(slots=True)
class Run:
    """A world on its way."""

    world: World
    on_day: Callable[[date], None]
    lives: int = 0
    _happenings: Happenings = field(init=False)
    _fair_since: datetime | None = None
    _began: datetime | None = None
    _stopped_until: datetime | None = None

    def __post_init__(self) -> None:
        self._happenings = Happenings(self.world)

    async def whole(self) -> None:
        """Live through all days of the plan."""
        coming = moments(self.world.plan)
        while await self._one_life(coming):
            pass
        self.world.watch.check_day(is_settled=False)
        self.world.watch.check_kept(self.world.kept)
        self.world.stop_where_wrong()

    async def _one_life(self, coming: Iterator[Moment]) -> bool:
        """The service from a start to its end; whether there is more to come."""
        world, died = self.world, False
        world.teams.fate = None
        settings, chance = world.settings, world.chance()
        ports = (world.clock, world.loop, world.teams, chance, self._dies, world.watch.around)
        async with living(settings, *ports) as world.life:
            self.lives += 1
            self._began = world.now
            world.note("serves", f"life {self.lives}")
            try:
                await self._lives(coming)
            except DiedError:
                died = True
        world.life = None
        world.watch.post.ends.append(world.now)
        if died:
            await asyncio.sleep(world.random.uniform(0.5, 600))
            return True
        return self._is_away(coming)

    def _dies(self, where: str) -> None:
        self.world.note("dies", where)
        self.world.watch.post.ends.append(self.world.now)

    def _is_away(self, coming: Iterator[Moment]) -> bool:
        """Let the moments go by during which the service is stopped; whether any are left."""
        if self._stopped_until is None:
            return False
        self.world.note("stopped", f"until {self._stopped_until:%Y-%m-%d %H:%M}")
        for moment in coming:
            self.world.clock.leap_to(moment.at)
            if moment.what is What.IMPORT:
                self._happenings.month_begins()
            if moment.at >= self._stopped_until:
                self._stopped_until = None
                return True
        return False

    async def _lives(self, coming: Iterator[Moment]) -> None:
        for moment in coming:
            self.world.clock.leap_to(moment.at)
            await self._does(moment)
            if self._is_dead():
                raise DiedError
            if self._stopped_until is not None:
                return

    def _is_dead(self) -> bool:
        return self.world.life is None or self.world.life.fate.is_over

    async def _does(self, moment: Moment) -> None:
        self._is_like()
        try:
            await self._what(moment.what)
            await self._settles(40)
        finally:
            self.world.watch.check_arrivals()
        self.world.stop_where_wrong()

    async def _what(self, what: What) -> None:
        match what:
            case What.TICK:
                await self._tick()
            case What.ACT:
                await self._acts()
            case What.IMPORT:
                self._happenings.month_begins()
                await self._tick()
            case What.CHANGE:
                self._happenings.something()
            case What.STOP:
                self._stop()
            case What.CHECK:
                await self._check()

    async def _tick(self) -> None:
        world = self.world
        if world.life is None:
            return
        await world.life.during(world.life.service.timetable.tick())

    async def _acts(self) -> None:
        world = self.world
        people = world.random.sample(world.people, world.random.choice((1, 1, 2, 3)))
        done = await asyncio.gather(*(self._act(one) for one in people), return_exceptions=True)
        for problem in done:
            if isinstance(problem, BaseException):
                raise problem
        if world.random.random() < 0.5:
            await self._tick()

    async def _act(self, person: Person) -> None:
        if person.who.left_on and person.who.left_on < self.world.today:
            return
        person.new_cards()
        habits, roll = self.world.habits, person.random.random()
        if person.random.random() < 0.4 and await habits.acknowledges(person):
            return
        if "auditor" in person.who.roles and roll < 0.45:
            await self._audits(person, habits)
        elif roll < 0.7:
            await habits.answers_digest(person)
        elif roll < 0.8:
            await habits.presses_anything(person)
        elif roll < 0.88:
            await person.is_heard_again()
        elif roll < 0.94:
            await habits.meddles(person, person.random.choice(self.world.people))
        else:
            await habits.says_something(person)

    async def _audits(self, person: Person, habits: Habits) -> None:
        chance = {Habit.PROMPT: 0.8, Habit.LATE: 0.25, Habit.NEVER: 0.03}[person.habit]
        if person.random.random() < chance:
            await habits.audits(person, to_the_end=person.random.random() < 0.7)

    def _stop(self) -> None:
        days = self.world.random.choice((1, 3, 3, 7, 30))
        self._stopped_until = self.world.now + timedelta(days=days, hours=self.world.random.randrange(24))

    async def _check(self) -> None:
        await self._tick()
        await self._settles(120)
        self.world.watch.check_day(is_settled=self._is_settled())
        self._check_figures()
        self.on_day(self.world.today)

    def _check_figures(self) -> None:
        world = self.world
        if world.today.weekday() == FIGURES_ON:
            for one in differences(world.reader, lambda work: world.beside.do(work, world.now, ASKING), world.today):
                world.watch.faults.append(one)

    def _is_settled(self) -> bool:
        """Whether everything has had the time to go that could."""
        now = self.world.now
        since = [self._fair_since, self._began]
        return (
            not self._is_dead() and is_open(now) and all(one is not None and now - one > LONG_ENOUGH for one in since)
        )

    def _is_like(self) -> None:
        world = self.world
        self._happenings.weather()
        if world.teams.weather is not FAIR:
            self._fair_since = None
        elif self._fair_since is None:
            self._fair_since = world.now
        if world.life is not None:
            is_near = world.random.random() < 0.06
            world.life.fate.chance = world.random.choice((0.01, 0.05, 0.2)) if is_near else 0.0

    async def _settles(self, seconds: float) -> None:
        end = self.world.loop.time() + seconds
        while not self._is_dead():
            await asyncio.sleep(3.2)
            now = self.world.now.strftime("%Y-%m-%d %H:%M:%S.%f")
            if self.world.loop.time() > end or not self.world.reader.one(_WAITING, now):
                return


def run(plan: Plan, on_day: Callable[[date], None] = lambda _day: None) -> Came:
    """Run a plan in a folder of its own, in memory where there is enough of it."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of a name of its own is made in it
    with TemporaryDirectory(prefix="simulation-", dir=memory if os.access(memory, os.W_OK) else None) as folder:
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            loop = runner.get_loop()
            if not isinstance(loop, VirtualLoop):
                raise TypeError
            world = World(plan, Path(folder), loop)
            one, fault = Run(world, on_day), ""
            try:
                with listening(world.logged):
                    runner.run(one.whole())
            except WentWrongError as wrong:
                fault = str(wrong)
            finally:
                world.closes()
        return Came(plan, world.transcript, fault, world.watch.lines, one.lives, len(world.teams.arrived))


@contextmanager
def listening(logged: Callable[[str], None]) -> Iterator[None]:
    """Hear what the service logs, instead of writing it down."""

    def hears(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        logged(str(event.get("event", "")))
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(processors=[hears])
    try:
        yield
    finally:
        structlog.configure(**before)
