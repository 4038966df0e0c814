"""What `auditbot record export` does; `bot/cli_record.py` reads its arguments."""

from datetime import date
from pathlib import Path

import click

from bot.account import account_here
from bot.app import check_database
from bot.commands import opened
from domain.errors import BadInputError
from storage.subject_export import Period, Subject, export_held


def export_record(
    file: Path, *, email: str | None, case_ref: str | None, first: date | None, last: date | None, by: str
) -> None:
    """Export all that is held about somebody of staff or about a case, and say what is in it.

    Raises:
        BadInputError: neither or both are named, the period ends before it begins, nobody of QA asks, there is no such
            person or case, or the file can't be written.
    """
    if (email is None) == (case_ref is None):
        raise BadInputError("Say whom or what it is about: --person EMAIL, or --case REFERENCE, one of the two.")
    if first is not None and last is not None and last < first:
        raise BadInputError("The period ends before it begins. Write --from with the earlier day.")
    subject = Subject("person", email) if email is not None else Subject("case_record", str(case_ref))
    with opened() as (_, store, clock):
        check_database(store)
        period = Period(first, last)
        rows = export_held(store, subject, period, file, by=by, account=account_here(), now=clock.now())
    click.echo(f"Exported {file.name}:")
    for sheet, count in rows.items():
        click.echo(f"  {sheet}: {count:,} {'row' if count == 1 else 'rows'}")
    click.echo(
        "It is personal data: read it through, and give it only to those it is for. The record names who took it."
    )
