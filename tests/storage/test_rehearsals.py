"""A rehearsal sees the store and writes as it likes; nothing of it stays, and nobody waits for it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text
from sqlmodel import SQLModel

from domain.words import AllocationStatus as S
from storage.store import Actor, Store, Unit
from storage.tables.allocations import allocation
from storage.tables.people import person, team
from storage.tables.service import event
from storage.workbook.importing import import_workbook
from tests.storage.imports import everything, imported
from tests.storage.in_chat import Chat
from tests.storage.store_content import rows_of
from tests.storage.tampering import put_triggers_out_of_the_way
from tests.workbooks import ALLOCATIONS, PEOPLE, TEAMS, audited_council, council, with_cell, workbook

NOW = datetime(2019, 9, 12, 9, tzinfo=UTC)
BY_IMPORT = Actor("import")


def test_a_rehearsal_sees_the_store_and_leaves_nothing_in_it(store: Store) -> None:
    imported(store, council())
    before = everything(store)
    with store.rehearsal(NOW, BY_IMPORT) as unit:
        assert unit.connection.execute(select(func.count()).select_from(person)).scalar_one() == 4
        report = import_workbook(unit, audited_council())
        assert report.is_written
    assert everything(store) == before
    assert (
        store.do(lambda unit: unit.connection.execute(select(func.count(event.c.id))).scalar_one(), NOW, BY_IMPORT) == 1
    )


def test_a_rehearsal_gives_what_the_import_then_gives(store: Store) -> None:
    imported(store, council())
    with store.rehearsal(NOW, BY_IMPORT) as unit:
        tried = import_workbook(unit, audited_council(), dry_run=True)
    done = store.do(lambda unit: import_workbook(unit, audited_council()), NOW, BY_IMPORT)
    assert (tried.counts, tried.warnings, tried.problems) == (done.counts, done.warnings, done.problems)
    assert done.is_written


def test_a_rehearsal_that_goes_wrong_leaves_nothing_either(store: Store) -> None:
    imported(store, council())
    before = everything(store)
    with pytest.raises(LookupError):
        _rehearse_and_fail(store)
    assert everything(store) == before
    with store.rehearsal(NOW, BY_IMPORT) as unit:
        assert import_workbook(unit, audited_council()).is_written


def _rehearse_and_fail(store: Store) -> None:
    with store.rehearsal(NOW, BY_IMPORT) as unit:
        import_workbook(unit, audited_council())
        raise LookupError


def test_while_a_rehearsal_lasts_others_write_the_very_rows_that_it_writes(store: Store) -> None:
    imported(store, council())
    changed = council(
        teams=[*with_cell(TEAMS, 2, "locality", "West"), ["East Support", "Early Help", "", "", ""]],
        people=with_cell(PEOPLE, 4, "name", "Ada Oak"),
        allocations=with_cell(ALLOCATIONS, 2, "due_on", "2019-08-30"),
    )
    with store.rehearsal(NOW, BY_IMPORT) as unit:
        assert import_workbook(unit, changed).is_written
        # One that had to wait would be refused at once on PostgreSQL, and after eleven seconds on SQLite.
        store.do(_write_as_others_do, NOW, Actor("chat"))
        assert unit.connection.execute(select(person.c.name).where(person.c.email == "ada@council.example")).all() == [
            ("Ada Oak",)
        ]
    assert {"Ada Elm-Oak"} < {name for (_, name, *_) in _people(store)}


def test_a_rehearsal_waits_for_no_writer_and_sees_what_is_committed(store: Store) -> None:
    imported(store, council())
    with store.unit(NOW, Actor("chat")) as writing:
        writing.connection.execute(person.update().values(name="Somebody"))
        with store.rehearsal(NOW, BY_IMPORT) as unit:
            assert import_workbook(unit, council(), dry_run=True).counts["people"].changed == 0


def _write_as_others_do(unit: Unit) -> None:
    if unit.connection.dialect.name == "postgresql":
        unit.connection.execute(text("SET LOCAL lock_timeout = '50ms'"))
    ada = person.c.email == "ada@council.example"
    unit.connection.execute(person.update().where(ada).values(name="Ada Elm-Oak"))
    unit.connection.execute(select(allocation).with_for_update()).all()
    unit.connection.execute(team.insert().values(name="East Support", service="Social Care"))


def _people(store: Store) -> list[tuple[object, ...]]:
    people = select(person.c.id, person.c.name)
    return store.do(lambda unit: [tuple(row) for row in unit.connection.execute(people)], NOW, BY_IMPORT)


def test_what_was_done_in_chat_is_a_conflict_in_a_rehearsal_too(store: Store) -> None:
    imported(store, council())
    Chat(store).starts()
    taken = workbook(allocations=with_cell(ALLOCATIONS, 2, "withdrawn_on", "2019-09-13"))
    with store.rehearsal(NOW, BY_IMPORT) as unit:
        [problem] = import_workbook(unit, taken, dry_run=True).problems
    assert "this audit was started in Teams" in problem.what
    a = allocation.c
    stands = store.do(
        lambda unit: unit.connection.execute(select(a.status).where(a.ref == "A1")).scalar_one(), NOW, BY_IMPORT
    )
    assert stands is S.STARTED


def test_all_the_tables_may_be_emptied_in_a_rehearsal(store: Store) -> None:
    imported(store, audited_council())
    before = store.do(rows_of, NOW, BY_IMPORT)
    with store.rehearsal(NOW, BY_IMPORT) as unit:
        put_triggers_out_of_the_way(unit.connection)
        unit.connection.execute(person.update().values(team_id=None, line_manager_id=None))
        for table in reversed(SQLModel.metadata.sorted_tables):
            unit.connection.execute(table.delete())
        assert set(map(len, rows_of(unit).values())) == {0}
    assert store.do(rows_of, NOW, BY_IMPORT) == before
