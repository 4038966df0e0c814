"""Moderations taken back from whoever can't make them in time, to be shared anew (DOMAIN, "Moderation")."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from domain.words import StandingKind
from storage.absences import spells_of
from storage.moderation import IS_UNJUDGED, AssignedModeration, give_to, is_in_a_meeting, moderation_by_id
from storage.statements import among
from storage.store import Unit
from storage.tables.audits import moderation
from storage.tables.chasing import leave
from storage.tables.moderation import loop_meeting
from storage.tables.people import person, standing_exemption

_M, _V, _S = moderation.c, leave.c, standing_exemption.c
_AWAY_FOR_MONTHS = (StandingKind.MATERNITY, StandingKind.EXTENDED_ABSENCE)
_LEFT = "Its moderator has left."
# Why somebody is away is their own affair.
_AWAY = "Its moderator is away until after the day by which it is due."


@dataclass(frozen=True, slots=True)
class _Back:
    """A moderation to be taken back, and why."""

    owed: AssignedModeration
    reason: str


def take_moderations_back(unit: Unit, today: date) -> int:
    """Take what nobody here will moderate in time out of its moderator's hands; how many.

    From those who have left (the day of leaving is the last one here), and from those whom a leave that has begun
    keeps away on the due day too: due on Friday 11 December, away from the 1st to the 11th, taken back on the 1st.
    What an import gave has no due day, and stays with whoever is on leave. What was begun is begun anew by another.
    """
    found = [*_of_leavers(unit, today), *_of_the_absent(unit, today)]
    for one in found:
        # Its auditor can't reopen what a meeting is about.
        meets = is_in_a_meeting(unit, one.owed.id)
        give_to(unit, one.owed, None, one.owed.due_on, today, one.reason, is_opened=meets)
    _free_meetings(unit, today)
    return len(found)


def _of_leavers(unit: Unit, today: date) -> list[_Back]:
    statement = select(_M.id).join(person, person.c.id == _M.moderator_id).where(IS_UNJUDGED, person.c.left_on < today)
    return _backs(unit, list(unit.connection.execute(statement.order_by(_M.id)).scalars()), _LEFT)


def _of_the_absent(unit: Unit, today: date) -> list[_Back]:
    begun = _V.starts_on <= today, _V.ends_on >= today, _V.cancelled_at.is_(None)
    on_leave = select(_V.person_id).where(*begun)
    for_months = select(_S.person_id).where(
        _S.kind.in_(_AWAY_FOR_MONTHS), _S.starts_on <= today, or_(_S.ends_on.is_(None), _S.ends_on >= today)
    )
    statement = (
        select(_M.id, _M.moderator_id, _M.due_on)
        .join(person, person.c.id == _M.moderator_id)
        .where(IS_UNJUDGED, _M.due_on.is_not(None), or_(person.c.left_on.is_(None), person.c.left_on >= today))
        .where(or_(_M.moderator_id.in_(on_leave), _M.moderator_id.in_(for_months)))
        .order_by(_M.id)
    )
    rows = unit.connection.execute(statement).all()
    until = {key: _away_until(unit, key, today) for key in {row.moderator_id for row in rows}}
    return _backs(unit, [row.id for row in rows if until[row.moderator_id] >= row.due_on], _AWAY)


def _away_until(unit: Unit, person_id: int, today: date) -> date:
    """The last day away of somebody who is away; `date.max` where nobody knows it."""
    on_leave = [one.ends_on for one in spells_of(unit, person_id, today) if one.covers(today)]
    for_months = select(func.coalesce(_S.ends_on, date.max)).where(
        _S.person_id == person_id,
        _S.kind.in_(_AWAY_FOR_MONTHS),
        _S.starts_on <= today,
        or_(_S.ends_on.is_(None), _S.ends_on >= today),
    )
    ends: list[date] = [*on_leave, *unit.connection.execute(for_months).scalars()]
    return max(ends)


def _backs(unit: Unit, keys: list[int], reason: str) -> list[_Back]:
    found = (moderation_by_id(unit, key) for key in keys)
    return [_Back(one, reason) for one in found if one is not None]


def _free_meetings(unit: Unit, today: date) -> None:
    """A meeting has no moderator any more where they have left, or one of its moderations was taken back."""
    m = loop_meeting.c
    gone = select(person.c.id).where(person.c.left_on < today)
    taken_back = select(_M.allocation_id).where(IS_UNJUDGED, _M.moderator_id.is_(None))
    orphaned = select(m.id).where(
        m.settled_at.is_(None),
        m.moderator_id.is_not(None),
        or_(m.moderator_id.in_(gone), m.first_id.in_(taken_back), m.second_id.in_(taken_back)),
    )
    keys = list(unit.connection.execute(orphaned).scalars())
    unit.connection.execute(loop_meeting.update().where(among(unit.connection, m.id, keys)).values(moderator_id=None))
