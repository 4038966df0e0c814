"""The last day for the response to a child of concern: worked out once, and fixed (DOMAIN, "What follows an audit")."""

from sqlalchemy import and_, func, or_, select

from domain.calendar import WorkingCalendar
from domain.concern_lifecycle import respond_by
from domain.policy import Policy
from domain.words import ConcernAct, ConcernStatus
from storage.store import Unit
from storage.tables.concerns import concern, concern_transition

_C, _T = concern.c, concern_transition.c
# From when the time runs, where that is not the day of its raising: from when it waits for a response anew.
_BEGINS = or_(
    _T.act.in_((ConcernAct.RAISE, ConcernAct.REOPEN)),
    and_(_T.act == ConcernAct.SET_CATEGORY, _T.from_status != _T.to_status),
)


def fix_due_days(unit: Unit, policy: Policy, calendar: WorkingCalendar) -> None:
    """Work out the due day of each unresolved entry that has none yet: it was just raised, or came by import."""
    begun = select(func.max(_T.on_day)).where(_T.concern_id == _C.id, _BEGINS).scalar_subquery()
    statement = select(_C.id, _C.category, func.coalesce(begun, _C.raised_on).label("since")).where(
        _C.respond_by.is_(None), _C.status != ConcernStatus.RESOLVED
    )
    for row in unit.connection.execute(statement).all():
        due = respond_by(row.category, row.since, calendar, policy.concern_response_working_days)
        unit.connection.execute(concern.update().where(_C.id == row.id).values(respond_by=due))
