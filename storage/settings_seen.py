"""Under which settings the service has been started, by the record: a line for each start that found them changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage import record
from storage.store import Unit
from storage.tables.service import event

_E = event.c
_WHAT, _SUBJECT = "settings_changed", "settings"


@dataclass(frozen=True, slots=True)
class SettingChange:
    """A setting that is not what it was at the start before, in words that tell no secret."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class SettingsSeen:
    """A start that found other settings than the one before.

    Attributes:
        account: under which account of the machine it was started.
        changed: what is not as it was; empty for the first start of all.
        kept: every setting as it is kept to be compared, by its name (`bot.settings_record`).
    """

    at: datetime
    account: str
    changed: tuple[SettingChange, ...]
    kept: Mapping[str, Mapping[str, str]]


def last_seen(unit: Unit, limit: int = 1) -> list[SettingsSeen]:
    """The latest starts that found settings changed, the latest first; none before the first start.

    A line that an erasure has emptied says nothing: its start is as one that nobody remembers.
    """
    statement = select(_E.at, _E.detail).where(_E.what == _WHAT, _E.subject == _SUBJECT)
    rows = unit.connection.execute(statement.order_by(_E.id.desc()).limit(limit))
    return [_seen(row.at, row.detail) for row in rows if row.detail and "kept" in row.detail]


def note_seen(
    unit: Unit, account: str, changed: Sequence[SettingChange], kept: Mapping[str, Mapping[str, str]]
) -> None:
    """Add to the record that the service was started under other settings than before."""
    changes = [[one.name, one.old, one.new] for one in changed]
    record.write(unit, _WHAT, _SUBJECT, account=account, changed=changes, kept=kept)


def _seen(at: datetime, detail: Mapping[str, Any]) -> SettingsSeen:
    changed = tuple(SettingChange(*one) for one in detail["changed"])
    return SettingsSeen(at, detail["account"], changed, detail["kept"])
