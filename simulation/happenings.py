"""What changes in a council that is no turn of anybody's: imports, leavers, leave, stops, Teams itself."""

from dataclasses import dataclass
from datetime import timedelta

from domain.policy import Setting
from simulation.ladders import ALL
from simulation.teams import FAIR, WEATHERS
from simulation.world import World
from storage.absences import record_leave
from storage.chasing_stops import start_chasing, stop_chasing
from storage.policies import set_policy
from storage.store import Actor
from storage.workbook.importing import import_workbook
from storage.workbook.reading import Workbook

BY_IMPORT, BY_CHAT, BY_COMMAND = Actor("import"), Actor("chat"), Actor("command")
# What a council changes its mind about, and what to.
YEARS = ("1", "2", "6")
RULES = {
    "ladder": ALL,
    "leave_silences": ("person", "ladder"),
    "moderated": ("none", "share", "all"),
    "keep_case_text_years": YEARS,
    "keep_record_years": YEARS,
    "keep_messages_years": YEARS,
    "keep_leavers_years": YEARS,
}


@dataclass(slots=True)
class Happenings:
    """What happens in a world, by its chance."""

    world: World

    def something(self) -> None:
        """One of them."""
        roll = self.world.random.random()
        if roll < 0.35:
            self._imports(self.world.council.actions_arrive(self.world.today))
        elif roll < 0.45:
            self._is_exempted()
        elif roll < 0.52:
            self._comes_or_goes()
        elif roll < 0.7:
            self._is_away()
        elif roll < 0.85:
            self._stops_or_starts()
        elif roll < 0.9:
            self._rule_changes()
        else:
            self._teams_changes()

    def month_begins(self) -> None:
        """QA imports the month's workbook."""
        self._imports(self.world.council.month_begins(self.world.today))

    def _imports(self, workbook: Workbook) -> None:
        world = self.world
        report = world.beside.do(lambda unit: import_workbook(unit, workbook), world.now, BY_IMPORT)
        problems = [str(one) for one in report.problems[:2]]
        world.note("imports", f"{workbook.digest}: {'written' if report.is_written else problems}")

    def _is_exempted(self) -> None:
        given = self.world.council.given[-20:]
        if given:
            self._imports(self.world.council.exempts(self.world.random.choice(given), self.world.today))

    def _comes_or_goes(self) -> None:
        world = self.world
        leaver, new = world.council.somebody_leaves(world.today)
        if leaver is not None:
            world.note("leaves", f"{leaver.email} on {leaver.left_on}, and {new} comes")
            world.joins(new)
        self._imports(world.council.somebody_changes())

    def _is_away(self) -> None:
        world = self.world
        person = world.random.choice(world.people)
        starts_on = world.today + timedelta(days=world.random.randrange(0, 6))
        ends_on = starts_on + timedelta(days=world.random.randrange(0, 16))
        row = world.row_of(person)
        if row:
            world.note("away", f"{person.who.email} {starts_on} to {ends_on}")
            world.beside.do(lambda unit: record_leave(unit, row, starts_on, ends_on), world.now, BY_CHAT)

    def _stops_or_starts(self) -> None:
        world = self.world
        standing = world.reader.rows("SELECT person_id, team_id FROM chasing_stop WHERE started_at IS NULL")
        if standing:
            person, team = world.random.choice([tuple(row) for row in standing])
            world.note("starts", f"person {person}, team {team}")
            world.beside.do(lambda unit: start_chasing(unit, person_id=person, team_id=team), world.now, BY_CHAT)
            return
        roll, row = world.random.random(), world.row_of(world.random.choice(world.people))
        person, team = (None, None) if roll < 0.1 else (row or None, None) if roll < 0.7 else (None, 1)
        world.note("stops", f"person {person}, team {team}")
        reason = "An inspection is on."
        world.beside.do(lambda unit: stop_chasing(unit, reason, person_id=person, team_id=team), world.now, BY_CHAT)

    def _rule_changes(self) -> None:
        world = self.world
        name = world.random.choice(sorted(RULES))
        value, since = world.random.choice(RULES[name]), world.today + timedelta(days=world.random.choice((0, 0, 1, 9)))
        world.note("rules", f"{name} since {since}: {value.splitlines()[0]}")
        world.beside.do(lambda unit: set_policy(unit, Setting(name, value, since)), world.now, BY_COMMAND)

    def _teams_changes(self) -> None:
        world = self.world
        member = world.random.choice(world.people).member
        what = world.random.choice(["blocks", "allows", "allows", "conversation", "removes", "installs"])
        world.note("teams", f"{member.email} {what}")
        if what == "blocks":
            member.refuses_with = world.random.choice(["ConversationBlockedByUser", "BotDisabledByAdmin"])
        elif what in {"allows", "installs"}:
            member.refuses_with, member.installed = "", True
        elif what == "conversation":
            member.conversations += 1
        else:
            member.installed = False

    def weather(self) -> None:
        """The connector's weather changes, or clears up."""
        world = self.world
        before = world.teams.weather
        if world.random.random() < 0.1:
            world.teams.weather = world.random.choice(WEATHERS)
        elif world.random.random() < 0.4:
            world.teams.weather = FAIR
        if before is not world.teams.weather:
            world.note("weather", world.teams.weather.name)
