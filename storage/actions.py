"""An agreed action from its raising to its completion: one function a change, each with its row of history."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from domain.chasing_facts import Key
from domain.errors import NotAllowedError
from domain.ladder import ItemKind
from domain.words import ActionStatus
from storage.agreed_actions import note_action
from storage.chase_holds import lift_all_holds
from storage.nudge_lines import note_answered
from storage.statements import insert_returning_id
from storage.store import Unit
from storage.tables.actions import undone_closure
from storage.tables.allocations import allocation, case_record
from storage.tables.audits import action_transition, agreed_action
from storage.tables.columns import NOT_LOOKED_AT
from storage.tables.people import person, team

# DOMAIN: what its owner said to be done by mistake can be taken back for so long.
UNDO_WITHIN = timedelta(days=1)
CHANGED_MEANWHILE = "Somebody changed this action just now. Type 'my actions' to see where it stands."
_T, _A, _H = agreed_action.c, allocation.c, action_transition.c


@dataclass(frozen=True, slots=True)
class ActionInHand:
    """An action with the audit that asked for it.

    Attributes:
        owner_team_id: the team that its owner works in; None where none is known.
        owner_manager_id: its owner's line manager, whether or not they are still here.
        team_id: the audited team.
    """

    id: int
    ref: str
    allocation_id: int
    description: str
    due_on: date
    owner_id: int
    owner: str
    owner_team_id: int | None
    owner_manager_id: int | None
    case_ref: str
    team_id: int
    team: str
    completed_on: date | None
    completion_note: str | None
    removed_on: date | None

    @property
    def key(self) -> Key:
        """What chasing knows it by."""
        return ItemKind.ACTION, self.id

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor removed."""
        return self.completed_on is None and self.removed_on is None


SELECT_ACTIONS: Select[Any] = (
    select(
        _T.id,
        _T.ref,
        _T.allocation_id,
        _T.description,
        _T.due_on,
        _T.owner_id,
        person.c.name,
        person.c.team_id.label("owner_team_id"),
        person.c.line_manager_id,
        case_record.c.case_ref,
        _A.team_id,
        team.c.name.label("team"),
        _T.completed_on,
        _T.completion_note,
        _T.removed_on,
    )
    .select_from(agreed_action)
    .join(person, person.c.id == _T.owner_id)
    .join(allocation, _A.id == _T.allocation_id)
    .join(case_record, case_record.c.id == _A.case_id)
    .join(team, team.c.id == _A.team_id)
)


def read_actions(unit: Unit, wanted: Select[Any]) -> list[ActionInHand]:
    """The actions of a statement made from `SELECT_ACTIONS`."""
    return [ActionInHand(*row) for row in unit.connection.execute(wanted)]


def action_in_hand(unit: Unit, action_id: int) -> ActionInHand | None:
    """An action as it stands; None where there is none."""
    return next(iter(read_actions(unit, SELECT_ACTIONS.where(_T.id == action_id))), None)


def action_by_ref(unit: Unit, ref: str) -> ActionInHand | None:
    """The action of a reference, whatever its case; None where there is none."""
    exact = read_actions(unit, SELECT_ACTIONS.where(_T.ref == ref))
    found = exact or read_actions(unit, SELECT_ACTIONS.where(func.lower(_T.ref) == ref.lower()).limit(2))
    return found[0] if len(found) == 1 else None


def held_action(unit: Unit, action_id: int) -> ActionInHand | None:
    """As `action_in_hand`, held until the end of the unit of work: of two people at once one comes after the other.

    SQLite has one writer and needs no lock.
    """
    if unit.connection.dialect.name != "sqlite":
        unit.connection.execute(select(_T.id).where(_T.id == action_id).with_for_update())
    return action_in_hand(unit, action_id)


def complete(unit: Unit, action: ActionInHand, note: str, today: date) -> None:
    """Note that an open action is done, on a London day; whether in time follows from its due day.

    Raises:
        NotAllowedError: it was done or removed meanwhile.
    """
    done = {"completed_on": today, "completion_note": note}
    _change(unit, action, (_T.completed_on.is_(None), _T.removed_on.is_(None)), done)
    note_action(unit, action.id, ActionStatus.OPEN, ActionStatus.COMPLETED, today, note)
    note_answered(unit, action.key)


def reopen(unit: Unit, action: ActionInHand, reason: str, today: date) -> None:
    """Open an action again that was done: on the days in between it stays done, for figures (METRICS).

    What it had been put off for is over, and its ladder goes on.

    Raises:
        NotAllowedError: it is open, or was changed meanwhile.
    """
    opened = {"completed_on": None, "completion_note": None, "chase_on": NOT_LOOKED_AT}
    _change(unit, action, (_T.completed_on == action.completed_on, _T.removed_on.is_(None)), opened)
    insert_returning_id(
        unit,
        undone_closure,
        action_id=action.id,
        completed_on=action.completed_on,
        due_on=action.due_on,
        completion_note=action.completion_note,
        reopened_on=today,
        reopened_at=unit.now,
    )
    lift_all_holds(unit, action.key)
    note_action(unit, action.id, ActionStatus.COMPLETED, ActionStatus.OPEN, today, reason)


def _change(unit: Unit, action: ActionInHand, expected: tuple[Any, ...], values: dict[str, Any]) -> None:
    changed = unit.connection.execute(agreed_action.update().where(_T.id == action.id, *expected).values(values))
    if changed.rowcount != 1:
        raise NotAllowedError(CHANGED_MEANWHILE)


@dataclass(frozen=True, slots=True)
class DoneLately:
    """An action that somebody has done. `may_undo`: it was done here within a day, and can be taken back."""

    action: ActionInHand
    may_undo: bool


def done_lately(unit: Unit, owner_id: int, since: date, limit: int) -> list[DoneLately]:
    """What somebody has done since a London day, the latest first."""
    wanted = SELECT_ACTIONS.where(_T.owner_id == owner_id, _T.completed_on >= since, _T.removed_on.is_(None))
    actions = read_actions(unit, wanted.order_by(_T.completed_on.desc(), _T.id.desc()).limit(limit))
    return [DoneLately(action, may_be_undone(unit, action)) for action in actions]


def may_be_undone(unit: Unit, action: ActionInHand) -> bool:
    """Whether an action was done in chat within the last day: what an import says is the council's record."""
    last = _last_step(unit, action.id)
    is_done = last is not None and last.to_status is ActionStatus.COMPLETED and last.source == "chat"
    return is_done and action.completed_on is not None and unit.now - _at(last) < UNDO_WITHIN


def _at(step: Any) -> datetime:
    at: datetime = step.at
    return at


def _last_step(unit: Unit, action_id: int) -> Any:
    statement = select(_H.to_status, _H.source, _H.at).where(_H.action_id == action_id).order_by(_H.id.desc()).limit(1)
    return unit.connection.execute(statement).one_or_none()


def actions_changed_now(unit: Unit, allocation_id: int) -> dict[int, int]:
    """The open actions of an audit that this unit of work has raised or worded anew: owner by action."""
    statement = (
        select(_T.id, _T.owner_id)
        .join(action_transition, _H.action_id == _T.id)
        .where(_T.allocation_id == allocation_id, _H.at == unit.now, _H.to_status == ActionStatus.OPEN)
        .where(_T.completed_on.is_(None), _T.removed_on.is_(None))
    )
    return {row.id: row.owner_id for row in unit.connection.execute(statement)}


def open_actions_from(unit: Unit, allocation_id: int, owner_id: int) -> list[ActionInHand]:
    """What an audit still asks of somebody, the earliest due first."""
    wanted = SELECT_ACTIONS.where(_T.allocation_id == allocation_id, _T.owner_id == owner_id)
    standing = wanted.where(_T.completed_on.is_(None), _T.removed_on.is_(None))
    return read_actions(unit, standing.order_by(_T.due_on, _T.id))
