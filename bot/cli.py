"""The command line: `auditbot …`. Machine output on stdout, everything else on stderr.

Each command imports what it needs itself: a question is answered without loading the service.
"""

import gc
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from bot.cli_erasure import certificate, erase, hold, retention
from bot.cli_record import backup, record, restore, verify
from bot.cli_words import Day, Instant
from domain.errors import AuditbotError


class _Group(click.Group):
    """Commands whose errors are sentences, not tracebacks."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AuditbotError as problem:
            click.echo(str(problem), err=True)
            ctx.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="auditbot", prog_name="auditbot")
def main() -> None:
    """Run the monthly round of practice audits in Microsoft Teams."""


@main.command()
@click.option("--local-trial", is_flag=True, help="Without credentials, on this machine only.")
def serve(*, local_trial: bool) -> None:
    """Serve Teams: HTTP, the timetable, delivery."""
    from bot import commands

    commands.serve(local_trial=local_trial)


@main.command()
@click.option("--no-playground", is_flag=True, help="The service alone.")
def demo(*, no_playground: bool) -> None:
    """Try it: a demonstration council, the service in local trial, the Agents Playground."""
    from bot.demo.command import run_demo

    sys.exit(run_demo(with_playground=not no_playground))


@main.group()
def db() -> None:
    """Look after the database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Create or migrate the database."""
    from bot import commands

    commands.upgrade_database()


@db.command("restored")
def db_restored() -> None:
    """Say that the database's own server has put it back to an earlier moment: what waited then is not sent again."""
    from bot import backup_commands

    backup_commands.doubt_after_restoring()


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@click.option("--workbook-wins", is_flag=True, help="Undo what was done in Teams where a row says otherwise.")
@click.option(
    "--report", type=click.Path(path_type=Path), help="Give the workbook back here (.xlsx), its faults marked."
)
def import_(file: Path, *, dry_run: bool, workbook_wins: bool, report: Path | None) -> None:
    """Import a workbook: an .xlsx file, or a folder of .csv files."""
    from bot import commands

    sys.exit(commands.import_file(file, dry_run=dry_run, workbook_wins=workbook_wins, report_to=report))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def export(file: Path) -> None:
    """Export the workbook: to FILE if it ends in .xlsx, otherwise to a folder of .csv files."""
    from bot import commands

    commands.export_file(file)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def template(file: Path) -> None:
    """Write an empty workbook (.xlsx) with headings, notes, drop-down lists and an example row a sheet."""
    from bot import commands

    commands.write_template_file(file)


@main.group()
def framework() -> None:
    """Look after the audit frameworks: what an audit asks, dated."""


@framework.command("list")
def framework_list() -> None:
    """List every framework, from when its versions hold, and how many audits have each."""
    from bot import framework_commands

    framework_commands.list_frameworks()


@framework.command("show")
@click.argument("name")
@click.option("--on", "day", type=Day(), help="As it holds on that day; otherwise today.")
def framework_show(name: str, day: date | None) -> None:
    """Print the framework NAME as a file to change: auditbot framework show seven-domains > our-own.toml."""
    from bot import framework_commands

    framework_commands.show_framework(name, day)


@framework.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def framework_check(file: Path) -> None:
    """Say what the framework in FILE asks, or what is wrong with it."""
    from bot import framework_commands

    framework_commands.check_framework(file)


@framework.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "day", type=Day(), help="From when it holds; otherwise the day in the file.")
def framework_add(file: Path, day: date | None) -> None:
    """Add the framework in FILE. Audits that were started keep the one they have."""
    from bot import framework_commands

    framework_commands.add_framework_file(file, day)


@main.group()
def policy() -> None:
    """Look after the council's settings: who is chased when, working hours, what is moderated."""


@policy.command("show")
@click.argument("name", required=False)
@click.option("--on", "day", type=Day(), help="As it holds on that day; otherwise today.")
def policy_show(name: str | None, day: date | None) -> None:
    """Print every setting, or the one called NAME: auditbot policy show ladder > ladder.toml."""
    from bot import policy_commands

    policy_commands.show_policy(name, day)


@policy.command("set")
@click.argument("name")
@click.argument("value")
@click.option("--from", "day", type=Day(), help="From when it holds; otherwise today.")
def policy_set(name: str, value: str, day: date | None) -> None:
    """Set NAME to VALUE from a day on. Write - to read it from a file: auditbot policy set ladder - < ladder.toml."""
    from bot import policy_commands

    policy_commands.set_setting(name, value, day)


@main.command()
@click.argument("texts", metavar="TEXT...", nargs=-1)
@click.option("--as", "email", help="Who asks: an e-mail address of the store.")
@click.option("--today", type=Day(), help="As if it were this day.")
@click.option("--json", "as_json", is_flag=True, help="The whole answer as one JSON object.")
@click.option(
    "--batch",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file of questions, a JSON object a line.",
)
def ask(texts: tuple[str, ...], email: str | None, today: date | None, *, as_json: bool, batch: Path | None) -> None:
    """Answer a question: auditbot ask "completion rate this month?" --as EMAIL. Several TEXTs are one conversation."""
    # What is loaded for a question stays to the end: looking through it again and again takes a third of the loading.
    gc.disable()
    from bot import ask_command

    gc.freeze()
    gc.enable()
    if batch is not None:
        sys.exit(ask_command.ask_batch(batch, email, today))
    if not texts or email is None:
        raise click.UsageError(
            'Write a question and who asks it: auditbot ask "completion rate this month?" --as EMAIL.'
        )
    ask_command.ask_texts(texts, email, today, as_json=as_json)


@main.command()
def jobs() -> None:
    """Show the timetable."""
    from bot import commands

    commands.show_jobs()


@main.command()
@click.argument("job")
@click.option("--now", type=Instant(), help="As if it were this instant.")
@click.option("--dry-run", is_flag=True, help="Say what is owed, write and send nothing.")
def run(job: str, now: datetime | None, *, dry_run: bool) -> None:
    """Run one JOB of the timetable, or `due`: all that it owed by then."""
    from bot import commands

    sys.exit(commands.run_job(job, now, dry_run=dry_run))


@main.command()
def doctor() -> None:
    """Say how the service stands, and what is wrong with settings, database, credentials, jobs or chasing."""
    from bot import commands

    sys.exit(commands.doctor())


@main.command()
@click.option("--app-id", help="The bot's application id; otherwise MicrosoftAppId.")
@click.option("--details", type=click.Path(path_type=Path), help="The council's details, as deploy/teams/package.toml.")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), default=Path("dist"), help="The folder; dist by default."
)
def package(folder: Path, app_id: str | None, details: Path | None) -> None:
    """Make the zip file that a Teams administrator uploads."""
    from bot.package_command import make_package

    make_package(folder, app_id=app_id, details=details)


for _command in (backup, certificate, erase, hold, record, restore, retention, verify):
    main.add_command(_command)
