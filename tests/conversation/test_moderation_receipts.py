"""Teams keeps every card: what a moderator read and graded becomes a receipt, and nobody else's card does with it."""

import json

from storage.tables.audits import audit_card
from tests.conversation.council import Council, heading, returns, starts, walks
from tests.conversation.moderators import RECEIPT, grades, opens
from tests.fakes_people import FakePerson

CASE_TEXT = "Each step has an owner and a week."
GRADES = ("Outstanding", "Good", "Requires Improvement", "Inadequate")


async def test_each_reader_has_a_receipt_of_their_own_wherever_they_read(council: Council, mo: FakePerson) -> None:
    rosa = council.rosa
    council.allocates(rosa)
    review = await walks(rosa, await starts(rosa))
    await rosa.says("continue")
    council.teams.fail_next("update", status=503)
    await rosa.presses(review, "Return audit")
    await council.teams.wait_for_call("update", 1)
    first = await opens(council, mo)
    for _ in range(5):
        first = await mo.says("moderate: good" if "in_rating" in first.inputs else "moderate: next")
    read = [one.activity_id for one in mo.messages if CASE_TEXT in one.words]
    assert read, "by typing, a step of the moderation is a message of its own"

    # The auditor's receipt comes again: the moderator goes on reading.
    await rosa.presses(review, "Return audit")
    await council.teams.wait_for_call("update", 2)
    assert CASE_TEXT not in await held(council, rosa)
    assert CASE_TEXT in await held(council, mo)

    compared, _ = await grades(mo, await mo.says("moderate"))
    elsewhere = len(council.rows(audit_card, audience="moderator")) - 1
    done = await mo.presses(compared, "Confirm")
    assert heading(done) == RECEIPT
    assert not any(secret in json.dumps(done.card) for secret in (*GRADES, CASE_TEXT))
    await council.teams.wait_for_call("update", 2 + elsewhere)
    assert CASE_TEXT not in await held(council, mo)
    assert "Gaps of nine weeks in spring." not in await held(council, mo)
    assert {heading(one) for one in mo.messages if one.activity_id in read} == {RECEIPT}
    assert RECEIPT not in await held(council, rosa)


async def test_a_message_becomes_the_receipt_of_what_was_opened_in_it_last(council: Council, mo: FakePerson) -> None:
    for case_ref in ("CS_5000037", "CS_5000038"):
        council.allocates(council.rosa, case_ref)
        await returns(council.rosa)
    first = await opens(council, mo)
    listed = await mo.presses(await mo.presses(first, "Save and finish later"), "My moderations")
    other = await mo.presses(listed, "Open")
    assert other.activity_id == first.activity_id
    begun = first.button("Next")["data"]["moderation"]
    notices = [one for one in mo.messages if one.summary == "There is an audit for you to moderate."]
    notice = next(one for one in notices if one.button("Open")["data"]["moderation"] == begun)
    await mo.presses(notice, "Open")
    # A typed word brings a message of its own.
    compared, _ = await grades(mo, await mo.says("moderate: back"))
    await mo.presses(compared, "Confirm")
    await council.teams.wait_for_call("update", 1)
    await mo.says("help")
    shown = {one.activity_id for one in council.rows(audit_card, audience="moderator")}
    assert first.activity_id in shown, "it shows the other audit by now, which goes on"
    assert council.teams.counts()["update"] == 1


async def held(council: Council, somebody: FakePerson) -> str:
    """What the chat with somebody holds, once they have been answered; what was replaced in place is not there."""
    await somebody.says("help")
    return json.dumps(council.teams.sent[somebody.conversation_id], ensure_ascii=False)
