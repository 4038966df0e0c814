"""The same act delivered twice, two thumbs, two devices, old cards: nothing changes twice, nothing typed is lost."""

import asyncio

import pytest

from storage.tables.allocations import allocation_transition
from storage.tables.audits import agreed_action, audit_answer, audit_answer_revision, audit_version, draft_action
from storage.tables.people import channel_address
from tests.conversation.council import ANSWERS, REVIEW, Council, heading, starts, walks
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson, seen_in_place

VOICE = "Seeing and Hearing the Child"
PHONE = {"in_rating": "Good", "in_evidence": "Typed on the phone."}
DESK = {"in_rating": "Good", "in_evidence": "Typed at the desk."}


def evidence(council: Council) -> list[str]:
    """What was ever stored as the evidence of the first domain."""
    return [row.answers["evidence"] for row in council.rows(audit_answer_revision, step="domain_voice")]


async def at_voice(council: Council) -> Shown:
    council.allocates(council.rosa)
    return await walks(council.rosa, await starts(council.rosa), to=VOICE)


async def again(somebody: FakePerson, card: Shown, *, new_id: bool) -> Shown:
    """Teams delivers their last press once more."""
    return seen_in_place(await somebody.is_heard_again(new_id=new_id), card)


@pytest.mark.parametrize("new_id", [False, True])
async def test_a_press_delivered_again_gets_the_current_card_and_is_stored_once(
    council_on_each: Council, *, new_id: bool
) -> None:
    council = council_on_each
    card = await at_voice(council)
    first = await council.rosa.presses(card, "Next", PHONE)
    second = await again(council.rosa, card, new_id=new_id)
    assert heading(first) == heading(second) == "Quality of Assessment"
    assert evidence(council) == ["Typed on the phone."]


@pytest.mark.parametrize("new_id", [False, True])
async def test_a_press_delivered_again_much_later_changes_nothing(council: Council, *, new_id: bool) -> None:
    card = await at_voice(council)
    await council.rosa.presses(card, "Next", PHONE)
    late = council.rosa._last
    await walks(council.rosa, await council.rosa.says("continue"), to="Supervision")
    answer = await council.rosa.delivers({**late, "id": "f:late"} if new_id else late)
    assert heading(seen_in_place(answer, card)) == "Supervision"
    assert evidence(council) == ["Typed on the phone."]


@pytest.mark.parametrize("title", ["Start audit", "Return audit"])
async def test_a_double_tap_at_once_acts_once(council_on_each: Council, title: str) -> None:
    council, rosa = council_on_each, council_on_each.rosa
    council.allocates(rosa)
    card = await rosa.says("my audits")
    if title == "Return audit":
        card = await walks(rosa, await starts(rosa))
    both = await asyncio.gather(*(rosa.presses(card, title) for _ in range(4)))
    expected = "Who was involved" if title == "Start audit" else "Audit returned"
    assert [heading(shown) for shown in both] == [expected] * 4
    assert len(council.rows(allocation_transition)) == (1 if title == "Start audit" else 2)
    assert len(council.rows(audit_version)) == (0 if title == "Start audit" else 1)


async def test_a_double_tap_on_next_stores_one_answer(council_on_each: Council) -> None:
    council = council_on_each
    card = await at_voice(council)
    both = await asyncio.gather(*(council.rosa.presses(card, "Next", PHONE) for _ in range(4)))
    assert [heading(shown) for shown in both] == ["Quality of Assessment"] * 4
    assert evidence(council) == ["Typed on the phone."]


async def test_one_activity_delivered_three_times_at_once_acts_once(council_on_each: Council) -> None:
    council = council_on_each
    card = await at_voice(council)
    await council.rosa.presses(card, "Next", PHONE)
    act = {**council.rosa._last, "id": "f:thrice"}
    answers = await asyncio.gather(*(council.teams.deliver(act) for _ in range(3)))
    assert [heading(seen_in_place(answer, card)) for answer in answers] == ["Quality of Assessment"] * 3
    assert evidence(council) == ["Typed on the phone."]


async def test_two_devices_at_once_with_other_words_keep_both(council_on_each: Council) -> None:
    council, rosa = council_on_each, council_on_each.rosa
    phone = await at_voice(council)
    desk = await rosa.says("continue")
    shown = await asyncio.gather(rosa.presses(phone, "Next", PHONE), rosa.presses(desk, "Next", DESK))
    (asked,) = [one for one in shown if heading(one) == VOICE]
    assert len(evidence(council)) == 1, "the second one is asked first"
    assert {asked.inputs["in_evidence"], *evidence(council)} == {PHONE["in_evidence"], DESK["in_evidence"]}


async def test_an_old_card_with_other_words_asks_before_it_overwrites(council: Council) -> None:
    card = await at_voice(council)
    await council.rosa.presses(card, "Next", PHONE)
    asked = await council.rosa.presses(card, "Next", DESK)
    assert heading(asked) == VOICE
    assert "You answered this step at 09:00, here or on another device." in asked.words
    assert asked.inputs["in_evidence"] == "Typed at the desk.", "what was typed is not lost"
    assert evidence(council) == ["Typed on the phone."]
    await council.rosa.presses(asked, "Next")
    assert evidence(council) == ["Typed on the phone.", "Typed at the desk."], "both are kept"


@pytest.mark.parametrize("title", ["Back", "Save and finish later"])
async def test_an_old_card_asks_on_every_way_out(council: Council, title: str) -> None:
    card = await at_voice(council)
    await council.rosa.presses(card, "Next", PHONE)
    asked = await council.rosa.presses(card, title, DESK)
    assert "You answered this step at 09:00" in asked.words
    assert asked.inputs["in_evidence"] == "Typed at the desk."
    assert evidence(council) == ["Typed on the phone."]


async def test_what_was_answered_elsewhere_is_shown_beside_what_was_typed_and_can_be_kept(council: Council) -> None:
    card = await at_voice(council)
    await council.rosa.presses(card, "Next", PHONE)
    asked = await council.rosa.presses(card, "Next", DESK)
    assert "Typed on the phone." in asked.words, "what would be replaced is there to be read"
    kept = await council.rosa.presses(asked, "Keep what is there")
    assert heading(kept) == VOICE
    assert kept.inputs["in_evidence"] == "Typed on the phone."
    assert heading(await council.rosa.presses(kept, "Next")) == "Quality of Assessment"
    assert evidence(council) == ["Typed on the phone."]


async def test_only_the_way_on_replaces_what_was_answered_elsewhere(council: Council) -> None:
    card = await at_voice(council)
    await council.rosa.presses(card, "Next", PHONE)
    asked = await council.rosa.presses(card, "Back", DESK)
    assert list(asked.buttons)[1:] == ["Next", "Keep what is there", "Raise immediate concern"]
    form = await council.rosa.presses(asked, "Raise immediate concern")
    assert evidence(council) == ["Typed on the phone."]
    back = await council.rosa.presses(form, "Go back, nothing to raise")
    assert back.inputs["in_evidence"] == "Typed at the desk.", "what was typed is carried past the alarm"
    assert "Keep what is there" in (await council.rosa.presses(back, "Save and finish later")).buttons
    assert evidence(council) == ["Typed on the phone."]


async def test_an_old_card_that_was_refused_first_still_asks_before_it_overwrites(council: Council) -> None:
    card = await at_voice(council)
    await council.rosa.presses(card, "Next", PHONE)
    refused = await council.rosa.presses(card, "Next", {"in_rating": "Inadequate"})
    asked = await council.rosa.presses(refused, "Next", {"in_evidence": "Typed at the desk."})
    assert "You answered this step at 09:00" in asked.words
    assert evidence(council) == ["Typed on the phone."]


async def test_an_old_card_with_the_same_words_goes_on(council: Council) -> None:
    card = await at_voice(council)
    await council.rosa.presses(card, "Next", PHONE)
    desk = await council.rosa.says("continue")
    desk = await council.rosa.presses(desk, "Back")
    assert heading(await council.rosa.presses(desk, "Next", PHONE)) == "Quality of Assessment"
    assert evidence(council) == ["Typed on the phone."]


async def test_a_message_delivered_again_is_accepted_and_does_nothing(council_on_each: Council) -> None:
    rosa = council_on_each.rosa
    await rosa.says("help")
    assert (await rosa.is_heard_again()).status == 200
    await rosa.says("my audits")
    assert [heading(shown) for shown in rosa.messages] == ["What you can do here", "My audits"]


async def test_a_refused_message_delivered_again_is_answered_once(council_on_each: Council) -> None:
    tom = council_on_each.tom
    await tom.says("qa tasks")
    assert (await tom.is_heard_again()).status == 200
    await tom.says("help")
    assert len(tom.messages) == 2


async def test_after_the_return_every_old_card_gives_the_receipt(council: Council) -> None:
    rosa = council.rosa
    council.allocates(rosa)
    card = await starts(rosa)
    old = [card]
    while heading(card) != REVIEW:
        if heading(card) == "Actions":
            form = await rosa.presses(card, "Add action")
            given = {"in_what": "Write a visiting plan.", "in_owner": "Sue Okafor (social worker)"}
            card = await rosa.presses(form, "Save action", given)
            old += [form, card]
        card = await rosa.presses(card, "Next" if "Next" in card.buttons else "Review", ANSWERS[heading(card)])
        old.append(card)
    saved = await rosa.presses(card, "Save and finish later")
    old.append(saved)
    await rosa.presses(card, "Return audit")
    stored = council.rows(audit_answer_revision)
    pressed = 0
    for shown in old:
        for title in shown.buttons:
            only_shows = shown.button(title)["type"] == "Action.ToggleVisibility"
            if title == "Raise immediate concern" or only_shows:
                continue
            receipt = await rosa.presses(shown, title, client_checks=False)
            assert heading(receipt) == "Audit returned", f"'{title}' on '{heading(shown)}': {receipt.text}"
            pressed += 1
    assert pressed > 45
    assert council.rows(audit_answer_revision) == stored
    assert (len(council.rows(agreed_action)), len(council.rows(draft_action))) == (1, 1)
    assert len(council.rows(audit_version)) == 1


async def test_typed_text_on_an_old_card_after_the_return_changes_nothing(council: Council) -> None:
    card = await at_voice(council)
    await returns_from(council)
    receipt = await council.rosa.presses(card, "Next", DESK)
    assert heading(receipt) == "Audit returned"
    assert council.rows(audit_answer, step="domain_voice")[0].answers["rating"] == "Outstanding"


async def returns_from(council: Council) -> None:
    review = await walks(council.rosa, await council.rosa.says("continue"))
    await council.rosa.presses(review, "Return audit")


async def test_teams_may_refresh_a_card_by_itself_and_changes_nothing(council: Council) -> None:
    card = await at_voice(council)
    await council.rosa.presses(card, "Next", PHONE)
    act = council.rosa._last
    for verb in ("next", "back", "save", "start_audit", "return_audit", "raise_concern", "acknowledge", "nonsense"):
        action = {**act["value"]["action"], "verb": verb}
        action["data"] = {**action["data"], "once": f"refresh-{verb}", "verb": verb, "in_what": "At risk."}
        refresh = {**act, "id": f"f:refresh-{verb}", "value": {"action": action, "trigger": "automatic"}}
        assert (await council.rosa.delivers(refresh)).status == 200
    assert evidence(council) == ["Typed on the phone."]
    assert council.rows(council.table("concern")) == []
    assert heading(await council.rosa.says("continue")) == "Quality of Assessment"


async def test_the_address_is_kept_current_by_every_activity(council: Council) -> None:
    await council.rosa.says("help")
    council.rosa.conversation_id = "a:rosa-anew"
    await council.rosa.says("help")
    (row,) = council.rows(channel_address, person_id=council.id_of(council.rosa))
    assert row.conversation_id == "a:rosa-anew"


async def test_two_audits_at_once_do_not_mix(council: Council) -> None:
    first, second = council.allocates(council.rosa), council.allocates(council.rosa, "CS_5000038")
    one, two = await starts(council.rosa), await starts(council.rosa)
    assert "CS_5000037" in one.words
    assert "CS_5000038" in two.words
    await council.rosa.presses(two, "Next", ANSWERS["Who was involved"])
    assert [row.allocation_id for row in council.rows(audit_answer)] == [second]
    await council.rosa.presses(one, "Next", ANSWERS["Who was involved"])
    assert sorted(row.allocation_id for row in council.rows(audit_answer)) == [first, second]
    await returns_both(council)
    assert sorted(row.allocation_id for row in council.rows(audit_version)) == [first, second]


async def returns_both(council: Council) -> None:
    for _ in range(2):
        listed = await council.rosa.says("my audits")
        review = await walks(council.rosa, await council.rosa.presses(listed, "Continue audit"))
        await council.rosa.presses(review, "Return audit")
