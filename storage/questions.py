"""The question that a person asked last, for the one that follows."""

from datetime import datetime

from sqlalchemy import bindparam, select

from storage.statements import insert
from storage.store import Unit
from storage.tables.questions import asked_question

_T = asked_question.c
_LAST = select(_T.query).where(_T.person_id == bindparam("who"), _T.asked_at >= bindparam("since"))


def last_question(unit: Unit, person_id: int, since: datetime) -> str | None:
    """The query, as text, that a person was answered with last; None where that was before an instant."""
    found: str | None = unit.connection.execute(_LAST, {"who": person_id, "since": since}).scalar()
    return found


def keep_question(unit: Unit, person_id: int, query: str) -> None:
    """Keep the query that a person was just answered with, in the place of the one before."""
    statement = insert(unit, asked_question).values(person_id=person_id, query=query, asked_at=unit.now)
    new = {"query": statement.excluded.query, "asked_at": statement.excluded.asked_at}
    unit.connection.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=new))


def forget_questions_asked_before(unit: Unit, instant: datetime) -> int:
    """Drop the questions that nobody goes on from any more; how many there were."""
    return int(unit.connection.execute(asked_question.delete().where(_T.asked_at < instant)).rowcount)
