"""The return of an audit, and the actions agreed in it before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from domain.audit_steps import graded_step
from domain.framework import Framework
from domain.words import ActionStatus, AllocationStatus, Involvement, Party, Rating, Sentiment
from storage.audits import AllocatedAudit
from storage.lifecycle import move
from storage.statements import insert, insert_unless_there
from storage.store import Unit
from storage.tables.audits import (
    action_transition,
    agreed_action,
    audit,
    audit_version,
    domain_rating,
    draft_action,
    engagement,
)
from storage.tables.people import person

Standing = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class AgreedDraft:
    """An action agreed in an audit that is not returned yet."""

    id: int
    description: str
    owner_id: int
    owner: str
    due_on: date


def drafts_of(unit: Unit, allocation_id: int) -> list[AgreedDraft]:
    """The actions agreed so far, in the order in which they were added."""
    t = draft_action.c
    statement = (
        select(t.id, t.description, t.owner_id, person.c.name, t.due_on)
        .join(person, person.c.id == t.owner_id)
        .where(t.allocation_id == allocation_id, t.removed_at.is_(None))
        .order_by(t.id)
    )
    return [AgreedDraft(*row) for row in unit.connection.execute(statement)]


def save_draft(
    unit: Unit, allocation_id: int, made_by: str, description: str, owner_id: int, due_on: date
) -> AgreedDraft | None:
    """Add an action, unless the same form (`made_by`) has made one before: that one then, and nothing changes."""
    before = _made_by(unit, made_by)
    if before is None:
        unit.connection.execute(
            draft_action.insert().values(
                allocation_id=allocation_id,
                made_by=made_by,
                added_at=unit.now,
                description=description,
                owner_id=owner_id,
                due_on=due_on,
            )
        )
    return before


def _made_by(unit: Unit, made_by: str) -> AgreedDraft | None:
    t = draft_action.c
    statement = (
        select(t.id, t.description, t.owner_id, person.c.name, t.due_on)
        .join(person, person.c.id == t.owner_id)
        .where(t.made_by == made_by)
    )
    row = unit.connection.execute(statement).one_or_none()
    return None if row is None else AgreedDraft(*row)


def remove_draft(unit: Unit, allocation_id: int, draft_id: int) -> None:
    """Take an action out of the audit; its row stays."""
    t = draft_action.c
    unit.connection.execute(
        draft_action.update()
        .where(t.id == draft_id, t.allocation_id == allocation_id, t.removed_at.is_(None))
        .values(removed_at=unit.now)
    )


def return_audit(
    unit: Unit,
    given: AllocatedAudit,
    framework: Framework,
    standing: Standing,
    drafts: list[AgreedDraft],
    today: date,
) -> None:
    """Return an audit: its state, its own columns, its grades, who was involved, its actions, and the version.

    Args:
        unit: the unit of work.
        given: the audit, started.
        framework: the version it was started with.
        standing: the answers that belong to it (`domain.audit_steps.standing_answers`).
        drafts: the actions agreed in it.
        today: the London day, which figures go by. The first return's day stays for ever.

    Raises:
        NotAllowedError: it cannot be returned from where it stands.
    """
    first = given.returned_on or today
    move(unit, given.id, given.status, AllocationStatus.RETURNED, today, returned_on=first)
    _write_audit(unit, given.id, standing)
    _write_grades(unit, given.id, framework, standing)
    _write_engagement(unit, given.id, standing)
    _write_actions(unit, given, drafts, today)
    _keep_version(unit, given.id, standing, drafts)


def _write_audit(unit: Unit, allocation_id: int, standing: Standing) -> None:
    at_risk = standing.get("at_risk", {}).get("at_risk")
    category = standing.get("category", {}).get("category")
    summary = standing.get("summary", {})
    unit.connection.execute(
        audit.update()
        .where(audit.c.allocation_id == allocation_id)
        .values(
            returned_at=unit.now,
            overall=Rating(standing["overall"]["rating"]),
            at_risk=None if at_risk is None else at_risk == "yes",
            concern_category=None if category is None else int(category),
            strengths=summary.get("strengths"),
            areas_for_improvement=summary.get("areas"),
        )
    )


def _write_grades(unit: Unit, allocation_id: int, framework: Framework, standing: Standing) -> None:
    for domain in framework.domains:
        answers = standing.get(graded_step(domain))
        if answers is None:
            continue
        values = {"rating": Rating(answers["rating"]), "evidence": answers.get("evidence")}
        unit.connection.execute(
            insert(unit, domain_rating)
            .values(allocation_id=allocation_id, domain=domain.title, **values)
            .on_conflict_do_update(index_elements=["allocation_id", "domain"], set_=values)
        )


def _write_engagement(unit: Unit, allocation_id: int, standing: Standing) -> None:
    reasons = standing.get("involved_why", {})
    family = standing.get("family_feedback", {})
    for party, outcome in standing.get("involved", {}).items():
        said = family.get(f"{party}_sentiment")
        values = {
            "outcome": Involvement(outcome),
            "sentiment": None if said is None else Sentiment(said),
            "comment": family.get(f"{party}_words"),
            "reason": reasons.get(party),
        }
        unit.connection.execute(
            insert(unit, engagement)
            .values(allocation_id=allocation_id, party=Party(party), **values)
            .on_conflict_do_update(index_elements=["allocation_id", "party"], set_=values)
        )


def _write_actions(unit: Unit, given: AllocatedAudit, drafts: list[AgreedDraft], today: date) -> None:
    for draft in drafts:
        # The draft's own id makes the reference, so that a second return finds what the first one raised.
        ref = f"{given.ref}-{draft.id}"
        is_new = insert_unless_there(
            unit,
            agreed_action,
            ref=ref,
            allocation_id=given.id,
            owner_id=draft.owner_id,
            description=draft.description,
            raised_on=today,
            due_on=draft.due_on,
        )
        if is_new:
            _note_raising(unit, ref, today)


def _note_raising(unit: Unit, ref: str, today: date) -> None:
    raised = select(agreed_action.c.id).where(agreed_action.c.ref == ref).scalar_subquery()
    unit.connection.execute(
        action_transition.insert().values(
            action_id=raised,
            at=unit.now,
            on_day=today,
            actor_id=unit.actor.person_id,
            source=unit.actor.source,
            to_status=ActionStatus.OPEN,
        )
    )


def _keep_version(unit: Unit, allocation_id: int, standing: Standing, drafts: list[AgreedDraft]) -> None:
    t = audit_version.c
    last = unit.connection.execute(select(func.max(t.version)).where(t.allocation_id == allocation_id)).scalar()
    actions = [
        {"what": draft.description, "owner_id": draft.owner_id, "due_on": draft.due_on.isoformat()} for draft in drafts
    ]
    unit.connection.execute(
        audit_version.insert().values(
            allocation_id=allocation_id,
            version=(last or 0) + 1,
            returned_at=unit.now,
            returned_by_id=unit.actor.person_id,
            content={"answers": {step: dict(given) for step, given in standing.items()}, "actions": actions},
        )
    )
