"""The state of the database's schema: where it is, where it should be, and how to bring it there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

_MIGRATIONS = Path(__file__).parent / "migrations"
# Any fixed number will do: it keeps two instances that start at once from migrating together.
_UPGRADE_LOCK = 3_978_001


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's settings, without an `alembic.ini`: the connection is the caller's."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def head_revision() -> str | None:
    """The revision that this version of auditbot needs."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def current_revision(engine: Engine) -> str | None:
    """The revision a database is at; None where nothing has been created yet.

    Raises:
        sqlalchemy.exc.OperationalError: the database can't be reached.
    """
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(engine: Engine) -> bool:
    """Whether a database is at the revision that this version needs (see `current_revision`)."""
    return current_revision(engine) == head_revision()


class UnknownRevisionError(Exception):
    """The database is at a revision that this version doesn't have. Its text is the revision."""


def upgrade(engine: Engine) -> None:
    """Create or migrate the database to the newest revision, in one transaction: all of it or nothing.

    Of two instances that start at once the second waits and then finds nothing to do.

    Raises:
        UnknownRevisionError: a later version, or another line of versions, has been here.
        sqlalchemy.exc.OperationalError: the database can't be reached, or another upgrade holds it too long.
    """
    _check_known(engine)
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
        command.upgrade(alembic_config(connection), "head")


def _check_known(engine: Engine) -> None:
    revision = current_revision(engine)
    known = {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}
    if revision is not None and revision not in known:
        raise UnknownRevisionError(revision)
