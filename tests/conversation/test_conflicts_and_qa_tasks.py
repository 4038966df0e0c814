"""A conflict of interest becomes a QA task; QA's inbox is theirs alone."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.words import AllocationStatus, QaTaskKind, Role
from storage.qa_tasks import raise_task
from storage.tables.allocations import allocation
from storage.tables.service import qa_task
from tests.conversation.council import Council, heading, returns
from tests.conversation.test_digest import digests, morning
from tests.fakes_cards import Shown

WHY = {"in_why": "I chaired this child's conference last year."}


async def at_the_form(council: Council) -> Shown:
    council.allocates(council.rosa)
    return await council.rosa.presses(await council.rosa.says("my audits"), "Conflict of interest")


def tasks(council: Council) -> list[Any]:
    return council.rows(qa_task, kind=QaTaskKind.CONFLICT_OF_INTEREST)


async def test_a_conflict_of_interest_becomes_a_qa_task(council_on_each: Council) -> None:
    council = council_on_each
    form = await at_the_form(council)
    assert heading(form) == "Conflict of interest"
    told = await council.rosa.presses(form, "Tell QA", WHY)
    assert heading(told) == "QA has been told"
    (task,) = tasks(council)
    assert (task.person_id, task.allocation_id) == (council.id_of(council.rosa), 1)
    assert "Rosa Adeyemi has a conflict of interest with audit AUD-CS_5000037" in task.about
    assert "I chaired this child's conference last year." in task.about
    assert council.rows(allocation)[0].status is AllocationStatus.ALLOCATED, "QA decides what becomes of it"
    assert "I chaired" in (await council.dan.says("qa tasks")).words


async def test_it_can_be_told_from_the_notice_too(council: Council) -> None:
    council.allocates(council.rosa)
    await council.time_passes(minutes=5)
    form = await council.rosa.presses(await council.rosa.next_message(0), "Conflict of interest")
    assert heading(await council.rosa.presses(form, "Tell QA", WHY)) == "QA has been told"


async def test_told_twice_it_is_one_task(council_on_each: Council) -> None:
    form = await at_the_form(council_on_each)
    for _ in range(2):
        assert heading(await council_on_each.rosa.presses(form, "Tell QA", WHY)) == "QA has been told"
    assert len(tasks(council_on_each)) == 1


async def test_what_is_told_of_a_conflict_in_other_words_is_added_to_its_task(council_on_each: Council) -> None:
    council = council_on_each
    form = await at_the_form(council)
    for why in ("I know the family.", "My sister teaches the child.", "My sister teaches the child.  "):
        assert heading(await council.rosa.presses(form, "Tell QA", {"in_why": why})) == "QA has been told"
    (task,) = tasks(council)
    assert task.about.endswith("In their words: I know the family.\n\nMy sister teaches the child.")


@pytest.mark.parametrize(
    ("why", "complaint"),
    [
        ("", "Say in a few words what the conflict is."),
        ("   ", "Say in a few words what the conflict is."),
        ("They live at SW1A 1AA.", "“SW1A 1AA” looks like a postcode"),
        ("word " * 2000, "Please shorten it to 8,000."),
    ],
)
async def test_a_reason_that_will_not_do_comes_back_with_its_complaint(
    council: Council, why: str, complaint: str
) -> None:
    form = await at_the_form(council)
    refused = await council.rosa.presses(form, "Tell QA", {"in_why": why}, client_checks=False)
    assert complaint in refused.words
    assert refused.inputs["in_why"] == why.strip()
    assert tasks(council) == []
    assert heading(await council.rosa.presses(refused, "Tell QA", WHY)) == "QA has been told"


async def test_cancel_tells_nobody(council: Council) -> None:
    assert heading(await council.rosa.presses(await at_the_form(council), "Cancel")) == "My audits"
    assert tasks(council) == []


async def test_after_the_return_there_is_nothing_left_to_declare(council: Council) -> None:
    form = await at_the_form(council)
    await returns(council.rosa)
    assert "returned" in (await council.rosa.presses(form, "Tell QA", WHY)).words
    assert tasks(council) == []


# The inbox.


def with_tasks(council: Council, count: int) -> None:
    with council.unit() as unit:
        for number in range(1, count + 1):
            about = f"Matter number {number}."
            raise_task(unit, QaTaskKind.UNREACHABLE_PERSON, f"matter:{number}", about, person_id=1)


async def test_an_empty_inbox_says_so(council: Council) -> None:
    assert "Nothing waits for you." in (await council.dan.says("qa tasks")).words


async def test_the_inbox_is_the_oldest_first_a_handful_at_a_time(council: Council) -> None:
    with_tasks(council, 8)
    first = await council.dan.says("qa tasks")
    assert "Matter number 1." in first.words
    assert "Matter number 7." not in first.words
    assert "Since Friday 20 November 2026" in first.words
    second = await council.dan.presses(first, "More")
    assert "Matter number 7." in second.words
    assert "Matter number 8." in second.words
    assert "More" not in second.buttons


async def test_done_takes_a_task_off_the_list_in_the_name_of_whoever_pressed(council: Council) -> None:
    with_tasks(council, 2)
    listed = await council.dan.presses(await council.dan.says("qa tasks"), "Done")
    assert "Matter number 1." not in listed.words
    assert "Matter number 2." in listed.words
    closed, open_ = council.rows(qa_task)
    assert (closed.closed_by_id, closed.closed_at) == (council.id_of(council.dan), council.clock.now())
    assert open_.closed_at is None
    assert len(council.events("closed_qa_task")) == 1


async def test_done_pressed_twice_closes_one_task(council_on_each: Council) -> None:
    with_tasks(council_on_each, 2)
    listed = await council_on_each.dan.says("qa tasks")
    for _ in range(2):
        assert "Matter number 2." in (await council_on_each.dan.presses(listed, "Done")).words
    assert sum(row.closed_at is not None for row in council_on_each.rows(qa_task)) == 1


async def test_a_matter_that_comes_up_again_after_it_was_closed_is_a_new_task(council: Council) -> None:
    with_tasks(council, 1)
    await council.dan.presses(await council.dan.says("qa tasks"), "Done")
    with_tasks(council, 1)
    assert "Matter number 1." in (await council.dan.says("qa tasks")).words


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.QA])
async def test_the_inbox_is_for_qa_alone(council: Council, role: Role) -> None:
    with_tasks(council, 1)
    ada = council.employs("Ada Quill", role)
    told = await ada.says("qa tasks")
    assert told.words.strip() == "That is for the QA team. Type 'help' to see what you can do here."
    assert len(council.events("refused")) == 1


async def test_an_audit_with_a_conflict_that_qa_knows_of_says_so_until_qa_is_done(council: Council) -> None:
    council.allocates(council.rosa)
    form = await council.rosa.presses(await council.rosa.says("my audits"), "Conflict of interest")
    await council.rosa.presses(form, "Tell QA", {"in_why": "I supervised the social worker."})
    listed = await council.rosa.says("my audits")
    assert "QA knows about your conflict of interest." in listed.words
    assert "Conflict of interest" not in listed.buttons
    await council.dan.presses(await council.dan.says("qa tasks"), "Done")
    assert "Conflict of interest" in (await council.rosa.says("my audits")).buttons


@pytest.mark.parametrize("answer", ["Done", "Decline"])
async def test_nobody_is_reminded_of_an_audit_while_qa_decides_on_a_conflict(council: Council, answer: str) -> None:
    council.allocates(council.rosa)  # due on Friday 4 December
    for day in (23, 24, 25, 26):  # a day that went by without chasing would be a task of QA's too
        await morning(council, datetime(2026, 11, day, 8, 1, tzinfo=UTC))
    council.is_now(datetime(2026, 11, 26, 10, tzinfo=UTC))
    form = await council.rosa.presses(await council.rosa.says("my audits"), "Conflict of interest")
    await council.rosa.presses(form, "Tell QA", WHY)
    await morning(council, datetime(2026, 11, 27, 8, 1, tzinfo=UTC))
    assert digests(council.rosa) == []
    answered = await council.dan.presses(await council.dan.says("qa tasks"), answer)
    if answer == "Decline":
        await council.dan.presses(answered, "Decline", {"in_why": "It was years ago."})
    await morning(council, datetime(2026, 11, 30, 8, 1, tzinfo=UTC))
    assert len(digests(council.rosa)) == 1


async def test_an_undecided_conflict_rests_for_five_working_days_and_no_longer(council: Council) -> None:
    council.allocates(council.rosa)
    council.is_now(datetime(2026, 12, 3, 10, tzinfo=UTC))
    form = await council.rosa.presses(await council.rosa.says("my audits"), "Conflict of interest")
    for _ in range(2):
        await council.rosa.presses(form, "Tell QA", WHY)
    await morning(council, datetime(2026, 12, 10, 8, 1, tzinfo=UTC))
    assert digests(council.rosa) == []
    await morning(council, datetime(2026, 12, 11, 8, 1, tzinfo=UTC))
    assert len(digests(council.rosa)) == 1
