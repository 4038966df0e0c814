"""What the names in a workbook stand for: the ids of people, teams, cases and allocations in the store."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, select

from storage.statements import among
from storage.tables.allocations import allocation, case_record
from storage.tables.people import person, team
from storage.tables.registers import dip_sample

T = TypeVar("T")

# Enough rows in one statement to make few of them, and few enough to say how far it has come.
_BATCH = 1_000

# By sheet: the columns of the store that hold the id and the name.
_NAMED: dict[str, tuple[Column[Any], Column[Any]]] = {
    "teams": (team.c.id, team.c.name),
    "people": (person.c.id, person.c.email),
    "cases": (case_record.c.id, case_record.c.case_ref),
    "allocations": (allocation.c.id, allocation.c.ref),
    "dip_samples": (dip_sample.c.id, dip_sample.c.ref),
}


def batches(items: Iterable[T], size: int = _BATCH) -> Iterator[Sequence[T]]:
    """The items in lists of at most `size`, in their order."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


class References:
    """Looks names up in the store, each only until it is found."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._found: dict[str, dict[str, int]] = {sheet: {} for sheet in _NAMED}

    def ids(self, sheet: str, names: Iterable[str | None]) -> dict[str, int]:
        """The ids by name of all names found so far among a sheet's keys; `names` are looked up if need be."""
        found = self._found[sheet]
        key, name = _NAMED[sheet]
        wanted = {one for one in set(names) if one is not None and one not in found}
        if wanted:
            rows = self._connection.execute(select(name, key).where(among(self._connection, name, wanted)))
            found.update(rows.all())
        return found

    def all_names(self, sheet: str) -> list[str]:
        """Every name of a sheet's keys in the store, in their order: for messages about one that is not there."""
        _, name = _NAMED[sheet]
        return list(self._connection.execute(select(name).order_by(name)).scalars())

    def name(self, sheet: str, row_id: int) -> str:
        """The name behind one id, as the sheet's key shows it."""
        key, name = _NAMED[sheet]
        return str(self._connection.execute(select(name).where(key == row_id)).scalar_one())
