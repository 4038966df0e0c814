"""One import at a time: on PostgreSQL two could write the same new rows side by side, and one of them would fail.

On SQLite the one writer sees to it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from domain.errors import BadInputError

_WAITS = "5min"  # longer than any import takes
_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('auditbot import', 0))"
_IS_ANOTHER_S_TURN = "55P03"
# Two transactions that wait for each other, or saw different things: PostgreSQL ends one of them.
_ENDED = frozenset({"40001", "40P01"})

BUSY = "Another workbook has been importing for five minutes. Nothing of this one was written: import it again later."
OVERTAKEN = (
    "Somebody wrote the same things into auditbot while this workbook was imported, so nothing of it was written. "
    "Import it again."
)


def wait_for_turn(connection: Connection) -> None:
    """Wait until no other import is under way; the turn ends with the transaction.

    What comes after it in the transaction sees what the other import has written.

    Raises:
        BadInputError: the other one takes longer than any import should.
    """
    if connection.dialect.name != "postgresql":
        return
    asked = "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')"
    locks, statements = connection.execute(text(asked)).one()
    savepoint = connection.begin_nested()
    try:
        connection.execute(text(f"SET LOCAL lock_timeout = '{_WAITS}'"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text(_TURN))
    except DBAPIError as problem:
        savepoint.rollback()
        if _state(problem) == _IS_ANOTHER_S_TURN:
            raise BadInputError(BUSY) from problem
        raise
    savepoint.commit()
    again = "SELECT set_config('lock_timeout', :locks, true), set_config('statement_timeout', :statements, true)"
    connection.execute(text(again), {"locks": locks, "statements": statements})


@contextmanager
def told_when_overtaken() -> Iterator[None]:
    """Say in a sentence that somebody in Teams was quicker, where the store refuses the same thing twice.

    Raises:
        BadInputError: that is so.
    """
    try:
        yield
    except DBAPIError as problem:
        # Whoever runs transactions may begin one again that PostgreSQL has ended: those are left to them.
        if is_overtaken(problem) and _state(problem) not in _ENDED:
            raise BadInputError(OVERTAKEN) from problem
        raise


def is_overtaken(problem: DBAPIError) -> bool:
    """Whether somebody else wrote meanwhile what stands in the way."""
    return isinstance(problem, IntegrityError) or _state(problem) in _ENDED | {_IS_ANOTHER_S_TURN}


def _state(problem: DBAPIError) -> str:
    return str(getattr(problem.orig, "sqlstate", None) or "")
