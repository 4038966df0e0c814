"""QA stops chasing a person, a team or everybody, and starts it again; the record says who did, when and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from storage import record
from storage.statements import insert_returning_id
from storage.store import Unit
from storage.tables.chasing import chasing_stop

_S = chasing_stop.c


@dataclass(frozen=True, slots=True)
class StandingStop:
    """A stop that stands: of a person, of a team, or of everybody where it names neither."""

    id: int
    person_id: int | None
    team_id: int | None
    reason: str
    stopped_at: datetime


def stop_chasing(unit: Unit, reason: str, *, person_id: int | None = None, team_id: int | None = None) -> int | None:
    """Stop chasing, until it is started again; the row's id, or None where it is stopped already.

    A person or a team that is stopped gets no nudge, and nobody gets one about what they have in hand. What was decided
    this morning and has not gone yet is held back as well.
    """
    if unit.connection.execute(select(_S.id).where(_standing(person_id, team_id))).first() is not None:
        return None
    made = insert_returning_id(
        unit,
        chasing_stop,
        person_id=person_id,
        team_id=team_id,
        reason=reason,
        stopped_at=unit.now,
        stopped_by_id=unit.actor.person_id,
    )
    record.write(unit, "chasing_stopped", "chasing_stop", made, person_id=person_id, team_id=team_id)
    return made


def start_chasing(unit: Unit, *, person_id: int | None = None, team_id: int | None = None) -> bool:
    """Start chasing again; whether it was stopped. Each person then gets one digest of what is owed by then."""
    standing = chasing_stop.update().where(_standing(person_id, team_id))
    values = {"started_at": unit.now, "started_by_id": unit.actor.person_id}
    was_stopped = bool(unit.connection.execute(standing.values(values)).rowcount)
    if was_stopped:
        record.write(unit, "chasing_started", "chasing_stop", person_id=person_id, team_id=team_id)
    return was_stopped


def standing_stops(unit: Unit) -> list[StandingStop]:
    """The stops that stand, the oldest first."""
    statement = select(_S.id, _S.person_id, _S.team_id, _S.reason, _S.stopped_at).where(_S.started_at.is_(None))
    return [StandingStop(*row) for row in unit.connection.execute(statement.order_by(_S.id))]


def _standing(person_id: int | None, team_id: int | None) -> ColumnElement[Any]:
    # Of nobody in particular is of everybody: None is a value here.
    return and_(
        _S.person_id.is_not_distinct_from(person_id), _S.team_id.is_not_distinct_from(team_id), _S.started_at.is_(None)
    )
