"""The commands that erase, and those that keep from it: `auditbot erase`, `hold`, `retention`, `certificate`."""

import sys
from pathlib import Path

import click

_CASE = click.option("--case", "case_ref", metavar="REFERENCE", help="A child's record, by its reference.")
_PERSON = click.option("--person", "email", metavar="EMAIL", help="Somebody of staff, by their e-mail address.")


@click.command()
@_CASE
@_PERSON
@click.option("--reason", required=True, help="Why, without any name or reference: it is kept for good.")
@click.option("--by", required=True, metavar="EMAIL", help="Who of QA, or which director, has it erased.")
@click.option("--dry-run", is_flag=True, help="Say what would go, write nothing.")
@click.option("--yes", "is_sure", is_flag=True, help="Ask nothing: for scripts.")
@click.option("--to", "file", type=click.Path(path_type=Path), help="Where the certificate goes; otherwise here.")
def erase(
    case_ref: str | None, email: str | None, reason: str, by: str, *, dry_run: bool, is_sure: bool, file: Path | None
) -> None:
    """Erase a child's record, or who somebody was who has left; figures stay as they are."""
    from bot.erasure_commands import erase_subject
    from storage.erasure import Asked

    erase_subject(case_ref, email, Asked(by, reason), dry_run=dry_run, is_sure=is_sure, file=file)


@click.command()
@_CASE
@_PERSON
@click.option("--reason", help="Why, such as the number of an inquiry.")
@click.option("--by", metavar="EMAIL", help="Who of QA, or which director, says so.")
@click.option("--lift", "lifts", is_flag=True, help="End the hold.")
def hold(case_ref: str | None, email: str | None, reason: str | None, by: str | None, *, lifts: bool) -> None:
    """Keep a record, or somebody's data, from being erased. Without --case and --person: list what is held."""
    from bot.erasure_commands import hold_subject

    hold_subject(case_ref, email, reason, by, lifts=lifts)


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what is over, write nothing.")
def retention(*, dry_run: bool) -> None:
    """Erase what was kept for as long as the settings keep_… say."""
    from bot.erasure_commands import erase_what_is_over

    sys.exit(erase_what_is_over(dry_run=dry_run))


@click.command()
@click.argument("number", type=int, required=False)
@click.option("--to", "file", type=click.Path(path_type=Path), help="Write it there; otherwise it is printed.")
def certificate(number: int | None, file: Path | None) -> None:
    """Print the certificate of the erasure NUMBER. Without NUMBER: list what was erased when."""
    from bot.erasure_commands import show_certificate

    show_certificate(number, file)
