"""Whether audits have their outcome, as a condition: until then nobody reads what they found (DOMAIN, "The month")."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from domain.policy import Moderated
from domain.words import AllocationStatus
from storage.tables.audits import moderation


def awaits_moderator(given: Any) -> ColumnElement[bool]:
    """Whether an audit owes a moderation that is not made. `given` is `allocation` or an alias of it."""
    m = moderation.alias().c
    is_unjudged = and_(m.overall.is_(None), m.met_standard.is_(None), m.moderated_on.is_(None))
    return select(m.id).where(m.allocation_id == given.c.id, is_unjudged).correlate(given).exists()


def has_outcome(given: Any, moderated: Moderated) -> ColumnElement[bool]:
    """Whether an audit has its outcome (`domain.colleagues.is_outcome`), half of a loop only with the other half.

    Until it was decided that half of a loop owes no moderation, the other may be out, from whom it is sealed.

    Args:
        given: `allocation` or an alias of it.
        moderated: which audits the council has moderated.
    """
    t = given.c
    owes_none = t.considered_on.is_not(None)
    if moderated is Moderated.NONE:
        owes_none = or_(owes_none, t.loop_ref.is_(None))
    is_back = and_(t.status == AllocationStatus.RETURNED, owes_none, ~awaits_moderator(given))
    return or_(t.status.in_((AllocationStatus.MODERATED, AllocationStatus.UPLOADED)), is_back)
