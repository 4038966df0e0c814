"""Exemptions and the requests for them, as they are read: what waits for whom, whose they are, a month's register."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from domain.calendar import london_day
from domain.exemptions import FinancialYear, RequestStatus
from domain.words import AllocationStatus, ExemptionKind
from storage.store import Unit
from storage.tables.allocations import allocation, exemption
from storage.tables.exemptions import IS_ASKED, exemption_request, exemption_step
from storage.tables.people import person

_R, _X, _S, _A, _P = exemption_request.c, exemption.c, exemption_step.c, allocation.c, person.c
_AUTHORISER = person.alias("authoriser")
# What an exemption falls on; what was sent back has been returned, and counts so.
TO_BE_RETURNED = (AllocationStatus.ALLOCATED, AllocationStatus.STARTED)


@dataclass(frozen=True, slots=True)
class Request:
    """A request for an exemption as it stands.

    Attributes:
        name: of whoever it is for.
        month: the audit month, as `2026-11`.
        reason: theirs; None for health, of which none is kept.
        is_own_word: whether their own word was enough.
        asked_by_id: who wrote it: themself, or somebody of QA.
        approver_id: with whom it lies; None where there is nobody, or nobody need approve.
        answer: why it was declined.
    """

    id: int
    person_id: int
    name: str
    email: str
    month: str
    kind: ExemptionKind
    reason: str | None
    status: RequestStatus
    is_own_word: bool
    asked_at: datetime
    asked_by_id: int | None
    approver_id: int | None
    decided_at: datetime | None
    decided_by_id: int | None
    answer: str | None

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for an answer."""
        return self.status is RequestStatus.ASKED


_SELECT: Select[Any] = select(
    _R.id,
    _R.person_id,
    _P.name,
    _P.email,
    _R.month,
    _R.kind,
    _R.reason,
    _R.status,
    _R.is_own_word,
    _R.asked_at,
    _R.asked_by_id,
    _R.approver_id,
    _R.decided_at,
    _R.decided_by_id,
    _R.answer,
).join(person, _P.id == _R.person_id)


def _requests(unit: Unit, statement: Select[Any]) -> list[Request]:
    return [Request(*row) for row in unit.connection.execute(statement)]


def request_by_id(unit: Unit, request_id: int) -> Request | None:
    """The request with an id; None where there is none."""
    return next(iter(_requests(unit, _SELECT.where(_R.id == request_id))), None)


def waiting_request(unit: Unit, person_id: int, month: str) -> Request | None:
    """What a person has asked for a month and has had no answer to; None where there is nothing."""
    wanted = _SELECT.where(_R.person_id == person_id, _R.month == month, IS_ASKED)
    return next(iter(_requests(unit, wanted)), None)


def standing_request(unit: Unit, person_id: int, month: str) -> Request | None:
    """The request behind the exemption that a person has for a month; None where it came by import."""
    wanted = _SELECT.where(_R.person_id == person_id, _R.month == month, _R.status == RequestStatus.APPROVED)
    return next(iter(_requests(unit, wanted.order_by(_R.id.desc()).limit(1))), None)


def requests_of(unit: Unit, person_id: int, limit: int) -> list[Request]:
    """A person's last requests, the latest first; those that were undone or taken back are left out."""
    gone = (RequestStatus.UNDONE, RequestStatus.WITHDRAWN)
    wanted = _SELECT.where(_R.person_id == person_id, _R.status.not_in(gone))
    return _requests(unit, wanted.order_by(_R.asked_at.desc(), _R.id.desc()).limit(limit))


def waiting_requests(unit: Unit) -> list[Request]:
    """Every request without an answer, the earliest first, whether an answer is still needed or not."""
    return _requests(unit, _SELECT.where(IS_ASKED).order_by(_R.asked_at, _R.id))


def waiting_with(unit: Unit, people: Collection[int]) -> list[Request]:
    """The requests that lie with one of these people and need an answer, the earliest first."""
    wanted = _SELECT.where(_R.approver_id.in_(list(people)), IS_ASKED, _needs_answer())
    return _requests(unit, wanted.order_by(_R.asked_at, _R.id))


def _needs_answer() -> ColumnElement[bool]:
    """Not exempt meanwhile, and not done with that month's audits."""
    theirs = and_(_A.auditor_id == _R.person_id, _A.month == _R.month, _A.status != AllocationStatus.WITHDRAWN)
    is_exempt = exists().where(_X.person_id == _R.person_id, _X.month == _R.month)
    to_do = exists().where(theirs, _A.status.in_(TO_BE_RETURNED))
    return and_(~is_exempt, or_(to_do, ~exists().where(theirs)))


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A request that waits for its approver, and since which London day."""

    id: int
    person_id: int
    approver_id: int
    asked_on: date


def unanswered(unit: Unit, ids: Collection[int] | None = None) -> list[Unanswered]:
    """What waits for an approver's answer and still needs one, the earliest first; of these `ids` where given."""
    wanted = (
        select(_R.id, _R.person_id, _R.approver_id, _R.asked_at)
        .where(IS_ASKED, _R.approver_id.is_not(None), _needs_answer())
        .order_by(_R.asked_at, _R.id)
    )
    rows = unit.connection.execute(wanted if ids is None else wanted.where(_R.id.in_(list(ids))))
    return [Unanswered(row.id, row.person_id, row.approver_id, london_day(row.asked_at)) for row in rows]


def needs_answer(unit: Unit, request_id: int) -> bool:
    """Whether a request waits and an answer would change anything."""
    statement = select(_R.id).where(_R.id == request_id, IS_ASKED, _needs_answer())
    return unit.connection.execute(statement).first() is not None


def is_exempt(unit: Unit, person_id: int, month: str) -> bool:
    """Whether a person is exempt for a month."""
    statement = select(_X.id).where(_X.person_id == person_id, _X.month == month)
    return unit.connection.execute(statement).first() is not None


def counts_by_kind(unit: Unit, person_id: int, year: FinancialYear) -> Mapping[ExemptionKind, int]:
    """How many exemptions of each kind a person has for the months of a financial year."""
    statement = select(_X.kind).where(_X.person_id == person_id, _X.month.between(year.first, year.last))
    return Counter(unit.connection.execute(statement).scalars())


@dataclass(frozen=True, slots=True)
class Registered:
    """An exemption of a month's register.

    Attributes:
        reason: None for health, whatever an import has brought.
        authorised_by: the name; None where nobody is down.
        source: `chat` or `import`.
    """

    id: int
    person_id: int
    name: str
    month: str
    kind: ExemptionKind
    reason: str | None
    authorised_by: str | None
    authorised_on: date
    source: str


def _registered(unit: Unit, wanted: ColumnElement[bool]) -> list[Registered]:
    statement = (
        select(
            _X.id,
            _X.person_id,
            _P.name,
            _X.month,
            _X.kind,
            _X.reason,
            _AUTHORISER.c.name.label("authorised_by"),
            _X.authorised_on,
            _X.source,
        )
        .join(person, _P.id == _X.person_id)
        .outerjoin(_AUTHORISER, _AUTHORISER.c.id == _X.authorised_by_id)
        .where(wanted)
        .order_by(_X.month.desc(), _P.name, _X.id)
    )
    rows = unit.connection.execute(statement).all()
    hidden = ExemptionKind.HEALTH
    return [Registered(*row[:5], None if row.kind is hidden else row.reason, *row[6:]) for row in rows]


def register_of(unit: Unit, month: str) -> list[Registered]:
    """Everybody who is exempt for a month, by name."""
    return _registered(unit, _X.month == month)


def registered(unit: Unit, exemption_id: int) -> Registered | None:
    """An exemption by its id; None where it stands no more."""
    return next(iter(_registered(unit, _X.id == exemption_id)), None)


def exemptions_of(unit: Unit, person_id: int, since: str) -> list[Registered]:
    """A person's exemptions for a month (`2026-04`) or a later one, the latest first."""
    return _registered(unit, and_(_X.person_id == person_id, _X.month >= since))


@dataclass(frozen=True, slots=True)
class Step:
    """A change of a request: who made it, for whom, from where, and why where that was said."""

    id: int
    actor_id: int | None
    acting_for_id: int | None
    from_status: RequestStatus | None
    reason: str | None


def last_step(unit: Unit, request_id: int) -> Step | None:
    """The last change of a request; None before any."""
    statement = (
        select(_S.id, _S.actor_id, _S.acting_for_id, _S.from_status, _S.reason)
        .where(_S.request_id == request_id)
        .order_by(_S.id.desc())
        .limit(1)
    )
    row = unit.connection.execute(statement).one_or_none()
    return None if row is None else Step(*row)
