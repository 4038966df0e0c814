"""Who leaves and has something open: QA is asked once to give it to others, with what it is."""

from datetime import date

from sqlalchemy import select

from domain.words import QaTaskKind
from storage.leavers import OpenItems, open_items_of
from storage.qa_tasks import close_task
from storage.store import Store
from storage.tables.allocations import allocation
from storage.tables.people import person
from storage.tables.service import qa_task
from storage.workbook.importing import import_workbook
from tests.storage.imports import BY_IMPORT, LATER, NOW, imported, rows
from tests.storage.in_chat import Chat
from tests.workbooks import AUDITS, EXEMPTIONS, PEOPLE, Rows, audited_council, council, with_cell, with_cells, workbook


def leaving(row: int = 4, day: str = "2019-09-27") -> Rows:
    return with_cell(PEOPLE, row, "left_on", day)


def tasks(store: Store) -> list[tuple[object, ...]]:
    return rows(store, select(qa_task.c.kind, qa_task.c.about).order_by(qa_task.c.id))


def id_of(store: Store, email: str) -> int:
    ((key,),) = rows(store, select(person.c.id).where(person.c.email == email))
    return int(key)


def test_somebody_who_leaves_with_an_audit_open_is_put_before_qa(store: Store) -> None:
    imported(store, council(people=leaving()))
    about = (
        "Ada Elm's last day is Friday 27 September 2019. In their name are still open: 1 audit (A1). "
        "Give them to others."
    )
    assert tasks(store) == [(QaTaskKind.LEAVERS_ITEMS, about)]
    ((who,),) = rows(store, select(qa_task.c.person_id))
    assert who == id_of(store, "ada@council.example")


def test_all_that_is_open_is_named_by_its_sort(store: Store) -> None:
    waiting = with_cells(
        AUDITS,
        2,
        moderator="mo@council.example",
        moderated_on="",
        moderated_overall="",
        met_standard="",
        uploaded_on="",
    )
    imported(store, audited_council(people=leaving(3), audits=waiting, exemptions=[EXEMPTIONS[0]]))
    mo = id_of(store, "mo@council.example")
    found = store.do(lambda unit: open_items_of(unit, [mo]), NOW, BY_IMPORT)
    assert found == {mo: OpenItems(audits=["A2"], actions=["N2"], moderations=["A1"])}
    ((_, about),) = tasks(store)
    assert "still open: 1 audit (A2), 1 action (N2) and 1 audit to moderate (A1)." in str(about)


def test_what_the_same_workbook_closes_is_not_open(store: Store) -> None:
    imported(store, audited_council(people=leaving()))
    assert tasks(store) == [], "Ada's audit came back"
    exempt = with_cell(EXEMPTIONS, 2, "email", "mo@council.example")
    imported(store, council(people=leaving(3), exemptions=exempt), LATER)
    ((_, about),) = tasks(store)
    assert "still open: 1 action (N2)." in str(about), "the audit of that month is exempt"


def test_the_same_last_day_again_asks_for_nothing_also_when_qa_is_done_with_it(store: Store) -> None:
    imported(store, council(people=leaving()))
    imported(store, council(people=leaving()), LATER)
    assert len(tasks(store)) == 1
    ((task,),) = rows(store, select(qa_task.c.id))
    store.do(lambda unit: close_task(unit, task, "done"), LATER, BY_IMPORT)
    imported(store, council(people=leaving()), LATER)
    imported(store, council(people=PEOPLE), LATER)
    assert len(tasks(store)) == 1


def test_a_last_day_that_is_put_right_is_the_same_matter_while_it_is_open(store: Store) -> None:
    imported(store, council(people=leaving()))
    imported(store, council(people=leaving(day="2019-10-04")), LATER)
    assert len(tasks(store)) == 1
    ((task,),) = rows(store, select(qa_task.c.id))
    store.do(lambda unit: close_task(unit, task, "done"), LATER, BY_IMPORT)
    imported(store, council(people=leaving(day="2019-10-11")), LATER)
    assert len(tasks(store)) == 2


def test_an_audit_under_way_in_chat_is_open_and_a_returned_one_until_it_is_on_the_record(store: Store) -> None:
    imported(store, council())
    Chat(store).starts()
    imported(store, workbook(people=leaving()), LATER)
    assert len(tasks(store)) == 1
    store.do(lambda unit: unit.connection.execute(qa_task.delete()), LATER, BY_IMPORT)
    returned = (
        allocation.update().where(allocation.c.ref == "A1").values(status="returned", returned_on=date(2019, 9, 13))
    )
    store.do(lambda unit: unit.connection.execute(returned), LATER, BY_IMPORT)
    imported(store, workbook(people=leaving(day="2019-10-04")), LATER)
    ((_, about),) = tasks(store)
    assert "still open: 1 returned audit not on the child's record yet (A1)." in str(about)
    store.do(lambda unit: unit.connection.execute(qa_task.delete()), LATER, BY_IMPORT)
    placed = allocation.update().where(allocation.c.ref == "A1").values(status="uploaded", uploaded_on=LATER.date())
    store.do(lambda unit: unit.connection.execute(placed), LATER, BY_IMPORT)
    imported(store, workbook(people=leaving(day="2019-10-05")), LATER)
    assert tasks(store) == []


def test_a_long_list_is_counted_behind_its_first_five() -> None:
    many = OpenItems(audits=[f"A{number}" for number in range(1, 13)])
    assert str(many) == "12 audits (A1, A2, A3, A4, A5 and 7 more)"
    assert not OpenItems()


def test_nobody_is_put_before_qa_by_a_dry_run(store: Store) -> None:
    store.do(lambda unit: import_workbook(unit, council(people=leaving()), dry_run=True), NOW, BY_IMPORT)
    assert tasks(store) == []
