"""What a connection to SQLite is here: how it is set up, how it begins, and that it comes back with nothing half read.

A SELECT of which somebody has read only some rows goes on reading the store as it was, also after the commit. Whoever
is given that connection next and wants to write is told *database is locked*, at once and without waiting, as soon as
anybody else has written in between: a result that a unit of work gave out unread, or that an error still holds.
"""

import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any, cast
from weakref import WeakSet

from sqlalchemy import Connection, Engine, event

from domain.errors import BadInputError


class TidyConnection(sqlite3.Connection):
    """A driver's connection that can let go of what was read only in part."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cursors: WeakSet[sqlite3.Cursor] = WeakSet()

    def cursor(self, factory: Any = sqlite3.Cursor) -> Any:
        """A cursor, remembered for as long as anybody has it."""
        cursor = super().cursor(factory)
        self._cursors.add(cursor)
        return cursor

    def let_go(self) -> None:
        """End every statement that was not read to its end; whoever reads on is told so by an error."""
        for cursor in list(self._cursors):
            with suppress(sqlite3.ProgrammingError):  # what never came to be a cursor cannot be closed
                cursor.close()
        self._cursors.clear()


def ready_file(file: Path, *, makes: bool) -> None:
    """Have a database's file, and a folder that is made for it, be for nobody but their owner.

    A folder that is there already is whoever made it's, and so is a file of another account's.

    Args:
        file: the database.
        makes: one that is not there is made.

    Raises:
        BadInputError: it can't be made there.
    """
    if makes and not file.exists():
        _make(file)
    with suppress(OSError):  # another account's, or on a disk that is only read
        for one in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
            if one.is_file() and (rights := stat.S_IMODE(one.stat().st_mode)) & 0o077:
                one.chmod(rights & 0o700)


def _make(file: Path) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # SQLite makes what lies beside the file with the file's own rights.
        file.touch(mode=0o600)
    except OSError as problem:
        raise BadInputError(
            f"No database can be made at {file}: {problem.strerror}. Name another file in AUDITBOT_DATABASE_URL, or "
            "let this account write to that folder."
        ) from problem


def keep_promises(engine: Engine, *, makes: bool) -> None:
    """Have every connection of a SQLite engine set up, begun and given back as all of them are.

    Args:
        engine: SQLite's.
        makes: a file that is not there is made; otherwise there is no connecting to it.
    """
    if not makes:
        event.listen(engine, "do_connect", _is_there)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "commit", _read_no_further)
    event.listen(engine, "checkin", _let_go)


def _is_there(_dialect: Any, _record: Any, arguments: list[str], _named: Any) -> None:
    # SQLite would make one, and leave it lying, for whoever only looks at a path that they misspelt.
    if not Path(arguments[0]).exists():
        raise sqlite3.OperationalError("unable to open database file")


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver must not open transactions of its own: `_begin` below says BEGIN IMMEDIATE.
    connection.isolation_level = None
    # Not every build of SQLite writes zeros over what is deleted unless it is told to.
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A deferred transaction that reads and then writes fails at once when another process wrote in
    # between; an immediate one waits its turn. One that only reads needs no turn.
    only_reads = connection.get_execution_options().get("only_reads", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


def _read_no_further(connection: Connection) -> None:
    # What is half written, such as an INSERT whose new id nobody has read, cannot be committed.
    _let_go(cast("TidyConnection", connection.connection.dbapi_connection), None)


def _let_go(connection: TidyConnection | None, _record: Any) -> None:
    if connection is not None:  # given up: there is nothing to be read on it
        connection.let_go()
