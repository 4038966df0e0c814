"""The revisions of a backup's schema: which this version knows, and how a database is made at one of them."""

from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.schema import VERSIONS, alembic_config


def knows(revision: str, versions: Path = VERSIONS) -> bool:
    """Whether a revision is one of this version's, its newest or an earlier one."""
    scripts = ScriptDirectory.from_config(alembic_config(versions=versions)).walk_revisions()
    return any(script.revision == revision for script in scripts)


def create_at(connection: Connection, revision: str, versions: Path = VERSIONS) -> None:
    """Make every table of an empty database as it was at a revision, in the connection's transaction."""
    command.upgrade(alembic_config(connection, versions), revision)
