"""What has been kept for as long as the council wants it: the words of old audits, and who left long ago.

The settings say how long (docs/retention.md); an audit's time begins when its month closes. What is on hold or still
open stays, and is counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Exists, and_, exists, func, not_, select

from domain.calendar import london_day, months_after
from domain.months import closing_day
from domain.policy import Policy
from domain.words import AllocationStatus, EscalationStatus
from storage.data_map import Ground
from storage.erased_words import TOKEN_LENGTHS, TOKEN_PREFIX
from storage.erasure_open import open_of_audits
from storage.erasure_scope import rows_belonging
from storage.holds import Held
from storage.leavers import open_items_of
from storage.statements import among
from storage.store import Unit
from storage.tables.allocations import allocation, case_record
from storage.tables.dip_samples import dip_sample_record
from storage.tables.people import person
from storage.tables.registers import dip_sample, escalation

_A, _C, _E, _P = allocation.c, case_record.c, escalation.c, person.c


@dataclass(frozen=True, slots=True)
class Over:
    """Rows whose time is over, by their numbers.

    Attributes:
        in_all: how many audits or people there are, though no more than the limit go now.
        still_open: how many more would go, were they not open.
        on_hold: how many more, were they not held.
    """

    audits: Sequence[int] = ()
    escalations: Sequence[int] = ()
    cases: Sequence[int] = ()
    people: Sequence[int] = ()
    in_all: int = 0
    still_open: int = 0
    on_hold: int = 0

    def __bool__(self) -> bool:
        """Whether anything goes."""
        return bool(self.audits or self.escalations or self.cases or self.people)


@dataclass(slots=True)
class _Stays:
    still_open: int = 0
    on_hold: int = 0
    audits: list[int] = field(default_factory=list)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; of 29 February the day before it, where that year has none."""
    return months_after(day, -12 * years)


def not_erased(column: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that a reference or an address is not one that an erasure has left; one made of it is another."""
    return not_(and_(column.startswith(TOKEN_PREFIX, autoescape=True), func.length(column).in_(TOKEN_LENGTHS)))


def audits_over(unit: Unit, policy: Policy, kept: Held, limit: int) -> Over:
    """The audits, disputes and records whose words have been kept long enough, the oldest first.

    Args:
        unit: the unit of work.
        policy: the council's settings.
        kept: what is on hold.
        limit: how many audits at most, so that nobody waits for long.
    """
    before = years_before(london_day(unit.now), policy.keep_case_text_years)
    wanted = select(_A.id, _A.case_id).where(_A.month.in_(_months_over(unit, policy, before)), not_erased(_A.ref))
    pairs: Sequence[Any] = unit.connection.execute(wanted.order_by(_A.id)).all()
    case_of: dict[int, int] = dict(pairs)
    stays = _staying(unit, case_of, kept, limit)
    audits = stays.audits[:limit]
    disputes = select(_E.id, _E.case_id).where(
        _E.status == EscalationStatus.RESOLVED, _E.resolved_on < before, not_erased(_E.ref)
    )
    escalations = [
        key for key, case in unit.connection.execute(disputes.limit(limit)) if not _is_held(unit, case, kept)
    ]
    cases = [one for one in _cases_over(unit, before, audits, escalations) if not _is_held(unit, one, kept)]
    return Over(
        audits, escalations, cases, in_all=len(stays.audits), still_open=stays.still_open, on_hold=stays.on_hold
    )


def _months_over(unit: Unit, policy: Policy, before: date) -> list[str]:
    latest = func.max(_A.due_on).filter(_A.status != AllocationStatus.WITHDRAWN)
    rows = unit.connection.execute(select(_A.month, latest).group_by(_A.month))
    return [month for month, due in rows if closing_day(month, due, policy.month_closes) < before]


def _staying(unit: Unit, case_of: Mapping[int, int], kept: Held, limit: int) -> _Stays:
    still_open = open_of_audits(unit, case_of, or_not_on_record=False)
    found = _Stays(still_open=len(still_open))
    held_cases: dict[int, bool] = {}
    for audit, case in case_of.items():
        if audit in still_open:
            continue
        # Who worked on a record is looked up one by one: no further than needed.
        if len(found.audits) < limit and case not in held_cases:
            held_cases[case] = _is_held(unit, case, kept)
        if held_cases.get(case, case in kept.cases):
            found.on_hold += 1
        else:
            found.audits.append(audit)
    return found


def _is_held(unit: Unit, case: int, kept: Held) -> bool:
    if not kept.people:
        return case in kept.cases
    return kept.holds_case([case], rows_belonging(unit, Ground.CASE, {"case_record": [case]}))


def _cases_over(unit: Unit, before: date, audits: Iterable[int], escalations: Iterable[int]) -> list[int]:
    """Records of which nothing younger is left: neither an audit, nor a dispute, nor an answer in a dip sample."""
    younger: tuple[Exists, ...] = (
        exists().where(_A.case_id == _C.id, not_erased(_A.ref), not_(among(unit.connection, _A.id, audits))),
        exists().where(_E.case_id == _C.id, not_erased(_E.ref), not_(among(unit.connection, _E.id, escalations))),
        exists().where(
            dip_sample_record.c.case_id == _C.id,
            dip_sample_record.c.dip_sample_id == dip_sample.c.id,
            dip_sample.c.carried_out_on >= before,
        ),
    )
    was_audited = exists().where(_A.case_id == _C.id)
    statement = select(_C.id).where(not_erased(_C.case_ref), was_audited, *(~one for one in younger))
    return list(unit.connection.execute(statement.order_by(_C.id)).scalars())


def leavers_over(unit: Unit, policy: Policy, kept: Held, limit: int) -> Over:
    """Whoever left so long ago that nobody needs to know any more who they were."""
    before = years_before(london_day(unit.now), policy.keep_leavers_years)
    statement = select(_P.id).where(_P.left_on < before, not_erased(_P.email)).order_by(_P.id)
    gone = list(unit.connection.execute(statement).scalars())
    items = open_items_of(unit, gone)
    on_hold = [one for one in gone if kept.holds_person(one)]
    still_open = [one for one in gone if items[one] and one not in on_hold]
    people = [one for one in gone if one not in on_hold and one not in still_open]
    return Over(people=people[:limit], in_all=len(people), still_open=len(still_open), on_hold=len(on_hold))
