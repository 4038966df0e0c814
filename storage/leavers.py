"""What somebody who leaves would leave behind: the QA team is asked once to give it to others (DOMAIN, QA tasks)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, String, cast, select

from domain.calendar import spoken_day
from domain.lifecycle import WITH_THE_AUDITOR
from domain.words import AllocationStatus, EscalationStatus, QaTaskKind
from storage.dip_samples import IS_DONE
from storage.qa_tasks import raise_task
from storage.store import Unit
from storage.tables.allocations import allocation
from storage.tables.audits import agreed_action, moderation
from storage.tables.dip_samples import dip_sample_record
from storage.tables.exemptions import IS_ASKED, exemption_request
from storage.tables.people import person
from storage.tables.registers import IS_OPEN_SURVEY, dip_sample, escalation, impact_survey
from storage.tables.service import qa_task

_AT_ONCE = 1_000
_NAMED = 5  # of a sort; the rest is counted


# By sort: what one of it is called, and what is said behind it.
_SORTS = (
    ("audits", "audit", ""),
    ("actions", "action", ""),
    ("uploads", "returned audit", " not on the child's record yet"),
    ("moderations", "audit", " to moderate"),
    ("approvals", "exemption request", " to answer"),
    ("surveys", "impact survey", " to answer"),
    ("disputes", "dispute", " in process"),
    ("samples", "dip sample", " to review"),
)


@dataclass(frozen=True, slots=True)
class OpenItems:
    """What is open in a person's name: references of audits, of actions, of what they place, moderate or answer."""

    audits: Sequence[str] = ()
    actions: Sequence[str] = ()
    uploads: Sequence[str] = ()
    moderations: Sequence[str] = ()
    approvals: Sequence[str] = ()
    surveys: Sequence[str] = ()
    disputes: Sequence[str] = ()
    samples: Sequence[str] = ()

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return any(getattr(self, sort) for sort, _, _ in _SORTS)

    def __str__(self) -> str:
        """All of it in words: `2 audits (A1, A2) and 1 action (N1)`."""
        every = [(word, more, getattr(self, sort)) for sort, word, more in _SORTS]
        told = [_told(word, more, refs) for word, more, refs in every if refs]
        return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)


def _told(word: str, more: str, refs: Sequence[str]) -> str:
    named = ", ".join(refs[:_NAMED])
    rest = f" and {len(refs) - _NAMED:,} more" if len(refs) > _NAMED else ""
    return f"{len(refs):,} {word}{'' if len(refs) == 1 else 's'}{more} ({named}{rest})"


def open_items_of(unit: Unit, people: Iterable[int]) -> dict[int, OpenItems]:
    """What is open in the names of these people, by their ids: audits, actions, moderations, requests."""
    found: dict[int, dict[str, list[str]]] = {one: {} for one in people}
    for sort, statement, whose in _OPEN:
        for who, ref in _rows(unit, statement, whose, list(found)):
            found[who].setdefault(sort, []).append(ref)
    return {who: OpenItems(**items) for who, items in found.items()}


def _rows(unit: Unit, statement: Select[Any], whose: Any, people: Sequence[int]) -> Iterator[Any]:
    for first in range(0, len(people), _AT_ONCE):
        yield from unit.connection.execute(statement.where(whose.in_(people[first : first + _AT_ONCE])))


_A, _N, _M = allocation.c, agreed_action.c, moderation.c
_NOT_JUDGED = (_M.moderated_on.is_(None), _M.overall.is_(None), _M.met_standard.is_(None))
_X = exemption_request.c
_S, _E, _D, _R = impact_survey.c, escalation.c, dip_sample.c, dip_sample_record.c
_TO_DO = (_N.completed_on.is_(None), _N.removed_on.is_(None))
# Returned, and final once it has its outcome: nobody else is chased to put it on the record.
_BACK = (AllocationStatus.RETURNED, AllocationStatus.MODERATED)
# By sort: the statement that gives the person and the reference, and its column for the person.
_OPEN: Sequence[tuple[str, Select[Any], Any]] = (
    ("audits", select(_A.auditor_id, _A.ref).where(_A.status.in_(WITH_THE_AUDITOR)).order_by(_A.ref), _A.auditor_id),
    (
        "uploads",
        select(_A.auditor_id, _A.ref).where(_A.status.in_(_BACK), _A.uploaded_on.is_(None)).order_by(_A.ref),
        _A.auditor_id,
    ),
    ("actions", select(_N.owner_id, _N.ref).where(*_TO_DO).order_by(_N.ref), _N.owner_id),
    (
        "moderations",
        select(_M.moderator_id, _A.ref).join_from(moderation, allocation).where(*_NOT_JUDGED).order_by(_A.ref),
        _M.moderator_id,
    ),
    (
        "surveys",
        select(_S.respondent_id, _A.ref).join_from(impact_survey, allocation).where(IS_OPEN_SURVEY).order_by(_A.ref),
        _S.respondent_id,
    ),
    (
        "disputes",
        select(_E.raised_by_id, _E.ref).where(_E.status == EscalationStatus.IN_PROCESS).order_by(_E.ref),
        _E.raised_by_id,
    ),
    (
        "samples",
        select(_R.reviewer_id, _D.ref)
        .join_from(dip_sample_record, dip_sample)
        .where(~IS_DONE, _D.closed_on.is_(None))
        .distinct()
        .order_by(_D.ref),
        _R.reviewer_id,
    ),
    ("approvals", select(_X.approver_id, cast(_X.id, String)).where(IS_ASKED).order_by(_X.id), _X.approver_id),
)


def ask_for_leavers_items(unit: Unit, leaving: Mapping[int, date]) -> None:
    """Put before QA what people leave behind, one task a person while it is open; nothing where nothing is open.

    Args:
        unit: the unit of work.
        leaving: the last day of each person, by their ids.
    """
    items = {who: found for who, found in open_items_of(unit, leaving).items() if found}
    p = person.c
    for who, email, name in _rows(unit, select(p.id, p.email, p.name).order_by(p.email), p.id, list(items)):
        last_day = spoken_day(leaving[who])
        about = f"{name}'s last day is {last_day}. In their name are still open: {items[who]}. Give them to others."
        raise_task(unit, QaTaskKind.LEAVERS_ITEMS, f"leaver:{email}", about, person_id=who)


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody with a last day, and how it stands with QA's task about what they leave behind.

    Attributes:
        last_asked_at: when QA was asked last; None for never.
        is_waiting: whether the task is open.
    """

    id: int
    left_on: date
    last_asked_at: datetime | None
    is_waiting: bool


def people_leaving(unit: Unit) -> list[Leaver]:
    """Everybody with a last day who has something open in their name, by their ids."""
    p, t = person.c, qa_task.c
    known = select(p.id, p.left_on).where(p.left_on.is_not(None)).order_by(p.id)
    leaving = {row.id: row.left_on for row in unit.connection.execute(known)}
    with_items = [who for who, items in open_items_of(unit, leaving).items() if items]
    asked = select(t.person_id, t.raised_at, t.closed_at).where(t.kind == QaTaskKind.LEAVERS_ITEMS).order_by(t.id)
    last = {row.person_id: row for row in _rows(unit, asked, t.person_id, with_items)}
    return [_leaver(who, leaving[who], last.get(who)) for who in with_items]


def _leaver(who: int, left_on: date, asked: Any) -> Leaver:
    if asked is None:
        return Leaver(who, left_on, None, is_waiting=False)
    return Leaver(who, left_on, asked.raised_at, is_waiting=asked.closed_at is None)
