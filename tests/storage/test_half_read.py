"""What a unit of work leaves half read locks nobody out of the database who comes after it (SQLite)."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import ResourceClosedError, SQLAlchemyError

from storage.statements import insert_returning_id
from storage.store import Actor, Store, Unit
from storage.tables.people import team

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TESTER = Actor("command")


class _GivesUpError(Exception):
    """Holds what was being read, as a traceback does for as long as it is being logged."""


def _gives_out_unread(unit: Unit) -> Any:
    return unit.connection.execute(select(team.c.name))


def _fails_half_way(unit: Unit) -> None:
    rows = unit.connection.execute(select(team.c.name))
    for row in rows:
        raise _GivesUpError(row.name)


def _leaves_to_the_driver(unit: Unit) -> Any:
    cursor = unit.connection.connection.cursor()
    cursor.execute("SELECT name FROM team")
    return cursor


def _writes_and_leaves_the_id(unit: Unit) -> Any:
    cursor = unit.connection.connection.cursor()
    cursor.execute("INSERT INTO team (name, service) VALUES ('Elm', 'Safeguarding') RETURNING id")
    return cursor


def _rows_of(left: Any) -> Iterator[Any]:
    yield from left


def add_team(unit: Unit, name: str) -> int:
    return insert_returning_id(unit, team, name=name, service="Safeguarding")


@pytest.fixture
def two_teams(sqlite_store: Store) -> Store:
    for name in ("Alder", "Beech"):
        sqlite_store.do(lambda unit, one=name: add_team(unit, one), NOW, TESTER)  # type: ignore[misc]  # bound now
    return sqlite_store


async def _left_by(store: Store, work: Callable[[Unit], Any]) -> object:
    try:
        return await store.run(work, NOW, TESTER)
    except _GivesUpError as error:
        return error


@pytest.mark.parametrize(
    ("work", "kept"),
    [
        (_gives_out_unread, ["Alder", "Beech"]),
        (_fails_half_way, ["Alder", "Beech"]),
        (_leaves_to_the_driver, ["Alder", "Beech"]),
        (_writes_and_leaves_the_id, ["Alder", "Beech", "Elm"]),
    ],
)
async def test_what_one_unit_leaves_half_read_locks_no_other_out(
    two_teams: Store, sqlite_url: str, work: Callable[[Unit], Any], kept: list[str]
) -> None:
    left = await _left_by(two_teams, work)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as other, other:
        other.execute("INSERT INTO team (name, service) VALUES ('Cedar', 'Safeguarding')")
    await two_teams.run(lambda unit: add_team(unit, "Damson"), NOW, TESTER)
    names = select(team.c.name).order_by(team.c.name)
    with two_teams.snapshot(NOW, TESTER) as unit:
        assert list(unit.connection.execute(names).scalars()) == sorted([*kept, "Cedar", "Damson"])
    del left  # until here somebody had it


async def test_whoever_reads_on_after_the_unit_is_told_so(two_teams: Store) -> None:
    for work in (_gives_out_unread, _leaves_to_the_driver):
        left = await two_teams.run(work, NOW, TESTER)
        with pytest.raises((SQLAlchemyError, ResourceClosedError, sqlite3.ProgrammingError)):
            list(_rows_of(left))
