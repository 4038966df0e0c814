"""An auditor opens a returned audit again: until a moderator opens it, or its month closes; what counts stays."""

import json
from datetime import UTC, date, datetime

from domain.words import ActionStatus, AllocationStatus, Change, Rating
from storage.lifecycle import move
from storage.statements import insert_returning_id
from storage.tables.allocations import allocation, allocation_act, allocation_transition
from storage.tables.audits import action_transition, agreed_action, audit, audit_version, moderation
from tests.conversation.council import Council, heading, returns, starts, walks
from tests.fakes_cards import Shown

NO_LONGER = "Its month has closed."
AFTER_THE_CLOSE = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)  # the first Monday after 4 December, the latest due day


async def returned(council: Council) -> Shown:
    council.allocates(council.rosa)
    return await returns(council.rosa)


async def test_the_receipt_offers_to_reopen_and_my_audits_says_that_it_is_not_handed_in_again(
    council_on_each: Council,
) -> None:
    council = council_on_each
    review = await council.rosa.presses(await returned(council), "Reopen")
    assert heading(review) == "Review your audit"
    assert "What you returned stands until you return it again." in review.words
    listed = await council.rosa.says("my audits")
    assert "Reopened, not handed in again yet." in listed.words
    assert listed.buttons == ["Continue audit"]
    assert heading(await council.rosa.presses(listed, "Continue audit")) == "Review your audit"
    assert heading(await council.rosa.says("continue")) == "Review your audit"


async def test_while_it_is_open_the_version_returned_last_stands_and_then_the_new_one(council: Council) -> None:
    first_day = date(2026, 11, 20)
    review = await council.rosa.presses(await returned(council), "Reopen")
    await council.time_passes(days=3)
    step = await council.rosa.presses(review, "Back")
    assert heading(step) == "Actions"
    (row,) = council.rows(allocation)
    assert (row.status, row.returned_on) == (AllocationStatus.RETURNED, first_day)
    assert council.rows(audit)[0].overall is Rating.GOOD
    receipt = await council.rosa.presses(await walks(council.rosa, step), "Return audit")
    assert heading(receipt) == "Audit returned"
    (row,) = council.rows(allocation)
    assert (row.status, row.returned_on) == (AllocationStatus.RETURNED, first_day), "the first return counts"
    assert [one.version for one in council.rows(audit_version)] == [1, 2]
    acts = [(one.what, one.actor_id) for one in council.rows(allocation_act)]
    rosa = council.id_of(council.rosa)
    assert acts == [(Change.REOPEN, rosa), (Change.RETURN_AGAIN, rosa)]
    assert len([one for one in council.rows(allocation_transition) if one.to_status is AllocationStatus.RETURNED]) == 1


async def test_pressed_twice_it_is_reopened_once(council_on_each: Council) -> None:
    receipt = await returned(council_on_each)
    for _ in range(2):
        assert heading(await council_on_each.rosa.presses(receipt, "Reopen")) == "Review your audit"
    assert len(council_on_each.rows(allocation_act)) == 1


async def test_reopened_from_another_card_while_it_is_open_it_says_how_to_go_on(council: Council) -> None:
    receipt = await returned(council)
    listed = await council.rosa.says("my audits")
    await council.rosa.presses(receipt, "Reopen")
    told = await council.rosa.presses(listed, "Reopen")
    assert "open again already. Type 'continue' to go on with it" in told.words
    assert len(council.rows(allocation_act)) == 1


async def test_once_a_moderator_has_opened_it_it_is_not_reopened(council: Council) -> None:
    receipt = await returned(council)
    with council.unit() as unit:
        values = {"allocation_id": 1, "source": "chat", "recorded_at": unit.now, "opened_at": unit.now}
        insert_returning_id(unit, moderation, **values)
    told = await council.rosa.presses(receipt, "Reopen")
    assert "A moderator has opened this audit, so it can't be reopened. Tell them what you'd change." in told.words
    assert "Reopen" not in (await council.rosa.says("my audits")).buttons
    assert council.rows(allocation_act) == []


async def test_a_moderator_who_has_not_opened_it_yet_is_in_nobodys_way(council: Council) -> None:
    receipt = await returned(council)
    with council.unit() as unit:
        insert_returning_id(unit, moderation, allocation_id=1, source="chat", recorded_at=unit.now)
    assert heading(await council.rosa.presses(receipt, "Reopen")) == "Review your audit"


async def test_after_the_close_of_its_month_it_is_not_reopened(council: Council) -> None:
    receipt = await returned(council)
    council.is_now(AFTER_THE_CLOSE)
    told = await council.rosa.presses(receipt, "Reopen")
    assert "The month of this audit has closed, so it can't be reopened." in told.words
    assert "ask QA to send it back" in told.words
    assert "Reopen" not in (await council.rosa.says("my audits")).buttons


async def test_a_reopening_ends_with_the_close_and_its_auditor_is_told(council: Council) -> None:
    await council.rosa.presses(await returned(council), "Reopen")
    before = len(council.rosa.messages)
    council.is_now(AFTER_THE_CLOSE)
    await council.service.let_time_pass()
    told = await council.rosa.next_message(before)
    assert "It stands as you returned it last." in told.words
    assert council.rows(audit)[0].reopened_at is None
    assert [(one.what, one.reason) for one in council.rows(allocation_act)][-1] == (Change.END_REOPENING, NO_LONGER)
    assert "not handed in again" not in (await council.rosa.says("my audits")).words


async def test_on_the_closing_day_itself_it_is_still_open(council: Council) -> None:
    await council.rosa.presses(await returned(council), "Reopen")
    council.is_now(datetime(2026, 12, 4, 23, 30, tzinfo=UTC))
    await council.service.let_time_pass()
    assert heading(await council.rosa.says("continue")) == "Review your audit"


async def test_somebody_else_learns_nothing_from_the_button(council: Council) -> None:
    receipt = await returned(council)
    for other in (council.tom, council.dan):
        told = await other.presses(receipt, "Reopen")
        assert told.text == "This audit is not one of yours. Type 'my audits' to see yours."
    assert council.rows(allocation_act) == []


async def test_an_action_taken_out_is_removed_and_a_new_one_raised_on_its_own_day(council: Council) -> None:
    council.allocates(council.rosa)
    card = await walks(council.rosa, await starts(council.rosa), to="Actions")
    card = await adds(council, card, "Meet the school.")
    receipt = await council.rosa.presses(await walks(council.rosa, card), "Return audit")
    await council.time_passes(days=3)
    await council.rosa.presses(receipt, "Reopen")
    listed = await goes_to_actions(council)
    card = await adds(council, await council.rosa.presses(listed, "Remove"), "Write to the parents.")
    await council.rosa.presses(await walks(council.rosa, card), "Return audit")
    old, new = council.rows(agreed_action)
    assert (old.description, old.raised_on, old.removed_on) == (
        "Meet the school.",
        date(2026, 11, 20),
        date(2026, 11, 23),
    )
    assert (new.description, new.raised_on, new.removed_on) == ("Write to the parents.", date(2026, 11, 23), None)
    steps = [(one.action_id, one.from_status, one.to_status) for one in council.rows(action_transition)]
    assert (old.id, ActionStatus.OPEN, ActionStatus.REMOVED) in steps
    assert (new.id, None, ActionStatus.OPEN) in steps


async def goes_to_actions(council: Council) -> Shown:
    return await council.rosa.presses(await council.rosa.says("continue"), "Back")


async def adds(council: Council, card: Shown, what: str) -> Shown:
    form = await council.rosa.presses(card, "Add action")
    return await council.rosa.presses(form, "Save action", {"in_what": what, "in_owner": "Sue Okafor (social worker)"})


async def test_the_card_on_which_it_was_reopened_becomes_the_receipt_wherever_it_is_returned(council: Council) -> None:
    receipt = await returned(council)
    await council.rosa.presses(receipt, "Reopen")
    review = await council.rosa.says("continue")
    updates = council.teams.counts()["update"]
    await council.rosa.presses(review, "Return audit")
    await council.teams.wait_for_call("update", updates + 1)
    (there,) = [one for one in council.rosa.messages if one.activity_id == receipt.activity_id]
    assert heading(there) == "Audit returned"


async def test_an_audit_exempt_for_the_month_can_be_done_all_the_same(council: Council) -> None:
    number = council.allocates(council.rosa)
    await council.time_passes(minutes=5)
    notice = await council.rosa.next_message(0)
    with council.unit() as unit:
        move(unit, number, AllocationStatus.ALLOCATED, AllocationStatus.EXEMPTED, date(2026, 11, 20))
    assert heading(await council.rosa.presses(notice, "Start audit")) == "Who was involved"
    assert council.rows(allocation)[0].status is AllocationStatus.STARTED


async def test_one_begun_before_the_exemption_goes_on_where_it_was(council: Council) -> None:
    number = council.allocates(council.rosa)
    await council.time_passes(minutes=5)
    notice = await council.rosa.next_message(0)
    await walks(council.rosa, await council.rosa.presses(notice, "Start audit"), to="Quality of Plans")
    with council.unit() as unit:
        move(unit, number, AllocationStatus.STARTED, AllocationStatus.EXEMPTED, date(2026, 11, 20))
    again = await council.rosa.presses(await council.rosa.says("help"), "My audits")
    assert "Start audit" not in again.buttons
    other = Shown(card=notice.card, activity_id="1:other")
    assert heading(await council.rosa.presses(with_another_mark(other), "Start audit")) == "Quality of Plans"


def with_another_mark(shown: Shown) -> Shown:
    """The same card sent anew: its buttons carry another one-time id."""
    mark = shown.button("Start audit")["data"]["once"]
    return Shown(card=json.loads(json.dumps(shown.card).replace(mark, "another")), activity_id=shown.activity_id)
