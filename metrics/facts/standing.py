"""Whether an allocation stands on a day, is exempt by it, and which judgement of it decides (METRICS, "Words")."""

from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select

from metrics.facts.joined import Condition
from storage.tables.allocations import exemption
from storage.tables.audits import moderation

# Made once: the columns of an alias cost more than the rest of a statement.
_LATER = moderation.alias("later_judgement")


def stands_on(given: Any, as_at: date) -> Condition:
    """Allocated by a day, and not withdrawn by it."""
    return and_(given.allocated_on <= as_at, or_(given.withdrawn_on.is_(None), given.withdrawn_on > as_at))


def is_exempt(given: Any, as_at: date) -> Condition:
    """Its auditor is exempt for its month: an exemption falls on all of that person's allocations of it."""
    one = exemption.c
    of_the_month = and_(one.person_id == given.auditor_id, one.month == given.month)
    return select(one.id).where(of_the_month, one.authorised_on <= as_at).exists()


def is_judged(judgement: Any) -> Condition:
    """Whether a moderator has said anything of it: it is more than an assignment."""
    return or_(judgement.overall.is_not(None), judgement.met_standard.is_not(None))


def decides(judgement: Any, given: Any, as_at: date) -> Condition:
    """Whether a judgement is the one that decides for an allocation on a day: the latest by its day, then by its id.

    One without a day of its own counts from the return.
    """
    day = func.coalesce(judgement.moderated_on, given.returned_on)
    later_day = func.coalesce(_LATER.c.moderated_on, given.returned_on)
    after = or_(later_day > day, and_(later_day == day, _LATER.c.id > judgement.id))
    overruled = select(_LATER.c.id).where(
        _LATER.c.allocation_id == given.id, is_judged(_LATER.c), later_day <= as_at, after
    )
    return and_(judgement.allocation_id == given.id, is_judged(judgement), day <= as_at, ~overruled.exists())
