"""What must not be seen: references in previews, case text in logs and the record, ratings after the return."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from domain.words import Role
from storage.tables.service import event
from tests.conversation.council import ANSWERS, REVIEW, Council, heading, starts, walks
from tests.fakes_cards import Shown

CASE_REF = "CS_5000037"
TYPED = [answer for answers in ANSWERS.values() for key, answer in answers.items() if len(answer) > 20]


async def whole_story(council: Council) -> list[Shown]:
    """Everything that can happen to an audit on its way, with everything that a person can type; all the cards."""
    rosa = council.rosa
    council.allocates(rosa)
    await council.time_passes(minutes=5)
    cards = [await rosa.presses(await rosa.next_message(0), "Start audit")]
    while heading(cards[-1]) != REVIEW:
        card = cards[-1]
        if heading(card) == "Supervision":
            form = await rosa.presses(card, "Raise immediate concern", {"in_evidence": "Lives at SW1A 1AA."})
            told = await rosa.presses(form, "Raise it now", {"in_what": "No adult is home at night."})
            card = await rosa.presses(told, "Continue audit")
            cards += [form, told, card]
        if heading(card) == "Actions":
            form = await rosa.presses(card, "Add action")
            given = {"in_what": "Write a visiting plan.", "in_owner": "Someone else"}
            form = await rosa.presses(form, "Save action", given)
            card = await rosa.presses(form, "Save action", {"in_name": "Dan Iqbal"})
            cards += [form, card]
        cards.append(await rosa.presses(card, "Next" if "Next" in card.buttons else "Review", ANSWERS[heading(card)]))
    form = await rosa.presses(await rosa.says("my audits"), "Conflict of interest")
    cards.append(await rosa.presses(form, "Tell QA", {"in_why": "I chaired the conference."}))
    cards.append(await rosa.presses(next(card for card in cards if heading(card) == REVIEW), "Return audit"))
    for somebody in (council.hal, council.mina, council.dan):
        await somebody.presses(await somebody.next_message(0), "Acknowledge")
    await council.dan.says("qa tasks")
    return cards


async def test_no_notification_shows_a_reference(council: Council) -> None:
    await whole_story(council)
    await council.rosa.says("help")
    await council.rosa.says("continue")
    sent = [activity for activities in council.teams.sent.values() for activity in activities]
    assert len(sent) > 5
    for activity in sent:
        assert activity.get("summary") or activity.get("text"), "Teams would show its own words"
        assert CASE_REF not in activity.get("summary", "")
        assert CASE_REF not in activity.get("text", "")


async def test_what_stands_in_for_a_card_holds_no_reference_and_nothing_typed(council: Council) -> None:
    for shown in await whole_story(council):
        stand_in = f"{shown.card['fallbackText']} {shown.card['speak']}"
        assert CASE_REF not in stand_in
        assert not [text for text in TYPED if text in stand_in]


async def test_no_log_line_holds_case_text_names_or_references(council: Council) -> None:
    with capture_logs() as lines:
        await whole_story(council)
    assert len(lines) > 20, "the turns are logged"
    logged = json.dumps(lines, default=str)
    names = [one.name for one in council.teams.people] + [one.email for one in council.teams.people]
    for secret in (*TYPED, *names, *secrets()):
        assert secret not in logged


def secrets() -> Iterator[str]:
    yield from (CASE_REF, "No adult is home", "visiting plan", "chaired the conference", "SW1A", "Outstanding")


async def test_the_record_says_who_did_what_and_holds_no_case_text(council: Council) -> None:
    await whole_story(council)
    rows = council.rows(event)
    done = [row.what for row in rows]
    for what in ("started_audit", "raised_immediate_concern", "acknowledged_concern", "declared_conflict"):
        assert what in done
    assert all(row.actor_id is not None for row in rows)
    recorded = json.dumps([row.detail for row in rows])
    for secret in (*TYPED, *secrets()):
        assert secret not in recorded


async def test_after_the_return_the_cards_hold_no_ratings_and_no_case_text(council: Council) -> None:
    council.allocates(council.rosa)
    review = await walks(council.rosa, await starts(council.rosa))
    receipt = await council.rosa.presses(review, "Return audit")
    listed = await council.rosa.says("my audits")
    for shown in (receipt, listed):
        held = json.dumps(shown.card, ensure_ascii=False)
        for secret in (*TYPED, "Outstanding", "Good", "Requires Improvement", "Inadequate", "Not Graded"):
            assert secret not in held


async def test_every_message_that_showed_the_audit_becomes_the_receipt(council_on_each: Council) -> None:
    council, rosa = council_on_each, council_on_each.rosa
    council.allocates(rosa)
    phone = await walks(rosa, await starts(rosa), to="Supervision")
    desk = await walks(rosa, await rosa.says("continue"))
    await rosa.says("continue")
    assert held_in_chat(council, "Each step has an owner and a week.")
    await rosa.presses(desk, "Return audit")
    await council.teams.wait_for_call("update", 2)
    await rosa.says("help")
    assert [heading(shown) for shown in rosa.messages if shown.activity_id == phone.activity_id] == ["Audit returned"]
    assert not held_in_chat(council, "Each step has an owner and a week.")


async def test_a_message_that_could_not_be_replaced_is_replaced_with_the_next_receipt(council: Council) -> None:
    rosa = council.rosa
    council.allocates(rosa)
    review = await walks(rosa, await starts(rosa))
    await rosa.says("continue")
    council.teams.fail_next("update", status=503)
    await rosa.presses(review, "Return audit")
    await council.teams.wait_for_call("update", 1)
    assert held_in_chat(council, "Each step has an owner and a week.")
    await rosa.presses(review, "Return audit")
    await council.teams.wait_for_call("update", 2)
    await rosa.says("help")
    assert not held_in_chat(council, "Each step has an owner and a week.")


def held_in_chat(council: Council, text: str) -> bool:
    """Whether a message of the chat with Rosa holds a text; what was replaced in place by a press is not there."""
    return text in json.dumps(council.teams.sent[council.rosa.conversation_id], ensure_ascii=False)


async def test_a_refusal_names_no_team_no_reference_and_no_person(council: Council) -> None:
    council.allocates(council.rosa)
    card = await starts(council.rosa)
    strangers = [
        council.teams.person("Una Known"),
        council.teams.person("Rosa Double", email=council.rosa.email),
        council.employs("Lee Frost", Role.QA, left_on=council.clock.now().date().replace(day=1)),
    ]
    for stranger in strangers:
        told = [await stranger.says("my audits"), without_card(await stranger.presses(card, "Save and finish later"))]
        for shown in told:
            assert shown.words.strip().startswith("I can't help you here, because I don't know you.")
            for secret in ("Alder", CASE_REF, "Rosa", "audit "):
                assert secret not in shown.words


def without_card(shown: Shown) -> Shown:
    """What came back, without the card that the person had before."""
    return Shown(text=shown.text)


@pytest.mark.parametrize("title", list(ANSWERS))
async def test_no_step_shows_what_another_step_holds(council: Council, title: str) -> None:
    council.allocates(council.rosa)
    card: Any = await walks(council.rosa, await starts(council.rosa), to=title)
    held = json.dumps(card.card, ensure_ascii=False)
    assert not [text for text in TYPED if text in held], "a lost phone shows one step, not the audit"
