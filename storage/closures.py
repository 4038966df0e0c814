"""The check of closures: a month's draw from the actions completed in it, and what QA found of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from domain.calendar import last_day_of
from domain.closures import Closure, weight
from domain.errors import NotAllowedError
from domain.words import Rating
from storage.actions import SELECT_ACTIONS, ActionInHand, read_actions
from storage.statements import insert_many, insert_unless_there
from storage.store import Unit
from storage.tables.actions import Checked, action_verification, verification_draw
from storage.tables.audits import agreed_action, audit
from storage.tables.people import person

_T, _V, _D = agreed_action.c, action_verification.c, verification_draw.c
CHECKED_MEANWHILE = "Somebody checked this one just now. Type 'closures to check' to see what is left."


@dataclass(frozen=True, slots=True)
class Draw:
    """A month's draw. `closures` is of how many, `wanted` how many were drawn."""

    month: str
    seed: str
    closures: int
    wanted: int


@dataclass(frozen=True, slots=True)
class ToCheck:
    """A closure that waits for QA's look."""

    id: int
    month: str
    weight: int
    action: ActionInHand


def draw_of(unit: Unit, month: str) -> Draw | None:
    """A month's draw; None where there was none yet. `month` is `2026-11`."""
    statement = select(_D.month, _D.seed, _D.closures, _D.wanted).where(_D.month == month)
    row = unit.connection.execute(statement).one_or_none()
    return None if row is None else Draw(*row)


def closures_of(unit: Unit, month: str) -> list[Closure]:
    """The actions completed in a month that stand as completed, by reference, with what weighs in a draw."""
    first = date.fromisoformat(f"{month}-01")
    a = audit.c
    statement = (
        select(
            *(_T.id, _T.ref, _T.raised_on, _T.due_on, _T.completed_on),
            a.concern_category,
            func.coalesce(a.overall == Rating.INADEQUATE, False),
            func.coalesce(a.at_risk, False),
        )
        .select_from(agreed_action.outerjoin(audit, a.allocation_id == _T.allocation_id))
        .where(_T.completed_on.between(first, last_day_of(month)), _T.removed_on.is_(None))
        .order_by(_T.ref)
    )
    return [Closure(*row) for row in unit.connection.execute(statement)]


def note_draw(unit: Unit, draw: Draw, sample: Iterable[Closure]) -> bool:
    """Note a month's draw and its sample, once; whether it was the first."""
    values = {"month": draw.month, "seed": draw.seed, "closures": draw.closures, "wanted": draw.wanted}
    if not insert_unless_there(unit, verification_draw, **values, drawn_at=unit.now):
        return False
    rows = [{"month": draw.month, "action_id": one.id, "weight": weight(one)} for one in sample]
    if rows:
        insert_many(unit, action_verification, rows)
    return True


def _waits() -> ColumnElement[bool]:
    # What was opened again by its owner meanwhile is no closure any more.
    return _V.checked.is_(None) & _T.completed_on.is_not(None) & _T.removed_on.is_(None)


def to_check(unit: Unit, limit: int, after: int = 0) -> list[ToCheck]:
    """The closures that wait for QA behind the first `after`: the oldest month first, in it the heaviest."""
    wanted = (
        select(_V.id, _V.month, _V.weight, _V.action_id)
        .join(agreed_action, _T.id == _V.action_id)
        .where(_waits())
        .order_by(_V.month, _V.weight.desc(), _V.id)
        .limit(limit)
        .offset(after)
    )
    rows = unit.connection.execute(wanted).all()
    actions = {
        one.id: one for one in read_actions(unit, SELECT_ACTIONS.where(_T.id.in_([row.action_id for row in rows])))
    }
    return [ToCheck(row.id, row.month, row.weight, actions[row.action_id]) for row in rows]


def count_to_check(unit: Unit) -> int:
    """How many closures wait for QA."""
    statement = select(func.count()).select_from(action_verification.join(agreed_action, _T.id == _V.action_id))
    return unit.connection.execute(statement.where(_waits())).scalar_one()


def waits_of_month(unit: Unit, month: str) -> bool:
    """Whether a closure of a month's draw still waits for QA."""
    statement = select(_V.id).join(agreed_action, _T.id == _V.action_id).where(_V.month == month, _waits()).limit(1)
    return unit.connection.execute(statement).first() is not None


def closure_to_check(unit: Unit, verification_id: int) -> ToCheck | None:
    """A closure that waits for QA, held until the end of the unit of work; None where it waits no longer."""
    wanted = select(_V.id, _V.month, _V.weight, _V.action_id).where(_V.id == verification_id, _V.checked.is_(None))
    if unit.connection.dialect.name != "sqlite":
        wanted = wanted.with_for_update()
    row = unit.connection.execute(wanted).one_or_none()
    if row is None:
        return None
    [action] = read_actions(unit, SELECT_ACTIONS.where(_T.id == row.action_id))
    return None if action.is_open or action.removed_on else ToCheck(row.id, row.month, row.weight, action)


def note_checked(unit: Unit, verification_id: int, found: Checked, reason: str | None = None) -> None:
    """Note what QA found of a closure, in the actor's name.

    Raises:
        NotAllowedError: it was checked meanwhile.
    """
    values = {"checked": found, "checked_at": unit.now, "checked_by_id": unit.actor.person_id, "reason": reason}
    waiting = action_verification.update().where(_V.id == verification_id, _V.checked.is_(None))
    if unit.connection.execute(waiting.values(values)).rowcount != 1:
        raise NotAllowedError(CHECKED_MEANWHILE)


def checker_of(unit: Unit, action_id: int) -> tuple[str, str] | None:
    """Who opened an action again at their last check, and why; None where nobody did."""
    statement = (
        select(person.c.name, _V.reason)
        .join(person, person.c.id == _V.checked_by_id)
        .where(_V.action_id == action_id, _V.checked == Checked.REOPENED)
        .order_by(_V.checked_at.desc(), _V.id.desc())
        .limit(1)
    )
    row = unit.connection.execute(statement).one_or_none()
    return None if row is None else (row.name, row.reason or "")
