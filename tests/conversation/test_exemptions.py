"""Exemptions as conversations: asking, one's own word, the approver's answer, undoing it, and who may see what."""

from datetime import timedelta
from typing import Any

import pytest

from domain.words import AllocationStatus, ExemptionKind
from storage.tables.allocations import allocation, allocation_transition, exemption
from storage.tables.exemptions import exemption_request, exemption_step
from storage.tables.service import outbox
from tests.conversation.council import Council, heading, presses_in_place, starts
from tests.fakes_cards import Shown

LEAVE = {"in_kind": "Leave", "in_why": "Two weeks away, booked in spring."}
NOVEMBER = "2026-11"


def stands(council: Council) -> AllocationStatus:
    status: AllocationStatus = council.rows(allocation)[-1].status
    return status


async def asks(council: Council, given: dict[str, str]) -> Shown:
    form = await council.rosa.presses(await council.rosa.says("my audits"), "Ask for an exemption")
    return await council.rosa.presses(form, "Ask", given)


async def gets(council: Council, who: Any) -> Shown:
    """What somebody is sent next, once the timetable and the delivery have done what is due."""
    before = len(who.messages)
    await council.time_passes(minutes=5)
    return await who.next_message(before)


async def test_an_exemption_is_asked_for_approved_and_undone(council_on_each: Council) -> None:
    council = council_on_each
    council.allocates(council.rosa)
    council.allocates(council.rosa, "CS_5000041")
    await starts(council.rosa)
    told = await asks(council, LEAVE)
    assert heading(told) == "You have asked"
    assert "Mina Castell answers it." in told.words
    assert "You have asked to be exempt for this month" in (await council.rosa.says("my audits")).words

    request = await gets(council, council.mina)
    assert request.summary == "Somebody asks to be exempt for a month."
    for words in (
        "Rosa Adeyemi",
        "November 2026",
        "leave",
        "Two weeks away, booked in spring.",
        "0 besides health and leave; health 0; leave 0",
        "Completion for November 2026 stays at 0 of 2 (0%).",
        "Net completion goes from 0 of 2 (0%) to no data, since nothing is left to count.",
    ):
        assert words in request.words
    approved = await council.mina.presses(request, "Approve")
    assert "Approved by Mina Castell" in approved.words
    (row,) = council.rows(exemption)
    assert (row.kind, row.month, row.source) == (ExemptionKind.LEAVE, NOVEMBER, "chat")
    assert (row.authorised_by_id, row.reason) == (council.id_of(council.mina), LEAVE["in_why"])
    assert {one.status for one in council.rows(allocation)} == {AllocationStatus.EXEMPTED}
    news = await gets(council, council.rosa)
    assert heading(news) == "You are exempt for November 2026"
    assert "Mina Castell has approved it." in news.words

    again = await council.mina.presses(approved, "Undo")
    assert "Approve" in again.buttons
    assert council.rows(exemption) == []
    assert [one.status for one in council.rows(allocation)] == [AllocationStatus.STARTED, AllocationStatus.ALLOCATED]
    assert "waits again" in heading(await gets(council, council.rosa))
    steps = [(one.from_status, one.to_status) for one in council.rows(exemption_step)]
    assert steps == [(None, "asked"), ("asked", "approved"), ("approved", "asked")]
