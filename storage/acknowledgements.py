"""That a manager has read an audit of their team's work, and talked it over: once each for every return."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from domain.words import Heed
from storage.statements import insert_unless_there
from storage.store import Unit
from storage.tables.acknowledgements import audit_acknowledgement
from storage.tables.people import person

_K = audit_acknowledgement.c


@dataclass(frozen=True, slots=True)
class Heeded:
    """What a manager did about one return of an audit: who, and on which London day."""

    allocation_id: int
    version: int
    what: Heed
    who: str
    on_day: date


def heed(unit: Unit, allocation_id: int, version: int, what: Heed, today: date) -> bool:
    """Note, in the actor's name, that an audit was acknowledged or discussed; whether it is the first time."""
    by = {"at": unit.now, "on_day": today, "person_id": unit.actor.person_id, "source": unit.actor.source}
    key = {"allocation_id": allocation_id, "version": version, "what": what}
    return insert_unless_there(unit, audit_acknowledgement, **key, **by)


def heeded(unit: Unit, audits: Iterable[int]) -> list[Heeded]:
    """Everything that was acknowledged or discussed of these audits, of every return, in its order."""
    statement = (
        select(_K.allocation_id, _K.version, _K.what, person.c.name, _K.on_day)
        .join(person, person.c.id == _K.person_id)
        .where(_K.allocation_id.in_(list(audits)))
        .order_by(_K.id)
    )
    return [Heeded(*row) for row in unit.connection.execute(statement)]
