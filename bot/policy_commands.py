"""What `auditbot policy …` does: the council's settings, shown and changed from a day on."""

import sys
from collections.abc import Sequence
from datetime import date

import click

from bot.account import account_here
from bot.app import check_database
from bot.commands import opened
from domain.calendar import london_day, spoken_day
from domain.errors import BadInputError
from domain.policy import KNOWN, Setting, policy_on, written
from storage.policies import set_policy, settings_of
from storage.store import Actor

_COMMAND = Actor("command")


def show_policy(name: str | None, day: date | None) -> None:
    """Print every setting as it holds on a day, or one setting alone, as a text to change; today where none is given.

    Raises:
        BadInputError: there is no such setting, or the database is not there.
    """
    if name is not None and name not in KNOWN:
        raise BadInputError(f"There is no setting '{name}'. The settings are: {', '.join(KNOWN)}.")
    with opened() as (_, store, clock):
        check_database(store)
        now = clock.now()
        changes = store.do(settings_of, now, _COMMAND)
    on_day = day or london_day(now)
    if name is None:
        for line in _listed(changes, on_day):
            click.echo(line)
        return
    click.echo(written(getattr(policy_on(on_day, changes), name)))


def _listed(changes: Sequence[Setting], day: date) -> list[str]:
    policy = policy_on(day, changes)
    lines = []
    for name in KNOWN:
        first, *more = written(getattr(policy, name)).splitlines() or [""]
        rest = f" … and {len(more)} lines more: auditbot policy show {name}" if more else ""
        lines.append(f"{name} = {first}{rest}{_since(changes, name, day)}")
        lines += [f"  from {spoken_day(one.effective_from)}: {_first_line(one)}" for one in _coming(changes, name, day)]
    return lines


def _since(changes: Sequence[Setting], name: str, day: date) -> str:
    held = [one.effective_from for one in changes if one.name == name and one.effective_from <= day]
    return f"  (since {spoken_day(held[-1])})" if held else ""


def _coming(changes: Sequence[Setting], name: str, day: date) -> list[Setting]:
    return [one for one in changes if one.name == name and one.effective_from > day]


def _first_line(setting: Setting) -> str:
    first, *more = setting.value.splitlines() or [""]
    return f"{first} …" if more else first


def set_setting(name: str, value: str, day: date | None) -> None:
    """Have a setting hold from a day on: today where none is given. `-` for the value reads it from standard input.

    Raises:
        BadInputError: there is no such setting, the value can't be read, or the database is not there.
    """
    text = sys.stdin.read() if value == "-" else value
    with opened() as (_, store, clock):
        check_database(store)
        now = clock.now()
        setting = Setting(name, text, day or london_day(now))
        store.do(lambda unit: set_policy(unit, setting, account_here()), now, _COMMAND)
    click.echo(f"{name} holds from {spoken_day(setting.effective_from)} on.")
