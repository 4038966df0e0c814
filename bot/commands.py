"""What each command does; `bot/cli.py` reads their arguments."""

import asyncio
import gc
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from bot.account import account_here
from bot.app import check_database, make_delivery, open_service, prepare_database
from bot.clock import Clock
from bot.doctor import ALL_IS_WELL, findings, notes
from bot.job_runs import JobReport
from bot.jobs_shown import describe_jobs, list_jobs
from bot.logs import set_up_logs
from bot.opened_store import open_store
from bot.settings import Settings, check_serving, load_settings
from bot.settings_record import record_settings
from bot.teams import open_seam
from bot.timetable import run_due, run_named
from bot.traces import gathered
from bot.unknown_settings import unknown_variables
from domain.errors import BadInputError
from storage import jobs
from storage.schema import Fit
from storage.store import Actor, Store
from storage.workbook.command import run_import
from storage.workbook.export_command import run_export
from storage.workbook.sheet import Progress
from storage.workbook.template import run_template

# Whoever stops a service gives it ten seconds before they end it the hard way.
SECONDS_TO_LEAVE = 9.0
TRIAL = (
    "LOCAL TRIAL: no tokens are checked, anybody on this machine can be anybody. Never use it with real records.\n"
    "Only this machine is served."
)

NEWER = (
    "The database has been brought to a newer version of auditbot, under which this one may go on serving. "
    "Nothing was changed. Start the newer version when you can."
)


@contextmanager
def opened(
    *, local_trial: bool = False, to_serve: bool = False, makes: bool = False
) -> Iterator[tuple[Settings, Store, Clock]]:
    """The settings, the store and the clock of a command.

    Args:
        local_trial: as `load_settings` takes it.
        to_serve: likewise.
        makes: an SQLite database that is not there is made; any other command leaves nothing where there was none.

    Raises:
        BadInputError: a setting can't be read.
    """
    settings = load_settings(local_trial=local_trial, to_serve=to_serve)
    clock = Clock(settings.clock_file)
    store = open_store(settings, clock.now, makes=makes)
    try:
        yield settings, store, clock
    finally:
        store.close()


def until_stopped(work: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Run asynchronous work with an event that SIGTERM and Ctrl-C set."""

    async def run_it() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, stop.set)
        await work(stop)

    asyncio.run(run_it())


def serve(*, local_trial: bool) -> None:
    """Serve until SIGTERM or Ctrl-C.

    Raises:
        BadInputError: the settings or the database will not do.
    """
    set_up_logs()
    with opened(local_trial=local_trial, to_serve=True) as (settings, store, clock):
        check_serving(settings)
        _echo(unknown_variables())
        clock.now()
        if settings.local_trial:
            click.echo(TRIAL, err=True)
        if check_database(store) is Fit.NEWER:
            click.echo(NEWER, err=True)
        noting = partial(record_settings, settings=settings, account=account_here())

        async def work(stop: asyncio.Event) -> None:
            with gathered(settings):
                async with open_service(settings, store, clock):
                    # A start that was refused, for a port or for what sends traces, is none.
                    await store.run(noting, clock.now(), Actor("command"))
                    _keep_what_is_loaded()
                    await stop.wait()
                    _leave_by(SECONDS_TO_LEAVE)

        until_stopped(work)


def _keep_what_is_loaded() -> None:
    """Let the garbage collector leave alone what is here to stay.

    A search through all of it held everybody up for a tenth of a second.
    """
    gc.collect()
    gc.freeze()


def _leave_by(seconds: float) -> None:
    """End the process by then, though another one holds the database: whatever waits for it was promised to nobody."""
    last_resort = threading.Timer(seconds, os._exit, (0,))
    last_resort.daemon = True
    last_resort.start()


def upgrade_database() -> None:
    """Create or migrate the database.

    Raises:
        BadInputError: it can't be reached.
    """
    with opened(makes=True) as (_, store, clock):
        stands = prepare_database(store, clock)
    click.echo(NEWER if stands is Fit.NEWER else "The database is at this version.", err=True)


def import_file(file: Path, *, dry_run: bool, workbook_wins: bool, report_to: Path | None) -> int:
    """Import a workbook, then owe the notices of what it allocated; the exit code.

    Raises:
        BadInputError: the database is not there.
    """
    with opened() as (_, store, clock):
        check_database(store)
        with watched() as progress:
            code = run_import(
                store,
                file,
                dry_run=dry_run,
                workbook_wins=workbook_wins,
                account=account_here(),
                now=clock.now(),
                out=sys.stdout,
                err=sys.stderr,
                report_to=report_to,
                progress=progress,
            )
        if code == 0 and not dry_run:
            asyncio.run(run_named(store, clock, "allocation_notices", clock.now()))
        return code


def export_file(file: Path) -> None:
    """Export the workbook, and keep on record under which account of this machine.

    Raises:
        BadInputError: the database is not there, or the file can't be written.
    """
    with opened() as (_, store, clock):
        check_database(store)
        with watched() as progress:
            run_export(
                store, file, account=account_here(), now=clock.now(), out=sys.stdout, err=sys.stderr, progress=progress
            )


def write_template_file(file: Path) -> None:
    """Write an empty workbook to fill in.

    Raises:
        BadInputError: the clock's file can't be read, or the template can't be written.
    """
    settings = load_settings()
    run_template(file, now=Clock(settings.clock_file).now(), out=sys.stdout)


@contextmanager
def watched() -> Iterator[Progress | None]:
    """A line that a person can watch; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return

    def show(sheet: str, done: int, total: int) -> None:
        click.echo(f"\r\x1b[K{sheet}: {done:,} of {total:,}", nl=False, err=True)

    yield show
    click.echo("\r\x1b[K", nl=False, err=True)


def show_jobs() -> None:
    """Print the timetable: with how each job stands where there is a database.

    Raises:
        BadInputError: a setting can't be read.
    """
    with opened() as (_, store, clock):
        try:
            check_database(store)
            lines = store.do(describe_jobs, clock.now(), Actor("command"))
        except BadInputError as problem:
            lines = [*list_jobs(), f"When they ran is not known. {problem}"]
    for line in lines:
        click.echo(line)


def run_job(name: str, now: datetime | None, *, dry_run: bool) -> int:
    """Run one job or all that are due, deliver what they owe; the exit code, 1 if a job failed.

    Raises:
        BadInputError: no such job; `--now` outside local trial without `--dry-run`; the settings will not do.
    """
    set_up_logs()
    with opened() as (settings, store, clock):
        if now is not None and not (dry_run or settings.local_trial):
            raise BadInputError("--now is for a local trial or a dry run. Leave it out, or add --dry-run.")
        check_database(store)
        if not dry_run:
            check_serving(settings)
        reports = asyncio.run(_run(settings, store, _FixedClock(now) if now else clock, name, dry_run=dry_run))
    for report in reports:
        click.echo(f"{report.job}: {report.outcome} ({report.detail})")
        for line in report.preview:
            click.echo(f"  {line}")
    return int(any(report.outcome == jobs.FAILED for report in reports))


class _FixedClock(Clock):
    """A clock that stands at the instant of `--now`."""

    def __init__(self, instant: datetime) -> None:
        super().__init__()
        self._instant = instant

    def now(self) -> datetime:
        return self._instant


async def _run(settings: Settings, store: Store, clock: Clock, name: str, *, dry_run: bool) -> list[JobReport]:
    now = clock.now()
    if name == "due":
        reports = await run_due(store, clock, now, dry_run=dry_run)
    else:
        reports = [await run_named(store, clock, name, now, dry_run=dry_run)]
    if not dry_run:
        async with open_seam(settings, clock.now) as seam:
            await make_delivery(settings, store, clock, seam.messenger).deliver_due()
    return reports


def _echo(sentences: Sequence[str]) -> None:
    for sentence in sentences:
        click.echo(sentence, err=True)


def doctor() -> int:
    """Print what is worth knowing, then what is wrong; the exit code, 1 if anything is.

    Raises:
        BadInputError: a setting can't be read.
    """
    unknown = unknown_variables()
    _echo(unknown)
    with opened(to_serve=True) as (settings, store, clock):
        wrong = asyncio.run(findings(settings, store, clock))
        _echo([*notes(store, clock), *wrong])
    wrong += unknown
    if not wrong:
        click.echo(ALL_IS_WELL, err=True)
    return int(bool(wrong))
