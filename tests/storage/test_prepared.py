"""Statements that the driver runs itself read and write what the slower way does."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from domain.words import Role
from storage.prepared import Prepared, unless_there
from storage.store import Actor, Store, Unit
from storage.tables.audits import framework_version
from storage.tables.people import person, person_role
from storage.tables.service import handled_press, policy_setting

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TESTER = Actor("command")
CONTENT = {"title": "100 % of 'nine' :elements?", "steps": [1, None, "👩"]}
VERSION = {"name": "nine-elements", "effective_from": date(2026, 4, 1), "content": CONTENT, "added_at": NOW}


def a_person(unit: Unit) -> None:
    unit.connection.execute(person.insert(), {"id": 7, "email": "kim@council.example", "name": "Kim", "linked_at": NOW})
    unit.connection.execute(person_role.insert(), {"person_id": 7, "role": Role.QA})


def test_it_reads_instants_words_and_gaps_as_they_were_written(store: Store) -> None:
    asked = (
        select(person.c.name, person.c.linked_at, person.c.left_on, person_role.c.role)
        .join(person_role)
        .where(person.c.email == bindparam("key"), person.c.name != "somebody else")
    )
    with store.unit(NOW, TESTER) as unit:
        a_person(unit)
        rows = Prepared(asked).rows(unit, key="kim@council.example")
        assert rows == [("Kim", NOW, None, Role.QA)]
        assert isinstance(rows[0][-1], Role)
        assert rows == [tuple(row) for row in unit.connection.execute(asked, {"key": "kim@council.example"})]
        assert Prepared(asked).rows(unit, key="nobody@council.example") == []


def test_it_reads_days_and_whole_documents_as_they_were_written(store: Store) -> None:
    t = framework_version.c
    asked = Prepared(select(t.effective_from, t.content, t.added_at).where(t.name == bindparam("name")))
    with store.unit(NOW, TESTER) as unit:
        unit.connection.execute(framework_version.insert(), VERSION)
        assert asked.rows(unit, name="nine-elements") == [(date(2026, 4, 1), CONTENT, NOW)]


def test_what_it_writes_is_read_by_the_slower_way(store: Store) -> None:
    row = {"name": "opens", "value": "09:00", "effective_from": date(2026, 11, 20), "reason": "We open later."}
    row |= {"set_at": NOW, "set_by_id": None}
    with store.unit(NOW, TESTER) as unit:
        assert Prepared(policy_setting.insert().inline()).change(unit, id=1, **row) == 1
        assert dict(unit.connection.execute(select(policy_setting)).one()._mapping) == {"id": 1, **row}


def test_it_says_how_many_rows_it_changed(store: Store) -> None:
    rename = Prepared(person.update().where(person.c.id == bindparam("key")).values(name=bindparam("new_name")))
    with store.unit(NOW, TESTER) as unit:
        a_person(unit)
        assert rename.change(unit, key=8, new_name="Lee") == 0
        assert rename.change(unit, key=7, new_name="Lee") == 1
        assert unit.connection.execute(select(person.c.name)).scalar_one() == "Lee"


def test_a_row_that_is_there_already_stays_as_it_is(store: Store) -> None:
    take = unless_there(handled_press)
    with store.unit(NOW, TESTER) as unit:
        assert take.change(unit, action_id="card-1", digest="abc", handled_at=NOW) == 1
        assert take.change(unit, action_id="card-1", digest="abc", handled_at=NOW.replace(hour=10)) == 0
        assert unit.connection.execute(select(handled_press.c.handled_at)).scalar_one() == NOW


def test_what_the_database_refuses_is_raised_as_everywhere_and_undoes_the_unit(store: Store) -> None:
    add = Prepared(handled_press.insert().inline())

    def twice(unit: Unit) -> None:
        for _ in range(2):
            add.change(unit, action_id="card-1", digest="abc", handled_at=NOW)

    with pytest.raises(IntegrityError, match="handled_press"):
        store.do(twice, NOW, TESTER)
    with store.unit(NOW, TESTER) as unit:
        assert unit.connection.execute(select(handled_press)).all() == []


def test_an_instant_without_its_offset_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no offset"), store.unit(NOW, TESTER) as unit:
        unless_there(handled_press).change(unit, action_id="a", digest="b", handled_at=NOW.replace(tzinfo=None))
