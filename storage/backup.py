"""A backup: every row of every table as it stood at one instant, in one file that either engine takes back.

The database's own copies know one engine each. This one moves a council from SQLite to PostgreSQL as well, says of
itself whether it is whole, and is read with nothing but Python.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from domain.errors import BadInputError
from storage import record
from storage.backup_file import Heading, file_digest
from storage.backup_lines import ROWS_AT_ONCE, line_of, rows_in, table_lines, take_as_long_as_it_takes
from storage.backup_revisions import knows
from storage.backup_shapes import OURS, TableShape, shapes_of
from storage.schema import VERSIONS, head_revision
from storage.store import Actor, Store, Unit
from storage.workbook.placing import placed

# A table, how many of its rows are done, and how many there are.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A backup that was made: its heading, the SHA-256 of the file, and whether the record has a line of it."""

    heading: Heading
    digest: str
    is_recorded: bool


def back_up(
    store: Store, path: Path, *, account: str, now: datetime, progress: Progress, versions: Path = VERSIONS
) -> MadeBackup:
    """Write a backup to `path`, where there is nothing yet; it is there whole or not at all, for this account alone.

    The service goes on meanwhile: all of it is read as it stood at one instant, and nobody waits for it.

    Args:
        store: what to back up, at this version's revision or an earlier one.
        path: the file.
        account: who does it, by their account on this machine, for the record.
        now: the instant.
        progress: draws how far it has come.
        versions: the folder of the revisions.

    Raises:
        BadInputError: the file is there already or can't be written, or the database is of another version.
    """
    actor = Actor("command")
    with placed(path) as place:
        with store.snapshot(now, actor) as unit:
            heading = _heading(unit, versions)
            place.touch(mode=0o600)
            with place.open("wb") as file:
                _write(unit.connection, heading, file, progress)
        digest = file_digest(place)
        is_recorded = heading.revision == head_revision(versions)
        if is_recorded:
            # Before anybody has it: what could not be recorded is not handed out.
            with store.unit(now, actor) as unit:
                record.write(unit, "backed_up", "database", account=account, digest=digest, rows=heading.rows)
    return MadeBackup(heading, digest, is_recorded)


def _heading(unit: Unit, versions: Path) -> Heading:
    take_as_long_as_it_takes(unit.connection)
    revision = MigrationContext.configure(unit.connection).get_current_revision()
    if revision is None:
        raise BadInputError("There is nothing to back up: the database is empty. Check AUDITBOT_DATABASE_URL.")
    if not knows(revision, versions):
        raise BadInputError(
            f"The database was made by another version of auditbot (revision {revision}). Back it up with that version."
        )
    shapes = shapes_of(unit.connection, OURS if revision == head_revision() else None)
    return Heading(revision, unit.now, tuple((shape, rows_in(unit.connection, shape)) for shape in shapes))


def _write(connection: Connection, heading: Heading, file: BinaryIO, progress: Progress) -> None:
    stamp = int(heading.made_at.timestamp())
    with gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=6, mtime=stamp) as packed:
        lines = _Lines(cast("BinaryIO", packed))
        lines.add(heading.line())
        for shape, count in heading.tables:
            _write_table(connection, shape, count, lines, progress)
        lines.add(line_of({"complete": True, "sha256": lines.digest.hexdigest()}))


def _write_table(connection: Connection, shape: TableShape, count: int, lines: "_Lines", progress: Progress) -> None:
    digest, done = sha256(), 0
    for done, line in enumerate(table_lines(connection, shape), 1):
        digest.update(line)
        lines.add(line)
        if done % ROWS_AT_ONCE == 0:
            progress(shape.name, done, count)
    lines.add(line_of({"end": shape.name, "rows": done, "sha256": digest.hexdigest()}))


class _Lines:
    """The lines of the file, with the digest of all of them so far."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = sha256()

    def add(self, line: bytes) -> None:
        self.digest.update(line)
        self._file.write(line)
