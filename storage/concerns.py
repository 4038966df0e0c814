"""Children of concern: raising one, and acknowledging that one has been told."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select

from domain.words import ConcernAct, ConcernStatus
from storage.audits import AllocatedAudit, lock_audit
from storage.loops import of_the_record
from storage.statements import insert_returning_id, insert_unless_there
from storage.store import Unit
from storage.tables.allocations import allocation, case_record
from storage.tables.concerns import concern, concern_acknowledgement, concern_spell, concern_transition
from storage.tables.people import person, team
from storage.tables.service import outbox

ALARM = "concern_alarm"
# A blank line between what was said at one time and at another.
BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Raising:
    """One raising of a concern, as those alarmed see it. `what` is the auditor's account."""

    id: int
    concern_id: int
    category: int
    case_ref: str
    team: str
    allocation_id: int
    raised_at: datetime
    raised_by: str | None
    what: str | None


@dataclass(frozen=True, slots=True)
class Alarmed:
    """A person who was sent the alarm, and when they acknowledged it."""

    person_id: int
    name: str
    acknowledged_at: datetime | None


def _entry(unit: Unit, allocation_id: int) -> tuple[int, int, ConcernStatus] | None:
    """The entry of an audit, or of the other half of its loop: it is about one child."""
    c = concern.c
    statement = select(c.id, c.category, c.status).where(c.allocation_id.in_(of_the_record(allocation_id)))
    own_first = (c.allocation_id != allocation_id, c.id)
    row = unit.connection.execute(statement.order_by(*own_first).limit(1)).one_or_none()
    return None if row is None else (row.id, row.category, row.status)


def _open(unit: Unit, given: AllocatedAudit, category: int, today: date, *, immediate: bool) -> int:
    return insert_returning_id(
        unit,
        concern,
        ref=f"{given.ref}-C",
        allocation_id=given.id,
        category=category,
        status=ConcernStatus.OPEN,
        raised_on=today,
        raised_at=unit.now,
        respond_by=today if category == 1 else None,
        raised_by_id=unit.actor.person_id,
        immediate=immediate,
    )


def _open_again(unit: Unit, concern_id: int, category: int, today: date) -> None:
    """Let an entry wait for a response anew: what was answered before was answered of something else."""
    unit.connection.execute(
        concern.update()
        .where(concern.c.id == concern_id)
        .values(
            status=ConcernStatus.OPEN,
            category=category,
            respond_by=today if category == 1 else None,
            responded_on=None,
            resolved_on=None,
            signed_off_by_id=None,
        )
    )


def begin_anew(unit: Unit, concern_id: int, today: date) -> None:
    """Let a resolved entry count as raised today; from its raising to its end it stays as it was (METRICS).

    Called before the entry changes, in the unit of work that opens it again.
    """
    t = concern.c
    is_over = (t.id == concern_id) & (t.status == ConcernStatus.RESOLVED)
    # An import may say that an entry ended before it was raised.
    ended_on = case((t.resolved_on < t.raised_on, t.raised_on), else_=t.resolved_on)
    ended = select(t.id, t.category, t.raised_on, t.responded_on, ended_on).where(is_over, t.resolved_on.is_not(None))
    names = ("concern_id", "category", "raised_on", "responded_on", "resolved_on")
    unit.connection.execute(concern_spell.insert().from_select(names, ended))
    unit.connection.execute(concern.update().where(is_over).values(raised_on=today, raised_at=unit.now))


def _tell(unit: Unit, concern_id: int, allocation_id: int, what: str, *, immediate: bool) -> None:
    """Keep the auditor's account.

    An immediate concern is added, and what the other auditor of a loop says; a return replaces what the one before
    said.
    """
    c = concern.c
    column = c.immediate_risk if immediate else c.what_is_wrong
    row = unit.connection.execute(select(column, c.allocation_id).where(c.id == concern_id)).one()
    paragraphs = row[0].split(BETWEEN) if row[0] else []
    if immediate or row.allocation_id != allocation_id:
        what = BETWEEN.join(paragraphs if what in paragraphs else [*paragraphs, what])
    unit.connection.execute(concern.update().where(c.id == concern_id).values({column: what}))


def raise_concern(unit: Unit, given: AllocatedAudit, category: int, what: str, today: date, *, immediate: bool) -> int:
    """Raise a concern about an audit: a new entry, or a further raising of the audit's one entry.

    An entry that stands keeps the more urgent category: an audit whose immediate concern opened a category 1 and
    that is returned as a category 2 stays category 1 until QA decides. A resolved one opens again at the new category,
    and counts as raised again.
    What is more urgent, or immediate, waits for a response from today on; a return that is neither updates the entry
    where it stands. Both audits of a loop are of one child, and have one entry. Two devices that raise at once come one
    after the other.

    Returns:
        The id of the raising (a row of `concern_transition`).
    """
    _lock_record(unit, given.id)
    concern_id, old, new, category = _entered(unit, given, category, today, immediate=immediate)
    _tell(unit, concern_id, given.id, what, immediate=immediate)
    return insert_returning_id(
        unit,
        concern_transition,
        concern_id=concern_id,
        at=unit.now,
        on_day=today,
        actor_id=unit.actor.person_id,
        source=unit.actor.source,
        from_status=old,
        to_status=new,
        category=category,
        what=what,
        act=ConcernAct.RAISE,
        acting_for_id=unit.actor.acting_for,
    )


def _entered(
    unit: Unit, given: AllocatedAudit, category: int, today: date, *, immediate: bool
) -> tuple[int, ConcernStatus | None, ConcernStatus, int]:
    """Open the entry of an audit, or bring it to what is found now: its id, where it stood and stands, its category."""
    known = _entry(unit, given.id)
    if known is None:
        return _open(unit, given, category, today, immediate=immediate), None, ConcernStatus.OPEN, category
    concern_id, standing, old = known
    is_new = immediate or old is ConcernStatus.RESOLVED or category < standing
    if old is ConcernStatus.RESOLVED:
        begin_anew(unit, concern_id, today)
    else:
        category = min(category, standing)
    if is_new:
        _open_again(unit, concern_id, category, today)
    return concern_id, old, ConcernStatus.OPEN if is_new else old, category


def _lock_record(unit: Unit, allocation_id: int) -> None:
    """Hold the audit and its record, so that the two of a loop who raise at once find each other's entry."""
    lock_audit(unit, allocation_id)
    of = select(allocation.c.case_id).where(allocation.c.id == allocation_id).scalar_subquery()
    unit.connection.execute(select(case_record.c.id).where(case_record.c.id == of).with_for_update())


def has_open_category_1(unit: Unit, allocation_id: int) -> bool:
    """Whether the audit's entry stands as an unresolved category 1, about which the alarm has gone out."""
    known = _entry(unit, allocation_id)
    return known is not None and known[1] == 1 and known[2] is not ConcernStatus.RESOLVED


def latest_raising_by(unit: Unit, allocation_id: int, person_id: int) -> int | None:
    """The last raising that a person made from an audit, or None."""
    t = concern_transition.c
    statement = (
        select(t.id)
        .join(concern)
        .where(concern.c.allocation_id.in_(of_the_record(allocation_id)))
        .where(t.actor_id == person_id, t.act == ConcernAct.RAISE)
        .order_by(t.id.desc())
        .limit(1)
    )
    return unit.connection.execute(statement).scalar()


def last_alarm_to(unit: Unit, person_id: int) -> int | None:
    """The last raising about which a person was alarmed; None for none."""
    statement = select(func.max(outbox.c.subject_id)).where(outbox.c.template == ALARM, outbox.c.person_id == person_id)
    return unit.connection.execute(statement).scalar()


def raising(unit: Unit, raising_id: int) -> Raising | None:
    """A raising by its id, or None."""
    t = concern_transition.c
    statement = (
        select(
            t.id,
            t.concern_id,
            t.category,
            case_record.c.case_ref,
            team.c.name,
            concern.c.allocation_id,
            t.at,
            person.c.name,
            func.coalesce(t.what, t.words),
        )
        .select_from(
            concern_transition.join(concern)
            .join(allocation, allocation.c.id == concern.c.allocation_id)
            .join(case_record, case_record.c.id == allocation.c.case_id)
            .join(team, team.c.id == allocation.c.team_id)
            .outerjoin(person, person.c.id == t.actor_id)
        )
        .where(t.id == raising_id)
    )
    row = unit.connection.execute(statement).one_or_none()
    return None if row is None else Raising(*row)


def alarmed_about(unit: Unit, raising_id: int) -> list[Alarmed]:
    """Who is sent the alarm of a raising, and who has acknowledged it."""
    a = concern_acknowledgement.c
    statement = (
        select(outbox.c.person_id, person.c.name, a.at)
        .join(person, person.c.id == outbox.c.person_id)
        .outerjoin(
            concern_acknowledgement,
            (a.raising_id == outbox.c.subject_id) & (a.person_id == outbox.c.person_id),
        )
        .where(outbox.c.template == ALARM, outbox.c.subject_id == raising_id)
        # Somebody who did not answer is alarmed more than once.
        .group_by(outbox.c.person_id, person.c.name, a.at)
        .order_by(func.min(outbox.c.id))
    )
    return [Alarmed(*row) for row in unit.connection.execute(statement)]


def acknowledge(unit: Unit, raising_id: int, person_id: int) -> bool:
    """Note that a person has the alarm; whether it is the first time."""
    return insert_unless_there(unit, concern_acknowledgement, raising_id=raising_id, person_id=person_id, at=unit.now)
