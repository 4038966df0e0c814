"""The one writer of what is done to an entry for a child of concern: its columns and the history row together."""

from collections.abc import Collection
from datetime import date
from typing import Any

from domain.concern_lifecycle import ConcernPart, check_act, new_status
from domain.errors import NotAllowedError
from domain.ladder import ItemKind
from domain.words import ConcernAct, ConcernStatus
from storage.concern_entries import Entry
from storage.concerns import begin_anew
from storage.nudge_lines import note_answered
from storage.statements import insert_returning_id
from storage.store import Unit
from storage.tables.concerns import concern, concern_transition

CHANGED_MEANWHILE = "Somebody changed this entry just now. Type 'concerns' to see where it stands."


def move(
    unit: Unit,
    entry: Entry,
    act: ConcernAct,
    parts: Collection[ConcernPart],
    today: date,
    *,
    words: str | None = None,
    category: int | None = None,
) -> int:
    """Do something to an entry in the actor's name; the id of the history row.

    Args:
        unit: the unit of work.
        entry: as it was read.
        act: what is done; raising has a writer of its own (`storage.concerns.raise_concern`).
        parts: what the actor is to the entry.
        today: the London day, which figures go by.
        words: the response, or a reason.
        category: the new one, where that is what changes.

    Raises:
        NotAllowedError: it can't be done from where the entry stands, or not by them, or somebody else came first.
    """
    check_act(act, entry.status, parts)
    becomes = entry.category if category is None else category
    new = new_status(act, entry.status, becomes)
    values = {"status": new, "category": becomes, **_columns(unit, act, becomes, today)}
    if act is ConcernAct.REOPEN:
        begin_anew(unit, entry.id, today)
    t = concern.c
    unchanged = (t.status == entry.status) & (t.category == entry.category)
    changed = unit.connection.execute(concern.update().where(t.id == entry.id, unchanged).values(values))
    if changed.rowcount != 1:
        raise NotAllowedError(CHANGED_MEANWHILE)
    if entry.status is ConcernStatus.OPEN and new is not ConcernStatus.OPEN:
        note_answered(unit, (ItemKind.CONCERN, entry.id))
    return insert_returning_id(
        unit,
        concern_transition,
        concern_id=entry.id,
        at=unit.now,
        on_day=today,
        actor_id=unit.actor.person_id,
        acting_for_id=unit.actor.acting_for,
        source=unit.actor.source,
        from_status=entry.status,
        to_status=new,
        category=becomes,
        act=act,
        words=words,
    )


def _columns(unit: Unit, act: ConcernAct, category: int, today: date) -> dict[str, Any]:
    """The columns that follow from an act.

    What is closed as opened by mistake counts as raised and as resolved, so that stock and flow agree as at any day.
    """
    match act:
        case ConcernAct.RESPOND:
            return {"responded_on": today}
        case ConcernAct.SEND_BACK:
            return {"responded_on": None}
        case ConcernAct.SIGN_OFF:
            return {"signed_off_by_id": unit.actor.person_id}
        case ConcernAct.PLACE | ConcernAct.CLOSE:
            return {"resolved_on": today}
        case ConcernAct.REOPEN:
            ended = {"responded_on": None, "resolved_on": None, "signed_off_by_id": None}
            return {**ended, "respond_by": today if category == 1 else None}
        case ConcernAct.SET_CATEGORY if category == 1:
            return {"respond_by": today, "responded_on": None, "signed_off_by_id": None}
        case ConcernAct.SET_CATEGORY:
            return {"respond_by": None}
        case _:
            return {}
