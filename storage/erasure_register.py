"""The erasures that were done, and their certificates made again from what is kept of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from domain.calendar import london_day, spoken_day
from domain.errors import BadInputError
from storage.data_map import Ground
from storage.erasure_certificate import ABOUT, BY_ITSELF, Certificate, Counts, certificate
from storage.store import Unit
from storage.tables.erasures import erasure
from storage.tables.people import person

_T = erasure.c
_SELECT: Select[Any] = select(
    _T.id, _T.at, _T.ground, _T.reason, _T.counts, _T.certificate_digest, person.c.email
).select_from(erasure.outerjoin(person, person.c.id == _T.actor_id))


@dataclass(frozen=True, slots=True)
class Done:
    """An erasure that was done. `by` is an e-mail address, None where its time was over."""

    id: int
    at: datetime
    ground: Ground
    reason: str
    counts: Counts
    digest: str
    by: str | None

    @property
    def rows(self) -> int:
        """How many rows were emptied or deleted."""
        return sum(number for one in self.counts.values() for number in one.values())


def erasures_done(unit: Unit) -> list[Done]:
    """Every erasure, the latest first."""
    return [Done(*row) for row in unit.connection.execute(_SELECT.order_by(_T.id.desc()))]


def certificate_again(unit: Unit, number: int) -> tuple[Certificate, bool]:
    """The certificate of an erasure, and whether it is letter by letter the one that was given out.

    It is another one where whoever had it done was erased or has another address since, or where somebody changed the
    register.

    Raises:
        BadInputError: there is no erasure of that number.
    """
    row = unit.connection.execute(_SELECT.where(_T.id == number)).one_or_none()
    if row is None:
        raise BadInputError(f"There is no erasure {number}. 'auditbot certificate' lists them.")
    done = Done(*row)
    made = [_made(done, about) for about in ABOUT[done.ground]]
    same = [one for one in made if one.digest == done.digest]
    return (same or made)[0], bool(same)


def _made(done: Done, about: str) -> Certificate:
    day = spoken_day(london_day(done.at))
    return certificate(about, done.counts, done.by or BY_ITSELF, done.reason, day, done.at)
