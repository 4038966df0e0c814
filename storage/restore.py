"""A backup back into an empty database, of either engine: all of it, compared row by row, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from domain.errors import BadInputError
from storage import record
from storage.backup_file import BackupReader, Heading, file_digest, opened_backup
from storage.backup_lines import digest_of, take_as_long_as_it_takes
from storage.backup_loading import go_on_counting, let_references_wait, load_rows
from storage.backup_revisions import create_at, knows
from storage.backup_shapes import TableShape, has_tables, shapes_of
from storage.outbox_restored import doubt_what_waits
from storage.schema import VERSIONS, upgrade
from storage.store import Actor, Store, Unit

# What is done, to which table, how many rows of it, and of how many.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was restored: its heading, its file's SHA-256, and how many messages may have gone since it."""

    heading: Heading
    digest: str
    in_doubt: int


def restore(
    store: Store,
    path: Path,
    *,
    account: str,
    now: datetime,
    nothing_sent_since: bool,
    progress: Progress,
    versions: Path = VERSIONS,
) -> Restored:
    """Restore a backup into an empty database, then bring it to this version.

    Args:
        store: the database; without any table.
        path: the backup.
        account: who does it, by their account on this machine, for the record.
        now: the instant.
        nothing_sent_since: the service has not run since the backup was made, so that what waits is sent.
        progress: draws how far it has come.
        versions: the folder of the revisions.

    Raises:
        BadInputError: the file is damaged, no backup or of a later version; the database is not empty or does not
            take it. Nothing was changed.
    """
    with store.engine.connect() as connection:
        _check_empty(connection)  # before somebody waits for a large file to be read
    heading = check_backup(path, progress)
    _check_revision(path, heading, versions)
    in_doubt = _put_in(store, path, heading, now, versions, progress, nothing_sent_since=nothing_sent_since)
    upgrade(store.engine, versions=versions)
    done = Restored(heading, file_digest(path), in_doubt)
    with store.unit(now, Actor("command")) as unit:
        _note(unit, done, account)
    return done


def _put_in(
    store: Store,
    path: Path,
    heading: Heading,
    now: datetime,
    versions: Path,
    progress: Progress,
    *,
    nothing_sent_since: bool,
) -> int:
    """Put everything in, in one transaction; how many messages are in doubt."""
    with store.engine.begin() as connection:
        _check_empty(connection)
        create_at(connection, heading.revision, versions)
        _load(connection, path, heading, progress)
        return 0 if nothing_sent_since else doubt_what_waits(connection, now)


def _note(unit: Unit, done: Restored, account: str) -> None:
    record.write(
        unit,
        "restored",
        "database",
        account=account,
        digest=done.digest,
        made_at=done.heading.made_at.isoformat(),
        rows=done.heading.rows,
        in_doubt=done.in_doubt,
    )


def check_backup(path: Path, progress: Progress) -> Heading:
    """Read a backup to its end; its heading.

    Raises:
        BadInputError: it can't be read, is no backup, or is damaged; by its place.
    """
    with opened_backup(path) as backup:
        for shape, count in backup.heading.tables:
            for done, _ in enumerate(backup.rows(shape, count), 1):
                if done % 10_000 == 0:
                    progress(f"checking {shape.name}", done, count)
        backup.finish()
        return backup.heading


def _check_empty(connection: Connection) -> None:
    if has_tables(connection):
        raise BadInputError(
            "There is a database already where this would be restored, and what is in it would be lost. Name an SQLite "
            "file that is not there yet, or a PostgreSQL database without tables."
        )


def _check_revision(path: Path, heading: Heading, versions: Path) -> None:
    if not knows(heading.revision, versions):
        raise BadInputError(
            f"{path.name} was made by another version of auditbot (revision {heading.revision}), which this one "
            "doesn't know. Install that version or a later one, and restore it with that."
        )


def _load(connection: Connection, path: Path, heading: Heading, progress: Progress) -> None:
    _check_shapes(connection, path, heading)
    let_references_wait(connection)
    take_as_long_as_it_takes(connection)
    with opened_backup(path) as backup:
        for shape, count in backup.heading.tables:

            def loaded(done: int, name: str = shape.name, count: int = count) -> None:
                progress(f"restoring {name}", done, count)

            load_rows(connection, shape, backup.rows(shape, count), loaded)
            go_on_counting(connection, shape)
            _compare(connection, backup, shape)
        backup.finish()


def _check_shapes(connection: Connection, path: Path, heading: Heading) -> None:
    """Refuse a backup whose tables are not those of its revision: an unreleased version has made it."""
    here = {shape.name: shape for shape in shapes_of(connection)}
    other = [shape.name for shape, _ in heading.tables if here.pop(shape.name, None) != shape] + sorted(here)
    if other:
        raise BadInputError(
            f"{path.name} was made by an unreleased version of auditbot: its table {other[0]} is another than here. "
            "Restore it with the version that made it."
        )


def _compare(connection: Connection, backup: BackupReader, shape: TableShape) -> None:
    if digest_of(connection, shape) != backup.digests[shape.name]:
        raise BadInputError(
            f"The table {shape.name} came out other than it was backed up, so nothing was restored. That is a fault of "
            "auditbot or of the database: keep the file, and report it as SECURITY.md says."
        )
