"""The frameworks that auditbot ships, and the versions that the council has."""

import tomllib
from datetime import date, datetime
from importlib import resources
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select

from domain.errors import BadInputError
from domain.framework import Framework, read_framework
from domain.framework_lines import framework_key
from storage.statements import insert_unless_there
from storage.store import Unit
from storage.tables.audits import framework_version

# Parsed versions by store: a version that an audit is started with never changes, so each is parsed once a process.
_parsed: WeakKeyDictionary[Engine, dict[int, Framework]] = WeakKeyDictionary()


def shipped_frameworks() -> list[dict[str, Any]]:
    """The content of each framework file in this folder."""
    files = sorted(resources.files(__package__).iterdir(), key=lambda file: file.name)
    return [tomllib.loads(file.read_text(encoding="utf-8")) for file in files if file.name.endswith(".toml")]


def add_framework(unit: Unit, content: dict[str, Any]) -> bool:
    """Add a version of a framework; whether it was new. A version that is there already is never changed.

    Raises:
        BadInputError: the content is no framework, or has no day from which it holds.
    """
    framework = read_framework(content)
    day = content.get("effective_from")
    if not isinstance(day, date) or isinstance(day, datetime):
        raise BadInputError(f"The framework '{framework.name}' has no day. Add effective_from = 2026-04-01.")
    return insert_unless_there(
        unit,
        framework_version,
        name=framework.name,
        effective_from=day,
        content={**content, "effective_from": day.isoformat()},
        added_at=unit.now,
        added_by_id=unit.actor.person_id,
    )


def add_shipped_frameworks(unit: Unit) -> None:
    """Add every shipped framework that the store does not have yet."""
    for content in shipped_frameworks():
        add_framework(unit, content)


def framework_names(unit: Unit) -> frozenset[str]:
    """The names of all frameworks that the store has."""
    return frozenset(unit.connection.execute(select(framework_version.c.name).distinct()).scalars())


def framework_on(unit: Unit, name: str | None, otherwise: str, day: date) -> int:
    """The version of a framework in force on a day; of the council's usual one where the name is not known.

    Args:
        unit: the unit of work.
        name: as the cycle has it: `Nine elements` is `nine-elements`. None where it names none.
        otherwise: the council's usual one (`Policy.framework`).
        day: the London day on which the audit is started.

    Raises:
        BadInputError: neither is there.
    """
    t = framework_version.c
    for wanted in (framework_key(name or otherwise), framework_key(otherwise)):
        found = unit.connection.execute(
            select(t.id).where(t.name == wanted, t.effective_from <= day).order_by(t.effective_from.desc()).limit(1)
        ).scalar()
        if found is not None:
            return int(found)
    raise BadInputError(f"There is no framework '{otherwise}'. Run 'auditbot db upgrade' to add the shipped ones.")


def framework_version_by_id(unit: Unit, version: int) -> Framework:
    """The version of a framework that an audit is started with, by its id."""
    known = _parsed.setdefault(unit.connection.engine, {})
    if version in known:
        return known[version]
    framework, added_at = _stored(unit, version)
    if added_at != unit.now:
        # What this very unit has added may yet be rolled back, and its id given to another.
        known[version] = framework
    return framework


def stored_frameworks(unit: Unit) -> list[Framework]:
    """Every version of every framework, the latest first, those whose day is still to come too."""
    newest_first = select(framework_version.c.content).order_by(framework_version.c.effective_from.desc())
    return [read_framework(content) for content in unit.connection.execute(newest_first).scalars()]


def _stored(unit: Unit, version: int) -> tuple[Framework, datetime]:
    t = framework_version.c
    content, added_at = unit.connection.execute(select(t.content, t.added_at).where(t.id == version)).one()
    return read_framework(content), added_at
