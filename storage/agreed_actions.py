"""What a return makes of the actions agreed in an audit: new ones are raised, reworded ones changed, others removed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from domain.words import ActionStatus
from storage.audits import AllocatedAudit
from storage.drafts import AgreedDraft
from storage.statements import insert_unless_there
from storage.store import Unit
from storage.tables.audits import action_transition, agreed_action, draft_action
from storage.tables.columns import NOT_LOOKED_AT

WORDED_ANEW = "Worded anew in a later version of the audit."
NO_LONGER_ASKED = "A later version of the audit no longer asks for it."


@dataclass(frozen=True, slots=True)
class _Raised:
    """An action as an earlier return raised it. `is_open` says whether it is neither done nor removed."""

    id: int
    ref: str
    description: str
    owner_id: int
    due_on: date
    is_open: bool


def settle_actions(unit: Unit, given: AllocatedAudit, drafts: Sequence[AgreedDraft], today: date) -> None:
    """Bring the actions of an audit to what its new version asks for, each with its history row.

    An action is raised on the day of the return that first asks for it, and keeps that day. What was done meanwhile
    stays done, and what was not agreed here (an import's own) stays as it is.
    """
    # The draft's number makes the reference, so that a second return finds what the first one raised.
    wanted = {f"{given.ref}-{draft.number}": draft for draft in drafts}
    raised = _raised_before(unit, given)
    for ref, draft in wanted.items():
        if ref not in raised:
            _raise(unit, given.id, ref, draft, today)
        elif raised[ref].is_open and not _says_the_same(raised[ref], draft):
            _word_anew(unit, raised[ref].id, draft, today)
    for ref, action in raised.items():
        if ref not in wanted and action.is_open:
            _remove(unit, action.id, today)


def _raised_before(unit: Unit, given: AllocatedAudit) -> Mapping[str, _Raised]:
    t, d = agreed_action.c, draft_action.c
    numbers = select(func.coalesce(d.first_id, d.id)).where(d.allocation_id == given.id).distinct()
    refs = [f"{given.ref}-{number}" for number in unit.connection.execute(numbers).scalars()]
    statement = select(
        t.id, t.ref, t.description, t.owner_id, t.due_on, t.completed_on.is_(None) & t.removed_on.is_(None)
    ).where(t.allocation_id == given.id, t.ref.in_(refs))
    return {row.ref: _Raised(*row) for row in unit.connection.execute(statement.order_by(t.id))}


def _says_the_same(raised: _Raised, draft: AgreedDraft) -> bool:
    return (raised.description, raised.owner_id, raised.due_on) == (draft.description, draft.owner_id, draft.due_on)


def _raise(unit: Unit, allocation_id: int, ref: str, draft: AgreedDraft, today: date) -> None:
    is_new = insert_unless_there(
        unit,
        agreed_action,
        ref=ref,
        allocation_id=allocation_id,
        owner_id=draft.owner_id,
        description=draft.description,
        raised_on=today,
        due_on=draft.due_on,
    )
    if is_new:
        key = unit.connection.execute(select(agreed_action.c.id).where(agreed_action.c.ref == ref)).scalar_one()
        note_action(unit, key, None, ActionStatus.OPEN, today)


def _word_anew(unit: Unit, action_id: int, draft: AgreedDraft, today: date) -> None:
    values = {
        "description": draft.description,
        "owner_id": draft.owner_id,
        "due_on": draft.due_on,
        "chase_on": NOT_LOOKED_AT,
    }
    unit.connection.execute(agreed_action.update().where(agreed_action.c.id == action_id).values(values))
    note_action(unit, action_id, ActionStatus.OPEN, ActionStatus.OPEN, today, WORDED_ANEW)


def _remove(unit: Unit, action_id: int, today: date) -> None:
    unit.connection.execute(agreed_action.update().where(agreed_action.c.id == action_id).values(removed_on=today))
    note_action(unit, action_id, ActionStatus.OPEN, ActionStatus.REMOVED, today, NO_LONGER_ASKED)


def note_action(
    unit: Unit, action_id: int, old: ActionStatus | None, new: ActionStatus, on_day: date, note: str | None = None
) -> None:
    """Append the history row of an action's change; from open to open its words, its owner or its day changed."""
    unit.connection.execute(
        action_transition.insert().values(
            action_id=action_id,
            at=unit.now,
            on_day=on_day,
            actor_id=unit.actor.person_id,
            acting_for_id=unit.actor.acting_for,
            source=unit.actor.source,
            from_status=old,
            to_status=new,
            note=note,
        )
    )
