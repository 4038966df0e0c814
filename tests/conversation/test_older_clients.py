"""Clients without Action.Execute send its fallback as a message: the card is replaced by an update."""

from storage.tables.audits import audit_answer_revision, audit_version
from tests.conversation.council import ANSWERS, REVIEW, Council, heading, presses_in_place, way_on


async def test_a_whole_audit_is_walked_in_one_message(council: Council) -> None:
    rosa = council.rosa
    council.allocates(rosa)
    card = await presses_in_place(rosa, await rosa.says("my audits"), "Start audit")
    titles = []
    while heading(card) != REVIEW:
        titles.append(heading(card))
        card = await presses_in_place(rosa, card, way_on(card), ANSWERS[heading(card)])
    assert titles == list(ANSWERS)
    receipt = await presses_in_place(rosa, card, "Return audit")
    assert heading(receipt) == "Audit returned"
    assert [heading(shown) for shown in rosa.messages] == ["Audit returned"], "no card of a step is left in the chat"
    assert len(council.rows(audit_version)) == 1


async def test_a_refused_answer_comes_back_in_the_same_message(council: Council) -> None:
    rosa = council.rosa
    council.allocates(rosa)
    card = await presses_in_place(rosa, await rosa.says("my audits"), "Start audit")
    refused = await presses_in_place(rosa, card, "Next", {"in_child": "Included"})
    assert "Choose how the social worker was involved." in refused.words
    assert refused.inputs["in_child"] == "included"


async def test_a_message_delivered_twice_acts_once_and_updates_to_the_current_card(council: Council) -> None:
    rosa = council.rosa
    council.allocates(rosa)
    card = await presses_in_place(rosa, await rosa.says("my audits"), "Start audit")
    await presses_in_place(rosa, card, "Next", ANSWERS["Who was involved"])
    for new_id in (False, True):
        updates = council.teams.counts()["update"]
        assert (await rosa.is_heard_again(new_id=new_id)).status == 200
        await council.teams.wait_for_call("update", updates + 1)
    assert [heading(shown) for shown in rosa.messages] == ["Why not everybody"]
    assert len(council.rows(audit_answer_revision)) == 1


async def test_a_card_that_cannot_be_replaced_is_followed_by_the_next_one(council: Council) -> None:
    rosa = council.rosa
    council.allocates(rosa)
    listed = await rosa.says("my audits")
    council.teams.fail_next("update", status=404)
    value = {**listed.button("Start audit")["fallback"]["data"]}
    await rosa.delivers(rosa.activity("message", value=value, replyToId=listed.activity_id))
    assert heading(await rosa.next_message(1)) == "Who was involved"


async def test_a_sentence_is_said_below_and_the_card_stays(council: Council) -> None:
    council.allocates(council.rosa)
    listed = await council.rosa.says("my audits")
    value = {**listed.button("Start audit")["fallback"]["data"]}
    await council.tom.delivers(council.tom.activity("message", value=value, replyToId="sent-1"))
    told = await council.tom.next_message(0)
    assert told.text == "This audit is not one of yours. Type 'my audits' to see yours."
