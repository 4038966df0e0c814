"""What `auditbot verify` does: whether the record is what it was (docs/record.md)."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import SQLAlchemyError

from bot.app import check_database
from bot.commands import opened
from bot.unreachable import unreachable_database
from domain.calendar import london_day, spoken_day, spoken_time
from domain.errors import BadInputError
from storage.record_checks import Findings, Progress, check_record
from storage.record_misfits import MisfitError, UnguardedError
from storage.record_seals import Seal
from storage.schema import Fit
from storage.store import Actor

WHAT_NEXT = (
    "Change nothing in the database now. Keep a copy of it as it is, and tell whoever is responsible for information "
    "governance. Then restore the backups, newest first, each into a database of its own, and run 'auditbot verify' "
    "on it: the first one that fits shows what was changed, and since when."
)
TO_GUARD_AGAIN = (
    "Keep a copy of the database as it is, and tell whoever is responsible for information governance. Then run "
    "'auditbot db upgrade', which puts them back, and 'auditbot verify' again."
)
_COMMAND = Actor("command")


def verify_record(kept_root: str | None) -> int:
    """Look at the whole record and say whether it fits; the exit code, 1 where it does not.

    Args:
        kept_root: a root that was printed before and kept elsewhere.

    Raises:
        BadInputError: the database is not there, or a newer version has been at it, or it can't be read.
    """
    with opened() as (_, store, clock):
        if check_database(store) is Fit.NEWER:
            raise BadInputError(
                "The database is at a newer version of auditbot. Run 'auditbot verify' of that version."
            )
        try:
            with _line() as progress, store.snapshot(clock.now(), _COMMAND) as unit:
                found = check_record(unit, progress, kept_root)
        except UnguardedError as misfit:
            click.echo(f"{misfit}\n{TO_GUARD_AGAIN}", err=True)
            return 1
        except MisfitError as misfit:
            click.echo(f"The record does not fit. {misfit}\n{WHAT_NEXT}", err=True)
            return 1
        except SQLAlchemyError as problem:
            raise unreachable_database(store.engine, problem) from problem
    for sentence in sentences(found):
        click.echo(sentence)
    return 0


def sentences(found: Findings) -> list[str]:
    """What a check of a record that fits has to say, a sentence or two a line."""
    said = [f"The record fits: {_counted(found.lines, 'line')}, {_counted(found.seals, 'seal')}."]
    if found.lines > found.sealed:
        unsealed = _counted(found.lines - found.sealed, "line")
        said.append(f"Not sealed yet: {unsealed}. The job seal_record does it every quarter of an hour.")
    if found.erased:
        where = f"{_counted(found.erased, 'line')}, in {_counted(found.erasures, 'erasure')}"
        said.append(f"Erased lawfully: {where}. Compare them with the certificates that you keep.")
    if found.kept:
        said.append(f"The root that you kept is of {_seal(found.kept)}: nothing up to there was changed or cut off.")
    if found.newest:
        said += [
            f"Newest root, of {_seal(found.newest)}: {found.newest.root}",
            "Keep it where nobody who can change the database can change it too. 'auditbot verify --root' compares.",
        ]
    return said


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _seal(seal: Seal) -> str:
    return f"seal {seal.id} ({spoken_day(london_day(seal.sealed_at))}, {spoken_time(seal.sealed_at)})"


@contextmanager
def _line() -> Iterator[Progress]:
    """A line that a person can watch; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return

    def show(done: int, total: int) -> None:
        click.echo(f"\r\x1b[K{done:,} of {total:,} lines looked at", nl=False, err=True)

    yield show
    click.echo("\r\x1b[K", nl=False, err=True)
