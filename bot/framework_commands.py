"""What `auditbot framework …` does: the QA team's frameworks, listed, shown, checked, added."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

import click

from bot.account import account_here
from bot.app import check_database
from bot.commands import opened
from domain.calendar import london_day, spoken_day
from domain.errors import BadInputError
from domain.framework import Framework, read_framework
from domain.framework_lines import framework_key
from storage.frameworks.files import framework_file, read_framework_file
from storage.frameworks.versions import Kept, Version, all_versions, keep_version, version_on
from storage.policies import policy_on_day
from storage.store import Actor, Unit

_COMMAND = Actor("command")
_BECAME = {
    Kept.ADDED: "Added",
    Kept.CHANGED: "Changed, since its day is still to come:",
    Kept.SAME: "Nothing changed, it is there already:",
}


def list_frameworks() -> None:
    """Print every framework with its versions: from when each holds, and how many audits were started with it.

    Raises:
        BadInputError: the database is not there.
    """

    def look(unit: Unit) -> tuple[list[Version], str]:
        return all_versions(unit), policy_on_day(unit, london_day(unit.now)).framework

    with opened() as (_, store, clock):
        check_database(store)
        now = clock.now()
        versions, usual = store.do(look, now, _COMMAND)
    for line in _listed(versions, usual, london_day(now)):
        click.echo(line)


def _listed(versions: Sequence[Version], usual: str, today: date) -> list[str]:
    lines = []
    for name, own in groupby(versions, key=lambda one: one.framework.name):
        note = " (used where a cycle names none)" if name == framework_key(usual) else ""
        lines += [f"{name}{note}", *(f"  {_described(one, today)}" for one in own)]
    return lines


def _described(version: Version, today: date) -> str:
    framework = version.framework
    until = f" to {spoken_day(version.until)}" if version.until else ""
    standing = ", holds today" if version.holds_on(today) else ""
    return (
        f"from {spoken_day(version.effective_from)}{until}{standing}: {framework.title}, "
        f"{_counted(len(framework.domains), 'domain')}, {_counted(version.audits, 'audit')} started with it"
    )


def _counted(count: int, word: str) -> str:
    number = f"{count:,}" if count else "no"
    return f"{number} {word}" if count == 1 else f"{number} {word}s"


def show_framework(name: str, day: date | None) -> None:
    """Print a framework as a file to change, as it holds on a day: today where none is given.

    Raises:
        BadInputError: there is no such framework, or the database is not there.
    """
    with opened() as (_, store, clock):
        check_database(store)
        now = clock.now()
        version = store.do(lambda unit: version_on(unit, name, day or london_day(now)), now, _COMMAND)
    click.echo(framework_file(version.framework, version.effective_from), nl=False)


def check_framework(file: Path) -> None:
    """Say what a framework's file asks, or each thing that is wrong with it.

    Raises:
        BadInputError: it can't be read, or is no framework.
    """
    for line in _asked(read_framework(read_framework_file(file))):
        click.echo(line)
    click.echo("All is well with it. Add it with: auditbot framework add FILE --from DAY")


def _asked(framework: Framework) -> list[str]:
    steps = ", ".join(framework.steps)
    titles = [f"  {number}. {one.title}" for number, one in enumerate(framework.domains, 1)]
    return [f"{framework.name}: {framework.title}", f"Steps: {steps}", f"Domains: {len(titles)}", *titles]


def add_framework_file(file: Path, day: date | None) -> None:
    """Add a framework's file as a version that holds from a day on: the one given, else the one in the file.

    Raises:
        BadInputError: it can't be read, is no framework, has no day, or changes a version that holds already.
    """
    content = read_framework_file(file)
    name = read_framework(content).name
    if day is not None:
        content["effective_from"] = day
    if "effective_from" not in content:
        raise BadInputError(f"{file.name} names no day. Say from when it holds: --from 2027-04-01.")
    with opened() as (_, store, clock):
        check_database(store)
        now = clock.now()
        kept = store.do(lambda unit: keep_version(unit, content, account_here()), now, _COMMAND)
        since = content["effective_from"]
        version = store.do(lambda unit: version_on(unit, name, since), now, _COMMAND)
    click.echo(f"{_BECAME[kept]} {name} from {spoken_day(since)} on.")
    click.echo(_meaning(version, london_day(now)))


def _meaning(version: Version, today: date) -> str:
    """What a version means for audits to come."""
    since = "now" if version.effective_from <= today else spoken_day(version.effective_from)
    if version.until is not None and version.until < today:
        return f"No audit will get it: a later version has taken over since {spoken_day(version.until)}."
    until = f"to {spoken_day(version.until)}" if version.until else "on"
    return f"Audits started from {since} {until} get it. Those started earlier keep the version they have."
