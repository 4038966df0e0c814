"""The audits of one loop: which of them counts for both, and whether one is still to come (METRICS, "Words")."""

from datetime import date
from typing import Any

from sqlalchemy import FromClause, Select, and_, func, not_, or_, select

from metrics.facts.closing import has_closed
from metrics.facts.joined import Column, Condition
from metrics.facts.standing import decides, is_exempt, stands_on
from storage.tables.allocations import allocation
from storage.tables.audits import audit, moderation

_A = allocation.c
# Made once: the columns of an alias cost more than the rest of a statement.
_PAIRED = allocation.alias("paired")
_PAIRED_JUDGEMENT = moderation.alias("paired_judgement")
PAIRED_AUDIT = audit.alias("paired_audit")


class Partner:
    """The audits of the same loop as an allocation's that count for its quality, itself among them."""

    def __init__(self, as_at: date) -> None:
        self.as_at = as_at
        self.own, self.judged = _PAIRED.c, _PAIRED_JUDGEMENT.c

    def source(self) -> FromClause:
        """The allocations with the judgement that decides for each."""
        return _PAIRED.outerjoin(_PAIRED_JUDGEMENT, decides(self.judged, self.own, self.as_at))

    def counts(self) -> Condition:
        """Of the loop, standing, returned, to standard."""
        return and_(
            self.own.loop_ref == _A.loop_ref,
            stands_on(self.own, self.as_at),
            self.own.returned_on <= self.as_at,
            func.coalesce(self.judged.met_standard, True),
        )

    def is_out(self) -> Select[Any]:
        """The others of the loop that are still to come back before their month closes."""
        t = self.own
        is_back = func.coalesce(t.returned_on <= self.as_at, False)
        comes_no_more = or_(is_exempt(t, self.as_at), has_closed(t.month, self.as_at, stands_on))
        others = and_(t.loop_ref == _A.loop_ref, t.id != _A.id, stands_on(t, self.as_at))
        return select(t.id).where(others, not_(is_back), not_(comes_no_more))

    def judged_on(self) -> Column:
        """The day of the judgement; one without a day counts from the return."""
        return func.coalesce(self.judged.moderated_on, self.own.returned_on)
