"""The state of the database's schema: where it is, where it should be, and how to bring it there.

While the database is brought to a new version, instances of the version before go on serving (docs/operations.md,
"Upgrading"). So each revision says from which one on a version of auditbot may run on it (`serves_from`), and the
database keeps that in `schema_revision`, where versions read it that have never heard of the revision.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy.exc import OperationalError

from storage.append_only import guard
from storage.tables.service import schema_revision

_MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = _MIGRATIONS / "versions"
# Any fixed number will do: it keeps two instances that start at once from migrating together.
_UPGRADE_LOCK = 3_978_001
# A change of a table waits for whoever uses it, and everybody who comes after waits behind it: so never for long.
LOCK_SECONDS = 2.0
TRIES = 30
_PAUSE = 1.0
# PostgreSQL: what one waited for did not come in time (lock_not_available, deadlock_detected).
_NOT_YET = frozenset({"55P03", "40P01"})


class Fit(Enum):
    """How a database stands to a version of auditbot."""

    EMPTY_OR_OLDER = "to be brought up"
    CURRENT = "at this version"
    NEWER = "at a newer version, under which this one may go on serving"
    FOREIGN = "at a version that this one can't run on"


def alembic_config(connection: Connection | None = None, versions: Path = VERSIONS) -> Config:
    """Alembic's settings, without an `alembic.ini`: the connection is the caller's.

    Args:
        connection: the database; None where only the revisions are read.
        versions: the folder of the revisions.
    """
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(versions).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def revisions(versions: Path) -> dict[str, Script]:
    """The revisions in a folder, each by its name."""
    scripts = ScriptDirectory.from_config(alembic_config(versions=versions)).walk_revisions()
    return {script.revision: script for script in scripts}


def head_revision(versions: Path = VERSIONS) -> str | None:
    """The revision that this version of auditbot needs."""
    return ScriptDirectory.from_config(alembic_config(versions=versions)).get_current_head()


def current_revision(engine: Engine) -> str | None:
    """The revision a database is at; None where nothing has been created yet.

    Raises:
        sqlalchemy.exc.OperationalError: the database can't be reached.
    """
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def fit(engine: Engine, versions: Path = VERSIONS) -> Fit:
    """How a database stands to this version (see `current_revision`)."""
    with engine.connect() as connection:
        return fit_in(connection.execution_options(only_reads=True), versions)


def fit_in(connection: Connection, versions: Path = VERSIONS) -> Fit:
    """How a database stands to this version, as a transaction sees it."""
    current, head = MigrationContext.configure(connection).get_current_revision(), head_revision(versions)
    if current == head:
        return Fit.CURRENT
    if current is None or current in revisions(versions):
        return Fit.EMPTY_OR_OLDER
    return Fit.NEWER if _serves(connection, current, head) else Fit.FOREIGN


def _serves(connection: Connection, current: str, head: str | None) -> bool:
    """Whether a newer database came by way of a version's newest revision, and still serves that version."""
    if head is None or not inspect(connection).has_table(schema_revision.name):
        return False
    rows = connection.execute(select(schema_revision.c.revision, schema_revision.c.serves_from)).all()
    return {current, head} <= {row.revision for row in rows} and max(row.serves_from for row in rows) <= head


class UnknownRevisionError(Exception):
    """The database is at a revision on which this version can't run. Its text is the revision."""


class BrokenReferenceError(Exception):
    """A revision left rows that refer to nothing. Nothing has changed."""


class BusyDatabaseError(Exception):
    """The tables to change were in use at each try. Nothing has changed."""


def upgrade(
    engine: Engine,
    *,
    versions: Path = VERSIONS,
    lock_seconds: float = LOCK_SECONDS,
    wait: Callable[[float], None] = time.sleep,
) -> Fit:
    """Create or migrate the database to the newest revision, in one transaction: all of it or nothing.

    Of two that do it at once the second waits and then finds nothing to do. On PostgreSQL a table that is in use is
    waited for only briefly, since all who come after wait as well; then it is tried again.

    Args:
        engine: the database.
        versions: the folder of the revisions.
        lock_seconds: how long a try waits for a table.
        wait: lets so many seconds pass between two tries.

    Returns:
        How the database stands now: `CURRENT`, or `NEWER` where a later version has been here and this one may serve.

    Raises:
        UnknownRevisionError: a later version, or another line of versions, has been here.
        BusyDatabaseError: the tables were in use at each try.
        BrokenReferenceError: a revision is wrong; the database is as it was.
        sqlalchemy.exc.OperationalError: the database can't be reached.
    """
    for _ in range(TRIES):
        try:
            with _transaction(engine) as connection:
                return _upgraded(connection, versions, lock_seconds)
        except OperationalError as problem:
            if getattr(problem.orig, "sqlstate", None) not in _NOT_YET:
                raise
        wait(_PAUSE)
    raise BusyDatabaseError


@contextmanager
def _transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction that may copy a table in SQLite: taking the old copy away would take what refers to it along."""
    with engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        driver = connection.connection.driver_connection
        if is_sqlite and driver is not None:
            driver.execute("PRAGMA foreign_keys=OFF")  # heard only outside a transaction
        try:
            with connection.begin():
                yield connection
                if is_sqlite and connection.execute(text("PRAGMA foreign_key_check")).first():
                    raise BrokenReferenceError
        finally:
            if is_sqlite and driver is not None:
                driver.execute("PRAGMA foreign_keys=ON")


def _upgraded(connection: Connection, versions: Path, lock_seconds: float) -> Fit:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = {int(lock_seconds * 1000)}"))
        # A new index over years of rows takes what it takes; waiting for others is bounded by the line above.
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
    stands = fit_in(connection, versions)
    if stands is Fit.FOREIGN:
        raise UnknownRevisionError(MigrationContext.configure(connection).get_current_revision())
    if stands is Fit.EMPTY_OR_OLDER:
        command.upgrade(alembic_config(connection, versions), "head")
        _note(connection, versions)
        stands = Fit.CURRENT
    if stands is Fit.CURRENT:
        guard(connection)
    return stands


def _note(connection: Connection, versions: Path) -> None:
    """Keep of each revision which versions may run on it, for those that know nothing of it."""
    known = set(connection.execute(select(schema_revision.c.revision)).scalars())
    rows = [
        {"revision": name, "serves_from": script.module.serves_from}
        for name, script in revisions(versions).items()
        if name not in known
    ]
    connection.execute(schema_revision.insert(), rows)
