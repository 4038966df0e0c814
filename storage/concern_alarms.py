"""The alarm of a category 1 concern: whom it goes to at once, and who had it since on whose behalf (DOMAIN)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import case, func, select

from domain.words import ConcernStatus, Post, Role, SendClass, SendStatus
from storage.concerns import ALARM
from storage.deputies import answering_for, deputies_on
from storage.outbox import owe
from storage.outbox_waiting import WAITING
from storage.people import people_with_role, post_holder
from storage.statements import insert_unless_there
from storage.store import Unit
from storage.tables.concerns import concern, concern_acknowledgement, concern_alarm, concern_transition
from storage.tables.service import outbox

_W, _T, _C = concern_alarm.c, concern_transition.c, concern.c


@dataclass(frozen=True, slots=True)
class Had:
    """That a person had an alarm on behalf of somebody, who may be they themself, in a round."""

    for_id: int
    person_id: int
    round: int


@dataclass(frozen=True, slots=True)
class Alarm:
    """The alarm of an entry that stands as category 1, with who had it and who has acknowledged it.

    Attributes:
        posted: by person and round, when the message of that round came; none while it is still on its way.
    """

    raising_id: int
    concern_id: int
    allocation_id: int
    at: datetime
    had: tuple[Had, ...]
    acknowledged: frozenset[int]
    posted: Mapping[tuple[int, int], datetime | None] = field(default_factory=dict)


def rung_of(round_: int) -> str:
    """What the outbox knows a round of an alarm by: the alarm at once has no rung."""
    return f"again {round_}" if round_ else ""


def round_of(rung: str) -> int:
    """The round behind a rung of the outbox."""
    return int(rung.removeprefix("again ")) if rung else 0


def sound(unit: Unit, raising_id: int, team_id: int, today: date) -> bool:
    """Owe the alarm to the head of service, the directors and QA, and to their deputies; whether there is a head."""
    head = post_holder(unit, team_id, Post.HEAD_OF_SERVICE, today)
    wanted = [] if head is None else [head]
    for role in (Role.DIRECTOR, Role.QA):
        wanted += people_with_role(unit, role, today)
    wanted = list(dict.fromkeys(wanted))
    deputies = deputies_on(unit, today)
    for person_id in answering_for(unit, wanted, today):
        owe(unit, SendClass.ALARM, ALARM, person_id, raising_id)
    for one in wanted:
        for person_id in (one, *deputies.get(one, ())):
            note_alarmed(unit, raising_id, Had(one, person_id, 0))
    return head is not None


def alarm_again(unit: Unit, raising_id: int, had: Had) -> bool:
    """Owe an alarm to somebody on behalf of who has not acknowledged it; whether this round of it is new to them."""
    if not note_alarmed(unit, raising_id, had):
        return False
    owe(unit, SendClass.ALARM, ALARM, had.person_id, raising_id, rung=rung_of(had.round))
    return True


def note_alarmed(unit: Unit, raising_id: int, had: Had) -> bool:
    """Note that an alarm is owed to a person; whether that is new."""
    return insert_unless_there(
        unit,
        concern_alarm,
        raising_id=raising_id,
        for_id=had.for_id,
        person_id=had.person_id,
        round=had.round,
        at=unit.now,
    )


def standing_alarms(unit: Unit) -> list[Alarm]:
    """The last alarm of each entry that stands as category 1: an alarm before it is answered with it."""
    last = (
        select(func.max(_W.raising_id))
        .select_from(concern_alarm.join(concern_transition, _T.id == _W.raising_id))
        .join(concern, _C.id == _T.concern_id)
        .where(_C.category == 1, _C.status != ConcernStatus.RESOLVED)
        .group_by(_T.concern_id)
    )
    statement = select(_T.id, _T.concern_id, _C.allocation_id, _T.at).join(concern, _C.id == _T.concern_id)
    rows = unit.connection.execute(statement.where(_T.id.in_(last)).order_by(_T.id)).all()
    ids = [row.id for row in rows]
    had, acknowledged = _had(unit, ids), _acknowledged(unit, ids)
    posted = _posted(unit, ids, {one.person_id for some in had.values() for one in some})
    return [
        Alarm(*row, tuple(had.get(row.id, ())), frozenset(acknowledged.get(row.id, ())), posted.get(row.id, {}))
        for row in rows
    ]


def _had(unit: Unit, raisings: Iterable[int]) -> dict[int, list[Had]]:
    statement = select(_W.raising_id, _W.for_id, _W.person_id, _W.round).where(_W.raising_id.in_(list(raisings)))
    found: dict[int, list[Had]] = {}
    for row in unit.connection.execute(statement.order_by(_W.at, _W.round, _W.for_id, _W.person_id)):
        found.setdefault(row.raising_id, []).append(Had(row.for_id, row.person_id, row.round))
    return found


def _posted(
    unit: Unit, raisings: Iterable[int], people: Iterable[int]
) -> dict[int, dict[tuple[int, int], datetime | None]]:
    # The people are named too, since the index of the outbox begins with them.
    o = outbox.c
    goes = o.status.in_([*WAITING, SendStatus.SENT])
    statement = select(o.subject_id, o.person_id, o.rung, case((o.status == SendStatus.SENT, o.settled_at)).label("at"))
    statement = statement.where(
        o.person_id.in_(list(people)), o.template == ALARM, o.subject_id.in_(list(raisings)), goes
    )
    found: dict[int, dict[tuple[int, int], datetime | None]] = {}
    for row in unit.connection.execute(statement):
        found.setdefault(row.subject_id, {})[row.person_id, round_of(row.rung)] = row.at
    return found


def _acknowledged(unit: Unit, raisings: Iterable[int]) -> dict[int, list[int]]:
    a = concern_acknowledgement.c
    found: dict[int, list[int]] = {}
    for row in unit.connection.execute(select(a.raising_id, a.person_id).where(a.raising_id.in_(list(raisings)))):
        found.setdefault(row.raising_id, []).append(row.person_id)
    return found


def had_of(unit: Unit, raising_id: int) -> tuple[list[Had], frozenset[int]]:
    """Who had the alarm of a raising on whose behalf, and who has acknowledged it."""
    return _had(unit, [raising_id]).get(raising_id, []), frozenset(
        _acknowledged(unit, [raising_id]).get(raising_id, ())
    )


def unanswered_for(had: Iterable[Had], acknowledged: frozenset[int], reader: int, round_: int) -> list[int]:
    """On whose behalf a reader has an alarm of a round that is still not acknowledged: not by them nor anybody told."""
    rows = list(had)
    behalf = dict.fromkeys(one.for_id for one in rows if one.person_id == reader and one.round == round_)
    answered = {one.for_id for one in rows if one.person_id in acknowledged}
    return [for_id for for_id in behalf if for_id not in answered]
