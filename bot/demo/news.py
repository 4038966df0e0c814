"""What the clock brought while it was moved on: who was told of what by which rule, and what was held back and why."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from dialogs.ledger_words import outcome_words, rung_words
from domain.chasing_facts import Key
from domain.ladder import ItemKind
from domain.sentences import first_capital
from storage.nudge_lines import DigestLine, line_of, lines_selected
from storage.store import Unit
from storage.subjects import names_of_subjects
from storage.tables.chasing import LineStatus, nudge_line
from storage.tables.people import person

_WENT = frozenset({LineStatus.SENT, LineStatus.ACTED, LineStatus.OWED})
_OVERTAKEN = "overtaken by "


@dataclass(frozen=True, slots=True)
class Told:
    """What one person was told: a line an item, with the rule that owed it and what became of it."""

    object_id: str
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What the clock brought.

    Attributes:
        told: who was owed something, the one with most of it first.
        held_back: for each person and reason, what a rule owed that did not reach them.
    """

    told: tuple[Told, ...] = ()
    held_back: tuple[str, ...] = ()


def what_the_clock_brought(unit: Unit, since: datetime) -> News:
    """What the ledger has of the time since an aware instant, up to the unit's."""
    decided = nudge_line.c.decided_at
    rows = unit.connection.execute(lines_selected().where(decided > since, decided <= unit.now))
    lines = [one for one in map(line_of, rows) if not (one.reason or "").startswith(_OVERTAKEN)]
    named = names_of_subjects(unit, {one.key for one in lines})
    p = person.c
    ids = {one.person_id for one in lines}
    who = {row.id: row for row in unit.connection.execute(select(p.id, p.name, p.entra_object_id).where(p.id.in_(ids)))}
    by_person: dict[int, list[str]] = defaultdict(list)
    not_told: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in lines:
        if line.status in _WENT:
            by_person[line.person_id].append(f"{_about(line, named)}. {rung_words(line)} {outcome_words(line)}")
        else:
            not_told[who[line.person_id].name, outcome_words(line)].append(_about(line, named))
    told = [Told(who[key].entra_object_id or "", who[key].name, tuple(some)) for key, some in by_person.items()]
    held_back = tuple(f"{name}: {_first_of(items)}. {why}" for (name, why), items in not_told.items())
    return News(tuple(sorted(told, key=lambda one: (-len(one.lines), one.name))), held_back)


def _first_of(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{items[0]} and {len(items) - 1} more"


def _about(line: DigestLine, named: Mapping[Key, str]) -> str:
    if line.key[0] is ItemKind.ROLL_UP:
        return "The month's overdue actions"
    name = named.get(line.key, "something that is no longer there")
    return first_capital(name)
