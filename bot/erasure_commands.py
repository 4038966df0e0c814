"""What `auditbot erase`, `hold` and `retention` do; `bot/cli_erasure.py` reads their arguments."""

import asyncio
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from bot import commands
from bot.account import account_here
from bot.app import check_database
from bot.timetable import run_named
from domain.calendar import london_day, spoken_day
from domain.errors import BadInputError
from domain.words import Role
from storage import jobs
from storage.erasure import Asked, Planned, check_reason, erase, plan_to_erase
from storage.erasure_certificate import Certificate, Counts
from storage.erasure_register import Done, certificate_again, erasures_done
from storage.holds import Hold, Subject, hold, holds_standing, lift, subject_named
from storage.people import KnownPerson, person_by_email
from storage.store import Actor, Store, Unit
from storage.tables.erasures import HoldKind
from storage.writing_over import write_over

_MAY = frozenset({Role.QA, Role.DIRECTOR})
_WARNING = "What goes can't be brought back. Backups made before today, and messages in Teams, still have it."
_NOT_THE_SAME = (
    "It is not letter by letter the one given out. Whoever had it done may have been erased, or have another address "
    "now; if neither is so, the register was changed: compare it with the paper, and run 'auditbot verify'."
)
_STILL_IN_THE_FILE = (
    "The rows are erased, but the database's file may still hold what they said: others were using it, or the disk is "
    "full. 'auditbot retention' tries it again; run it when less is going on, or with the service stopped."
)


def _kind(case_ref: str | None, email: str | None) -> tuple[HoldKind, str]:
    if (case_ref is None) == (email is None):
        raise BadInputError("Say what it is about: --case REFERENCE, or --person EMAIL, one of the two.")
    return (HoldKind.CASE, case_ref) if case_ref is not None else (HoldKind.PERSON, str(email))


def _by(unit: Unit, email: str | None) -> KnownPerson:
    """Who has it done: somebody of QA or a director, who works here.

    Raises:
        BadInputError: nobody is named, or somebody else.
    """
    found = None if email is None else person_by_email(unit, email.strip().lower())
    if found is None or not found.is_current(london_day(unit.now)) or not found.roles & _MAY:
        raise BadInputError("Write --by with the e-mail address of somebody of QA, or of a director, who works here.")
    return found


def _name_actor(unit: Unit, email: str | None) -> KnownPerson:
    found = _by(unit, email)
    unit.actor = Actor("command", found.id)
    return found


def erase_subject(
    case_ref: str | None, email: str | None, asked: Asked, *, dry_run: bool, is_sure: bool, file: Path | None
) -> None:
    """Erase a child's record or somebody who has left, after saying what goes, and write the certificate.

    Raises:
        BadInputError: it can't be done as it was asked for; the sentence says what to write.
        NotAllowedError: it is on hold, still open, erased before, or somebody who still works here.
    """
    kind, name = _kind(case_ref, email)
    with commands.opened() as (_, store, clock):
        check_database(store)
        now = clock.now()
        looked = _looked_at(store, now, kind, name, asked)
        _show(looked.counts)
        if dry_run:
            click.echo("Nothing was written. Leave out --dry-run to erase it.")
            return
        _make_sure(is_sure=is_sure)
        if not is_sure:
            looked = _looked_at(store, clock.now(), kind, name, asked)  # whoever was asked may have thought for long
        made = _erased(store, clock.now(), (kind, name), asked, looked, file or _file_for(now))
        _write_over(store)
    click.echo(f"Erased. The certificate, to keep: {made.name}")


def _looked_at(store: Store, now: datetime, kind: HoldKind, name: str, asked: Asked) -> Planned:
    with store.snapshot(now, Actor("command")) as unit:
        _by(unit, asked.by)
        check_reason(asked.reason, name)
        return plan_to_erase(unit, subject_named(unit, kind, name), to_look=True)


def _show(counts: Counts) -> None:
    for table, one in counts.items():
        click.echo(f"{table}: " + ", ".join(f"{number:,} {act}" for act, number in one.items()))


def _make_sure(*, is_sure: bool) -> None:
    if is_sure:
        return
    if not sys.stdin.isatty():
        raise BadInputError("Nobody is here to be asked. Look at what --dry-run says, then add --yes.")
    click.echo(_WARNING)
    if not click.confirm("Erase it?"):
        raise BadInputError("Nothing was written.")


def _write_over(store: Store) -> None:
    if not write_over(store.engine, all_anew=True):
        click.echo(_STILL_IN_THE_FILE, err=True)


def _file_for(now: datetime) -> Path:
    return Path(f"certificate-of-erasure-{now:%Y-%m-%d-%H%M%S}.md")


def _erased(
    store: Store, now: datetime, named: tuple[HoldKind, str], asked: Asked, looked: Planned, file: Path
) -> Path:
    """Erase it, then write the certificate, so that none stands for what did not happen."""

    def work(unit: Unit) -> Certificate:
        by = _name_actor(unit, asked.by)
        planned = plan_to_erase(unit, subject_named(unit, *named), looked)
        return erase(unit, planned, Asked(by.email, asked.reason, account_here()))

    _make(file)
    try:
        made = store.do(work, now, Actor("command"))
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    try:
        _write(file, made)
    except OSError as problem:
        raise BadInputError(
            f"It is erased, but {file} can't be written ({problem.strerror}). 'auditbot certificate' gives it again."
        ) from problem
    return file


def _make(file: Path) -> None:
    try:
        with file.open("x"):
            pass
    except OSError as problem:
        raise BadInputError(f"{file} can't be made ({problem.strerror}). Name another one with --to.") from problem


def _write(file: Path, made: Certificate) -> None:
    file.write_text(made.text, encoding="utf-8")


def hold_subject(case_ref: str | None, email: str | None, reason: str | None, by: str | None, *, lifts: bool) -> None:
    """Hold a record or somebody's data, or lift the hold; list what is held where neither is named.

    Raises:
        BadInputError: it can't be done as it was asked for; the sentence says what to write.
        NotAllowedError: there is no hold to lift.
    """
    with commands.opened() as (_, store, clock):
        check_database(store)
        if case_ref is None and email is None:
            for line in _listed(store.do(holds_standing, clock.now(), Actor("command"))):
                click.echo(line)
            return
        kind, name = _kind(case_ref, email)

        def work(unit: Unit) -> str:
            _name_actor(unit, by)
            return _held(unit, subject_named(unit, kind, name), reason, lifts=lifts)

        click.echo(store.do(work, clock.now(), Actor("command")))


def _held(unit: Unit, subject: Subject, reason: str | None, *, lifts: bool) -> str:
    if lifts:
        lift(unit, subject, account=account_here())
        return f"The hold on {subject.name} is lifted."
    check_reason(reason or "", subject.name)
    is_new = hold(unit, subject, reason or "", account=account_here())
    return f"{subject.name} is on hold: nothing of it is erased." if is_new else f"{subject.name} is on hold already."


def _listed(holds: Sequence[Hold]) -> list[str]:
    if not holds:
        return ["Nothing is on hold."]
    return [
        f"{one.kind.value} {one.name}, since {spoken_day(london_day(one.held_from))}"
        f"{f', by {one.by}' if one.by else ''}: {one.reason}"
        for one in holds
    ]


def erase_what_is_over(*, dry_run: bool) -> int:
    """Run the job `retention` now and say what it came to; the exit code, 1 where it failed.

    Raises:
        BadInputError: the database is not there.
    """
    with commands.opened() as (_, store, clock):
        check_database(store)
        report = asyncio.run(run_named(store, clock, "retention", clock.now(), dry_run=dry_run))
        if not dry_run:
            _write_over(store)
    for line in report.preview:
        click.echo(line)
    has_failed = report.outcome == jobs.FAILED
    if dry_run and not has_failed:
        click.echo("Nothing was written. Leave out --dry-run to erase it now; it goes tonight in any case.")
    else:
        click.echo(f"retention: {report.outcome} ({report.detail})")
    return int(has_failed)


def show_certificate(number: int | None, file: Path | None) -> None:
    """List the erasures that were done; of one, print its certificate or write it to a file.

    Raises:
        BadInputError: there is no such erasure, or the file can't be made.
    """
    with commands.opened() as (_, store, clock):
        check_database(store)
        if number is None:
            for line in _done(store.do(erasures_done, clock.now(), Actor("command"))):
                click.echo(line)
            return
        made, is_same = store.do(lambda unit: certificate_again(unit, number), clock.now(), Actor("command"))
    if not is_same:
        click.echo(_NOT_THE_SAME, err=True)
    if file is None:
        click.echo(made.text, nl=False)
        return
    _make(file)
    _write(file, made)
    click.echo(f"The certificate: {file.name}")


def _done(erasures: Sequence[Done]) -> list[str]:
    if not erasures:
        return ["Nothing was erased yet."]
    return [
        f"{one.id}: {spoken_day(london_day(one.at))}, {one.ground.value}, {one.rows:,} rows"
        f"{f', by {one.by}' if one.by else ''}: {one.reason}"
        for one in erasures
    ]
