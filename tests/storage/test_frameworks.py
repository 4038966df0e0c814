"""The frameworks in the store: shipped ones added once, versions by their day, none ever changed."""

from copy import deepcopy
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from domain.errors import BadInputError
from domain.framework import read_framework
from storage.frameworks import (
    add_framework,
    add_shipped_frameworks,
    framework_names,
    framework_on,
    framework_version_by_id,
    shipped_frameworks,
)
from storage.store import Actor, Store, Unit
from storage.tables.audits import framework_version

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TESTER = Actor("command")
APRIL, TODAY = date(2026, 4, 1), date(2026, 11, 20)
SEVEN = next(one for one in shipped_frameworks() if one["name"] == "seven-domains")


def version(name: str = "seven-domains", effective_from: date | None = APRIL, **changes: Any) -> dict[str, Any]:
    content = {**deepcopy(SEVEN), "name": name, "effective_from": effective_from, **changes}
    return {key: value for key, value in content.items() if value is not None}


@pytest.fixture
def stocked(store: Store) -> Store:
    store.do(add_shipped_frameworks, NOW, TESTER)
    return store


def rows(store: Store) -> list[Any]:
    statement = select(framework_version).order_by(framework_version.c.id)
    return store.do(lambda unit: list(unit.connection.execute(statement)), NOW, TESTER)


def test_the_shipped_frameworks_are_added_once(stocked: Store) -> None:
    stocked.do(add_shipped_frameworks, NOW, TESTER)
    assert [(row.name, row.effective_from) for row in rows(stocked)] == [
        ("nine-elements", date(2000, 1, 1)),
        ("seven-domains", date(2000, 1, 1)),
    ]
    assert stocked.do(framework_names, NOW, TESTER) == {"nine-elements", "seven-domains"}


def test_a_stored_version_reads_as_it_was_written(stocked: Store) -> None:
    for row, shipped in zip(rows(stocked), shipped_frameworks(), strict=True):
        stored = stocked.do(partial(framework_version_by_id, version=row.id), NOW, TESTER)
        assert stored == read_framework(shipped)


def test_a_version_that_is_there_is_never_changed(stocked: Store) -> None:
    before = rows(stocked)
    added = stocked.do(
        lambda unit: add_framework(unit, version(effective_from=date(2000, 1, 1), title="Another")), NOW, TESTER
    )
    assert not added
    assert rows(stocked) == before


@pytest.mark.parametrize(
    ("name", "otherwise", "day", "title"),
    [
        (None, "seven-domains", date(2026, 3, 31), "Seven domains"),
        (None, "seven-domains", APRIL, "Since April"),
        ("seven-domains", "own", TODAY, "Since April"),
        ("own", "seven-domains", TODAY, "Own"),
        ("own", "seven-domains", date(2026, 3, 31), "Seven domains"),  # not in force yet
        ("not known", "seven-domains", TODAY, "Since April"),
        ("Nine elements", "seven-domains", TODAY, "Nine elements"),  # as a workbook may have it
        ("NINE_ELEMENTS", "seven-domains", TODAY, "Nine elements"),
        (None, "Nine Elements", TODAY, "Nine elements"),
    ],
)
def test_the_version_in_force_on_a_day_is_taken(
    stocked: Store, name: str | None, otherwise: str, day: date, title: str
) -> None:
    def ask(unit: Unit) -> str:
        add_framework(unit, version(title="Since April"))
        add_framework(unit, version("own", title="Own"))
        return framework_version_by_id(unit, framework_on(unit, name, otherwise, day)).title

    assert stocked.do(ask, NOW, TESTER) == title


def test_where_no_framework_is_there_the_way_to_get_one_is_said(store: Store) -> None:
    with pytest.raises(BadInputError) as refused:
        store.do(lambda unit: framework_on(unit, None, "seven-domains", TODAY), NOW, TESTER)
    assert str(refused.value) == (
        "There is no framework 'seven-domains'. Run 'auditbot db upgrade' to add the shipped ones."
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (version(effective_from=None), "The framework 'seven-domains' has no day. Add effective_from = 2026-04-01."),
        (
            version(effective_from="2026-04-01"),  # type: ignore[arg-type]  # what a file may hold
            "The framework 'seven-domains' has no day. Add effective_from = 2026-04-01.",
        ),
        (
            version(effective_from=datetime(2026, 4, 1, 8, tzinfo=UTC)),
            "The framework 'seven-domains' has no day. Add effective_from = 2026-04-01.",
        ),
        (version(domains=[]), "The framework has no domains. Add at least one [[domains]] table."),
    ],
)
def test_what_is_no_framework_is_not_added(store: Store, content: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInputError) as refused:
        store.do(lambda unit: add_framework(unit, content), NOW, TESTER)
    assert str(refused.value) == said
    assert rows(store) == []


def test_two_stores_in_one_process_keep_their_frameworks_apart(sqlite_store: Store, postgresql_store: Store) -> None:
    def titled(title: str) -> Any:
        def ask(unit: Unit) -> str:
            add_framework(unit, version(title=title))
            return framework_version_by_id(unit, framework_on(unit, None, "seven-domains", TODAY)).title

        return ask

    assert sqlite_store.do(titled("One"), NOW, TESTER) == "One"
    assert postgresql_store.do(titled("Other"), NOW, TESTER) == "Other"


def test_a_version_whose_unit_was_rolled_back_leaves_nothing_behind(store: Store) -> None:
    def add_and_fail(unit: Unit) -> None:
        add_framework(unit, version(title="Never"))
        read = framework_version_by_id(unit, framework_on(unit, None, "seven-domains", TODAY))
        raise LookupError(read.title)

    def add_another(unit: Unit) -> str:
        add_framework(unit, version(title="Stays"))
        return framework_version_by_id(unit, framework_on(unit, None, "seven-domains", TODAY)).title

    with pytest.raises(LookupError, match="Never"):
        store.do(add_and_fail, NOW, TESTER)
    assert store.do(add_another, NOW, TESTER) == "Stays"
