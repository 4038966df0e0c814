"""Many rows in one go, as the driver takes them, are what the slower way writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Table, select

from domain.words import ConcernStatus, Role
from storage.statements import among, insert_many, update_many
from storage.store import Actor, Store, Unit
from storage.tables.allocations import allocation
from storage.tables.concerns import concern
from storage.tables.people import channel_address, person, person_role
from storage.workbook.importing import import_workbook
from tests.workbooks import council

NOW = datetime(2019, 9, 10, 9, tzinfo=UTC)
INSTANT = datetime(2019, 9, 10, 10, 30, tzinfo=UTC)
PEOPLE: list[dict[str, Any]] = [
    {"email": "kim@council.example", "name": "Kim 👩", "fte": 0.5, "trained_on": date(2018, 6, 1), "linked_at": None},
    {"email": "lee@council.example", "name": "%s {0}", "fte": None, "trained_on": None, "linked_at": INSTANT},
]
CONCERN = {"ref": "C1", "category": 2, "status": ConcernStatus.OPEN, "raised_on": date(2019, 8, 26)}
TABLES = [person, person_role, concern, channel_address]


def rows_for(unit: Unit, table: Table) -> list[dict[str, Any]]:
    who = unit.connection.execute(select(person.c.id).where(person.c.email == "ada@council.example")).scalar_one()
    which = unit.connection.execute(select(allocation.c.id).where(allocation.c.ref == "A1")).scalar_one()
    rows: dict[Table, list[dict[str, Any]]] = {
        person: PEOPLE,
        person_role: [{"person_id": who, "role": Role.QA}, {"person_id": who, "role": "iro"}],
        # `immediate` and `installed` have a usual value.
        concern: [{**CONCERN, "allocation_id": which}],
        channel_address: [{"person_id": who, "tenant_id": "t", "object_id": "o", "updated_at": INSTANT}],
    }
    return rows[table]


@contextmanager
def a_council(store: Store) -> Iterator[Unit]:
    with store.engine.connect() as connection, connection.begin() as transaction:
        unit = Unit(connection, NOW, Actor("import"))
        import_workbook(unit, council())
        yield unit
        transaction.rollback()


def what_stands(unit: Unit, table: Table) -> list[Any]:
    found = unit.connection.execute(select(*(one for one in table.c if one.name != "id"))).all()
    return sorted(found, key=repr)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_rows_in_one_go_are_what_the_slower_way_writes(store: Store, table: Table) -> None:
    with a_council(store) as unit:
        before, rows = what_stands(unit, table), rows_for(unit, table)
        savepoint = unit.connection.begin_nested()
        unit.connection.execute(table.insert(), rows)
        expected = what_stands(unit, table)
        savepoint.rollback()
        insert_many(unit, table, rows)
        assert what_stands(unit, table) == expected
        assert len(expected) == len(before) + len(rows)


def test_a_word_that_the_vocabulary_lacks_is_refused(sqlite_store: Store) -> None:
    with a_council(sqlite_store) as unit, pytest.raises(ValueError, match="nobody"):
        insert_many(unit, person_role, [{"person_id": 1, "role": "nobody"}])


def test_no_rows_are_no_statement(sqlite_store: Store) -> None:
    with a_council(sqlite_store) as unit:
        before = what_stands(unit, concern)
        insert_many(unit, concern, [])
        assert what_stands(unit, concern) == before


def test_rows_are_brought_to_other_values_in_one_go_each_to_its_own(store: Store) -> None:
    with a_council(store) as unit:
        insert_many(unit, person, PEOPLE)
        new: list[dict[str, Any]] = [
            {"email": "lee@council.example", "name": "%s", "trained_on": date(2019, 1, 2), "linked_at": None},
            {"email": "kim@council.example", "name": "Kim", "trained_on": None, "linked_at": INSTANT},
        ]
        update_many(unit, person, ["email"], new)
        columns = (person.c.email, person.c.name, person.c.trained_on, person.c.linked_at, person.c.fte)
        found = unit.connection.execute(select(*columns).order_by(person.c.email)).all()
        assert [tuple(one) for one in found if one.email in {"kim@council.example", "lee@council.example"}] == [
            ("kim@council.example", "Kim", None, INSTANT, 0.5),
            ("lee@council.example", "%s", date(2019, 1, 2), None, None),
        ]
        assert len(found) > len(new)
        assert "Kim" not in {one.name for one in found if one.email != "kim@council.example"}


def test_a_row_is_told_by_all_the_columns_of_its_key(store: Store) -> None:
    with a_council(store) as unit:
        insert_many(unit, person, PEOPLE)
        update_many(unit, person, ["email", "fte"], [{"email": "kim@council.example", "fte": 1.0, "name": "Kim"}])
        names = unit.connection.execute(select(person.c.name).where(person.c.email == "kim@council.example"))
        assert names.scalars().all() == ["Kim 👩"]


def test_rows_are_found_by_any_number_of_texts_or_numbers(store: Store) -> None:
    with a_council(store) as unit:
        insert_many(unit, person, PEOPLE)
        texts = [
            *(f"nobody.{number}@council.example" for number in range(70_000)),
            "o'\\\"[1]👩",
            "kim@council.example",
        ]
        found = unit.connection.execute(select(person.c.id).where(among(unit.connection, person.c.email, texts)))
        (kim,) = found.scalars().all()
        numbers = [kim, *range(-70_000, 0)]
        again = unit.connection.execute(select(person.c.email).where(among(unit.connection, person.c.id, numbers)))
        assert again.scalars().all() == ["kim@council.example"]


def test_nothing_is_among_no_values(store: Store) -> None:
    with a_council(store) as unit:
        for column in (person.c.id, person.c.email):
            assert unit.connection.execute(select(column).where(among(unit.connection, column, []))).all() == []
