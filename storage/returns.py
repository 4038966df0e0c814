"""The return of an audit."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import case, func, select

from domain.contacts import with_attempts
from domain.framework import Framework
from domain.grading import Grade, grade_of, graded_step
from domain.ladder import ItemKind
from domain.words import AllocationStatus, Involvement, Party, Rating, Sentiment
from storage.acting import stop_acting
from storage.agreed_actions import settle_actions
from storage.audits import AllocatedAudit
from storage.contacts import attempts_of
from storage.drafts import AgreedDraft
from storage.late_words import forget_late_words
from storage.lifecycle import move
from storage.nudge_lines import note_answered
from storage.reopening import close_again
from storage.statements import insert
from storage.store import Unit
from storage.tables.audits import (
    audit,
    audit_version,
    domain_rating,
    engagement,
)

Standing = Mapping[str, Mapping[str, str]]


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
        given: the audit: started, sent back, or open again.
        framework: the version it was started with.
        standing: the answers that belong to it (`domain.audit_steps.standing_answers`).
        drafts: the actions agreed in it.
        today: the London day, which figures go by. The first return's day stays for ever.

    Raises:
        NotAllowedError: it cannot be returned from where it stands.
    """
    forget_late_words(unit, given.id)
    if given.is_reopened:
        close_again(unit, given.id, today)
    else:
        first = given.returned_on or today
        new = AllocationStatus.RETURNED
        move(unit, given.id, given.status, new, today, returned_on=first, considered_on=None)
        note_answered(unit, (ItemKind.RETURN, given.id))
    _write_audit(unit, given.id, standing)
    _write_grades(unit, given.id, framework, standing)
    _write_engagement(unit, given.id, standing)
    settle_actions(unit, given, drafts, today)
    _keep_version(unit, given.id, standing, drafts, today)
    stop_acting(unit, given.id, today)


def _write_audit(unit: Unit, allocation_id: int, standing: Standing) -> None:
    category = standing.get("category", {}).get("category")
    summary = standing.get("summary", {})
    unit.connection.execute(
        audit.update()
        .where(audit.c.allocation_id == allocation_id)
        .values(
            returned_at=unit.now,
            overall=Rating(standing["overall"]["rating"]),
            at_risk=_is_at_risk(standing),
            concern_category=None if category is None else int(category),
            strengths=summary.get("strengths"),
            areas_for_improvement=summary.get("areas"),
        )
    )


def _is_at_risk(standing: Standing) -> bool | None:
    at_risk = standing.get("at_risk", {}).get("at_risk")
    return None if at_risk is None else at_risk == "yes"


def _write_grades(unit: Unit, allocation_id: int, framework: Framework, standing: Standing) -> None:
    for domain in framework.domains:
        answers = standing.get(graded_step(domain))
        if answers is None:
            continue
        _write_grade(unit, allocation_id, domain.title, grade_of(answers))


def _write_grade(unit: Unit, allocation_id: int, domain: str, grade: Grade) -> None:
    t = domain_rating.c
    values = {"rating": grade.rating, "evidence": grade.evidence, "reason": grade.reason}
    # The column has the moderator's reason too: that stays, unless the auditor gives one for Not Graded.
    moderators = case((t.moderated_rating.is_not(None), t.reason), else_=None)
    unit.connection.execute(
        insert(unit, domain_rating)
        .values(allocation_id=allocation_id, domain=domain, **values)
        .on_conflict_do_update(
            index_elements=["allocation_id", "domain"], set_={**values, "reason": grade.reason or moderators}
        )
    )


def _write_engagement(unit: Unit, allocation_id: int, standing: Standing) -> None:
    reasons = standing.get("involved_why", {})
    family = standing.get("family_feedback", {})
    attempts = attempts_of(unit, allocation_id)
    for party, outcome in standing.get("involved", {}).items():
        said = family.get(f"{party}_sentiment")
        values = {
            "outcome": Involvement(outcome),
            "sentiment": None if said is None else Sentiment(said),
            "comment": family.get(f"{party}_words"),
            "reason": with_attempts(reasons.get(party), [one for one in attempts if one.party == party]),
        }
        unit.connection.execute(
            insert(unit, engagement)
            .values(allocation_id=allocation_id, party=Party(party), **values)
            .on_conflict_do_update(index_elements=["allocation_id", "party"], set_=values)
        )


def _keep_version(unit: Unit, allocation_id: int, standing: Standing, drafts: list[AgreedDraft], today: date) -> None:
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
            on_day=today,
            overall=Rating(standing["overall"]["rating"]),
            at_risk=_is_at_risk(standing),
            returned_by_id=unit.actor.person_id,
            acting_for_id=unit.actor.acting_for,
            content={"answers": {step: dict(given) for step, given in standing.items()}, "actions": actions},
        )
    )


def returned_again_on(unit: Unit, allocation_id: int) -> date | None:
    """The day of the latest return of an audit, where it was not its first."""
    t = audit_version.c
    statement = select(t.version, t.on_day).where(t.allocation_id == allocation_id).order_by(t.version.desc()).limit(1)
    row = unit.connection.execute(statement).one_or_none()
    return row.on_day if row is not None and row.version > 1 else None
