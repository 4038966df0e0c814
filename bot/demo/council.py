"""The demonstration council: a year of history dated around a day, the same for the same day and seed."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import insert
from sqlmodel import SQLModel

from bot.demo import cast
from bot.demo.caseload import Caseload
from bot.demo.circumstances import Circumstances
from bot.demo.course import Course
from bot.demo.findings import Findings
from bot.demo.follow_up import FollowUp
from bot.demo.moderations import Moderations
from bot.demo.pair import make_pair
from bot.demo.rounds import Draw, Round, make_cycles, make_rounds
from bot.demo.rows import id_of
from bot.demo.scenes import Scenes
from bot.demo.staff import Staff, make_staff
from bot.demo.worries import find_inadequate
from domain.calendar import WorkingCalendar, london_day
from domain.framework import Framework, read_framework
from domain.policy import Policy
from storage import record
from storage.frameworks import add_shipped_frameworks, framework_on, shipped_frameworks
from storage.store import Unit
from storage.tables.allocations import Allocation
from storage.tables.audits import Audit
from storage.tables.columns import table_of

SEED = 20_260_401
FRAMEWORK = "seven-domains"
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Council:
    """A demonstration council, made and not yet stored."""

    staff: Staff
    rounds: Sequence[Round]
    caseload: Caseload
    course: Course
    findings: Findings
    follow_up: FollowUp
    circumstances: Circumstances
    moderations: Moderations
    pair: tuple[Allocation, Allocation] | None
    surveyed: Allocation | None
    calendar: WorkingCalendar

    def rows(self) -> list[Sequence[SQLModel]]:
        """Every row, a table at a time, each after what it refers to."""
        staff, course, findings, follow_up = self.staff, self.course, self.findings, self.follow_up
        return [
            *(staff.teams, staff.people, staff.roles, staff.posts, staff.standing),
            *(self.caseload.records, make_cycles(list(self.rounds))),
            *(course.allocations, course.transitions),
            *(findings.audits, findings.answers, findings.answer_revisions),
            *(findings.domain_ratings, findings.engagement, self.moderations.rows),
            *(follow_up.actions, follow_up.action_transitions, follow_up.concerns, follow_up.concern_transitions),
            *(self.circumstances.leave, self.circumstances.exemptions, self.circumstances.addresses),
        ]

    @property
    def size(self) -> int:
        """How many rows there are to store."""
        return sum(len(rows) for rows in self.rows())


def make_council(now: datetime, calendar: WorkingCalendar, seed: int = SEED) -> Council:
    """Make the council as it stands at an instant: twelve closed months and the one that is open.

    The same instant's day, calendar and seed give the same council on every machine.
    """
    chance = random.Random(seed)  # noqa: S311  # invented history, no secret: it has to come out the same again
    today = london_day(now)
    staff = make_staff(now, today, chance)
    caseload = Caseload(staff, today, chance)
    rounds = make_rounds(today, calendar)
    course = Course(staff, today, calendar, chance)
    draw = Draw(staff, caseload, chance)
    for one in rounds:
        course.live(one, draw.allocate(one))
    findings = Findings(_framework(), chance)
    _audit(course, findings)
    find_inadequate(staff, course, findings, (rounds[-2].month, rounds[-1].month))
    pair = make_pair(staff, course, findings, rounds[-2].month)
    surveyed = _audit_to_ask_about(staff, caseload, course, today)
    follow_up = FollowUp(staff, caseload, today, calendar, chance)
    _follow_up(course, findings, follow_up)
    moderations = Moderations(staff, caseload, findings, today, calendar, seed)
    moderations.add(course, rounds[-1].month, [id_of(one) for one in pair or ()])
    around = Circumstances(staff, course, follow_up.actions, now)
    made = (staff, rounds, caseload, course, findings, follow_up, around)
    return Council(*made, moderations, pair, surveyed, calendar)


def _framework() -> Framework:
    frameworks = (read_framework(content) for content in shipped_frameworks())
    return next(framework for framework in frameworks if framework.name == FRAMEWORK)


def _audit_to_ask_about(staff: Staff, caseload: Caseload, course: Course, today: date) -> Allocation | None:
    """The last audit of the cast's team of whose impact it is time to ask; its social worker is the cast's own."""
    worker = staff.named(cast.SOCIAL_WORKER)
    latest = today - timedelta(days=Policy().survey_days)
    over = [
        one
        for one in course.allocations
        if one.team_id == worker.team_id and one.returned_on is not None and one.returned_on <= latest
    ]
    if not over:
        return None
    asked = max(over, key=lambda one: (one.returned_on or latest, id_of(one)))
    next(one for one in caseload.records if one.id == asked.case_id).social_worker_id = worker.id
    return asked


def _audit(course: Course, findings: Findings) -> None:
    ordered = sorted(course.transitions, key=lambda change: change.allocation_id)
    changes = {key: list(group) for key, group in groupby(ordered, lambda change: change.allocation_id)}
    allocations = {allocation.id: allocation for allocation in course.allocations}
    for key, allocation in allocations.items():
        findings.add(allocation, changes[key or 0])


def _follow_up(course: Course, findings: Findings, follow_up: FollowUp) -> None:
    allocations = {allocation.id: allocation for allocation in course.allocations}
    for audit in findings.audits:
        follow_up.add(allocations[audit.allocation_id], audit)


def store_council(unit: Unit, council: Council, stored: Callable[[int], None] = lambda _rows: None) -> None:
    """Store a council in an empty, migrated database.

    Args:
        unit: the unit of work that stores it whole.
        council: what to store.
        stored: told after each batch how many rows it had.
    """
    add_shipped_frameworks(unit)
    framework_id = framework_on(unit, FRAMEWORK, FRAMEWORK, london_day(unit.now))
    for rows in council.rows():
        for first in range(0, len(rows), ROWS_AT_ONCE):
            batch = rows[first : first + ROWS_AT_ONCE]
            _insert(unit, batch, framework_id)
            stored(len(batch))
    scenes = Scenes(unit, council.staff, council.calendar)
    scenes.play(council.course.allocations, council.caseload.records)
    if council.pair is not None:
        scenes.meeting(*council.pair)
    if council.surveyed is not None:
        scenes.survey(council.surveyed)
    record.write(unit, "demonstration_made", "allocation", rows=council.size)


def _insert(unit: Unit, batch: Sequence[SQLModel], framework_id: int) -> None:
    values: list[dict[str, Any]] = [row.model_dump() for row in batch]
    if isinstance(batch[0], Audit):
        values = [{**row, "framework_id": framework_id} for row in values]
    if values[0].get("id", 0) is None:  # the database numbers these itself
        values = [{name: value for name, value in row.items() if name != "id"} for row in values]
    unit.connection.execute(insert(table_of(type(batch[0]))), values)
