"""What `auditbot backup`, `auditbot restore` and `auditbot db restored` do; `bot/cli…` reads their arguments."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from bot.account import account_here
from bot.app import check_database
from bot.clock import Clock
from bot.commands import opened, watched
from bot.leadership import TIMETABLE
from bot.settings import Settings, load_settings
from bot.unreachable import unreachable_database
from domain.calendar import london_day, spoken_day, spoken_time
from domain.errors import BadInputError
from storage import leases, record
from storage.backup import MadeBackup, back_up
from storage.backup_file import Heading
from storage.backup_shapes import has_tables
from storage.database_urls import database_url
from storage.outbox_restored import doubt_what_waits
from storage.restore import Restored, restore
from storage.store import Actor, Store, Unit, make_engine
from storage.workbook.importing import silent


def back_up_to(file: Path) -> None:
    """Write a backup of everything, and say what it holds.

    Raises:
        BadInputError: the file is there already or can't be written, or the database can't be read.
    """
    with opened() as (_, store, clock), _told(store), watched() as progress:
        made = back_up(store, file, account=account_here(), now=clock.now(), progress=progress or silent)
    _say_backed_up(file, made)


def _say_backed_up(file: Path, made: MadeBackup) -> None:
    click.echo(f"Backed up to {file.name}: {made.heading.rows:,} rows of {len(made.heading.tables)} tables.")
    click.echo(f"SHA-256: {made.digest}")
    if not made.is_recorded:
        click.echo("The record has no line of it: the database is of an earlier version.", err=True)
    click.echo("It is personal data, and not encrypted: keep it encrypted, where only those who need it can read it.")


def restore_from(file: Path, into: str | None, *, nothing_sent_since: bool) -> None:
    """Restore a backup into an empty database, and say what is to be done next.

    Args:
        file: the backup.
        into: the database's URL; that of the settings where it is None.
        nothing_sent_since: the service has not run since the backup was made.

    Raises:
        BadInputError: the file or the database will not do. Nothing was changed.
    """
    with _target(into) as (store, clock), _told(store), watched() as progress:
        done = restore(
            store,
            file,
            account=account_here(),
            now=clock.now(),
            nothing_sent_since=nothing_sent_since,
            progress=progress or silent,
        )
    _say_restored(done)


@contextmanager
def _target(into: str | None) -> Iterator[tuple[Store, Clock]]:
    settings = load_settings()
    with _nothing_left_of(into or settings.database_url), _opened(settings, into) as target:
        yield target


@contextmanager
def _nothing_left_of(url: str) -> Iterator[None]:
    """Have an SQLite file that was not there, with its folder, be gone again where the restoring failed."""
    file = _sqlite_file(url)
    if file is None or file.exists():
        yield
        return
    folders = [folder for folder in file.absolute().parents if not folder.exists()]
    try:
        yield
    except BaseException:
        if file.exists() and _is_empty(url):
            for one in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
                one.unlink(missing_ok=True)
        with suppress(OSError):  # somebody has put something there meanwhile
            for folder in folders:
                folder.rmdir()
        raise


def _sqlite_file(url: str) -> Path | None:
    try:
        read = database_url(url)
    except BadInputError:  # said when it is opened
        return None
    return Path(str(read.database)) if read.get_backend_name() == "sqlite" else None


def _is_empty(url: str) -> bool:
    """Whether nobody else, who restores there at the same time, has put anything in, or is about to."""
    engine = make_engine(url, makes=False)
    try:
        with engine.connect() as connection:
            return not has_tables(connection)
    except SQLAlchemyError:
        return False
    finally:
        engine.dispose()


@contextmanager
def _opened(settings: Settings, into: str | None) -> Iterator[tuple[Store, Clock]]:
    clock = Clock(settings.clock_file)
    if into is None:
        with opened(makes=True) as (_, store, _):
            yield store, clock
        return
    try:
        store = Store.open(into)
    except BadInputError as problem:  # which names the setting, and it is the option that can't be read
        raise BadInputError(str(problem).replace("AUDITBOT_DATABASE_URL", "--into")) from problem
    try:
        yield store, clock
    finally:
        store.close()


@contextmanager
def _told(store: Store) -> Iterator[None]:
    """A database that does not answer, in the words of every command."""
    try:
        yield
    except SQLAlchemyError as problem:
        raise unreachable_database(store.engine, problem) from problem


def doubt_after_restoring() -> None:
    """Settle what waits as `restore` does, in a database that came back by other means; say how much it was.

    It asks nothing, since it may have to run as a job without a terminal: by mistake it costs QA a few tasks, and it is
    refused while anything runs.

    Raises:
        BadInputError: an instance runs on that database, or it is not there.
    """
    with opened() as (_, store, clock):
        check_database(store)
        in_doubt = store.do(_doubted, clock.now(), Actor("command"))
    _say_in_doubt(in_doubt)
    click.echo("Now run 'auditbot doctor', then 'auditbot serve'.")


def _doubted(unit: Unit) -> int:
    held = leases.holding(unit, TIMETABLE)
    if held is not None and held.until > unit.now:
        raise BadInputError(f"{held.holder} runs on this database. Stop every instance, wait a minute, then try again.")
    in_doubt = doubt_what_waits(unit.connection, unit.now)
    record.write(unit, "restored_elsewhere", "database", account=account_here(), in_doubt=in_doubt)
    return in_doubt


def _say_restored(done: Restored) -> None:
    click.echo(
        f"Restored {done.heading.rows:,} rows of {len(done.heading.tables)} tables, each compared with the file."
    )
    click.echo(f"They stand as they did {_moment(done.heading)}. What was done in Teams after that is not among them.")
    _say_in_doubt(done.in_doubt)
    click.echo("Now run 'auditbot doctor', then 'auditbot serve'.")


def _say_in_doubt(count: int) -> None:
    if count:
        messages = "message was" if count == 1 else "messages were"
        click.echo(
            f"{count:,} {messages} waiting then and may have gone since: none is sent again. QA finds each "
            "notice among its tasks; what a list of open items held comes with the next one. Alarms are sent again."
        )


def _moment(heading: Heading) -> str:
    return f"on {spoken_day(london_day(heading.made_at))} at {spoken_time(heading.made_at)}"
