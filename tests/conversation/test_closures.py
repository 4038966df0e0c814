"""QA's check of closures: drawn once a month, verified or opened again, and what two people at once come to."""

import asyncio
from datetime import UTC, date, datetime

from domain.words import ActionStatus
from storage.tables.actions import action_verification, verification_draw
from storage.tables.audits import action_transition, agreed_action
from storage.tables.service import qa_task
from tests.conversation.council import Council, heading
from tests.conversation.test_actions import agrees
from tests.conversation.test_digest import is_managed, morning

FIRST_OF_DECEMBER = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


async def closes(council: Council, count: int) -> None:
    """Sue does so many actions in November; on the first of December some are drawn."""
    for number in range(count):
        agrees(council, council.sue, f"AC-{number}")
        await council.sue.says(f"done AC-{number}: seen each week")
    await morning(council, FIRST_OF_DECEMBER)


async def test_a_sample_is_drawn_once_and_checked_by_qa(council: Council) -> None:
    sue, tom, dan = council.sue, council.tom, council.dan
    is_managed(council, sue, tom)
    await closes(council, 8)
    [draw] = council.rows(verification_draw, month="2026-11")
    assert (draw.month, draw.closures, draw.wanted) == ("2026-11", 8, 2), "a fifth, rounded up"
    await council.time_passes(hours=24)
    assert len(council.rows(action_verification)) == 2
    tasks = await dan.says("qa tasks")
    assert "Of 8 actions completed in November 2026, 2 are drawn to check." in tasks.words
    listed = await dan.presses(tasks, "See them")
    assert heading(listed) == "Closures to check"
    assert "What was done: seen each week" in listed.words
    verified = await dan.presses(listed, "Verified")
    assert "is verified." in verified.words
    form = await dan.presses(verified, "Reopen")
    refused = await dan.presses(form, "Reopen it", {"in_why": ""}, client_checks=False)
    assert "Say why in a few words." in refused.words
    done = await dan.presses(refused, "Reopen it", {"in_why": "One visit was missed."})
    assert "No closed action waits to be checked." in done.words
    assert council.rows(qa_task, kind="closures_to_check", closed_at=None) == []
    assert {row.checked for row in council.rows(action_verification)} == {"verified", "reopened"}
    await council.service.let_time_pass()
    for somebody, button in ((sue, "Done"), (tom, "Reassign")):
        assert heading(somebody.messages[-1]) == "An action is open again"
        assert (
            "Dan Iqbal of QA looked at it and has opened it again: One visit was missed." in somebody.messages[-1].words
        )
        assert button in somebody.messages[-1].buttons
    [open_again] = [row for row in council.rows(agreed_action) if row.completed_on is None]
    steps = council.rows(action_transition, action_id=open_again.id)
    assert [(one.from_status, one.to_status) for one in steps][-1] == (ActionStatus.COMPLETED, ActionStatus.OPEN)
    assert "for the QA team" in (await sue.presses(listed, "Verified")).text
    # The same two taps on an older card change nothing more.
    assert "No closed action" in (await dan.presses(listed, "Reopen")).words


async def test_what_its_owner_has_taken_back_is_not_checked(council: Council) -> None:
    agrees(council, council.sue, "AC-0")
    council.is_now(datetime(2026, 11, 30, 17, 0, tzinfo=UTC))
    done = await council.sue.says("done AC-0: seen")
    await morning(council, FIRST_OF_DECEMBER)
    listed = await council.dan.says("closures to check")
    assert "1 to check" in listed.words
    await council.sue.presses(done, "Undo")
    assert "No closed action waits to be checked." in (await council.dan.presses(listed, "Verified")).words


async def test_two_at_once_on_one_action_come_one_after_the_other(council_on_each: Council) -> None:
    council, sue = council_on_each, council_on_each.sue
    agrees(council, sue)
    mine = await sue.says("my actions")
    forms = [await sue.presses(mine, "Done") for _ in range(3)]
    team = await council.tom.presses(await council.tom.says("my team's actions"), "Reassign")
    given = {"in_name": council.rosa.email, "in_why": "She asked for it."}
    seen = await asyncio.gather(
        *(sue.presses(form, "Save as done", {"in_what": "Seen."}) for form in forms),
        council.tom.presses(team, "Give it to them", given),
    )
    assert all(one.card or one.text for one in seen)
    [row] = council.rows(agreed_action)
    steps = [one.to_status for one in council.rows(action_transition)]
    assert steps.count(ActionStatus.COMPLETED) == (row.completed_on is not None)
    assert len(steps) == 1, "it was done, or it was given away: never both"
    assert row.completed_on in {date(2026, 11, 20), None}


async def test_two_of_qa_check_one_closure_at_once(council_on_each: Council) -> None:
    council = council_on_each
    await closes(council, 1)
    listed = await council.dan.says("closures to check")
    form = await council.dan.presses(listed, "Reopen")
    await asyncio.gather(
        council.dan.presses(form, "Reopen it", {"in_why": "Not yet."}), council.dan.presses(listed, "Verified")
    )
    [check] = council.rows(action_verification)
    [row] = council.rows(agreed_action)
    assert (check.checked == "reopened") == (row.completed_on is None)
