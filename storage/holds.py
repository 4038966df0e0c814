"""Legal holds: that nothing of a child's record, or of somebody of staff, is erased while an inquiry goes on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from domain.errors import BadInputError, NotAllowedError
from storage import record
from storage.data_map import Ground
from storage.erasure_scope import Rows, rows_belonging, staff_in
from storage.statements import insert_returning_id
from storage.store import Unit
from storage.tables.allocations import case_record
from storage.tables.erasures import HoldKind, legal_hold
from storage.tables.people import person

_H = legal_hold.c
_NO_CASE = "There is no record with the reference {name}. Look it up in the sheet cases of an export."
_NOBODY = "Nobody here has the e-mail address {name}. Look it up in the sheet people of an export."


@dataclass(frozen=True, slots=True)
class Subject:
    """A child's record or somebody of staff, as a command names them: `name` is the reference or the address."""

    kind: HoldKind
    name: str
    id: int


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold that stands: of what, why, since when and by whom. `by` is an e-mail address."""

    id: int
    kind: HoldKind
    name: str
    reason: str
    held_from: datetime
    by: str | None


def subject_named(unit: Unit, kind: HoldKind, name: str) -> Subject:
    """A record by its reference, or somebody by their e-mail address.

    Raises:
        BadInputError: there is none.
    """
    if kind is HoldKind.CASE:
        found = unit.connection.execute(select(case_record.c.id).where(case_record.c.case_ref == name.strip())).scalar()
    else:
        email = name.strip().lower()
        found = unit.connection.execute(select(person.c.id).where(person.c.email == email)).scalar()
    if found is None:
        raise BadInputError((_NO_CASE if kind is HoldKind.CASE else _NOBODY).format(name=name))
    return Subject(kind, name.strip(), found)


def hold(unit: Unit, subject: Subject, reason: str, **facts: str) -> bool:
    """Hold a record or somebody's data in the name of the unit's actor; False where they are held already.

    `facts` go into the record, such as under which account of the machine it was done.
    """
    if _standing(unit, subject) is not None:
        return False
    values = {"kind": subject.kind, "subject_id": subject.id, "reason": reason, "held_from": unit.now}
    made = insert_returning_id(unit, legal_hold, **values, set_by_id=unit.actor.person_id)
    record.write(unit, "held", "legal_hold", made, **facts)
    return True


def lift(unit: Unit, subject: Subject, **facts: str) -> None:
    """End a hold in the name of the unit's actor; its row stays. `facts` as in `hold`.

    Raises:
        NotAllowedError: nothing is held.
    """
    standing = _standing(unit, subject)
    if standing is None:
        raise NotAllowedError(f"There is no hold on {subject.name}. 'auditbot hold' lists what is held.")
    ended = {"lifted_at": unit.now, "lifted_by_id": unit.actor.person_id}
    unit.connection.execute(legal_hold.update().where(_H.id == standing).values(**ended))
    record.write(unit, "lifted_hold", "legal_hold", standing, **facts)


def _standing(unit: Unit, subject: Subject) -> int | None:
    of_it = (_H.kind == subject.kind, _H.subject_id == subject.id, _H.lifted_at.is_(None))
    found: int | None = unit.connection.execute(select(_H.id).where(*of_it)).scalar()
    return found


def holds_standing(unit: Unit) -> list[Hold]:
    """Every hold that stands, the oldest first."""
    by = person.alias("by")
    columns: list[Any] = [_H.id, _H.kind, case_record.c.case_ref, person.c.email, _H.reason, _H.held_from, by.c.email]
    of_case = (_H.kind == HoldKind.CASE) & (_H.subject_id == case_record.c.id)
    of_person = (_H.kind == HoldKind.PERSON) & (_H.subject_id == person.c.id)
    source = legal_hold.outerjoin(case_record, of_case).outerjoin(person, of_person)
    source = source.outerjoin(by, by.c.id == _H.set_by_id)
    statement = select(*columns).select_from(source).where(_H.lifted_at.is_(None)).order_by(_H.id)
    rows = unit.connection.execute(statement)
    return [Hold(key, kind, ref or email, reason, since, who) for key, kind, ref, email, reason, since, who in rows]


@dataclass(frozen=True, slots=True)
class Held:
    """What must not be erased: records and people of staff by their row numbers.

    `people_of_cases` are those whose work on a held record is part of what is held.
    """

    cases: frozenset[int]
    people: frozenset[int]
    people_of_cases: frozenset[int]

    def __bool__(self) -> bool:
        """Whether anything is held."""
        return bool(self.cases or self.people)

    def holds_person(self, person_id: int) -> bool:
        """Whether somebody must not be erased: held themself, or part of a record that is."""
        return person_id in self.people | self.people_of_cases

    def holds_case(self, cases: Iterable[int], rows: Rows) -> bool:
        """Whether records must not be erased: held themselves, or with somebody in their rows who is."""
        return bool(self.cases & set(cases)) or bool(self.people & staff_in(rows))


def held(unit: Unit) -> Held:
    """What is held now."""
    rows = unit.connection.execute(select(_H.kind, _H.subject_id).where(_H.lifted_at.is_(None))).all()
    cases = frozenset(one for kind, one in rows if kind is HoldKind.CASE)
    people = frozenset(one for kind, one in rows if kind is HoldKind.PERSON)
    of_cases = rows_belonging(unit, Ground.CASE, {"case_record": cases}) if cases else {}
    return Held(cases, people, frozenset(staff_in(of_cases)))
