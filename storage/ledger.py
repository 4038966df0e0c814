"""What QA asks of the ledger: who did not get theirs, what was sent to somebody, who is chased and who unreachable."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from domain.calendar import london_instant
from domain.words import SendClass, SendStatus
from storage.nudge_lines import DAY_OVER, DIGEST, STANDING, DigestLine, line_of, lines_selected
from storage.store import Unit
from storage.tables.chasing import LineStatus, nudge_line
from storage.tables.people import channel_address, person
from storage.tables.service import outbox

_O, _L, _P, _C = outbox.c, nudge_line.c, person.c, channel_address.c
_NOT_THERE = (SendStatus.PENDING, SendStatus.CLAIMED, SendStatus.SENDING, SendStatus.FAILED)
_NOT_KNOWN = (SendStatus.UNREACHABLE, SendStatus.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that its person did not get, as far as is known.

    Attributes:
        outcome: why, as a code; empty while it waits.
        not_before: when it is tried, while it waits.
    """

    person_id: int
    name: str
    send_class: SendClass
    template: str
    status: SendStatus
    outcome: str
    created_at: datetime
    not_before: datetime


def not_delivered(unit: Unit, first: date, last: date, limit: int, after: int = 0) -> list[Undelivered]:
    """What was owed in these London days and did not arrive, or may not have: by name, the earliest first.

    A digest of a day that was over before it could go is among it; what was done before it went is not.
    """
    begins = london_instant(first, time())
    ends = london_instant(last + timedelta(days=1), time())
    columns = (_P.id, _P.name, _O.send_class, _O.template, _O.status, func.coalesce(_O.outcome, ""))
    untold = or_(
        _O.status.in_((*_NOT_THERE, *_NOT_KNOWN)),
        (_O.status == SendStatus.LAPSED) & (_O.outcome == DAY_OVER),
    )
    statement = (
        select(*columns, _O.created_at, _O.not_before)
        .join(person, _P.id == _O.person_id)
        .where(_O.created_at >= begins, _O.created_at < ends, untold)
        .order_by(_P.name, _P.id, _O.id)
        .limit(limit)
        .offset(after)
    )
    return [Undelivered(*row) for row in unit.connection.execute(statement)]


def digests_sent(unit: Unit, first: date, last: date) -> int:
    """How many digests of these London days arrived."""
    days = select(func.count(func.distinct(_O.id))).join(nudge_line, _L.outbox_id == _O.id)
    statement = days.where(_O.template == DIGEST, _O.status == SendStatus.SENT, _L.digest_on.between(first, last))
    return unit.connection.execute(statement).scalar_one()


def lines_page(unit: Unit, person_id: int, limit: int, after: int = 0) -> list[DigestLine]:
    """The lines that the ledger has of a person, the latest first, behind the first `after`."""
    statement = lines_selected().where(_L.person_id == person_id).order_by(None)
    statement = statement.order_by(_L.digest_on.desc(), _L.id.desc()).limit(limit).offset(after)
    return [line_of(row) for row in unit.connection.execute(statement)]


@dataclass(frozen=True, slots=True)
class ChasedPerson:
    """Somebody with a digest of a day: how many lines it has, and how many of those they have answered since."""

    person_id: int
    name: str
    lines: int
    answered: int
    status: SendStatus


def chased_on(unit: Unit, day: date, limit: int, after: int = 0) -> list[ChasedPerson]:
    """Who is chased on a London day: those with a digest of it, by name."""
    in_it = (LineStatus.LAPSED, LineStatus.WITHHELD)
    answered = func.count().filter(STANDING.in_([LineStatus.ACTED.value]))
    statement = (
        select(_P.id, _P.name, func.count(), answered, _O.status)
        .select_from(nudge_line.join(outbox, _O.id == _L.outbox_id).join(person, _P.id == _L.person_id))
        .where(_L.digest_on == day, _L.status.not_in(in_it))
        .group_by(_P.id, _P.name, _O.status)
        .order_by(_P.name, _P.id)
        .limit(limit)
        .offset(after)
    )
    return [ChasedPerson(*row) for row in unit.connection.execute(statement)]


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Somebody who works here and whom nothing reaches; `why` is a code."""

    person_id: int
    name: str
    why: str
    since: datetime | None


def unreachable_people(unit: Unit, today: date, limit: int, after: int = 0) -> list[Unreachable]:
    """Those who work here and to whom a message was owed that Teams refused for good, or who removed the app."""
    refused = select(_O.person_id).where(_O.status == SendStatus.UNREACHABLE)
    statement = (
        select(_P.id, _P.name, _C.installed, _C.unreachable_reason, _C.unreachable_since, _C.person_id.label("known"))
        .select_from(person.outerjoin(channel_address, _C.person_id == _P.id))
        .where(
            or_(_P.left_on.is_(None), _P.left_on >= today),
            or_(_C.unreachable_since.is_not(None), _C.installed.is_(False), _P.id.in_(refused)),
        )
        .order_by(_P.name, _P.id)
        .limit(limit)
        .offset(after)
    )
    return [
        Unreachable(row.id, row.name, _why(row), row.unreachable_since) for row in unit.connection.execute(statement)
    ]


def _why(row: Any) -> str:
    if row.known is not None and not row.installed:
        return "app_removed"
    return row.unreachable_reason or "never_seen"
