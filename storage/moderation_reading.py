"""A returned audit as its moderator reads it. The auditor's grades are read by `grades_of` alone, and only there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from domain.calendar import london_day
from domain.framework import PracticeDomain
from domain.moderation_steps import OVERALL, domain_step
from domain.policy import Policy
from domain.words import Involvement, Party, Rating, Sentiment
from storage.audits import AllocatedAudit
from storage.frameworks import framework_on, framework_version_by_id
from storage.store import Unit
from storage.tables.audits import agreed_action, audit, domain_rating, engagement
from storage.tables.people import person


@dataclass(frozen=True, slots=True)
class ReadParty:
    """How far somebody was involved, and what they said."""

    party: Party
    outcome: Involvement
    sentiment: Sentiment | None
    comment: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ReadAction:
    """An action that the audit asks for."""

    description: str
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True)
class AuditRead:
    """What an auditor found, without a grade, a flag of risk or a category: they would give the grade away.

    Attributes:
        evidence: by domain, what the auditor wrote of it.
    """

    parties: Sequence[ReadParty]
    evidence: dict[str, str]
    strengths: str
    areas: str
    actions: Sequence[ReadAction]


def audit_as_returned(unit: Unit, allocation_id: int) -> AuditRead:
    """What was returned last of an audit."""
    e, d, a, n = engagement.c, domain_rating.c, audit.c, agreed_action.c
    parties = select(e.party, e.outcome, e.sentiment, e.comment, e.reason).where(e.allocation_id == allocation_id)
    written = select(d.domain, d.evidence, d.reason).where(d.allocation_id == allocation_id)
    said = unit.connection.execute(
        select(a.strengths, a.areas_for_improvement).where(a.allocation_id == allocation_id)
    ).one_or_none()
    actions = (
        select(n.description, person.c.name, n.due_on)
        .join(person, person.c.id == n.owner_id)
        .where(n.allocation_id == allocation_id, n.removed_on.is_(None))
        .order_by(n.id)
    )
    in_order = list(Party)
    return AuditRead(
        sorted(
            (ReadParty(*row) for row in unit.connection.execute(parties)), key=lambda one: in_order.index(one.party)
        ),
        {row.domain: row.evidence or row.reason or "" for row in unit.connection.execute(written)},
        (said.strengths if said else "") or "",
        (said.areas_for_improvement if said else "") or "",
        [ReadAction(*row) for row in unit.connection.execute(actions)],
    )


def graded_domains(unit: Unit, given: AllocatedAudit, policy: Policy) -> list[PracticeDomain]:
    """The domains that an audit grades, in its framework's order, with what the grades mean where that is known."""
    d = domain_rating.c
    titles = unit.connection.execute(select(d.domain).where(d.allocation_id == given.id).order_by(d.domain))
    wanted = list(titles.scalars())
    version = given.framework_id
    if version is None:
        # What came by import was graded on paper: the grades mean what they mean today.
        version = framework_on(unit, given.cycle_framework, policy.framework, london_day(unit.now))
    known = {one.title: one for one in framework_version_by_id(unit, version).domains}
    return [
        *(domain for title, domain in known.items() if title in wanted),
        *(PracticeDomain(title, title, {}) for title in wanted if title not in known),
    ]


def grades_of(unit: Unit, allocation_id: int) -> dict[str, Rating]:
    """The auditor's grades as they were returned last, by step of the moderation: only for who may see them."""
    d, a = domain_rating.c, audit.c
    of_domains = select(d.domain, d.rating).where(d.allocation_id == allocation_id)
    found = {domain_step(row.domain): row.rating for row in unit.connection.execute(of_domains)}
    overall = unit.connection.execute(select(a.overall).where(a.allocation_id == allocation_id)).scalar()
    return found if overall is None else {**found, OVERALL: overall}


@dataclass(frozen=True, slots=True)
class ChangedGrade:
    """A domain's two grades where the moderator has changed it, and why."""

    domain: str
    auditors: Rating
    moderators: Rating
    reason: str


def changed_grades_of(unit: Unit, allocation_id: int) -> list[ChangedGrade]:
    """The domains whose grade the latest judgement has changed."""
    d = domain_rating.c
    statement = (
        select(d.domain, d.rating, d.moderated_rating, d.reason)
        .where(d.allocation_id == allocation_id, d.moderated_rating.is_not(None), d.moderated_rating != d.rating)
        .order_by(d.domain)
    )
    return [
        ChangedGrade(row.domain, row.rating, row.moderated_rating, row.reason or "")
        for row in unit.connection.execute(statement)
    ]
