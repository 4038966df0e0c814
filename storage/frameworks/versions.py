"""The versions of the council's frameworks: which hold from when, and a new one added by the QA team."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import exists, func, select

from domain.calendar import london_day, spoken_day
from domain.errors import BadInputError
from domain.framework import Framework, read_framework
from domain.framework_lines import framework_key
from storage import record
from storage.frameworks import add_framework
from storage.store import Unit
from storage.tables.audits import audit, framework_version

_V = framework_version.c


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a framework.

    Attributes:
        effective_from: the London day from which audits are started with it.
        until: its last day, the one before the next version of that name; None for the latest one.
        audits: how many were started with it.
    """

    id: int
    framework: Framework
    effective_from: date
    until: date | None
    audits: int

    def holds_on(self, day: date) -> bool:
        """Whether an audit started on that day is given this version, if it is given this framework."""
        return self.effective_from <= day and (self.until is None or day <= self.until)


class Kept(StrEnum):
    """What became of a version that was to be kept."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


def all_versions(unit: Unit) -> list[Version]:
    """Every version of every framework, by name and day."""
    statement = (
        select(_V.id, _V.name, _V.content, _V.effective_from, func.count(audit.c.allocation_id))
        .outerjoin(audit, audit.c.framework_id == _V.id)
        .group_by(_V.id)
        .order_by(_V.name, _V.effective_from)
    )
    rows = list(unit.connection.execute(statement))
    following = [*rows[1:], None]
    return [
        Version(
            row.id,
            read_framework(row.content),
            row.effective_from,
            after.effective_from - timedelta(1) if after is not None and after.name == row.name else None,
            row[-1],
        )
        for row, after in zip(rows, following, strict=True)
    ]


def version_on(unit: Unit, name: str, day: date) -> Version:
    """The version of a framework that holds on a day; before its first day, the first.

    Raises:
        BadInputError: there is no framework of that name; the sentence names those there are.
    """
    versions = all_versions(unit)
    own = [one for one in versions if one.framework.name == framework_key(name)]
    if not own:
        names = ", ".join(dict.fromkeys(one.framework.name for one in versions)) or "none yet"
        raise BadInputError(f"There is no framework '{name}'. The frameworks are: {names}.")
    return next((one for one in own if one.holds_on(day)), own[0])


def keep_version(unit: Unit, content: Mapping[str, Any], account: str) -> Kept:
    """Add a version of a framework, or change one whose day is still to come. What is there already stays as it is.

    A version is fixed from its day on: audits are started with it. Until then nothing can have been.

    Args:
        unit: the unit of work.
        content: the framework's content, with its day (`storage.frameworks.add_framework`).
        account: who does it, by their account on this machine, for the record.

    Raises:
        BadInputError: it is no framework or has no day; or another version of that name holds from that day already.
    """
    framework = read_framework(content)
    if add_framework(unit, dict(content)):
        return _recorded(unit, framework, content["effective_from"], Kept.ADDED, account)
    day: date = content["effective_from"]
    stored = unit.connection.execute(
        select(_V.id, _V.content).where(_V.name == framework.name, _V.effective_from == day)
    ).one()
    if read_framework(stored.content) == framework:
        return Kept.SAME
    _check_to_come(unit, framework.name, stored.id, day)
    changed = {**content, "effective_from": day.isoformat()}
    unit.connection.execute(framework_version.update().where(_V.id == stored.id).values(content=changed))
    return _recorded(unit, framework, day, Kept.CHANGED, account)


def _check_to_come(unit: Unit, name: str, version: int, day: date) -> None:
    today = london_day(unit.now)
    # A trial's clock goes back as well: what was started with it decides too.
    started = select(exists().where(audit.c.framework_id == version))
    if day <= today or unit.connection.execute(started).scalar():
        raise BadInputError(
            f"The version of '{name}' from {spoken_day(day)} holds already, so it stays as it is: "
            "audits are started with it. Give your change a later day."
        )


def _recorded(unit: Unit, framework: Framework, day: date, kept: Kept, account: str) -> Kept:
    version = unit.connection.execute(
        select(_V.id).where(_V.name == framework.name, _V.effective_from == day)
    ).scalar_one()
    facts = {"name": framework.name, "effective_from": day.isoformat(), "account": account}
    record.write(unit, f"{kept.value}_framework", "framework_version", version, **facts)
    return kept
