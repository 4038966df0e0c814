"""People's names by their e-mail addresses, for those who read of them."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from storage.statements import among
from storage.store import Unit
from storage.tables.people import person


def names_by_email(unit: Unit, emails: Iterable[str]) -> Mapping[str, str]:
    """The names of those who have one of these addresses, also of those who have left."""
    wanted = sorted(set(emails))
    if not wanted:
        return {}
    statement = select(person.c.email, person.c.name).where(among(unit.connection, person.c.email, wanted))
    return {row.email: row.name for row in unit.connection.execute(statement)}
