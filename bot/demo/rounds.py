"""A year of audit months and the one that is open: who is given which record, and what became of it."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from bot.demo import cast
from bot.demo.caseload import Caseload
from bot.demo.rows import id_of
from bot.demo.staff import Staff
from bot.demo.teams import CAST_TEAM, SERVICES
from domain.calendar import WorkingCalendar, last_day_of, month_of
from domain.words import AllocationKind, AllocationStatus, Role, StandingKind
from storage.tables.allocations import Allocation, CaseRecord, Cycle
from storage.tables.people import Person

THEMES = ("Voice of the child", "Supervision", "Planning for permanence", "Neglect", None, "Domestic abuse")
MONTHS_OF_HISTORY = 12
# The open month is due no sooner than this many working days from the day the council is made.
WORKING_DAYS_TO_GO = 8


@dataclass(frozen=True, slots=True)
class Round:
    """One audit month of the whole council."""

    month: str
    theme: str | None
    allocated_on: date
    due_on: date
    is_open: bool


def make_rounds(today: date, calendar: WorkingCalendar) -> list[Round]:
    """Twelve closed months and the open one, oldest first: each due on the last working day of its month."""
    months = [month_of(today)]
    while len(months) <= MONTHS_OF_HISTORY:
        first = date.fromisoformat(f"{months[0]}-01")
        months.insert(0, month_of(first - timedelta(days=1)))
    return [_round(month, number, today, calendar) for number, month in enumerate(months)]


def _round(month: str, number: int, today: date, calendar: WorkingCalendar) -> Round:
    first, last = date.fromisoformat(f"{month}-01"), last_day_of(month)
    is_open = month == month_of(today)
    opening = calendar.working_day_after(first - timedelta(days=1), 1)
    closing = calendar.working_day_after(last + timedelta(days=1), -1)
    if is_open:
        # Given out at least two working days ago, so that somebody has had the time to start.
        opening = min(opening, calendar.working_day_after(today, -2))
        closing = max(closing, calendar.working_day_after(today, WORKING_DAYS_TO_GO))
    return Round(month, THEMES[number % len(THEMES)], opening, closing, is_open)


def make_cycles(rounds: list[Round]) -> list[Cycle]:
    """A row for each month and service."""
    return [
        Cycle(
            month=one.month,
            service=service,
            theme=one.theme,
            framework="seven-domains",
            allocated_on=one.allocated_on,
            due_on=one.due_on,
        )
        for one in rounds
        for service in SERVICES
    ]


class Draw:
    """Gives the month's records out: every team has at least one audit and nobody audits their own team."""

    def __init__(self, staff: Staff, caseload: Caseload, chance: random.Random) -> None:
        self._staff, self._caseload, self._chance = staff, caseload, chance
        self._pool = staff.holders(Role.AUDITOR)
        self._given: dict[int, int] = {}
        self._cast_team = next(id_of(team) for team in staff.teams if team.name == CAST_TEAM)

    def allocate(self, one: Round) -> list[Allocation]:
        """The round's allocations, as they are on the day they are made; their ids come later."""
        auditors = [person for person in self._pool if self._is_available(person, one)]
        teams = self._teams_for(auditors, one)
        return [
            self._allocation(one, number, auditor, team)
            for number, (auditor, team) in enumerate(zip(auditors, teams, strict=True), start=1)
        ]

    def _is_available(self, auditor: Person, one: Round) -> bool:
        for away in self._staff.standing:
            if away.person_id != auditor.id or one.allocated_on < away.starts_on:
                continue
            if away.kind in (StandingKind.ALTERNATE_MONTHS, StandingKind.MASH_ALTERNATE_MONTHS):
                return (away.audits_in == "odd") == (int(one.month[-2:]) % 2 == 1)
            return False
        return True

    def _teams_for(self, auditors: list[Person], one: Round) -> list[int]:
        teams = [id_of(team) for team in self._staff.teams]
        teams += self._chance.choices(teams, k=len(auditors) - len(teams))
        self._chance.shuffle(teams)
        fixed = self._give_rosa_the_cast_team(auditors, teams) if one.is_open else None
        self._part_from_own_teams(auditors, teams, fixed)
        return teams

    def _give_rosa_the_cast_team(self, auditors: list[Person], teams: list[int]) -> int:
        rosa = auditors.index(self._staff.named(cast.AUDITOR))
        there = teams.index(self._cast_team)
        teams[rosa], teams[there] = teams[there], teams[rosa]
        return rosa

    def _part_from_own_teams(self, auditors: list[Person], teams: list[int], fixed: int | None) -> None:
        for here, auditor in enumerate(auditors):
            if teams[here] != auditor.team_id:
                continue
            there = next(
                index
                for index, other in enumerate(auditors)
                if index != fixed and teams[index] != auditor.team_id and teams[here] != other.team_id
            )
            teams[here], teams[there] = teams[there], teams[here]

    def _next_record(self, team: int) -> CaseRecord:
        """The team's record that was audited longest ago."""
        records = self._caseload.of_team[team]
        self._given[team] = self._given.get(team, -1) + 1
        return records[self._given[team] % len(records)]

    def _allocation(self, one: Round, number: int, auditor: Person, team_id: int) -> Allocation:
        record, team = self._next_record(team_id), self._staff.teams[team_id - 1]
        return Allocation(
            ref=f"A-{one.month}-{number:03d}",
            month=one.month,
            case_id=id_of(record),
            auditor_id=id_of(auditor),
            kind=AllocationKind.CORE,
            allocated_on=one.allocated_on,
            due_on=one.due_on,
            team_id=team_id,
            service=team.service,
            locality=team.locality,
            legal_status=record.legal_status,
            status=AllocationStatus.ALLOCATED,
        )
