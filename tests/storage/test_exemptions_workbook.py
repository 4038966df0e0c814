"""Exemptions decided in chat and the workbook: neither undoes the other unasked, and the export has both."""

from datetime import date

import pytest
from sqlalchemy import select

from domain.words import AllocationStatus, ExemptionKind
from storage.audits import AllocatedAudit, allocated_audit
from storage.exemption_requests import ask, decline, end_imported, take_own_word, undo
from storage.exemptions import register_of, request_by_id
from storage.qa_changes import reinstate, withdraw
from storage.store import Store, Unit
from storage.tables.allocations import allocation, exemption
from storage.tables.people import person
from storage.workbook.contract import SHEETS
from storage.workbook.export_rows import stored_rows_of
from storage.workbook.problems import Breach
from tests.storage.imports import BY_IMPORT, LATER, history, imported, rows, tried
from tests.storage.in_chat import AT, CHAT, DAY, Chat
from tests.workbooks import ALLOCATIONS, EXEMPTIONS, Rows, council, with_cells

S = AllocationStatus
AUGUST, OCTOBER = "2019-08", "2019-10"
OF_ADA: Rows = [EXEMPTIONS[0], ["ada@council.example", AUGUST, "leave", "away", "hal@council.example", "2019-08-14"]]
WHY = "It was another Mo."


@pytest.fixture
def chat(store: Store) -> Chat:
    imported(store, council(exemptions=EXEMPTIONS))
    return Chat(store)


def ada(unit: Unit) -> int:
    return int(unit.connection.execute(select(person.c.id).where(person.c.name == "Ada Elm")).scalar_one())


def ends_mos(unit: Unit) -> None:
    (mos,) = register_of(unit, AUGUST)
    end_imported(unit, mos, WHY, DAY)


def is_declined(unit: Unit) -> None:
    number = ask(unit, ada(unit), AUGUST, ExemptionKind.LEAVE, "Away.", None, DAY)
    request = request_by_id(unit, number)
    assert request is not None
    decline(unit, request, "Too few are left.", DAY)


def statuses(chat: Chat) -> list[AllocationStatus]:
    return [status for (status,) in rows(chat.store, select(allocation.c.status).order_by(allocation.c.ref))]


def test_an_exemption_that_was_ended_in_chat_is_not_put_back_and_where_it_is_it_falls_on_the_audit_again(
    chat: Chat,
) -> None:
    assert statuses(chat) == [S.ALLOCATED, S.EXEMPTED]
    chat.does(ends_mos)
    assert statuses(chat) == [S.ALLOCATED, S.ALLOCATED], "as it stood before the import had exempted it"
    older = council(exemptions=EXEMPTIONS)
    assert chat.conflicts(older) == [
        (
            f"exemptions row 2, column month: this exemption was ended {AT}, and this row would put it back. "
            "Write no row for this person and month, or import with --workbook-wins."
        )
    ]
    chat.wins(older)
    assert statuses(chat) == [S.ALLOCATED, S.EXEMPTED]
    assert [step[:2] for step in history(chat.store, "A2")][-2:] == [
        (S.EXEMPTED, S.ALLOCATED),
        (S.ALLOCATED, S.EXEMPTED),
    ]


def test_an_audit_brought_back_stands_as_the_exemption_does_by_then(chat: Chat) -> None:
    number = chat.id("A2")

    def given(unit: Unit) -> AllocatedAudit:
        found = allocated_audit(unit, number)
        assert found is not None
        return found

    chat.does(lambda unit: withdraw(unit, given(unit), WHY, DAY, DAY))
    chat.does(ends_mos)
    assert chat.does(lambda unit: reinstate(unit, given(unit), WHY, DAY)) is S.ALLOCATED, "the exemption has gone"
    chat.does(lambda unit: withdraw(unit, given(unit), WHY, DAY, DAY))
    mo = chat.does(lambda unit: given(unit).auditor_id)
    chat.does(lambda unit: take_own_word(unit, mo, AUGUST, ExemptionKind.DISCRETIONARY, "", DAY))
    assert chat.does(lambda unit: reinstate(unit, given(unit), WHY, DAY)) is S.EXEMPTED, "another has come"


def test_what_was_declined_in_chat_is_not_granted_by_an_older_workbook(chat: Chat) -> None:
    chat.does(is_declined)
    [complaint] = chat.conflicts(council(exemptions=OF_ADA))
    assert f"this exemption was declined {AT}" in complaint


def test_an_exemption_beforehand_falls_on_what_is_allocated_later_and_ending_it_frees_that(chat: Chat) -> None:
    number = chat.does(
        lambda unit: take_own_word(unit, ada(unit), OCTOBER, ExemptionKind.DISCRETIONARY, "Moving house.", DAY)
    )
    days = {"allocated_on": date(2019, 9, 30), "due_on": date(2019, 10, 18)}
    new = with_cells([ALLOCATIONS[0], ALLOCATIONS[1]], 2, allocation_ref="A3", month=OCTOBER, **days)
    imported(chat.store, council(exemptions=EXEMPTIONS, allocations=[*ALLOCATIONS, new[1]]), LATER)
    assert statuses(chat) == [S.ALLOCATED, S.EXEMPTED, S.EXEMPTED]

    def undone(unit: Unit) -> None:
        request = request_by_id(unit, number)
        assert request is not None
        undo(unit, request, DAY)

    chat.does(undone)
    assert statuses(chat) == [S.ALLOCATED, S.EXEMPTED, S.ALLOCATED]


def test_the_export_has_what_was_decided_in_chat_and_of_health_no_more_than_the_word(chat: Chat) -> None:
    why = "This must be in no place."
    chat.does(lambda unit: take_own_word(unit, ada(unit), OCTOBER, ExemptionKind.HEALTH, why, DAY))
    [sheet] = (one for one in SHEETS if one.name == "exemptions")
    exported = chat.store.do(lambda unit: list(stored_rows_of(unit, sheet)), CHAT, BY_IMPORT)
    assert len(exported) == 2
    assert why not in str(exported)
    (row,) = rows(chat.store, select(exemption.c.kind, exemption.c.source).where(exemption.c.month == OCTOBER))
    assert row == (ExemptionKind.HEALTH, "chat")


def test_a_reason_of_health_that_a_workbook_brings_is_kept_as_history_with_a_warning(chat: Chat) -> None:
    told = ["ada@council.example", AUGUST, "health", "This is in no card.", "hal@council.example", "2019-08-14"]
    report = tried(chat.store, council(exemptions=[EXEMPTIONS[0], told]), LATER, workbook_wins=True)
    assert report.is_written
    assert report.breaches[Breach.HEALTH_REASON] == 1
    kept = rows(chat.store, select(exemption.c.reason).where(exemption.c.kind == ExemptionKind.HEALTH))
    assert [tuple(one) for one in kept] == [("This is in no card.",)]
