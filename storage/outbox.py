"""The outbox: what the service owes people, who is sending it, and how each try ended (docs/decisions/0004).

A message is owed in the transaction that decided it, claimed by one instance, tried, and settled. What is
owed again is in `storage.outbox_again`. Nothing else writes these rows.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from domain.words import SendClass, SendStatus
from storage.statements import insert, insert_returning_id
from storage.store import Unit
from storage.tables.service import outbox, outbox_attempt

_O = outbox.c
UNDER_WAY = (SendStatus.CLAIMED, SendStatus.SENDING)
# A message given up as uncertain while its sender still lived may be told the truth after all.
_CAN_BE_SETTLED = (*UNDER_WAY, SendStatus.UNCERTAIN)
SENDER_LOST = "sender_lost"
NOT_SENT = "not_sent"
# A claim that holds for much longer than any lease was made before the clock was put back.
_TOO_LONG = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message that an instance has claimed. `attempts` counts the tries before this one."""

    id: int
    send_class: SendClass
    template: str
    person_id: int
    subject_id: int
    rung: str
    attempts: int
    claimed_by: str


def owe(
    unit: Unit,
    send_class: SendClass,
    template: str,
    person_id: int,
    subject_id: int,
    *,
    rung: str = "",
    not_before: datetime | None = None,
) -> int | None:
    """Owe a person a message, once for a template, subject and rung; its id, or None where it is owed already."""
    statement = (
        insert(unit, outbox)
        .values(
            send_class=send_class,
            template=template,
            person_id=person_id,
            subject_id=subject_id,
            rung=rung,
            created_at=unit.now,
            not_before=not_before or unit.now,
            status=SendStatus.PENDING,
            attempts=0,
        )
        .on_conflict_do_nothing(index_elements=[_O.person_id, _O.template, _O.subject_id, _O.rung])
        .returning(_O.id)
    )
    new: int | None = unit.connection.execute(statement).scalar()
    return new


def claim(
    unit: Unit,
    instance: str,
    limit: int,
    lease: timedelta,
    *,
    in_hand: Collection[int] = (),
    kept_for_alarms: int = 0,
) -> list[ClaimedMessage]:
    """Claim up to `limit` messages that are due, alarms first, for as long as the lease.

    Several instances may claim at once: each message goes to one of them. What another instance left behind when
    its lease lapsed is settled or claimed again.

    Args:
        unit: the unit of work.
        instance: who claims: a name of its own for each process.
        limit: how many messages at most.
        lease: how long the claim holds.
        in_hand: what the instance is sending itself, which never lapses under it, however its clock moves.
        kept_for_alarms: how much of `limit` notices and nudges may not use.
    """
    take_back_lapsed(unit, in_hand)
    ids = _due(unit, limit, _O.send_class == SendClass.ALARM)
    room = limit - kept_for_alarms - len(ids)
    if room > 0:
        ids += _due(unit, room, _O.send_class != SendClass.ALARM)
    return claim_these(unit, instance, ids, lease)


def claim_these(unit: Unit, instance: str, ids: Sequence[int], lease: timedelta) -> list[ClaimedMessage]:
    """Claim these messages where they are still pending, due or not: their wait is over. In the order of `ids`."""
    if not ids:
        return []
    statement = (
        outbox.update()
        .where(_O.id.in_(ids), _O.status == SendStatus.PENDING)
        .values(status=SendStatus.CLAIMED, claimed_by=instance, claimed_until=unit.now + lease)
        .returning(
            _O.id,
            _O.send_class,
            _O.template,
            _O.person_id,
            _O.subject_id,
            _O.rung,
            _O.attempts,
            _O.claimed_by,
        )
    )
    claimed = [ClaimedMessage(*row) for row in unit.connection.execute(statement)]
    place = {one: index for index, one in enumerate(ids)}
    return sorted(claimed, key=lambda one: place[one.id])


def begin_sending(unit: Unit, message: ClaimedMessage, lease: timedelta, attempt_id: int | None = None) -> int | None:
    """Note that a message goes, right before it does; the try's id, or None: then nothing may go, the claim was lost.

    Args:
        unit: the unit of work, committed before anything goes.
        message: the claim that it is sent under.
        lease: how long the claim holds from now on.
        attempt_id: the try, where it began with opening a conversation.
    """
    return _begin(unit, message, SendStatus.SENDING, lease, attempt_id)


def begin_opening(unit: Unit, message: ClaimedMessage, lease: timedelta, attempt_id: int | None = None) -> int | None:
    """Note that a conversation is opened for a message, of which nothing goes yet (as `begin_sending`)."""
    return _begin(unit, message, SendStatus.CLAIMED, lease, attempt_id)


def settle(
    unit: Unit,
    message: ClaimedMessage,
    status: SendStatus,
    *,
    reason: str = "",
    attempt_id: int | None = None,
    activity_id: str | None = None,
) -> None:
    """Note how a message ended: sent, failed, unreachable, uncertain or lapsed.

    Args:
        unit: the unit of work.
        message: the claim that ends.
        status: how it ended.
        reason: a short code, such as `http_400`.
        attempt_id: the try that ended it, if there was one.
        activity_id: the channel's id of what was sent.
    """
    values = {
        "status": status,
        "settled_at": unit.now,
        "outcome": reason or status.value,
        "channel_activity_id": activity_id,
        "claimed_until": None,
    }
    _change(unit, [message], _CAN_BE_SETTLED, values)
    _end_attempt(unit, attempt_id, status.value, reason)


def put_back(
    unit: Unit,
    message: ClaimedMessage,
    not_before: datetime,
    outcome: str,
    *,
    reason: str,
    attempt_id: int | None = None,
) -> None:
    """Note that a try failed and that the message is to be tried again, no sooner than `not_before`.

    Args:
        unit: the unit of work.
        message: the claim that is given up.
        not_before: when it may be tried again.
        outcome: how the try ended: `passing`, `uncertain` or `refused`.
        reason: a short code, such as `http_503`.
        attempt_id: the try; None where it failed before it began, which counts as one all the same.
    """
    values = {
        "status": SendStatus.PENDING,
        "not_before": not_before,
        "outcome": reason,
        "attempts": _O.attempts + (0 if attempt_id else 1),
        "claimed_by": None,
        "claimed_until": None,
    }
    _change(unit, [message], UNDER_WAY, values)
    _end_attempt(unit, attempt_id, outcome, reason)


def call_off(unit: Unit, message: ClaimedMessage, attempt_id: int, not_before: datetime, reason: str) -> None:
    """Give up a try that had begun and in which nothing went, to be made anew no sooner than `not_before`."""
    values = {
        "status": SendStatus.PENDING,
        "not_before": not_before,
        "attempts": _O.attempts - 1,
        "claimed_by": None,
        "claimed_until": None,
    }
    _change(unit, [message], UNDER_WAY, values)
    _end_attempt(unit, attempt_id, NOT_SENT, reason)


def defer(unit: Unit, messages: Collection[ClaimedMessage], not_before: datetime) -> None:
    """Give claims up untried, to be claimed again no sooner than `not_before`."""
    values = {
        "status": SendStatus.PENDING,
        "not_before": not_before,
        "claimed_by": None,
        "claimed_until": None,
    }
    _change(unit, messages, (SendStatus.CLAIMED,), values)


def take_back_lapsed(unit: Unit, in_hand: Collection[int] = ()) -> int:
    """Settle or free what an instance left behind when its lease lapsed; how many messages.

    Args:
        unit: the unit of work.
        in_hand: messages that their sender is known to be at work on.
    """
    has_lapsed = or_(_O.claimed_until < unit.now, _O.claimed_until > unit.now + _TOO_LONG)
    lapsed = (
        select(_O.id, _O.send_class, _O.status)
        .where(_O.status.in_(UNDER_WAY), has_lapsed, _O.id.not_in(list(in_hand)))
        .order_by(_O.id)
        .with_for_update(skip_locked=True)
    )
    rows = unit.connection.execute(lapsed).all()
    # Whoever was sending may have got it out before they died: a person gets a notice at most once, an alarm
    # at least once (DOMAIN: an uncertain send is not repeated, an uncertain alarm is).
    lost = [row.id for row in rows if row.status == SendStatus.SENDING and row.send_class != SendClass.ALARM]
    again = {row.id for row in rows} - set(lost)
    _set(unit, lost, status=SendStatus.UNCERTAIN, settled_at=unit.now, outcome=SENDER_LOST)
    _set(unit, again, status=SendStatus.PENDING, claimed_by=None, claimed_until=None)
    return len(rows)


def _due(unit: Unit, limit: int, wanted: ColumnElement[bool]) -> list[int]:
    statement = (
        select(_O.id)
        .where(_O.status == SendStatus.PENDING, _O.not_before <= unit.now, wanted)
        .order_by(_O.not_before, _O.id)
        .limit(limit)
        .with_for_update(skip_locked=True)  # SQLite has one writer and no such clause
    )
    return list(unit.connection.execute(statement).scalars())


def _set(unit: Unit, ids: Collection[int], **values: object) -> None:
    if ids:
        unit.connection.execute(outbox.update().where(_O.id.in_(list(ids))).values(**values))


def _change(
    unit: Unit, messages: Iterable[ClaimedMessage], standing: Iterable[SendStatus], values: dict[str, object]
) -> bool:
    # Only the claim's own holder writes: an instance that lost its lease finds nothing to change.
    mine = [and_(_O.id == one.id, _O.claimed_by == one.claimed_by) for one in messages]
    if not mine:
        return False
    statement = outbox.update().where(or_(*mine), _O.status.in_(list(standing))).values(**values)
    return bool(unit.connection.execute(statement).rowcount)


def _begin(
    unit: Unit, message: ClaimedMessage, status: SendStatus, lease: timedelta, attempt: int | None
) -> int | None:
    standing = (SendStatus.CLAIMED,) if status is SendStatus.SENDING else UNDER_WAY
    counted = _O.attempts + (0 if attempt else 1)
    values = {"status": status, "attempts": counted, "claimed_until": unit.now + lease}
    if not _change(unit, [message], standing, values):
        return None
    return attempt or insert_returning_id(unit, outbox_attempt, outbox_id=message.id, started_at=unit.now)


def _end_attempt(unit: Unit, attempt_id: int | None, outcome: str, reason: str) -> None:
    if attempt_id is not None:
        unit.connection.execute(
            outbox_attempt.update()
            .where(outbox_attempt.c.id == attempt_id)
            .values(settled_at=unit.now, outcome=outcome, detail=reason or None)
        )
