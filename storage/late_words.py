"""What was typed on a step after the audit was returned elsewhere: kept beside it until it is returned again."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from storage.statements import insert
from storage.store import Unit
from storage.tables.audits import late_words

_T = late_words.c


@dataclass(frozen=True, slots=True)
class TypedLate:
    """The answers by question, their step, and the revision of it that their card had shown."""

    step: str
    revision: int
    answers: Mapping[str, str]


def hold_late_words(unit: Unit, allocation_id: int, typed: TypedLate, by: int) -> None:
    """Keep what was typed too late, in the place of what was held before."""
    values = {"step": typed.step, "revision": typed.revision, "answers": dict(typed.answers)}
    values |= {"typed_at": unit.now, "typed_by_id": by}
    unit.connection.execute(
        insert(unit, late_words)
        .values(allocation_id=allocation_id, **values)
        .on_conflict_do_update(index_elements=["allocation_id"], set_=values)
    )


def late_words_of(unit: Unit, allocation_id: int) -> TypedLate | None:
    """What is held of an audit, or None."""
    statement = select(_T.step, _T.revision, _T.answers).where(_T.allocation_id == allocation_id)
    row = unit.connection.execute(statement).one_or_none()
    return None if row is None else TypedLate(*row)


def forget_late_words(unit: Unit, allocation_id: int) -> None:
    """Let go of what was held: the audit is returned again, with it or without."""
    unit.connection.execute(late_words.delete().where(_T.allocation_id == allocation_id))
