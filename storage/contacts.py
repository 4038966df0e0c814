"""The tries to reach a party of an audit: noted, taken out again, listed."""

from sqlalchemy import bindparam, select

from domain.contacts import Attempt
from storage.statements import insert_unless_there
from storage.store import Unit
from storage.tables.contacts import contact_attempt

_T = contact_attempt.c


# Built once: building a statement costs more than running it.
_OF_AUDIT = (
    select(_T.id, _T.party, _T.on_day, _T.way, _T.result)
    .where(_T.allocation_id == bindparam("key"), _T.removed_at.is_(None))
    .order_by(_T.on_day, _T.id)
)


def attempts_of(unit: Unit, allocation_id: int) -> list[Attempt]:
    """The tries of an audit, the earliest day first."""
    rows = unit.connection.execute(_OF_AUDIT, {"key": allocation_id})
    return [Attempt(row.id, row.party, row.on_day, row.way, row.result or "") for row in rows]


def note_attempt(unit: Unit, allocation_id: int, made_by: str, tried: Attempt) -> None:
    """Note a try in the actor's name, unless the same card (`made_by`) has noted it before; its `id` is given here."""
    insert_unless_there(
        unit,
        contact_attempt,
        allocation_id=allocation_id,
        made_by=made_by,
        party=tried.party,
        on_day=tried.on_day,
        way=tried.way,
        result=tried.result or None,
        noted_at=unit.now,
        noted_by_id=unit.actor.person_id,
    )


def bring_attempt_back(unit: Unit, allocation_id: int, attempt_id: int, made_by: str) -> None:
    """Note a try again that was taken out, in a row of its own; one that stands stays as it is."""
    taken_out = _T.removed_at.is_not(None)
    statement = select(_T.id, _T.party, _T.on_day, _T.way, _T.result)
    statement = statement.where(_T.id == attempt_id, _T.allocation_id == allocation_id, taken_out)
    row = unit.connection.execute(statement).one_or_none()
    if row is not None:
        note_attempt(unit, allocation_id, made_by, Attempt(row.id, row.party, row.on_day, row.way, row.result or ""))


def remove_attempt(unit: Unit, allocation_id: int, attempt_id: int) -> None:
    """Take a try out of the audit; its row stays."""
    unit.connection.execute(
        contact_attempt.update()
        .where(_T.id == attempt_id, _T.allocation_id == allocation_id, _T.removed_at.is_(None))
        .values(removed_at=unit.now)
    )
