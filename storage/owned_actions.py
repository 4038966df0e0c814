"""The open actions in somebody's name or among those they lead, and giving one to somebody else."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select, true

from domain.errors import NotAllowedError
from domain.ladder import ItemKind
from domain.words import ActionStatus
from storage.actions import SELECT_ACTIONS, ActionInHand, read_actions
from storage.agreed_actions import note_action
from storage.chase_holds import lift_all_holds
from storage.drafts import present_draft, save_draft, words_of
from storage.store import Unit
from storage.tables.allocations import allocation
from storage.tables.audits import IS_OPEN_ACTION, agreed_action
from storage.tables.columns import NOT_LOOKED_AT
from storage.tables.people import person, team_post

_T = agreed_action.c


@dataclass(frozen=True, slots=True)
class OwnedAction:
    """An action that is neither done nor removed, with its owner."""

    id: int
    ref: str
    allocation_id: int
    description: str
    due_on: date
    owner_id: int
    owner: str


_SELECT = (
    select(_T.id, _T.ref, _T.allocation_id, _T.description, _T.due_on, _T.owner_id, person.c.name)
    .join(person, person.c.id == _T.owner_id)
    .where(_T.completed_on.is_(None), _T.removed_on.is_(None))
)


def open_actions_of(unit: Unit, owner_id: int) -> list[OwnedAction]:
    """What somebody still has to do, the earliest due first."""
    statement = _SELECT.where(_T.owner_id == owner_id).order_by(_T.due_on, _T.id)
    return [OwnedAction(*row) for row in unit.connection.execute(statement)]


def count_open_actions(unit: Unit, owner_id: int) -> int:
    """How many actions somebody still has to do."""
    statement = select(func.count()).where(_T.owner_id == owner_id, _T.completed_on.is_(None), _T.removed_on.is_(None))
    return unit.connection.execute(statement).scalar_one()


def actions_of_owner(unit: Unit, owner_id: int, limit: int, after: int = 0) -> list[ActionInHand]:
    """What somebody still has to do behind the first `after`, the earliest due first."""
    standing = SELECT_ACTIONS.where(_T.owner_id == owner_id, _T.completed_on.is_(None), _T.removed_on.is_(None))
    return read_actions(unit, standing.order_by(_T.due_on, _T.id).limit(limit).offset(after))


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose actions somebody leads: everybody's, or those that their own place and posts give them.

    `person_id` is whoever leads: theirs are the actions of people they manage or whose team they hold a post over,
    and of audits of those teams.
    """

    person_id: int
    is_all: bool = False


def _in_sight(sight: Sight) -> ColumnElement[bool]:
    if sight.is_all:
        return true()
    led = select(team_post.c.team_id).where(team_post.c.person_id == sight.person_id)
    return or_(person.c.line_manager_id == sight.person_id, person.c.team_id.in_(led), allocation.c.team_id.in_(led))


def leads(unit: Unit, sight: Sight, action_id: int) -> bool:
    """Whether an action is one of those that somebody leads."""
    wanted = SELECT_ACTIONS.where(_T.id == action_id, _in_sight(sight))
    return unit.connection.execute(wanted).first() is not None


def led_actions(unit: Unit, sight: Sight, limit: int, after: int = 0) -> list[ActionInHand]:
    """The open actions that somebody leads behind the first `after`, the earliest due first."""
    standing = SELECT_ACTIONS.where(_in_sight(sight), IS_OPEN_ACTION)
    return read_actions(unit, standing.order_by(_T.due_on, _T.id).limit(limit).offset(after))


def count_led_actions(unit: Unit, sight: Sight, today: date) -> tuple[int, int]:
    """How many open actions somebody leads, and how many of those are overdue."""
    every = select(func.count(), func.count().filter(_T.due_on < today)).where(IS_OPEN_ACTION)
    if not sight.is_all:
        every = (
            every.select_from(agreed_action.join(person, person.c.id == _T.owner_id))
            .join(allocation, allocation.c.id == _T.allocation_id)
            .where(_in_sight(sight))
        )
    open_, overdue = unit.connection.execute(every).one()
    return open_, overdue


def open_action(unit: Unit, action_id: int) -> OwnedAction | None:
    """An action that is still to be done; None where there is none."""
    row = unit.connection.execute(_SELECT.where(_T.id == action_id)).one_or_none()
    return None if row is None else OwnedAction(*row)


def give_action(unit: Unit, action: OwnedAction, new_owner_id: int, new_owner: str, reason: str, today: date) -> None:
    """Give an open action to another owner; its history says from whom to whom, and why.

    Raises:
        NotAllowedError: somebody else has changed it since it was read.
    """
    changed = unit.connection.execute(
        agreed_action.update()
        .where(_T.id == action.id, _T.owner_id == action.owner_id, _T.completed_on.is_(None))
        .values(owner_id=new_owner_id, chase_on=NOT_LOOKED_AT)
    )
    if changed.rowcount != 1:
        raise NotAllowedError("Somebody changed this action just now. Look at it again to see where it stands.")
    _give_draft(unit, action, new_owner_id)
    # What the former owner had put off is no pause of the new one's.
    lift_all_holds(unit, (ItemKind.ACTION, action.id))
    note = f"From {action.owner} to {new_owner}: {reason}"
    note_action(unit, action.id, ActionStatus.OPEN, ActionStatus.OPEN, today, note)


def _give_draft(unit: Unit, action: OwnedAction, new_owner_id: int) -> None:
    """Change the owner in the audit itself too, so that its next version does not bring back the former one."""
    number = action.ref.rpartition("-")[2]
    draft = (
        present_draft(unit, action.allocation_id, int(number)) if number.isdecimal() and len(number) <= 9 else None
    )  # as rows are numbered
    if draft is not None and draft.owner_id == action.owner_id:
        words = replace(words_of(draft), owner_id=new_owner_id)
        save_draft(unit, action.allocation_id, f"owner:{action.id}:{unit.now.isoformat()}", words, draft)
