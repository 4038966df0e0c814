"""What may have arrived and may not: notices that are not repeated, so that somebody has to ask."""

from dataclasses import dataclass

from sqlalchemy import exists, select

from domain.words import SendClass, SendStatus
from storage.store import Unit
from storage.tables.people import person
from storage.tables.service import outbox, qa_task

_O, _P = outbox.c, person.c


@dataclass(frozen=True, slots=True)
class InDoubt:
    """A notice whose arrival nobody knows."""

    id: int
    person_id: int
    name: str
    template: str


def notices_in_doubt(unit: Unit) -> list[InDoubt]:
    """The notices settled as uncertain that QA has not been told of, the earliest first.

    Nudges are none of them, since the next digest carries their items, nor alarms, which are repeated.
    """
    told = exists().where(qa_task.c.outbox_id == _O.id)
    statement = (
        select(_O.id, _O.person_id, _P.name, _O.template)
        .join(person, _P.id == _O.person_id)
        .where(_O.status == SendStatus.UNCERTAIN, _O.send_class == SendClass.NOTICE, ~told)
        .order_by(_O.id)
    )
    return [InDoubt(*row) for row in unit.connection.execute(statement)]
