"""QA answers what waits in its inbox: a conflict of interest, an account nobody knows, what a leaver has open."""

from datetime import date
from typing import Any

import pytest

from domain.words import ActionStatus, AllocationStatus, QaTaskKind, Role
from storage.tables.allocations import allocation
from storage.tables.audits import action_transition, agreed_action
from storage.tables.people import channel_address, person
from storage.tables.service import qa_task
from tests.conversation.council import BIRCH, Council, heading, starts, walks
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson

TODAY = date(2026, 11, 20)
CONFLICT = {"in_why": "I chaired this child's conference last year."}
DONT_KNOW_YOU = "I can't help you here, because I don't know you."


async def declared(council: Council, *, started: bool = False) -> Shown:
    """Rosa has told QA of a conflict of interest; QA's inbox."""
    council.allocates(council.rosa)
    if started:
        await starts(council.rosa)
    listed = await council.rosa.says("my audits")
    await council.rosa.presses(await council.rosa.presses(listed, "Conflict of interest"), "Tell QA", CONFLICT)
    return await council.dan.says("qa tasks")


def tasks(council: Council, kind: QaTaskKind) -> list[Any]:
    return council.rows(qa_task, kind=kind)


# A conflict of interest.


@pytest.mark.parametrize("started", [False, True])
async def test_an_accepted_conflict_withdraws_the_audit_and_names_its_replacement(
    council: Council,
    started: bool,  # noqa: FBT001 - a column of the table
) -> None:
    ines = council.employs("Ines Varga", Role.AUDITOR, team_id=BIRCH)
    form = await council.dan.presses(await declared(council, started=started), "Accept")
    assert CONFLICT["in_why"] in form.words
    assert CONFLICT["in_why"] not in form.card["fallbackText"], "a notification may show that"
    listed = await council.dan.presses(form, "Accept", {"in_name": "Ines Varga"})
    assert "Nothing waits for you." in listed.words
    old, new = council.rows(allocation)
    assert (old.status, old.withdrawn_on, old.replaced_by) == (AllocationStatus.WITHDRAWN, TODAY, new.ref)
    assert (new.auditor_id, new.case_id, new.due_on) == (council.id_of(ines), old.case_id, date(2026, 12, 4))
    (task,) = tasks(council, QaTaskKind.CONFLICT_OF_INTEREST)
    assert (task.closing_note, task.closed_by_id) == ("accepted", council.id_of(council.dan))


async def test_it_may_have_no_replacement_yet(council: Council) -> None:
    form = await council.dan.presses(await declared(council), "Accept")
    await council.dan.presses(form, "Accept")
    (row,) = council.rows(allocation)
    assert (row.status, row.replaced_by) == (AllocationStatus.WITHDRAWN, None)


async def test_the_auditor_hears_that_it_is_no_longer_theirs(council: Council) -> None:
    form = await council.dan.presses(await declared(council), "Accept")
    before = len(council.rosa.messages)
    await council.dan.presses(form, "Accept")
    await council.time_passes(minutes=5)
    assert heading(await council.rosa.next_message(before)) == "An audit is no longer yours"


async def test_a_replacement_who_will_not_do_changes_nothing(council: Council) -> None:
    form = await council.dan.presses(await declared(council), "Accept")
    refused = await council.dan.presses(form, "Accept", {"in_name": "Tom Lindqvist"})
    assert "Tom Lindqvist is not down as an auditor." in refused.words
    assert council.rows(allocation)[0].status is AllocationStatus.ALLOCATED
    assert tasks(council, QaTaskKind.CONFLICT_OF_INTEREST)[0].closed_at is None


async def test_a_declined_conflict_is_told_to_the_auditor_with_the_reason(council_on_each: Council) -> None:
    council = council_on_each
    form = await council.dan.presses(await declared(council), "Decline")
    before = len(council.rosa.messages)
    why = "The conference was of another family."
    assert "Nothing waits for you." in (await council.dan.presses(form, "Decline", {"in_why": why})).words
    await council.time_passes(minutes=5)
    told = await council.rosa.next_message(before)
    assert why in told.words
    assert why not in told.summary
    assert council.rows(allocation)[0].status is AllocationStatus.ALLOCATED
    assert "Conflict of interest" in (await council.rosa.says("my audits")).buttons


async def test_a_conflict_is_not_declined_without_a_reason(council: Council) -> None:
    form = await council.dan.presses(await declared(council), "Decline")
    refused = await council.dan.presses(form, "Decline", {"in_why": " "}, client_checks=False)
    assert "Say why in a few words." in refused.words
    assert tasks(council, QaTaskKind.CONFLICT_OF_INTEREST)[0].closed_at is None


async def test_accepted_and_then_declined_from_an_old_card_it_stays_accepted(council: Council) -> None:
    inbox = await declared(council)
    accept, decline = await council.dan.presses(inbox, "Accept"), await council.dan.presses(inbox, "Decline")
    for _ in range(2):
        await council.dan.presses(accept, "Accept")
    assert "Nothing waits for you." in (await council.dan.presses(decline, "Decline", {"in_why": "No."})).words
    assert len(council.rows(allocation)) == 1
    assert tasks(council, QaTaskKind.CONFLICT_OF_INTEREST)[0].closing_note == "accepted"


async def test_what_was_returned_meanwhile_is_not_withdrawn(council: Council) -> None:
    form = await council.dan.presses(await declared(council, started=True), "Accept")
    review = await walks(council.rosa, await council.rosa.says("continue"))
    await council.rosa.presses(review, "Return audit")
    told = await council.dan.presses(form, "Accept")
    assert "has already been returned, so it can't be withdrawn. You can send it back" in told.words
    assert tasks(council, QaTaskKind.CONFLICT_OF_INTEREST)[0].closed_at is None


# Whose account is it?


async def unknown(council: Council) -> tuple[FakePerson, Shown]:
    """Somebody writes whom nobody knows; QA's inbox."""
    ada = council.teams.person("Ada Quill", email="a.quill@elsewhere.example")
    assert DONT_KNOW_YOU in (await ada.says("help")).words
    return ada, await council.dan.says("qa tasks")


def unlinked(council: Council, name: str = "Adaline Quill") -> int:
    council.employs(name, Role.AUDITOR, linked=False)
    return council.ids[name]


async def test_an_account_nobody_knows_is_tied_to_whom_qa_says(council_on_each: Council) -> None:
    council = council_on_each
    key = unlinked(council)
    ada, inbox = await unknown(council)
    form = await council.dan.presses(inbox, "Say who it is")
    await council.dan.presses(form, "It's them", {"in_name": "Adaline Quill"})
    (row,) = council.rows(person, id=key)
    assert (row.entra_object_id, row.linked_by) == (ada.object_id, "qa")
    assert DONT_KNOW_YOU not in (await ada.says("help")).words


async def test_whoever_has_an_account_gets_the_new_one_only_at_the_second_press(council: Council) -> None:
    ada, inbox = await unknown(council)
    form = await council.dan.presses(inbox, "Say who it is")
    warned = await council.dan.presses(form, "It's them", {"in_name": "Rosa Adeyemi"})
    assert "They have another Teams account here." in warned.words
    assert DONT_KNOW_YOU in (await ada.says("help")).words
    await council.rosa.says("help")
    await council.dan.presses(warned, "It's them")
    assert council.rows(channel_address, person_id=council.id_of(council.rosa)) == []
    assert DONT_KNOW_YOU not in (await ada.says("help")).words
    assert DONT_KNOW_YOU in (await council.rosa.says("help")).words, "the former account is nobody's now"


async def test_an_account_that_is_refused_goes_on_hearing_nothing_and_is_not_asked_about_again(
    council: Council,
) -> None:
    ada, inbox = await unknown(council)
    form = await council.dan.presses(inbox, "Not one of ours")
    await council.dan.presses(form, "Not one of ours")
    assert DONT_KNOW_YOU in (await ada.says("help")).words
    (task,) = tasks(council, QaTaskKind.UNMATCHED_PERSON)
    assert task.closed_at is not None


async def test_done_leaves_the_question_open_for_the_next_time(council: Council) -> None:
    ada, inbox = await unknown(council)
    await council.dan.presses(inbox, "Done")
    await ada.says("help")
    assert len(tasks(council, QaTaskKind.UNMATCHED_PERSON)) == 2


async def test_of_two_accounts_of_one_address_qa_says_which_is_theirs(council: Council) -> None:
    await council.rosa.says("help")
    other = council.teams.person("Rosa Two", email=council.rosa.email)
    assert DONT_KNOW_YOU in (await other.says("help")).words
    form = await council.dan.presses(await council.dan.says("qa tasks"), "Say who it is")
    assert form.inputs["in_name"] == council.rosa.email
    await council.dan.presses(await council.dan.presses(form, "It's them"), "It's them")
    assert DONT_KNOW_YOU not in (await other.says("my audits")).words


# What a leaver has open.


async def left(council: Council) -> Shown:
    """Rosa has left with an audit begun and an action of hers; QA's inbox."""
    council.allocates(council.rosa, "CS_5000040")
    step = await walks(council.rosa, await starts(council.rosa), to="Actions")
    form = await council.rosa.presses(step, "Add action")
    mine = {"in_what": "Write to the school.", "in_owner": "Rosa Adeyemi (you)"}
    await council.rosa.presses(
        await walks(council.rosa, await council.rosa.presses(form, "Save action", mine)), "Return audit"
    )
    council.allocates(council.rosa)
    await starts(council.rosa)
    with council.unit() as unit:
        rosa = person.c.id == council.id_of(council.rosa)
        unit.connection.execute(person.update().where(rosa).values(left_on=date(2026, 11, 22)))
    await council.time_passes(days=2, hours=1)
    assert tasks(council, QaTaskKind.LEAVERS_ITEMS) == [], "the last day is a day at work"
    await council.time_passes(days=1)
    return await council.dan.says("qa tasks")


async def test_after_the_last_day_qa_is_asked_once_and_gives_each_item_to_somebody(council_on_each: Council) -> None:
    council = council_on_each
    council.employs("Ines Varga", Role.AUDITOR, team_id=BIRCH)
    inbox = await left(council)
    (task,) = tasks(council, QaTaskKind.LEAVERS_ITEMS)
    assert "1 audit (AUD-CS_5000037), 1 action (AUD-CS_5000040-" in task.about
    assert "1 returned audit not on the child's record yet (AUD-CS_5000040)" in task.about
    items = await council.dan.presses(inbox, "See what is open")
    for words in ("Rosa Adeyemi", "Sunday 22 November 2026", "Audit AUD-CS_5000037", "Write to the school."):
        assert words in items.words
    form = await council.dan.presses(items, "Give it to somebody")
    why = {"in_why": "Rosa has left."}
    items = await council.dan.presses(form, "Give it to them", {"in_name": "Sue", **why})
    assert "Write to the school." not in items.words
    form = await council.dan.presses(items, "Reassign")
    await council.dan.presses(form, "Reassign", {"in_name": "Ines", **why})
    items = await council.dan.presses(inbox, "See what is open")
    assert "Audit AUD-CS_5000040 to go on the child's record: once it is there, type 'uploaded'" in items.words
    with council.unit() as unit:
        placed = allocation.update().where(allocation.c.ref == "AUD-CS_5000040")
        unit.connection.execute(placed.values(status="uploaded", uploaded_on=date(2026, 11, 23)))
    assert "Nothing is open in their name any more." in (await council.dan.presses(inbox, "See what is open")).words
    (action,) = council.rows(agreed_action)
    assert action.owner_id == council.id_of(council.sue)
    last = council.rows(action_transition)[-1]
    assert (last.from_status, last.to_status) == (ActionStatus.OPEN, ActionStatus.OPEN)
    assert last.note == "From Rosa Adeyemi to Sue Okafor: Rosa has left."
    await council.time_passes(days=3)
    assert len(tasks(council, QaTaskKind.LEAVERS_ITEMS)) == 1


async def test_what_qa_has_closed_is_not_asked_again_however_many_days_pass(council: Council) -> None:
    await council.dan.presses(await left(council), "Done")
    for _ in range(3):
        await council.time_passes(days=1)
    assert len(tasks(council, QaTaskKind.LEAVERS_ITEMS)) == 1


async def test_the_leaver_is_told_politely_and_learns_nothing(council: Council) -> None:
    step = await starts_and_leaves(council)
    for told in (
        await council.rosa.says("my audits"),
        await council.rosa.presses(step, "Next", {}, client_checks=False),
    ):
        assert DONT_KNOW_YOU in told.text
        assert "audit" not in told.text.replace("auditbot", "")


async def starts_and_leaves(council: Council) -> Shown:
    council.allocates(council.rosa)
    step = await starts(council.rosa)
    with council.unit() as unit:
        rosa = person.c.id == council.id_of(council.rosa)
        unit.connection.execute(person.update().where(rosa).values(left_on=date(2026, 11, 19)))
    return step


async def test_an_action_given_away_is_not_given_away_again_from_an_old_card(council: Council) -> None:
    items = await council.dan.presses(await left(council), "See what is open")
    form = await council.dan.presses(items, "Give it to somebody")
    old = await council.dan.presses(items, "Give it to somebody")
    why = {"in_why": "Rosa has left."}
    await council.dan.presses(form, "Give it to them", {"in_name": "Sue", **why})
    await council.dan.presses(old, "Give it to them", {"in_name": "Tom", **why})
    assert council.rows(agreed_action)[0].owner_id == council.id_of(council.sue)
