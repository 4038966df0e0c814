"""Imports for the tests of the workbook: on two days, and what the store holds afterwards."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from storage.store import Actor, Store
from storage.tables.allocations import allocation, allocation_transition, case_record, cycle, exemption
from storage.tables.audits import action_transition, agreed_action, audit, domain_rating, engagement, moderation
from storage.tables.concerns import concern, concern_transition
from storage.tables.people import person, person_role, standing_exemption, team, team_post
from storage.tables.registers import caseload, dip_sample, dip_sample_result, escalation, impact_survey
from storage.workbook.importing import ImportReport, import_workbook
from storage.workbook.reading import Workbook

NOW = datetime(2019, 9, 10, 9, tzinfo=UTC)
LATER = datetime(2019, 9, 17, 9, tzinfo=UTC)
BY_IMPORT = Actor(source="import")
FACTS: Sequence[Table] = (
    team,
    person,
    person_role,
    team_post,
    standing_exemption,
    case_record,
    cycle,
    allocation,
    allocation_transition,
    exemption,
    audit,
    moderation,
    domain_rating,
    engagement,
    agreed_action,
    action_transition,
    concern,
    concern_transition,
    escalation,
    caseload,
    dip_sample,
    dip_sample_result,
    impact_survey,
)


def tried(store: Store, source: Workbook | Path, now: datetime = NOW, *, workbook_wins: bool = False) -> ImportReport:
    return store.do(lambda unit: import_workbook(unit, source, workbook_wins=workbook_wins), now, BY_IMPORT)


def imported(store: Store, source: Workbook | Path, now: datetime = NOW) -> ImportReport:
    report = tried(store, source, now)
    assert [str(problem) for problem in report.problems] == []
    assert report.is_written
    return report


def rows(store: Store, statement: Any) -> list[tuple[Any, ...]]:
    return store.do(lambda unit: [tuple(row) for row in unit.connection.execute(statement)], NOW, BY_IMPORT)


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    return {table.name: rows(store, select(table).order_by(*table.primary_key)) for table in FACTS}


def history(store: Store, ref: str) -> list[tuple[Any, ...]]:
    h = allocation_transition.c
    joined = select(h.from_status, h.to_status, h.on_day, h.source, h.at).join(allocation)
    return rows(store, joined.where(allocation.c.ref == ref).order_by(h.id))
