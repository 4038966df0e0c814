"""What goes by its age alone: reasons of exemptions, leave, how messages went, the record's content.

Each is one condition on one table, a row here; the setting that says how long is that of `storage.data_map`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Column, ColumnElement, String, Table, and_, cast, exists, func, literal, not_, or_, select

from domain.calendar import london_day
from domain.exemptions import RequestStatus
from domain.ladder import ItemKind
from domain.lifecycle import WITH_THE_AUDITOR
from domain.policy import Policy
from domain.words import AllocationStatus, ConcernStatus
from storage.data_map import Stay
from storage.erased_words import ERASED
from storage.erasure_done import HISTORIES
from storage.retention import years_before
from storage.store import Unit
from storage.tables.allocations import allocation, exemption
from storage.tables.audits import IS_OPEN_ACTION, agreed_action
from storage.tables.chasing import LineStatus, chase_hold, chasing_stop, leave, nudge_line
from storage.tables.concerns import concern
from storage.tables.erasures import erased_row
from storage.tables.exemptions import exemption_request, exemption_step, exemption_wording
from storage.tables.registers import IS_OPEN_SURVEY, impact_survey
from storage.tables.service import event, handled_press, outbox, outbox_attempt, qa_task

Aged = Callable[[date], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class ByAge:
    """What goes of one table.

    Attributes:
        stay: which setting says how long.
        is_over: the condition, for the day before which it is over.
        becomes: the new values of its rows; None where they are deleted.
    """

    table: Table
    stay: Stay
    is_over: Aged
    becomes: Mapping[str, Any] | None = None

    @property
    def act(self) -> str:
        """What is done to a row, as certificates count it."""
        return "deleted" if self.becomes is None else "emptied"


def _before(column: Column[Any]) -> Aged:
    """That an instant lies before a day, or a day is an earlier one."""

    def is_over(day: date) -> ColumnElement[bool]:
        return column < (day if column.type.python_type is date else datetime.combine(day, time(), UTC))

    return is_over


def _and(is_over: Aged, *more: ColumnElement[bool]) -> Aged:
    return lambda day: and_(is_over(day), *more)


_N, _O = nudge_line.c, outbox.c
_BACK = (AllocationStatus.RETURNED, AllocationStatus.MODERATED)
# What is still chased: its lines say which rung was sent already, however old they are.
_STILL_CHASED: Mapping[ItemKind, ColumnElement[bool]] = {
    ItemKind.RETURN: exists().where(allocation.c.id == _N.subject_id, allocation.c.status.in_(WITH_THE_AUDITOR)),
    ItemKind.UPLOAD: exists().where(
        allocation.c.id == _N.subject_id, allocation.c.status.in_(_BACK), allocation.c.uploaded_on.is_(None)
    ),
    ItemKind.ACTION: exists().where(agreed_action.c.id == _N.subject_id, IS_OPEN_ACTION),
    ItemKind.APPROVAL: exists().where(
        exemption_request.c.id == _N.subject_id, exemption_request.c.status == RequestStatus.ASKED
    ),
    ItemKind.SURVEY: exists().where(impact_survey.c.id == _N.subject_id, IS_OPEN_SURVEY),
    ItemKind.CONCERN: exists().where(concern.c.id == _N.subject_id, concern.c.status != ConcernStatus.RESOLVED),
}
_CHASED_NO_MORE = not_(or_(*(and_(_N.kind == kind, is_open) for kind, is_open in _STILL_CHASED.items())))
_SAYS_HOW = or_(_O.channel_activity_id.is_not(None), _O.outcome.is_not(None))
_X, _R, _S = exemption.c, exemption_request.c, exemption_step.c
_Q, _H = qa_task.c, chase_hold.c
_REASONS, _MESSAGES = Stay.REASONS, Stay.MESSAGES
BY_AGE: Sequence[ByAge] = (
    ByAge(exemption, _REASONS, _and(_before(_X.authorised_on), _X.reason.is_not(None)), {"reason": None}),
    ByAge(
        exemption_request,
        _REASONS,
        _and(_before(_R.asked_at), or_(_R.reason.is_not(None), _R.answer.is_not(None)), _R.decided_at.is_not(None)),
        {"reason": None, "answer": None},
    ),
    ByAge(exemption_step, _REASONS, _and(_before(_S.at), _S.reason.is_not(None)), {"reason": None}),
    ByAge(exemption_wording, _REASONS, _before(exemption_wording.c.kept_at)),
    ByAge(leave, _REASONS, _before(leave.c.ends_on)),
    ByAge(
        chasing_stop,
        _REASONS,
        _and(_before(chasing_stop.c.started_at), chasing_stop.c.reason != ERASED),
        {"reason": ERASED},
    ),
    ByAge(outbox_attempt, _MESSAGES, _before(outbox_attempt.c.settled_at)),
    ByAge(outbox, _MESSAGES, _and(_before(_O.settled_at), _SAYS_HOW), {"channel_activity_id": None, "outcome": None}),
    ByAge(nudge_line, _MESSAGES, _and(_before(_N.decided_at), _N.status != LineStatus.OWED, _CHASED_NO_MORE)),
    ByAge(handled_press, _MESSAGES, _before(handled_press.c.handled_at)),
    ByAge(
        qa_task,
        Stay.CASE,
        _and(_before(_Q.closed_at), _Q.about != ERASED),
        {"about": ERASED, "closing_note": None, "object_id": None, "tenant_id": None},
    ),
    ByAge(chase_hold, Stay.CASE, _and(_before(_H.until_on), _H.note.is_not(None), _H.note != ERASED), {"note": None}),
    ByAge(event, Stay.RECORD, _before(event.c.at)),
)


def over_by_age(unit: Unit, policy: Policy, *, anything_held: bool) -> dict[str, dict[str, int]]:
    """How many rows of each table are over, as certificates count them.

    While anything is on hold nothing goes by its age: who saw a record, and what was sent about it, is part of it.
    """
    counts: dict[str, dict[str, int]] = {}
    for one in () if anything_held else BY_AGE:
        statement = select(func.count()).select_from(one.table).where(one.is_over(_day(unit, policy, one)))
        number = unit.connection.execute(statement).scalar_one()
        if number:
            counts[one.table.name] = {one.act: number}
    return counts


def _day(unit: Unit, policy: Policy, one: ByAge) -> date:
    years: int = getattr(policy, one.stay.value)
    return years_before(london_day(unit.now), years)


def erase_by_age(unit: Unit, policy: Policy, erasure_id: int) -> None:
    """Empty or delete what `over_by_age` counted, under an erasure that is noted already."""
    for one in BY_AGE:
        is_over = one.is_over(_day(unit, policy, one))
        if one.table.name in HISTORIES:
            _name_rows(unit, one.table, is_over, erasure_id)
        if one.becomes is None:
            unit.connection.execute(one.table.delete().where(is_over))
        else:
            unit.connection.execute(one.table.update().where(is_over).values(**one.becomes))


def _name_rows(unit: Unit, table: Table, is_over: ColumnElement[bool], erasure_id: int) -> None:
    (key,) = table.primary_key.columns
    columns = literal(table.name), cast(key, String), literal(erasure_id), literal(unit.now, erased_row.c.at.type)
    names = ["table_name", "row_id", "erasure_id", "at"]
    unit.connection.execute(erased_row.insert().from_select(names, select(*columns).where(is_over)))
