"""The commands that keep what is held, and show it: `auditbot backup`, `restore`, `record`, `verify`.

As in `bot.cli`, each imports what it needs itself.
"""

import sys
from datetime import date
from pathlib import Path

import click

from bot.cli_words import Day


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Back everything up to FILE, which is not there yet, while the service goes on."""
    from bot import backup_commands

    backup_commands.back_up_to(file)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--into", help="An empty database: sqlite:///… or postgresql://…; otherwise AUDITBOT_DATABASE_URL.")
@click.option(
    "--nothing-sent-since", is_flag=True, help="The service has not run since the backup: what waits is sent."
)
def restore(file: Path, into: str | None, *, nothing_sent_since: bool) -> None:
    """Restore the backup FILE into an empty database, and bring it to this version."""
    from bot import backup_commands

    backup_commands.restore_from(file, into, nothing_sent_since=nothing_sent_since)


@click.group()
def record() -> None:
    """Look after what is held about people, and who did and saw what."""


@record.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--person", "email", help="Somebody of staff, by their e-mail address.")
@click.option("--case", "case_ref", help="A child's record, by its reference.")
@click.option("--from", "first", type=Day(), help="The first day.")
@click.option("--to", "last", type=Day(), help="The last day.")
@click.option("--by", required=True, help="Who of the QA team asks, by their e-mail address: it is recorded.")
def record_export(
    file: Path, email: str | None, case_ref: str | None, first: date | None, last: date | None, by: str
) -> None:
    """Export all that is held about a person or a case to FILE (.xlsx, or a folder of .csv files)."""
    from bot import record_export_command

    record_export_command.export_record(file, email=email, case_ref=case_ref, first=first, last=last, by=by)


@click.command()
@click.option("--root", metavar="HEX", help="A root that was printed before and kept elsewhere.")
def verify(root: str | None) -> None:
    """Say whether the record of who did and saw what is what it was."""
    from bot import record_commands

    sys.exit(record_commands.verify_record(root))
