"""QA stops chasing a person, a team or everybody, and starts it again; the record says who did, when and why."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from domain.calendar import london_day
from storage import record
from storage.statements import insert_returning_id
from storage.store import Unit
from storage.tables.allocations import CAN_BE_CHASED, allocation
from storage.tables.audits import IS_OPEN_ACTION, agreed_action
from storage.tables.chasing import chasing_stop, stands_on
from storage.tables.people import person, team

_S, _A, _T, _P = chasing_stop.c, allocation.c, agreed_action.c, person.c


@dataclass(frozen=True, slots=True)
class StandingStop:
    """A stop that stands: of a person, of a team, or of everybody where it names neither.

    Attributes:
        ends_on: its last day; None until somebody starts chasing again.
        stopped_by_id: who of QA stopped it; None for nobody of the council.
        name: the person's or the team's; empty for everybody.
    """

    id: int
    person_id: int | None
    team_id: int | None
    reason: str
    ends_on: date | None
    stopped_at: datetime
    stopped_by_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Silenced:
    """What a stop silences: how many people work there, how many audits are with them, how many actions are open."""

    people: int
    audits: int
    actions: int


def stop_chasing(
    unit: Unit, reason: str, *, person_id: int | None = None, team_id: int | None = None, ends_on: date | None = None
) -> int | None:
    """Stop chasing, until its last day or until it is started again; the row's id, or None where it is stopped already.

    A person or a team that is stopped gets no nudge, and nobody gets one about what they have in hand. What was decided
    this morning and has not gone yet is held back as well.
    """
    if unit.connection.execute(select(_S.id).where(_standing(unit, person_id, team_id))).first() is not None:
        return None
    made = insert_returning_id(
        unit,
        chasing_stop,
        person_id=person_id,
        team_id=team_id,
        reason=reason,
        ends_on=ends_on,
        stopped_at=unit.now,
        stopped_by_id=unit.actor.person_id,
    )
    until = None if ends_on is None else ends_on.isoformat()
    record.write(unit, "chasing_stopped", "chasing_stop", made, person_id=person_id, team_id=team_id, until=until)
    return made


def start_chasing(unit: Unit, *, person_id: int | None = None, team_id: int | None = None) -> bool:
    """Start chasing again; whether it was stopped. Each person then gets one digest of what is owed by then."""
    standing = chasing_stop.update().where(_standing(unit, person_id, team_id))
    values = {"started_at": unit.now, "started_by_id": unit.actor.person_id}
    was_stopped = bool(unit.connection.execute(standing.values(values)).rowcount)
    if was_stopped:
        record.write(unit, "chasing_started", "chasing_stop", person_id=person_id, team_id=team_id)
    return was_stopped


def standing_stops(unit: Unit) -> list[StandingStop]:
    """The stops that stand, the oldest first."""
    name = func.coalesce(_P.name, team.c.name, "")
    columns = (_S.id, _S.person_id, _S.team_id, _S.reason, _S.ends_on, _S.stopped_at, _S.stopped_by_id, name)
    joined = chasing_stop.outerjoin(person, _P.id == _S.person_id).outerjoin(team, team.c.id == _S.team_id)
    statement = select(*columns).select_from(joined).where(stands_on(london_day(unit.now)))
    return [StandingStop(*row) for row in unit.connection.execute(statement.order_by(_S.id))]


def stop_of(unit: Unit, *, person_id: int | None = None, team_id: int | None = None) -> StandingStop | None:
    """The stop that stands of just this person, this team or everybody; None where there is none."""
    return next((one for one in standing_stops(unit) if (one.person_id, one.team_id) == (person_id, team_id)), None)


def _standing(unit: Unit, person_id: int | None, team_id: int | None) -> ColumnElement[Any]:
    # Of nobody in particular is of everybody: None is a value here.
    return and_(
        _S.person_id.is_not_distinct_from(person_id),
        _S.team_id.is_not_distinct_from(team_id),
        stands_on(london_day(unit.now)),
    )


def silenced_by(unit: Unit, *, person_id: int | None = None, team_id: int | None = None) -> Silenced:
    """What a stop of a person, of a team's people, or of everybody silences at present."""
    today = london_day(unit.now)
    whose = select(_P.id).where(_P.left_on.is_(None) | (_P.left_on >= today))
    if person_id is not None:
        whose = whose.where(_P.id == person_id)
    if team_id is not None:
        whose = whose.where(_P.team_id == team_id)
    audits = select(func.count()).where(CAN_BE_CHASED, _A.uploaded_on.is_(None), _A.auditor_id.in_(whose))
    actions = select(func.count()).where(IS_OPEN_ACTION, _T.owner_id.in_(whose))
    people = select(func.count()).select_from(whose.subquery())
    counts = [unit.connection.execute(statement).scalar_one() for statement in (people, audits, actions)]
    return Silenced(*counts)


def teams_called(unit: Unit, text: str) -> list[tuple[int, str]]:
    """The teams of that name, else those whose name begins with it: "Castle Hill" is Castle Hill 1 and 2."""
    wanted = " ".join(text.casefold().split())
    rows = unit.connection.execute(select(team.c.id, team.c.name).order_by(team.c.name)).all()
    exact = [(row.id, row.name) for row in rows if row.name.casefold() == wanted]
    return exact or [(row.id, row.name) for row in rows if wanted and row.name.casefold().startswith(wanted)]
