"""Who is who: the signed sender alone decides, and whoever is not served learns nothing (DOMAIN, people)."""

import asyncio
from datetime import date
from typing import Any

import pytest

from domain.words import QaTaskKind, Role
from storage.tables.audits import audit_answer
from storage.tables.people import channel_address, person
from storage.tables.service import event, outbox, qa_task
from tests.conversation.council import Council, heading, starts
from tests.fakes_cards import Shown
from tests.fakes_people import FakePerson

REFUSAL = "I can't help you here, because I don't know you. If you think I should, ask the quality assurance team."
NOT_NOW = "I can't check who you are just now. Please try again in a few minutes."
ELSEWHERE = "99990000-0000-4000-8000-000000000009"


def linked(council: Council, somebody: FakePerson) -> Any:
    return council.rows(person, name=somebody.name)[0]


def turned_away(council: Council) -> list[str]:
    return [row.detail["why"] for row in council.rows(event, what="turned_away")]


async def test_a_known_object_id_is_served(council: Council) -> None:
    assert heading(await council.rosa.says("help")) == "What you can do here"
    assert linked(council, council.rosa).tenant_id == council.rosa.tenant_id, "the tenant is fixed at first contact"


async def test_an_e_mail_address_links_a_member_once(council_on_each: Council) -> None:
    council = council_on_each
    ada = council.employs("Ada Quill", Role.AUDITOR, linked=False)
    assert heading(await ada.says("help")) == "What you can do here"
    row = linked(council, ada)
    assert (row.entra_object_id, row.linked_by) == (ada.object_id, "email")
    ada.email = "somebody.else@council.example"
    assert heading(await ada.says("help")) == "What you can do here", "from now on the object id is enough"
    assert len(council.events("linked_by_email")) == 1


async def test_a_principal_name_links_where_the_e_mail_address_is_an_alias(council: Council) -> None:
    ada = council.employs("Ada Quill", Role.AUDITOR, linked=False)
    alias = council.teams.person("Ada Q", email="ADA.QUILL@council.example")
    assert heading(await alias.says("help")) == "What you can do here"
    assert linked(council, ada).entra_object_id == alias.object_id


async def test_two_first_messages_at_once_are_no_clash(council_on_each: Council) -> None:
    council = council_on_each
    ada = council.employs("Ada Quill", Role.AUDITOR, linked=False)
    acts = [ada.delivers(ada.activity("message", text="help")) for _ in range(8)]
    assert [answer.status for answer in await asyncio.gather(*acts)] == [200] * 8
    assert council.rows(qa_task) == []
    assert turned_away(council) == []
    assert linked(council, ada).entra_object_id == ada.object_id


async def test_a_second_claimant_learns_nothing_and_becomes_a_qa_task(council_on_each: Council) -> None:
    council = council_on_each
    thief = council.teams.person("Rosa Double", email=council.rosa.email)
    assert (await thief.says("my audits")).words.strip() == REFUSAL
    assert (await thief.says("my audits")).words.strip() == REFUSAL
    assert linked(council, council.rosa).entra_object_id == council.rosa.object_id
    (task,) = council.rows(qa_task)
    assert (task.kind, task.person_id) == (QaTaskKind.IDENTITY_CLASH, council.id_of(council.rosa))
    assert turned_away(council) == ["second_claimant", "second_claimant"]


async def test_a_guest_never_links_by_e_mail(council: Council) -> None:
    council.employs("Gil Marsh", Role.EXTERNAL_MODERATOR, linked=False)
    gil = council.teams.person("Gil Guest", guest=True, email="gil.marsh@council.example")
    assert (await gil.says("help")).words.strip() == REFUSAL
    assert council.rows(person, name="Gil Marsh")[0].entra_object_id is None


async def test_a_guest_whom_qa_linked_as_external_moderator_is_served(council: Council) -> None:
    gil = council.employs("Gil Marsh", Role.EXTERNAL_MODERATOR, guest=True, email="gil@elsewhere.example")
    assert heading(await gil.says("help")) == "What you can do here"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MODERATOR, Role.QA, Role.DIRECTOR])
async def test_a_guest_without_that_role_is_turned_away_however_linked(council: Council, role: Role) -> None:
    gil = council.employs("Gil Marsh", role, guest=True)
    assert (await gil.says("help")).words.strip() == REFUSAL
    assert (await gil.says("help")).words.strip() == REFUSAL, "also the second time"
    assert turned_away(council) == ["guest", "guest"]


async def test_a_guest_who_is_not_served_settles_nothing_by_taking_the_app_out(council: Council) -> None:
    gil = council.employs("Gil Marsh", Role.QA, guest=True)
    assert (await gil.uninstalls()).status == 200
    assert linked(council, gil).tenant_id is None
    assert [row.installed for row in council.rows(council.table("channel_address"))] == [False]
    assert (await gil.says("help")).words.strip() == REFUSAL


async def test_the_day_of_leaving_is_the_last_that_a_person_is_served(council: Council) -> None:
    lee = council.employs("Lee Frost", Role.AUDITOR, left_on=date(2026, 11, 20))
    assert heading(await lee.says("help")) == "What you can do here"
    council.is_now(council.clock.now().replace(day=21))
    assert (await lee.says("help")).words.strip() == REFUSAL
    assert turned_away(council) == ["leaver"]


async def test_a_leaver_does_not_link_by_e_mail(council: Council) -> None:
    lee = council.employs("Lee Frost", Role.AUDITOR, linked=False, left_on=date(2026, 11, 19))
    assert (await lee.says("help")).words.strip() == REFUSAL
    assert linked(council, lee).entra_object_id is None


async def test_an_unknown_sender_learns_nothing_and_qa_hears_of_it_once(council: Council) -> None:
    stranger = council.teams.person("Una Known")
    for words in ("help", "qa tasks", "my audits", "continue"):
        assert (await stranger.says(words)).words.strip() == REFUSAL
    (task,) = council.rows(qa_task)
    assert task.kind is QaTaskKind.UNMATCHED_PERSON
    assert turned_away(council) == ["unknown_sender"] * 4


async def test_a_sender_without_an_object_id_is_unknown(council: Council) -> None:
    activity = council.rosa.activity("message", text="help")
    del activity["from"]["aadObjectId"]
    await council.rosa.delivers(activity)
    assert (await council.rosa.next_message(0)).words.strip() == REFUSAL


async def test_another_tenant_gets_403_and_a_polite_sentence_and_is_recorded(council: Council) -> None:
    council.allocates(council.rosa)
    other = council.teams.person("Olu Away", tenant_id=ELSEWHERE, email=council.rosa.email)
    answer = await other.delivers(other.activity("message", text="my audits"))
    assert answer.status == 403
    assert "Alder" not in str(answer.body)
    assert (await other.next_message(0)).words.strip() == REFUSAL
    (line,) = council.rows(event, what="turned_away")
    assert line.detail == {"why": "other_tenant", "tenant": ELSEWHERE}
    assert line.actor_object_id == other.object_id
    assert council.rows(channel_address, person_id=council.id_of(council.rosa)) == []


async def test_a_known_object_id_that_comes_from_another_tenant_is_not_served(council: Council) -> None:
    await council.rosa.says("help")
    council.rosa.tenant_id = ELSEWHERE
    said = len(council.rosa.messages)
    assert (await council.rosa.delivers(council.rosa.activity("message", text="help"))).status == 403
    assert (await council.rosa.next_message(said)).words.strip() == REFUSAL


async def test_while_the_roster_is_silent_a_newcomer_is_asked_to_try_again(council: Council) -> None:
    ada = council.employs("Ada Quill", Role.AUDITOR, linked=False)
    council.teams.fail_next("member", status=503)
    assert (await ada.says("help")).words.strip() == NOT_NOW
    assert heading(await ada.says("help")) == "What you can do here"


async def test_while_the_roster_is_silent_a_known_person_is_served_and_the_roster_asked_again(council: Council) -> None:
    council.teams.fail_next("member", status=503)
    assert heading(await council.rosa.says("help")) == "What you can do here"
    await council.rosa.says("help")
    await council.rosa.says("help")
    assert council.teams.counts()["member"] == 2, "once it has answered it is not asked any more"


@pytest.mark.parametrize("kind", ["groupChat", "channel"])
async def test_in_a_group_nobody_is_served_and_everybody_is_told_where_to_write(council: Council, kind: str) -> None:
    council.allocates(council.rosa)
    for somebody in (council.rosa, council.teams.person("Una Known")):
        activity = somebody.activity("message", text="my audits")
        activity["conversation"]["conversationType"] = kind
        before = len(somebody.messages)
        await somebody.delivers(activity)
        told = await somebody.next_message(before)
        assert told.words.strip().startswith("I only work in a one-to-one chat.")
        await somebody.is_heard_again()
    await settled(council)
    written = [len(one.messages) for one in council.teams.people if one.name in {"Rosa Adeyemi", "Una Known"}]
    assert written == [1, 1], "a repetition says nothing"
    assert council.rows(channel_address, person_id=council.id_of(council.rosa)) == []


async def test_in_a_group_of_another_tenant_the_refusal_is_the_usual_one(council: Council) -> None:
    other = council.teams.person("Olu Away", tenant_id=ELSEWHERE)
    activity = other.activity("message", text="help")
    activity["conversation"]["conversationType"] = "groupChat"
    assert (await other.delivers(activity)).status == 403
    assert (await other.next_message(0)).words.strip() == REFUSAL
    assert turned_away(council) == ["other_tenant"]


async def test_an_upgrade_or_removal_says_nothing_to_those_who_are_not_served(council: Council) -> None:
    stranger = council.teams.person("Una Known")
    await stranger.upgrades()
    await stranger.uninstalls()
    await settled(council)
    assert stranger.messages == []


async def settled(council: Council) -> None:
    """Let the answers under way arrive: one more is waited for, and they keep their order."""
    await council.dan.says("help")


# Identity is the sender's, never the card's.


async def test_another_persons_card_is_refused_and_recorded(council_on_each: Council) -> None:
    council = council_on_each
    council.allocates(council.rosa)
    sam = council.employs("Sam Oyelaran", Role.AUDITOR)
    card = await starts(council.rosa)
    answers = dict.fromkeys(card.inputs, "Included")
    for title in ("Next", "Save and finish later", "Raise immediate concern"):
        shown = await sam.presses(card, title, answers)
        assert shown.text == "This audit is not one of yours. Type 'my audits' to see yours."
    assert council.rows(audit_answer) == []
    assert [row.actor_id for row in council.events("refused")] == [council.id_of(sam)] * 3


async def test_a_card_made_to_name_another_audit_is_refused_as_one_that_is_not_there(council: Council) -> None:
    council.allocates(council.rosa)
    sam = council.employs("Sam Oyelaran", Role.AUDITOR)
    theirs = council.allocates(sam, "CS_5000040")
    await starts(sam)
    card = await starts(council.rosa)
    said = {
        (await pressed_with(council.rosa, card, "Next", audit=audit)).text
        for audit in (str(theirs), "999", "-1", "1e3", "", "9" * 30, "²")
    }
    assert said == {"This audit is not one of yours. Type 'my audits' to see yours."}
    assert council.rows(audit_answer) == []


async def test_an_alarm_that_was_not_sent_to_a_person_is_not_theirs_to_acknowledge(council: Council) -> None:
    council.allocates(council.rosa)
    card = await council.rosa.presses(await starts(council.rosa), "Raise immediate concern")
    await council.rosa.presses(card, "Raise it now", {"in_what": "No adult is home at night."})
    alarm = await council.hal.next_message(0)
    owed = [row.template for row in council.rows(outbox)]
    assert owed.count("concern_alarm") == 3, "head of service, director and QA"
    refused = await council.tom.presses(alarm, "Acknowledge")
    assert refused.text.startswith("This alarm was not sent to you")
    for raising in ("999", "9" * 30, "", "²", "-1"):
        refused = await pressed_with(council.hal, alarm, "Acknowledge", raising=raising)
        assert refused.text.startswith("This alarm was not sent to you")
    assert council.rows(council.table("concern_acknowledgement")) == []
    assert [row.template for row in council.rows(outbox)] == owed, "and what is refused makes nobody hear of it"


async def test_only_qa_closes_a_task_whatever_the_card_says(council: Council) -> None:
    stranger = council.teams.person("Una Known")
    await stranger.says("help")
    tasks = await council.dan.says("qa tasks")
    refused = await council.rosa.presses(tasks, "Done")
    assert refused.text == "That is for the QA team. Type 'help' to see what you can do here."
    await pressed_with(council.dan, tasks, "Done", task="999")
    await pressed_with(council.dan, tasks, "Done", task="9" * 30)
    assert council.rows(qa_task)[0].closed_at is None


async def pressed_with(somebody: FakePerson, card: Shown, title: str, **forged: str) -> Shown:
    """A press of a button whose data somebody has changed by hand."""
    button = card.button(title)
    button = {**button, "data": {**button["data"], **forged}}
    asked = [part for part in card.card["body"] if part["type"].startswith("Input.")]
    made = Shown(card={"type": "AdaptiveCard", "body": asked, "actions": [button]}, activity_id=card.activity_id)
    inputs = dict.fromkeys(card.inputs, "Included") if title == "Next" else {}
    return await somebody.presses(made, title, inputs)
