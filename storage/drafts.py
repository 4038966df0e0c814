"""The actions agreed in an audit before its return: added, worded anew, taken out; no row is ever overwritten."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from storage.prepared import Prepared
from storage.store import Unit
from storage.tables.audits import draft_action
from storage.tables.people import person

_T = draft_action.c


@dataclass(frozen=True, slots=True)
class AgreedDraft:
    """An action agreed in an audit that is not returned yet.

    Attributes:
        number: stays the same however often the action is worded anew; `id` is that of its present words.
    """

    id: int
    number: int
    description: str
    owner_id: int
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ActionWords:
    """What an action says: what should happen, who does it, by when."""

    description: str
    owner_id: int
    due_on: date


_NUMBER = func.coalesce(_T.first_id, _T.id)
_SELECT: Select[Any] = select(_T.id, _NUMBER, _T.description, _T.owner_id, person.c.name, _T.due_on).join(
    person, person.c.id == _T.owner_id
)
_STANDING = Prepared(_SELECT.where(_T.allocation_id == bindparam("audit"), _T.removed_at.is_(None)).order_by(_NUMBER))


def words_of(draft: AgreedDraft) -> ActionWords:
    """What a draft says."""
    return ActionWords(draft.description, draft.owner_id, draft.due_on)


def drafts_of(unit: Unit, allocation_id: int) -> list[AgreedDraft]:
    """The actions agreed so far, in the order in which they were first added."""
    return [AgreedDraft(*row) for row in _STANDING.rows(unit, audit=allocation_id)]


def draft_made_by(unit: Unit, made_by: str) -> AgreedDraft | None:
    """What a form has saved before, by its one-time id."""
    row = unit.connection.execute(_SELECT.where(_T.made_by == made_by)).one_or_none()
    return None if row is None else AgreedDraft(*row)


def present_draft(unit: Unit, allocation_id: int, draft_id: int) -> AgreedDraft | None:
    """An action as it stands now, by the id of these or of earlier words of it; None where it was taken out."""
    number = (
        select(func.coalesce(_T.first_id, _T.id))
        .where(_T.id == draft_id, _T.allocation_id == allocation_id)
        .scalar_subquery()
    )
    row = unit.connection.execute(_SELECT.where(number == _NUMBER, _T.removed_at.is_(None))).one_or_none()
    return None if row is None else AgreedDraft(*row)


def draft_taken_out(unit: Unit, allocation_id: int, draft_id: int) -> AgreedDraft | None:
    """An action that was taken out, by the id of its last words; None where it stands, or was worded anew."""
    taken_out = _T.removed_at.is_not(None)
    statement = _SELECT.where(_T.id == draft_id, _T.allocation_id == allocation_id, taken_out)
    row = unit.connection.execute(statement).one_or_none()
    is_there = row is not None and present_draft(unit, allocation_id, draft_id) is not None
    return None if row is None or is_there else AgreedDraft(*row)


def save_draft(
    unit: Unit, allocation_id: int, made_by: str, words: ActionWords, anew: AgreedDraft | None = None
) -> None:
    """Add an action, or word one `anew`: its former words stay in their row, as taken out.

    One that was taken out comes back in its place, in a row of its own.
    """
    if anew is not None:
        remove_draft(unit, allocation_id, anew.id)
    unit.connection.execute(
        draft_action.insert().values(
            allocation_id=allocation_id,
            made_by=made_by,
            first_id=None if anew is None else anew.number,
            added_at=unit.now,
            description=words.description,
            owner_id=words.owner_id,
            due_on=words.due_on,
        )
    )


def remove_draft(unit: Unit, allocation_id: int, draft_id: int) -> None:
    """Take an action out of the audit; its row stays."""
    unit.connection.execute(
        draft_action.update()
        .where(_T.id == draft_id, _T.allocation_id == allocation_id, _T.removed_at.is_(None))
        .values(removed_at=unit.now)
    )
