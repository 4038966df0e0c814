"""What QA is held back from once, or altogether: impossible days, days off, words that look like a child's name."""

from datetime import date

import pytest

from domain.words import AllocationStatus
from storage.tables.allocations import allocation
from storage.tables.audits import action_transition, agreed_action
from tests.conversation.council import Council, heading, returns, starts
from tests.conversation.test_qa_answers import left
from tests.conversation.test_qa_changes import WHY, another_auditor, changed
from tests.fakes_cards import Shown

SUNDAY = "2026-12-06"
NOT_A_WORKING_DAY = "Sunday 6 December 2026 is not a working day. Choose another, or press again to keep it."


async def put_right(council: Council, which: str, day: str) -> Shown:
    return await changed(council, "Put a day right", "Put it right", {"in_which": which, "in_day": day, **WHY})


@pytest.mark.parametrize(
    ("which", "day", "said"),
    [
        ("returned_on", "2026-01-01", "Choose Friday 20 November 2026, when it was begun, or a later day."),
        ("due_on", "2026-11-01", "Choose Friday 20 November 2026, when it was allocated, or a later day."),
    ],
)
async def test_a_day_before_the_audit_was_is_refused_beside_its_input(
    council: Council, which: str, day: str, said: str
) -> None:
    council.allocates(council.rosa)
    await returns(council.rosa)
    before = council.rows(allocation)
    refused = await put_right(council, which, day)
    assert f"⚠ {said}" in refused.words
    assert council.rows(allocation) == before


async def test_a_second_due_day_before_the_return_is_refused(council: Council) -> None:
    council.allocates(council.rosa)
    await returns(council.rosa)
    await changed(council, "Send back", "Send back", {"in_day": "2026-12-08", **WHY})
    refused = await put_right(council, "second_due_on", "2026-11-19")
    assert "⚠ Choose Friday 20 November 2026, when it was returned, or a later day." in refused.words


async def test_a_due_day_on_a_day_off_is_asked_about_once(council: Council) -> None:
    council.allocates(council.rosa)
    asked = await put_right(council, "due_on", SUNDAY)
    assert NOT_A_WORKING_DAY in asked.words
    assert council.rows(allocation)[0].due_on == date(2026, 12, 4)
    await council.dan.presses(asked, "Put it right")
    assert council.rows(allocation)[0].due_on == date(2026, 12, 6)


async def test_whoever_is_asked_about_one_day_off_is_asked_about_the_next(council: Council) -> None:
    council.allocates(council.rosa)
    asked = await put_right(council, "due_on", SUNDAY)
    again = await council.dan.presses(asked, "Put it right", {"in_day": "2026-12-05"})
    assert "Saturday 5 December 2026 is not a working day." in again.words
    await council.dan.presses(again, "Put it right", {"in_day": "2026-12-07"})
    assert council.rows(allocation)[0].due_on == date(2026, 12, 7)


async def test_an_audit_is_sent_back_until_a_day_off_at_the_second_press(council: Council) -> None:
    council.allocates(council.rosa)
    await returns(council.rosa)
    asked = await changed(council, "Send back", "Send back", {"in_day": SUNDAY, **WHY})
    assert NOT_A_WORKING_DAY in asked.words
    assert council.rows(allocation)[0].status is AllocationStatus.RETURNED
    await council.dan.presses(asked, "Send back")
    assert council.rows(allocation)[0].second_due_on == date(2026, 12, 6)


async def test_a_replacement_is_due_on_a_day_off_at_the_second_press(council: Council) -> None:
    another_auditor(council)
    council.allocates(council.rosa)
    await starts(council.rosa)
    asked = await changed(council, "Reassign", "Reassign", {"in_name": "Ines", "in_due": SUNDAY, **WHY})
    assert NOT_A_WORKING_DAY in asked.words
    assert len(council.rows(allocation)) == 1
    await council.dan.presses(asked, "Reassign")
    assert council.rows(allocation)[1].due_on == date(2026, 12, 6)


async def test_a_likely_name_in_the_reason_for_another_owner_is_asked_about(council: Council) -> None:
    items = await council.dan.presses(await left(council), "See what is open")
    form = await council.dan.presses(items, "Give it to somebody")
    why = "Kayleigh Brown has moved to Tom."
    asked = await council.dan.presses(form, "Give it to them", {"in_name": "Sue", "in_why": why})
    assert "may name a child or their family" in asked.words
    assert asked.inputs["in_why"] == why
    assert council.rows(agreed_action)[0].owner_id == council.id_of(council.rosa)
    await council.dan.presses(asked, "Use it as it is")
    assert council.rows(agreed_action)[0].owner_id == council.id_of(council.sue)
    assert council.rows(action_transition)[-1].note.endswith(why)
    assert [row.was_asked for row in council.rows(council.table("kept_wording"))] == [True]


async def test_the_auditor_hears_that_an_audit_is_theirs_again(council: Council) -> None:
    council.allocates(council.rosa)
    await starts(council.rosa)
    for _ in range(2):
        before = len(council.rosa.messages)
        await changed(council, "Withdraw", "Withdraw", WHY)
        await council.time_passes(minutes=5)
        assert heading(await council.rosa.next_message(before)) == "An audit is no longer yours"
        await changed(council, "Bring back", "Bring back", {"in_why": "It was another one."})
        await council.time_passes(minutes=5)
        told = await council.rosa.next_message(before + 1)
        assert heading(told) == "An audit is yours again"
        assert "is due by Friday 4 December 2026." in told.words
        assert "CS_5000037" not in told.summary


async def test_an_exempt_audit_brought_back_asks_nothing_of_its_auditor(council: Council) -> None:
    council.allocates(council.rosa)
    assert heading(await council.rosa.says("exemption november discretionary")) == "You are exempt for November 2026"
    await changed(council, "Withdraw", "Withdraw", WHY)
    await changed(council, "Bring back", "Bring back", {"in_why": "It was another one."})
    await council.time_passes(minutes=5)
    (told,) = [one for one in council.rosa.messages if heading(one) == "An audit is yours again"]
    assert "You don't need to do anything with it." in told.words
