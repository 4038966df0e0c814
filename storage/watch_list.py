"""The watch list: audits returned as Requires Improvement and at risk of decline, with the day of their next review.

What stands on it follows from the audits, so that imports and moderations need not write it: an audit whose final
rating is Requires Improvement, flagged at risk, until QA has recorded a review that takes the child off it. Of several
such audits of one child the latest is on it, and of a loop one. Nothing is on it before its outcome.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from domain.calendar import months_after
from domain.policy import Moderated, Policy
from domain.words import AllocationStatus, Rating, WatchOutcome
from storage.outcomes import has_outcome
from storage.statements import among, insert_returning_id
from storage.store import Unit
from storage.tables.allocations import allocation, case_record
from storage.tables.audits import audit, moderation
from storage.tables.concerns import watch_review
from storage.tables.people import person, team

_A, _W = allocation.c, watch_review.c
_later, _later_audit = allocation.alias("later"), audit.alias("later_audit")
_twin, _twin_audit = allocation.alias("twin"), audit.alias("twin_audit")
_ENDED = (WatchOutcome.NO_LONGER_AT_RISK, WatchOutcome.NOW_INADEQUATE)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review of QA's: what it found, on which London day, by whom and in which words."""

    id: int
    on_day: date
    outcome: WatchOutcome
    review_on: date | None
    who: str | None
    words: str | None


@dataclass(frozen=True, slots=True)
class Watched:
    """A child on the watch list.

    Attributes:
        review_on: the day of the next review.
        reviews: those that were made, the first first.
        later: the reference of the latest audit of the child since; "" where there is none.
        inadequate: the reference of the latest Inadequate one of those; "" where there is none.
    """

    allocation_id: int
    audit_ref: str
    case_ref: str
    team_id: int
    team: str
    returned_on: date
    review_on: date
    reviews: tuple[Reviewed, ...]
    later: str
    inadequate: str


@dataclass(frozen=True, slots=True)
class Became:
    """How many audits were ever watched, how many of those children were audited again, how many were Inadequate."""

    watched: int
    audited_again: int
    inadequate: int


def _final(given: Any, said: Any) -> ColumnElement[Any]:
    """The final rating: the latest moderator's, else the auditor's (METRICS, "Words").

    A judgement without a day counts from the return, and so before all others.
    """
    m = moderation.alias().c
    latest = (
        select(m.overall)
        .where(m.allocation_id == given.c.id, m.overall.is_not(None))
        .order_by(func.coalesce(m.moderated_on, date.min).desc(), m.id.desc())
        .limit(1)
        .correlate(given)
        .scalar_subquery()
    )
    return func.coalesce(latest, said.c.overall)


def _later_one(*more: ColumnElement[bool]) -> Select[Any]:
    """The latest audit of the same child since, that is so and so: its reference. The other half of a loop is none."""
    t = _later.c
    since = or_(t.returned_on > _A.returned_on, and_(t.returned_on == _A.returned_on, t.id > _A.id))
    another = or_(t.loop_ref.is_(None), _A.loop_ref.is_(None), t.loop_ref != _A.loop_ref)
    stands = t.status != AllocationStatus.WITHDRAWN
    return (
        select(t.ref)
        .select_from(_later.join(_later_audit, _later_audit.c.allocation_id == t.id))
        .where(t.case_id == _A.case_id, since, another, stands, *more)
        .order_by(t.returned_on.desc(), t.id.desc())
        .limit(1)
        .correlate(allocation)
    )


_LATER_FINAL = _final(_later, _later_audit)
_ANY_LATER = _later_one().scalar_subquery()


def _flagged(given: Any, said: Any, final: ColumnElement[Any], moderated: Moderated) -> ColumnElement[bool]:
    return and_(
        given.c.returned_on.is_not(None),
        has_outcome(given, moderated),
        said.c.at_risk.is_(True),
        final == Rating.REQUIRES_IMPROVEMENT,
    )


def _is_flagged(moderated: Moderated) -> ColumnElement[bool]:
    """At risk of decline by its outcome; of a loop the half that was allocated last, since both are of one child."""
    t = _twin.c
    other_half = (
        select(t.id)
        .select_from(_twin.join(_twin_audit, _twin_audit.c.allocation_id == t.id))
        .where(t.loop_ref == _A.loop_ref, t.case_id == _A.case_id, t.id > _A.id)
        .where(_flagged(_twin, _twin_audit, _final(_twin, _twin_audit), moderated))
        .correlate(allocation)
    )
    return and_(_flagged(allocation, audit, _final(allocation, audit), moderated), ~other_half.exists())


def _inadequate_later(moderated: Moderated) -> Select[Any]:
    return _later_one(has_outcome(_later, moderated), _LATER_FINAL == Rating.INADEQUATE)


_newer = watch_review.alias("newer").c
_has_newer = select(_newer.id).where(_newer.allocation_id == _W.allocation_id, _newer.id > _W.id).exists()
_was_ended = select(_W.id).where(_W.allocation_id == _A.id, _W.outcome.in_(_ENDED), ~_has_newer).exists()


def _on_the_list(moderated: Moderated) -> Select[Any]:
    columns = (_A.id, _A.ref, case_record.c.case_ref, _A.team_id, team.c.name, _A.returned_on)
    inadequate = _inadequate_later(moderated).scalar_subquery()
    flagged_later = _later_one(_flagged(_later, _later_audit, _LATER_FINAL, moderated))
    return (
        select(*columns, func.coalesce(_ANY_LATER, ""), func.coalesce(inadequate, ""))
        .select_from(allocation.join(audit).join(case_record).join(team, team.c.id == _A.team_id))
        .where(_is_flagged(moderated), ~flagged_later.exists(), ~_was_ended)
    )


def _of(statement: Select[Any], teams: Collection[int] | None) -> Select[Any]:
    return statement if teams is None else statement.where(_A.team_id.in_(list(teams)))


def watched(unit: Unit, policy: Policy, teams: Collection[int] | None) -> list[Watched]:
    """The children on the list, the earliest review first; `teams` are those whose cases, None for all."""
    rows = unit.connection.execute(_of(_on_the_list(policy.moderated), teams)).all()
    reviews = _reviews(unit, [row.id for row in rows])
    found = [_watched(row, tuple(reviews.get(row.id, ())), policy) for row in rows]
    return sorted(found, key=lambda one: (one.review_on, one.allocation_id))


def _watched(row: Any, reviews: tuple[Reviewed, ...], policy: Policy) -> Watched:
    key, ref, case_ref, team_id, team_name, returned_on, later, inadequate = row
    review_on = (reviews[-1].review_on if reviews else None) or months_after(returned_on, policy.watch_months)
    return Watched(key, ref, case_ref, team_id, team_name, returned_on, review_on, reviews, later, inadequate)


def _reviews(unit: Unit, audits: Iterable[int]) -> dict[int, list[Reviewed]]:
    statement = (
        select(_W.allocation_id, _W.id, _W.on_day, _W.outcome, _W.review_on, person.c.name, _W.words)
        .select_from(watch_review.outerjoin(person, person.c.id == _W.actor_id))
        .where(among(unit.connection, _W.allocation_id, audits))
        .order_by(_W.id)
    )
    found: dict[int, list[Reviewed]] = {}
    for allocation_id, *rest in unit.connection.execute(statement):
        found.setdefault(allocation_id, []).append(Reviewed(*rest))
    return found


def watched_among(unit: Unit, policy: Policy, audits: Iterable[int]) -> list[tuple[int, str]]:
    """Those of these audits by which a child is on the list: the audit and its reference."""
    statement = _on_the_list(policy.moderated).where(among(unit.connection, _A.id, audits))
    return [(row.id, row.ref) for row in unit.connection.execute(statement)]


def watched_audit(unit: Unit, policy: Policy, allocation_id: int) -> Watched | None:
    """The child on the list by its audit; None where it is not on it."""
    row = unit.connection.execute(_on_the_list(policy.moderated).where(_A.id == allocation_id)).one_or_none()
    return None if row is None else _watched(row, tuple(_reviews(unit, [row.id]).get(row.id, ())), policy)


def record_review(
    unit: Unit, allocation_id: int, outcome: WatchOutcome, review_on: date | None, words: str, today: date
) -> int:
    """Note a review in the actor's name; its id. `review_on` is the next one, where the child stays on the list."""
    return insert_returning_id(
        unit,
        watch_review,
        allocation_id=allocation_id,
        at=unit.now,
        on_day=today,
        actor_id=unit.actor.person_id,
        outcome=outcome,
        review_on=review_on if outcome is WatchOutcome.STILL_AT_RISK else None,
        words=words,
    )


def became(unit: Unit, policy: Policy, teams: Collection[int] | None) -> Became:
    """What became of all that was ever on the list: a later audit is any of the same child returned since."""
    again, worse = _later_one().exists(), _inadequate_later(policy.moderated).exists()
    counted = [func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in (again, worse)]
    statement = select(func.count(), *counted).select_from(allocation.join(audit)).where(_is_flagged(policy.moderated))
    return Became(*(int(one) for one in unit.connection.execute(_of(statement, teams)).one()))
