"""The children's records of the demonstration council, known by their references only."""

import random
from datetime import date, timedelta

from bot.demo.rows import id_of
from bot.demo.staff import Staff
from bot.demo.teams import TEAMS
from domain.words import Role
from storage.tables.allocations import CaseRecord

RECORDS_A_TEAM = 18
# Plans that an independent reviewing officer or a conference chair looks after.
_REVIEWED_BY = {"CiC": Role.IRO, "Care Leaver": Role.IRO, "CP": Role.CP_CHAIR}


class Caseload:
    """The records by team id; each has a social worker of its team.

    A reference is a letter and six digits, so that it can never be read as an NHS number.
    """

    def __init__(self, staff: Staff, today: date, chance: random.Random) -> None:
        self._staff, self._today, self._chance = staff, today, chance
        self._reviewers = {role: staff.holders(role) for role in (Role.IRO, Role.CP_CHAIR)}
        self._numbers = iter(chance.sample(range(100_000, 1_000_000), len(TEAMS) * RECORDS_A_TEAM))
        self.records: list[CaseRecord] = []
        self.of_team: dict[int, list[CaseRecord]] = {}
        for team, plan in zip(staff.teams, TEAMS, strict=True):
            self.of_team[id_of(team)] = [self._open(id_of(team), plan.plans) for _ in range(RECORDS_A_TEAM)]

    def _open(self, team_id: int, plans: tuple[str, ...]) -> CaseRecord:
        plan = self._chance.choice(plans)
        role = _REVIEWED_BY.get(plan)
        record = CaseRecord(
            id=len(self.records) + 1,
            case_ref=f"W{next(self._numbers)}",
            team_id=team_id,
            social_worker_id=self._chance.choice(self._staff.workers[team_id]).id,
            legal_status=plan,
            iro_or_chair_id=self._chance.choice(self._reviewers[role]).id if role else None,
            opened_on=self._today - timedelta(days=self._chance.randint(400, 1500)),
        )
        self.records.append(record)
        return record
