"""What is said of a database that can't be had, by what stands in the way."""

from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from domain.errors import BadInputError

_SERVER = (
    "The database can't be reached. Check AUDITBOT_DATABASE_URL (server, port, name, account, and what follows '?'), "
    "and that its server runs."
)
_NOT_THERE = (
    "There is no database at {file}. Check AUDITBOT_DATABASE_URL; to make one there, run 'auditbot db upgrade'."
)
_NO_DATABASE = (
    "{file} is no database of SQLite, or is damaged. Name another file in AUDITBOT_DATABASE_URL, or restore a backup."
)
_HELD = "Another process has held the database {file} for too long. End it, then try again."
_FULL = "The disk on which {file} lies is full. Make room, then try again."
_NOT_WRITTEN = (
    "The database {file} can't be written to. Let this account write to the file and to its folder, and see that their "
    "disk is not only for reading."
)
_OLDER = "The database is not at this version. Run 'auditbot db upgrade'."
_RIGHTS = (
    "The service's role may not do that in the database. Give it the rights that deploy/database-role.sql names, on "
    "tables that somebody else made as well."
)
# By the first word of what SQLite calls its errors, after `SQLITE_`.
_OF_SQLITE = {
    "NOTADB": _NO_DATABASE,
    "CORRUPT": _NO_DATABASE,
    "BUSY": _HELD,
    "LOCKED": _HELD,
    "FULL": _FULL,
    "ERROR": _OLDER,  # no such table, no such column
}
# By PostgreSQL's codes: no such table, no such column, no right to it.
_OF_POSTGRESQL = {"42P01": _OLDER, "42703": _OLDER, "42501": _RIGHTS}


def unreachable_database(engine: Engine, problem: SQLAlchemyError) -> BadInputError:
    """What is said when a database can't be had: a sentence with what to do.

    Args:
        engine: the database.
        problem: what came of asking it.
    """
    if engine.dialect.name != "sqlite":
        return BadInputError(_OF_POSTGRESQL.get(getattr(getattr(problem, "orig", None), "sqlstate", ""), _SERVER))
    file = Path(str(engine.url.database)).resolve()
    # A folder that may not be looked into hides whether the file is there.
    said = _OF_SQLITE.get(_name(problem), _NOT_WRITTEN) if file.parent.is_dir() and file.exists() else _NOT_THERE
    return BadInputError(said.format(file=file))


def _name(problem: SQLAlchemyError) -> str:
    name: str = getattr(getattr(problem, "orig", None), "sqlite_errorname", "")
    return name.removeprefix("SQLITE_").split("_")[0]
