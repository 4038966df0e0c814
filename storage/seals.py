"""Which audits are sealed from somebody, whatever else they are (DOMAIN, "Allocation", "Moderation").

Of a loop, what the other auditor returned, until one's own half is back; of a moderation, the audit until its
moderator's own grades are complete, where they are to grade before they see the auditor's. A second role, as a
director's or QA's, opens neither.
"""

from typing import Any

from sqlalchemy import Select, and_, or_, select, union_all

from domain.lifecycle import WITH_THE_AUDITOR
from domain.policy import Policy
from domain.words import AllocationStatus
from storage.moderation import IS_UNJUDGED
from storage.store import Unit
from storage.tables.allocations import allocation
from storage.tables.audits import audit, moderation
from storage.tables.moderation import loop_meeting

_A, _M = allocation.c, moderation.c
_OWN = allocation.alias("own_half")
_own = _OWN.c
_is_open = select(audit.c.allocation_id).where(
    audit.c.allocation_id == _own.id, _own.status == AllocationStatus.RETURNED, audit.c.reopened_at.is_not(None)
)


def sealed_from(unit: Unit, policy: Policy, person_id: int) -> frozenset[int]:
    """The allocations of which somebody may not read as yet what another auditor found."""
    statement = _other_halves(person_id)
    found = union_all(statement, _to_rate(person_id)) if policy.moderator_rates_first else statement
    return frozenset(unit.connection.execute(found).scalars())


def _other_halves(person_id: int) -> Select[Any]:
    pair = and_(_A.loop_ref == _own.loop_ref, _A.case_id == _own.case_id, _A.id != _own.id)
    is_out = or_(_own.status.in_(WITH_THE_AUDITOR), _is_open.exists())
    return select(_A.id).select_from(_OWN.join(allocation, pair)).where(_own.auditor_id == person_id, is_out)


def _to_rate(person_id: int) -> Select[Any]:
    waits = (_M.moderator_id == person_id, _M.rated_at.is_(None), IS_UNJUDGED)
    # Whoever brings a meeting about has both grades before them.
    halves = [loop_meeting.c.first_id, loop_meeting.c.second_id]
    meeting = select(loop_meeting.c.id).where(_M.allocation_id.in_(halves), loop_meeting.c.settled_at.is_(None))
    return select(_M.allocation_id).where(*waits, ~meeting.exists())
